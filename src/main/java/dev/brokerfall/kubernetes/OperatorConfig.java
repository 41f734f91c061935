package dev.brokerfall.kubernetes;

import dev.brokerfall.random.RandomDuration;
import java.time.Duration;
import java.util.Optional;

/**
 * What the people and programs that look after the workload do.
 *
 * @param drainCleaner whether evictions are denied and the pod is instead rolled by the Kafka operator when it is safe (Strimzi
 *     Drain Cleaner)
 * @param podDisruptionBudget whether a budget of one unavailable pod over all of the workload's pods holds evictions back
 * @param reconcile the operator's period; Strimzi's is 120 s
 * @param readyTimeout how long the operator waits for a rolled pod to become ready before it gives the roll up; Strimzi's is 300 s
 * @param rollBackoff after how long the operator tries a pod again that may not be restarted; it doubles each time, from 250 ms
 * @param rollAttempts how often it tries in all before it gives the roll of that pod up; Strimzi's is 10
 * @param outOfServiceTaint how long after a node became NotReady someone sets the out-of-service taint; empty for never
 * @param reaction how long it takes until someone looks after what does not mend itself: deletes the claim of a pod whose volume is
 *     gone with its node, or uncordons what a stopped upgrade left cordoned while a pod is Pending
 */
public record OperatorConfig(
        boolean drainCleaner,
        boolean podDisruptionBudget,
        Duration reconcile,
        Duration readyTimeout,
        Duration rollBackoff,
        int rollAttempts,
        Optional<Duration> outOfServiceTaint,
        RandomDuration reaction) {}
