package dev.brokerfall.kubernetes.scheduling;

import dev.brokerfall.kubernetes.objects.HostPort;

/** Two pods cannot take the same port of their node (pkg/scheduler/framework/plugins/nodeports). */
final class NodePorts implements Filter {

    private static final Verdict REFUSED =
            Verdict.unschedulable("node(s) didn't have free ports for the requested pod ports");

    @Override
    public Plugin plugin() {
        return Plugin.NODE_PORTS;
    }

    @Override
    public Verdict judge(PodState pod, NodeState node) {
        for (HostPort wanted : pod.pod().template().scheduling().hostPorts()) {
            for (PodState other : node.pods()) {
                for (HostPort taken : other.pod().template().scheduling().hostPorts()) {
                    if (wanted.conflictsWith(taken)) {
                        return REFUSED;
                    }
                }
            }
        }
        return Verdict.FITS;
    }
}
