package dev.brokerfall.kernel;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * A loop that runs for ever at a fixed period, described instead of played: its ticks are {@code offset + k × period}. Heartbeats,
 * lease renewals, monitors and reconcilers are phases; the tick that matters is computed when something depends on it, so that a
 * quiet cluster has no events from them.
 *
 * @param period milliseconds between two ticks, positive
 * @param offset milliseconds from 0 to a tick, in {@code [0, period)}
 */
public record Phase(long period, long offset) {

    public Phase {
        checkArgument(period > 0, "period must be positive, was %s ms", period);
        checkArgument(0 <= offset && offset < period, "offset must lie in [0, %s) ms, was %s", period, offset);
    }

    /**
     * Returns a phase whose offset lies at the share {@code uniform} of its period.
     *
     * @param uniform a number in [0, 1)
     */
    public static Phase drawn(long period, double uniform) {
        return new Phase(period, (long) (uniform * period));
    }

    /** Returns the first tick at or after {@code instant}. */
    public long atOrAfter(long instant) {
        return instant + Math.floorMod(offset - instant, period);
    }

    /** Returns the first tick strictly after {@code instant}. */
    public long after(long instant) {
        return atOrAfter(instant + 1);
    }

    /** Returns the last tick at or before {@code instant}; it may lie before 0. */
    public long atOrBefore(long instant) {
        return instant - Math.floorMod(instant - offset, period);
    }
}
