package dev.brokerfall.kubernetes;

import java.util.BitSet;

/**
 * A disruption budget over some pods.
 *
 * <p>Source: Kubernetes, "Specifying a Disruption Budget for your Application"; pkg/registry/core/pod/storage/eviction.go.
 *
 * @param pods process numbers
 * @param desiredHealthy how many of them must stay healthy
 */
record Budget(BitSet pods, int desiredHealthy) {

    /** Returns whether {@code pod} may be evicted now. */
    boolean allows(PodRun pod, ClusterState cluster) {
        if (!pods.get(pod.process) || pod.stage != PodRun.Stage.RUNNING) {
            return true;
        }
        int healthy = 0;
        for (int process = pods.nextSetBit(0); process >= 0; process = pods.nextSetBit(process + 1)) {
            if (isHealthy(cluster.pods.get(process), cluster)) {
                healthy++;
            }
        }
        // An unhealthy pod may go when the healthy ones suffice (unhealthyPodEvictionPolicy IfHealthyBudget, the
        // default).
        return isHealthy(pod, cluster) ? healthy > desiredHealthy : healthy >= desiredHealthy;
    }

    private static boolean isHealthy(PodRun pod, ClusterState cluster) {
        return pod.stage == PodRun.Stage.RUNNING
                && !pod.terminating
                && pod.node != null
                && pod.node.ready
                && cluster.workload.ready(pod.process);
    }
}
