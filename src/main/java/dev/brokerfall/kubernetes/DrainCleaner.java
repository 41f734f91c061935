package dev.brokerfall.kubernetes;

import dev.brokerfall.kernel.Cause;

/**
 * Strimzi's Drain Cleaner: a webhook that denies every eviction of a Kafka pod and annotates the pod instead
 * ({@code strimzi.io/manual-rolling-update}), so that the operator rolls it at its next reconciliation. It sees evictions alone: a crash
 * of the node, the deletion of its VM and the deletion of the pod pass it by. The annotation stays when the drain is given up.
 *
 * <p>Source: strimzi/drain-cleaner, README.
 */
final class DrainCleaner {

    private final boolean installed;
    private final KafkaRoller roller;

    DrainCleaner(boolean installed, KafkaRoller roller) {
        this.installed = installed;
        this.roller = roller;
    }

    /** Returns whether the eviction of a pod is denied; it is annotated then. */
    boolean denies(PodRun pod, Cause cause) {
        if (!installed || !pod.recreated) {
            return false;
        }
        if (pod.annotated == null) {
            pod.annotated = cause;
            roller.requested();
        }
        return true;
    }
}
