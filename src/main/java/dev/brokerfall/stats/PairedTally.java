package dev.brokerfall.stats;

import java.math.BigInteger;

/**
 * Pairs of observations made under the same luck, such as an option and the baseline in one trial. Their difference varies less
 * than either of them, the more so the more they have in common. Sums are exact: the order of pairs, and of merging, leaves no trace.
 */
public final class PairedTally {

    private final Tally first = new Tally();
    private final Tally second = new Tally();
    private final Tally difference = new Tally();
    private final ExactSum products = new ExactSum();

    /** Adds one pair. */
    public void add(double one, double other) {
        first.add(one);
        second.add(other);
        difference.add(one - other);
        products.addProduct(one, other);
    }

    /** Adds every pair that {@code other} has seen. */
    public void merge(PairedTally other) {
        first.merge(other.first);
        second.merge(other.second);
        difference.merge(other.difference);
        products.merge(other.products);
    }

    /** Returns how many pairs there were. */
    public long count() {
        return first.summary().count();
    }

    /** Returns the mean of first minus second with the interval of the paired differences. */
    public Estimate differenceWithin(double confidence) {
        return difference.summary().meanWithin(confidence);
    }

    /** Returns the mean of the second with its interval. */
    public Estimate secondWithin(double confidence) {
        return second.summary().meanWithin(confidence);
    }

    /**
     * Returns how many times greater the variance of the difference would be if the two did not share their luck: the sum of both
     * variances over that of the difference. 1 when they have nothing in common, below 1 when what helps one harms the other, infinite
     * when they differ by a constant; NaN when neither varies.
     */
    public double varianceFactor() {
        return (first.summary().variance() + second.summary().variance())
                / difference.summary().variance();
    }

    /**
     * Returns the mean of the first over the mean of the second with Fieller's interval (J. R. Stat. Soc. B 16, 1954);
     * {@link Estimate#NONE} when the second mean is not positive. There is no upper bound when the second mean is not
     * distinguishable from zero. Both quantities are taken for not negative.
     */
    public Estimate ratioWithin(double confidence) {
        Summary one = first.summary();
        Summary other = second.summary();
        if (one.count() == 0 || other.mean() <= 0) {
            return Estimate.NONE;
        }
        double ratio = one.mean() / other.mean();
        if (one.count() == 1) {
            return new Estimate(ratio, 0, Double.POSITIVE_INFINITY);
        }
        double t = StudentT.twoSided(confidence, one.count() - 1);
        double scale = t * t / one.count();
        double a = other.mean() * other.mean() - scale * other.variance();
        double b = one.mean() * other.mean() - scale * covariance(one.count());
        double c = one.mean() * one.mean() - scale * one.variance();
        if (a <= 0) {
            return new Estimate(ratio, 0, Double.POSITIVE_INFINITY);
        }
        double root = Math.sqrt(Math.max(0, b * b - a * c));
        return new Estimate(ratio, Math.min(ratio, (b - root) / a), Math.max(ratio, (b + root) / a))
                .within(0, Double.POSITIVE_INFINITY);
    }

    private double covariance(long count) {
        int unit = ExactSum.UNIT_EXPONENT;
        BigInteger scaled = products.units()
                .multiply(BigInteger.valueOf(count))
                .shiftLeft(-unit)
                .subtract(first.total().multiply(second.total()));
        return ExactSum.number(scaled, 2 * unit) / count / (count - 1);
    }
}
