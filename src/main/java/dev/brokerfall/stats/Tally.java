package dev.brokerfall.stats;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * Running moments of observations, by Welford's recurrence (Technometrics 4(3), 1962), which does not cancel.
 *
 * <p>The last bits depend on the order of the observations, as with any sum of doubles: who wants equal bytes adds them in a
 * fixed order, or merges tallies in a fixed order.
 */
public final class Tally {

    private long count;
    private double mean;
    private double squares;
    private double least = Double.POSITIVE_INFINITY;
    private double greatest = Double.NEGATIVE_INFINITY;

    /** Adds one observation. */
    public void add(double observation) {
        checkArgument(Double.isFinite(observation), "an observation must be finite, was %s", observation);
        count++;
        double distance = observation - mean;
        mean += distance / count;
        squares += distance * (observation - mean);
        least = Math.min(least, observation);
        greatest = Math.max(greatest, observation);
    }

    /** Adds everything {@code other} has seen, by the pairwise update of Chan, Golub and LeVeque (1979). */
    public void merge(Tally other) {
        if (other.count == 0) {
            return;
        }
        long both = count + other.count;
        double distance = other.mean - mean;
        squares += other.squares + distance * distance * ((double) count * other.count / both);
        mean += distance * other.count / both;
        count = both;
        least = Math.min(least, other.least);
        greatest = Math.max(greatest, other.greatest);
    }

    /** Returns what has been seen so far. */
    public Summary summary() {
        return new Summary(count, mean, count < 2 ? 0 : squares / (count - 1), least, greatest);
    }
}
