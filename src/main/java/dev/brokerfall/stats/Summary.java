package dev.brokerfall.stats;

/**
 * The moments of some observations.
 *
 * @param count how many there were
 * @param mean their mean; 0 when there were none
 * @param variance their variance with divisor {@code count - 1}; 0 for fewer than two
 * @param least the least; positive infinity when there were none
 * @param greatest the greatest; negative infinity when there were none
 */
public record Summary(long count, double mean, double variance, double least, double greatest) {

    /**
     * Returns the mean with Student's interval; {@link Estimate#NONE} without observations, no bounds for a single one.
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
        double half = StudentT.twoSided(confidence, count - 1) * Math.sqrt(variance / count);
        return new Estimate(mean, mean - half, mean + half);
    }
}
