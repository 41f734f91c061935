package dev.brokerfall.kubernetes;

import dev.brokerfall.kernel.Cause;
import java.util.ArrayList;
import java.util.List;

/**
 * The pods of a StatefulSet, by ordinal. With the pod management policy OrderedReady they are created one after the other, each when
 * those before it run and are ready, and deleted from the last, each when it is the last and those that stay run and are ready; with
 * Parallel all at once.
 *
 * <p>Source: pkg/controller/statefulset/stateful_set_control.go, updateStatefulSet.
 */
final class PodSet {

    final List<PodRun> pods = new ArrayList<>();

    private final boolean parallel;
    private int replicas = Integer.MAX_VALUE;
    private Cause cause = Causes.NONE;

    PodSet(boolean parallel) {
        this.parallel = parallel;
    }

    /** Sets how many pods there shall be. */
    void scale(int to, Cause why) {
        replicas = to;
        cause = why;
    }

    /** Returns whether it is the turn of {@code pod} to be created. */
    boolean mayCreate(PodRun pod, ClusterState cluster) {
        int ordinal = pods.indexOf(pod);
        return ordinal < replicas && (parallel || allRun(ordinal, cluster));
    }

    /** Does what its controller does next: creates pods that are missing, deletes those that are too many. */
    void reconcile(ClusterState cluster, PodLifecycle lifecycle) {
        for (PodRun pod : pods) {
            if (pod.stage == PodRun.Stage.ABSENT && pod.recreated) {
                lifecycle.create(pod);
            }
        }
        if (replicas >= pods.size() || (!parallel && !allRun(replicas, cluster))) {
            return;
        }
        for (int ordinal = pods.size() - 1; ordinal >= replicas; ordinal--) {
            PodRun last = pods.get(ordinal);
            if (last.stage != PodRun.Stage.ABSENT) {
                lifecycle.delete(last, cause);
                if (!parallel) {
                    return;
                }
            }
        }
    }

    private boolean allRun(int below, ClusterState cluster) {
        for (PodRun pod : pods.subList(0, below)) {
            if (pod.stage != PodRun.Stage.RUNNING || pod.terminating || !cluster.workload.ready(pod.process)) {
                return false;
            }
        }
        return true;
    }
}
