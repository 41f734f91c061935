package dev.brokerfall.stats;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * Pairs of observations made under the same luck, such as an option and the baseline in one trial. Their difference varies less
 * than either of them, the more so the more they have in common.
 */
public final class PairedTally {

    private long count;
    private double meanFirst;
    private double meanSecond;
    private double squaresFirst;
    private double squaresSecond;
    private double products;

    /** Adds one pair. */
    public void add(double first, double second) {
        checkArgument(Double.isFinite(first) && Double.isFinite(second), "a pair must be finite");
        count++;
        double distanceFirst = first - meanFirst;
        double distanceSecond = second - meanSecond;
        meanFirst += distanceFirst / count;
        meanSecond += distanceSecond / count;
        squaresFirst += distanceFirst * (first - meanFirst);
        squaresSecond += distanceSecond * (second - meanSecond);
        products += distanceFirst * (second - meanSecond);
    }

    /** Returns how many pairs there were. */
    public long count() {
        return count;
    }

    /** Returns the mean of first minus second with Student's interval of the paired differences. */
    public Estimate differenceWithin(double confidence) {
        double sum = squaresFirst + squaresSecond - 2 * products;
        // Equal observations leave a remainder of rounding, which must not pass for a variance below zero.
        double variance = count < 2 ? 0 : Math.max(0, sum) / (count - 1);
        return new Summary(count, meanFirst - meanSecond, variance, 0, 0).meanWithin(confidence);
    }

    /**
     * Returns the mean of the first over the mean of the second with Fieller's interval (J. R. Stat. Soc. B 16, 1954);
     * {@link Estimate#NONE} when the second mean is not positive. There is no upper bound when the second mean is not
     * distinguishable from zero. Both quantities are taken for not negative.
     */
    public Estimate ratioWithin(double confidence) {
        if (count == 0 || meanSecond <= 0) {
            return Estimate.NONE;
        }
        double ratio = meanFirst / meanSecond;
        if (count == 1) {
            return new Estimate(ratio, 0, Double.POSITIVE_INFINITY);
        }
        double t = StudentT.twoSided(confidence, count - 1);
        double scale = t * t / ((double) (count - 1) * count);
        double a = meanSecond * meanSecond - scale * squaresSecond;
        double b = meanFirst * meanSecond - scale * products;
        double c = meanFirst * meanFirst - scale * squaresFirst;
        if (a <= 0) {
            return new Estimate(ratio, 0, Double.POSITIVE_INFINITY);
        }
        double root = Math.sqrt(Math.max(0, b * b - a * c));
        return new Estimate(ratio, Math.min(ratio, (b - root) / a), Math.max(ratio, (b + root) / a))
                .within(0, Double.POSITIVE_INFINITY);
    }
}
