package dev.brokerfall.kubernetes;

import java.util.ArrayList;
import java.util.List;

/**
 * Pods that are created one after the other, each when those before it run and are ready: a StatefulSet with the pod management
 * policy OrderedReady.
 */
final class OrderedSet {

    final List<PodRun> pods = new ArrayList<>();

    /** Returns whether all pods before {@code pod} run. */
    boolean mayCreate(PodRun pod, ClusterState cluster) {
        for (PodRun earlier : pods) {
            if (earlier == pod) {
                return true;
            }
            if (earlier.stage != PodRun.Stage.RUNNING
                    || earlier.terminating
                    || !cluster.workload.ready(earlier.process)) {
                return false;
            }
        }
        return true;
    }
}
