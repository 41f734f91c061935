package dev.brokerfall.random;

import static com.google.common.base.Preconditions.checkArgument;

import java.time.Duration;

/**
 * A random length of time.
 *
 * @param seconds its distribution, in seconds
 */
public record RandomDuration(Distribution seconds) {

    private static final double MILLIS = 1000;

    /** Returns the duration that is always {@code duration}. */
    public static RandomDuration constant(Duration duration) {
        return new RandomDuration(new Distribution.Constant(duration.toMillis() / MILLIS));
    }

    /** Draws a length in whole milliseconds, at least 0, using one uniform number. */
    public long drawMillis(Stream stream) {
        return millis(seconds.draw(stream));
    }

    /** Returns the {@code p}-quantile in whole milliseconds, {@code p} in (0, 1). */
    public long quantileMillis(double p) {
        return millis(seconds.quantile(p));
    }

    /** Returns the expectation in seconds. */
    public double meanSeconds() {
        return seconds.mean();
    }

    private static long millis(double seconds) {
        checkArgument(seconds >= 0, "a duration must not be negative, was %s s", seconds);
        double millis = seconds * MILLIS;
        return millis >= Long.MAX_VALUE / 4.0 ? Long.MAX_VALUE / 4 : Math.round(millis);
    }
}
