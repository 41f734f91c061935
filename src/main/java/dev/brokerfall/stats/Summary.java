package dev.brokerfall.stats;

/**
 * The moments of some observations.
 *
 * @param count how many there were
 * @param mean their mean; 0 when there were none
 * @param variance their variance with divisor {@code count - 1}; 0 for fewer than two
 * @param skewness their skewness, Fisher's G1; 0 for fewer than three and for equal ones
 * @param least the least; positive infinity when there were none
 * @param greatest the greatest; negative infinity when there were none
 */
public record Summary(long count, double mean, double variance, double skewness, double least, double greatest) {

    /** Below this, the transformation is Student's t to more digits than a double has. */
    private static final double NO_SKEWNESS = 1e-9;

    /**
     * Returns the mean with an interval that covers for skewed observations too; {@link Estimate#NONE} without observations, no bounds
     * for a single one.
     *
     * <p>Each end is the outer one of Student's interval and of Hall's (On the removal of skewness by transformation, J. R. Stat. Soc. B
     * 54, 1992), which undoes the skewness of Student's statistic by a cubic. Of many short outages and few long ones Student's upper end
     * is too low too often: docs/coverage.md has the figures. Where observations are symmetric the two are one.
     *
     * @param confidence the probability that the interval covers the expectation, within (0, 1)
     */
    public Estimate meanWithin(double confidence) {
        if (count == 0) {
            return Estimate.NONE;
        }
        if (count == 1) {
            return new Estimate(mean, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
        }
        double t = StudentT.twoSided(confidence, count - 1);
        double error = Math.sqrt(variance / count);
        double b = skewness / Math.sqrt((double) count);
        return new Estimate(
                mean,
                mean - Math.max(t, withoutSkewness(b, t)) * error,
                mean - Math.min(-t, withoutSkewness(b, -t)) * error);
    }

    /**
     * Returns the value of Student's statistic T at which Hall's transform of it, {@code T + b T²/3 + b² T³/27 + b/6}, comes to {@code z}.
     *
     * @param b the skewness over the root of the count
     */
    static double withoutSkewness(double b, double z) {
        return Math.abs(b) < NO_SKEWNESS ? z : 3 / b * (StrictMath.cbrt(1 + b * (z - b / 6)) - 1);
    }

    /**
     * Returns how many events of equal size, rare and independent, would make a mean as uneven as this one: the count over the squared
     * skewness, at most the count. With events of chance p in n observations that is n p. Cochran (Sampling Techniques, 3rd ed., 2.15)
     * trusts the normal interval from 25 on.
     */
    public double effectiveEvents() {
        double n = count;
        return skewness == 0 ? n : Math.min(n, n / (skewness * skewness));
    }
}
