package dev.brokerfall.kubernetes.scheduling;

/**
 * A pod that names its node runs there (pkg/scheduler/framework/plugins/nodename). A bound pod is judged as if created again, so
 * its present node does not count: the rule is kept for its place in the order and always passes.
 */
final class NodeName implements Filter {

    @Override
    public Plugin plugin() {
        return Plugin.NODE_NAME;
    }

    @Override
    public Verdict judge(PodState pod, NodeState node) {
        return Verdict.FITS;
    }
}
