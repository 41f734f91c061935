package dev.brokerfall.kubernetes.scheduling;

import dev.brokerfall.kubernetes.objects.Resources;
import java.util.ArrayList;
import java.util.List;

/** A node's pods must not request more than it has (pkg/scheduler/framework/plugins/noderesources/fit.go). */
final class NodeResourcesFit implements Filter {

    @Override
    public Plugin plugin() {
        return Plugin.NODE_RESOURCES_FIT;
    }

    @Override
    public Verdict judge(PodState pod, NodeState node) {
        Resources offered = node.node().allocatable();
        Resources wanted = pod.pod().template().requests();
        boolean room = node.pods().size() + 1 <= node.node().maxPods();
        boolean cpu = wanted.cpuMillis() == 0 || wanted.cpuMillis() <= offered.cpuMillis() - node.cpuMillis();
        boolean memory =
                wanted.memoryBytes() == 0 || wanted.memoryBytes() <= offered.memoryBytes() - node.memoryBytes();
        if (room && cpu && memory) {
            return Verdict.FITS;
        }
        List<String> reasons = new ArrayList<>();
        if (!room) {
            reasons.add("Too many pods");
        }
        if (!cpu) {
            reasons.add("Insufficient cpu");
        }
        if (!memory) {
            reasons.add("Insufficient memory");
        }
        return new Verdict(Verdict.Code.UNSCHEDULABLE, reasons);
    }
}
