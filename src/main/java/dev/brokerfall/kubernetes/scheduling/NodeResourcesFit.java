package dev.brokerfall.kubernetes.scheduling;

import dev.brokerfall.kubernetes.objects.Resources;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A node's pods must not request more than it has (pkg/scheduler/framework/plugins/noderesources/fit.go). What the whole node
 * could not hold is beyond what other pods could make room for.
 */
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
        if (room
                && fits(wanted.cpuMillis(), offered.cpuMillis(), node.cpuMillis())
                && fits(wanted.memoryBytes(), offered.memoryBytes(), node.memoryBytes())
                && fits(wanted.ephemeralBytes(), offered.ephemeralBytes(), node.ephemeralBytes())
                && wanted.extended().isEmpty()) {
            return Verdict.FITS;
        }
        Shortage shortage = new Shortage();
        if (!room) {
            shortage.reasons.add("Too many pods");
        }
        shortage.check("cpu", wanted.cpuMillis(), offered.cpuMillis(), node.cpuMillis());
        shortage.check("memory", wanted.memoryBytes(), offered.memoryBytes(), node.memoryBytes());
        shortage.check("ephemeral-storage", wanted.ephemeralBytes(), offered.ephemeralBytes(), node.ephemeralBytes());
        for (Map.Entry<String, Long> one : wanted.extended().entrySet()) {
            shortage.check(
                    one.getKey(),
                    one.getValue(),
                    offered.extended().getOrDefault(one.getKey(), 0L),
                    node.extended(one.getKey()));
        }
        return shortage.verdict();
    }

    private static boolean fits(long wanted, long offered, long used) {
        return wanted == 0 || wanted <= offered - used;
    }

    /** What a node lacks. */
    private static final class Shortage {

        private final List<String> reasons = new ArrayList<>();
        private boolean beyondTheNode;

        void check(String name, long wanted, long offered, long used) {
            if (!fits(wanted, offered, used)) {
                reasons.add("Insufficient " + name);
                beyondTheNode |= wanted > offered;
            }
        }

        Verdict verdict() {
            if (reasons.isEmpty()) {
                return Verdict.FITS;
            }
            return new Verdict(
                    beyondTheNode ? Verdict.Code.UNSCHEDULABLE_AND_UNRESOLVABLE : Verdict.Code.UNSCHEDULABLE, reasons);
        }
    }
}
