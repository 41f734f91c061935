package dev.brokerfall.kubernetes.scheduling;

/** A cordoned node takes only pods that tolerate it (pkg/scheduler/framework/plugins/nodeunschedulable). */
final class NodeUnschedulable implements Filter {

    private static final Verdict REFUSED = Verdict.unresolvable("node(s) were unschedulable");

    @Override
    public Plugin plugin() {
        return Plugin.NODE_UNSCHEDULABLE;
    }

    @Override
    public Verdict judge(PodState pod, NodeState node) {
        return !node.unschedulable() || TaintToleration.tolerates(pod, NodeState.CORDONED) ? Verdict.FITS : REFUSED;
    }
}
