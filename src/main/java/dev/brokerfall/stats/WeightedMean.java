package dev.brokerfall.stats;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * The mean of many independent observations that are never negative, most of them zero and a few of them carrying the whole: what
 * importance sampling sees of something rare. Its interval is made on the scale of the logarithm, so that it is never negative and
 * reaches further up than down, as the error of such a mean does; and further still where the observations are very skewed.
 */
public final class WeightedMean {

    /** Fewer hits than this tell nothing of how much hits differ. */
    public static final int LEAST_HITS = 30;

    private long count;
    private long hits;
    private double sum;
    private double squares;
    private double cubes;
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
            cubes += value * value * value;
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

    /** Returns the skewness of the observations over the root of their number; 0 where they do not differ. */
    private double skewness() {
        double n = count;
        double mean = sum / n;
        double error = relativeError() * mean;
        if (!(error > 0) || count < 3) {
            return 0;
        }
        double third = cubes / n - mean * (3 * squares / n - 2 * mean * mean);
        return third / ((n - 1) * (n - 2) * error * error * error);
    }

    /**
     * Returns the mean with its interval; {@link Estimate#NONE} with fewer than {@link #LEAST_HITS} hits. The upper end is the outer one
     * of that on the logarithm and of Hall's ({@link Summary#meanWithin}): of some fifty uneven hits the first alone lies too low in one
     * case of twenty.
     */
    public Estimate within(double confidence) {
        if (hits < LEAST_HITS) {
            return Estimate.NONE;
        }
        double mean = sum / count;
        double t = StudentT.twoSided(confidence, hits - 1);
        double error = relativeError();
        double factor = StrictMath.exp(t * error);
        double skewed = 1 - Summary.withoutSkewness(skewness(), -t) * error;
        return new Estimate(mean, mean / factor, mean * Math.max(factor, skewed));
    }

    /** Returns half the width of the interval as a share of the mean. */
    public double relativeHalfWidth(double confidence) {
        Estimate estimate = within(confidence);
        return estimate.known()
                ? (estimate.upper() - estimate.lower()) / 2 / estimate.value()
                : Double.POSITIVE_INFINITY;
    }
}
