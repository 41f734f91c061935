package dev.brokerfall.kubernetes;

import static com.google.common.base.Preconditions.checkArgument;

import java.time.Duration;
import java.util.Optional;

/**
 * How a pool's nodes get new images.
 *
 * <p>Source: AKS, "Configure rolling upgrades for AKS node pools", "Auto-upgrade node OS images".
 *
 * @param channel whether node images are renewed at all
 * @param every the time between two upgrades
 * @param maxSurge extra nodes while upgrading; 0 upgrades in place
 * @param maxUnavailable nodes that may be out at once when {@code maxSurge} is 0
 * @param drainTimeout the longest a drain may take before the upgrade stops
 * @param soak the wait between a node's drain and its reimage
 * @param retry how long after it stopped an upgrade is tried again; empty for the next {@code every}
 */
public record UpgradeConfig(
        Channel channel,
        Duration every,
        int maxSurge,
        int maxUnavailable,
        Duration drainTimeout,
        Duration soak,
        Optional<Duration> retry) {

    public UpgradeConfig {
        checkArgument(channel == Channel.NONE || every.toMillis() > 0, "every must be positive, was %s", every);
        checkArgument(
                channel == Channel.NONE || maxSurge > 0 || maxUnavailable > 0,
                "an upgrade needs maxSurge or maxUnavailable above 0");
    }

    /** Node images are renewed, or not. */
    public enum Channel {
        NODE_IMAGE,
        NONE
    }
}
