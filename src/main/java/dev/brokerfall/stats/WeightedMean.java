package dev.brokerfall.stats;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * The mean of many independent observations that are never negative, most of them zero and a few of them carrying the whole: what
 * importance sampling sees of something rare. Its interval is made on the scale of the logarithm, so that it is never negative and
 * reaches further up than down, as the error of such a mean does.
 */
public final class WeightedMean {

    /** Fewer hits than this tell nothing of how much hits differ. */
    public static final int LEAST_HITS = 30;

    private long count;
    private long hits;
    private double sum;
    private double squares;
    private double largest;

    /** Adds one observation. */
    public void add(double value) {
        checkArgument(
                value >= 0 && value < Double.POSITIVE_INFINITY, "an observation must not be negative, was %s", value);
        count++;
        if (value > 0) {
            hits++;
            sum += value;
            squares += value * value;
            largest = Math.max(largest, value);
        }
    }

    /** Returns how many observations there are. */
    public long count() {
        return count;
    }

    /** Returns how many of them are not zero. */
    public long hits() {
        return hits;
    }

    /** Returns what part of the whole the largest observation carries; 0 without hits. */
    public double largestShare() {
        return hits == 0 ? 0 : largest / sum;
    }

    /** Returns the standard error of the mean as a share of it; infinite without two observations or without hits. */
    public double relativeError() {
        if (hits == 0 || count < 2) {
            return Double.POSITIVE_INFINITY;
        }
        double mean = sum / count;
        double variance = Math.max(0, (squares - sum * mean) / (count - 1));
        return Math.sqrt(variance / count) / mean;
    }

    /** Returns the mean with its interval; {@link Estimate#NONE} with fewer than {@link #LEAST_HITS} hits. */
    public Estimate within(double confidence) {
        if (hits < LEAST_HITS) {
            return Estimate.NONE;
        }
        double mean = sum / count;
        double factor = StrictMath.exp(StudentT.twoSided(confidence, hits - 1) * relativeError());
        return new Estimate(mean, mean / factor, mean * factor);
    }

    /** Returns half the width of the interval as a share of the mean. */
    public double relativeHalfWidth(double confidence) {
        Estimate estimate = within(confidence);
        return estimate.known()
                ? (estimate.upper() - estimate.lower()) / 2 / estimate.value()
                : Double.POSITIVE_INFINITY;
    }
}
