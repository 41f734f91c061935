package dev.brokerfall.kafka;

import static com.google.common.base.Preconditions.checkArgument;

import java.time.Duration;

/**
 * The log directories that each broker has ({@code log.dirs}).
 *
 * @param count how many, at most {@link #MOST}; the metadata log lies in the first
 * @param failureTimeout {@code log.dir.failure.timeout.ms}, after which a broker shuts down that could not tell the controller that
 *     one has failed
 */
public record LogDirs(int count, Duration failureTimeout) {

    /** The most directories that a broker can have here: as many as there are bits in a set of them. */
    public static final int MOST = Integer.SIZE - 1;

    /** A single one, whose failure halts the broker, so that there is nothing to tell. */
    public static final LogDirs ONE = new LogDirs(1, Duration.ZERO);

    public LogDirs {
        checkArgument(1 <= count && count <= MOST, "there must be 1 to %s log directories, not %s", MOST, count);
        checkArgument(!failureTimeout.isNegative(), "the timeout must not be negative, was %s", failureTimeout);
    }
}
