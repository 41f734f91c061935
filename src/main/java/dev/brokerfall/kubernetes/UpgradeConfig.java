package dev.brokerfall.kubernetes;

import static com.google.common.base.Preconditions.checkArgument;

import java.time.DayOfWeek;
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
 * @param window when upgrades may begin; empty for any time
 */
public record UpgradeConfig(
        Channel channel,
        Duration every,
        int maxSurge,
        int maxUnavailable,
        Duration drainTimeout,
        Duration soak,
        Optional<Duration> retry,
        Optional<Window> window) {

    public UpgradeConfig {
        checkArgument(channel == Channel.NONE || every.toMillis() > 0, "every must be positive, was %s", every);
        checkArgument(
                channel == Channel.NONE || maxSurge > 0 || maxUnavailable > 0,
                "an upgrade needs maxSurge or maxUnavailable above 0");
    }

    /**
     * A weekly window of planned maintenance ({@code aksManagedNodeOSUpgradeSchedule}). What has begun while it is open goes on after its
     * end; what has not waits for the next. The clock begins on a Monday at midnight, as that of a trial does.
     *
     * <p>Source: AKS, "Use planned maintenance to schedule and control upgrades".
     *
     * @param day the day of the week on which it opens
     * @param start how long after midnight it opens
     * @param length how long it stays open
     */
    public record Window(DayOfWeek day, Duration start, Duration length) {

        private static final long WEEK = Duration.ofDays(7).toMillis();

        public Window {
            checkArgument(length.toMillis() > 0, "length must be positive, was %s", length);
        }

        /** Returns the first instant from {@code now} on, in milliseconds, at which it is open. */
        long openFrom(long now) {
            long opens = Duration.ofDays(day.getValue() - 1L).plus(start).toMillis();
            long since = Math.floorMod(now - opens, WEEK);
            return since < length.toMillis() ? now : now - since + WEEK;
        }
    }

    /** Node images are renewed, or not. */
    public enum Channel {
        NODE_IMAGE,
        NONE
    }
}
