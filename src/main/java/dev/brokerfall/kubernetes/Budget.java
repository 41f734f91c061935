package dev.brokerfall.kubernetes;

import java.util.BitSet;
import java.util.List;

/**
 * A disruption budget over some pods, and what the eviction API says of it.
 *
 * <p>Source: Kubernetes, "Specifying a Disruption Budget for your Application"; pkg/registry/core/pod/storage/eviction.go.
 *
 * @param pods process numbers
 * @param desiredHealthy how many of them must stay healthy
 * @param unhealthyMayGo whether a pod that is not ready may always be evicted ({@code unhealthyPodEvictionPolicy: AlwaysAllow}), not only
 *     while enough others are ready ({@code IfHealthyBudget}, the default)
 */
record Budget(BitSet pods, int desiredHealthy, boolean unhealthyMayGo) {

    /**
     * Returns what the eviction API answers when {@code pod} is to be evicted now. A pod that no budget holds may go, and so may one
     * that is going already or whose container has not run yet; two budgets over one pod are an error.
     */
    static Answer answer(List<Budget> budgets, PodRun pod, ClusterState cluster) {
        List<Budget> matching =
                budgets.stream().filter(budget -> budget.pods.get(pod.process)).toList();
        if (matching.isEmpty() || pod.terminating || isPending(pod)) {
            return Answer.OK;
        }
        if (matching.size() > 1) {
            return Answer.INTERNAL_SERVER_ERROR;
        }
        return matching.get(0).allows(pod, cluster) ? Answer.OK : Answer.TOO_MANY_REQUESTS;
    }

    /** Returns whether it asks for as many healthy pods as there are. */
    boolean neverAllows() {
        return !pods.isEmpty() && desiredHealthy >= pods.cardinality();
    }

    private static boolean isPending(PodRun pod) {
        return switch (pod.stage) {
            case ABSENT, PENDING, ATTACHING, STARTING -> true;
            default -> false;
        };
    }

    private boolean allows(PodRun pod, ClusterState cluster) {
        int healthy = 0;
        for (int process = pods.nextSetBit(0); process >= 0; process = pods.nextSetBit(process + 1)) {
            if (isHealthy(cluster.pods.get(process), cluster)) {
                healthy++;
            }
        }
        if (!isHealthy(pod, cluster) && (unhealthyMayGo || (healthy >= desiredHealthy && desiredHealthy > 0))) {
            return true;
        }
        return healthy > desiredHealthy;
    }

    private static boolean isHealthy(PodRun pod, ClusterState cluster) {
        return pod.stage == PodRun.Stage.RUNNING
                && !pod.terminating
                && pod.node != null
                && pod.node.ready
                && cluster.workload.ready(pod.process);
    }

    /** What the eviction API answers. */
    enum Answer {

        /** 200: the pod is deleted. */
        OK,

        /** 429: not now. */
        TOO_MANY_REQUESTS,

        /** 500: never, as long as the budgets are what they are. */
        INTERNAL_SERVER_ERROR
    }
}
