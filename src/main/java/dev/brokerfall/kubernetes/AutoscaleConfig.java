package dev.brokerfall.kubernetes;

import static com.google.common.base.Preconditions.checkArgument;

import dev.brokerfall.random.RandomDuration;
import java.time.Duration;

/**
 * How the cluster autoscaler treats a pool.
 *
 * @param min nodes that a group keeps, in all of a pool that is one group, in each zone of one that has a group for each
 * @param max nodes that a group may have, likewise
 * @param perZone whether each zone is a group of its own, so that a zone can be aimed at
 * @param balanceSimilar whether the smallest of the groups that would help is chosen ({@code --balance-similar-node-groups})
 */
public record AutoscaleConfig(int min, int max, boolean perZone, boolean balanceSimilar, Timings timings) {

    public AutoscaleConfig {
        checkArgument(0 <= min && min <= max, "min (%s) must lie between 0 and max (%s)", min, max);
    }

    /**
     * How fast it acts, and when it does not.
     *
     * @param scan from one look at pods without a place to the next ({@code --scan-interval}, 10 s)
     * @param decision from the first pod without a place until nodes are asked for
     * @param provisionLimit how long a node may take to come ({@code --max-node-provision-time}, 15 min)
     * @param backoff for which a group is left alone after a node did not come ({@code --initial-node-group-backoff-duration}, 5 min)
     * @param longestBackoff up to which that doubles ({@code --max-node-group-backoff-duration}, 30 min)
     * @param backoffReset after which a group's failures are forgotten ({@code --node-group-backoff-reset-timeout}, 3 h)
     * @param unready for which a node must be so before it is taken away ({@code --scale-down-unready-time}, 20 min)
     * @param unreadyShare of nodes above which it does nothing ({@code --max-total-unready-percentage}, 45 %)
     * @param unreadyNodes of which there must also be more ({@code --ok-total-unready-count}, 3)
     * @param refusedDuringOutage the probability that a machine is refused while some other zone is out
     */
    public record Timings(
            Duration scan,
            RandomDuration decision,
            Duration provisionLimit,
            Duration backoff,
            Duration longestBackoff,
            Duration backoffReset,
            Duration unready,
            double unreadyShare,
            int unreadyNodes,
            double refusedDuringOutage) {}
}
