package dev.brokerfall.kubernetes.scheduling;

import dev.brokerfall.kubernetes.objects.Taint;

/** A cordoned node takes only pods that tolerate it (pkg/scheduler/framework/plugins/nodeunschedulable). */
final class NodeUnschedulable implements Filter {

    private static final Taint CORDONED = new Taint(Taint.UNSCHEDULABLE, "", Taint.Effect.NO_SCHEDULE);
    private static final Verdict REFUSED = Verdict.unresolvable("node(s) were unschedulable");

    @Override
    public Plugin plugin() {
        return Plugin.NODE_UNSCHEDULABLE;
    }

    @Override
    public Verdict judge(PodState pod, NodeState node) {
        return !node.unschedulable() || TaintToleration.tolerates(pod, CORDONED) ? Verdict.FITS : REFUSED;
    }
}
