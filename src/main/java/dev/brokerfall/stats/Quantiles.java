package dev.brokerfall.stats;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.Arrays;
import org.apache.commons.math3.distribution.BinomialDistribution;

/** The quantiles of independent observations, with intervals that suppose nothing about their distribution. */
public final class Quantiles {

    private final double[] sorted;

    /** Takes a copy of {@code observations}. */
    public Quantiles(double[] observations) {
        sorted = observations.clone();
        Arrays.sort(sorted);
    }

    /**
     * Returns the smallest observation that a share {@code p} of all does not exceed, between the two order statistics that
     * enclose the true quantile with at least {@code confidence} (David and Nagaraja, Order Statistics, 3rd ed., 7.1). Where no
     * order statistic is far enough out, the interval has no bound on that side. {@link Estimate#NONE} without observations.
     *
     * @param p within (0, 1)
     */
    public Estimate at(double p, double confidence) {
        checkArgument(0 < p && p < 1, "p must lie within (0, 1), was %s", p);
        StudentT.checkConfidence(confidence);
        int n = sorted.length;
        if (n == 0) {
            return Estimate.NONE;
        }
        int point = Math.min(n, Math.max(1, (int) Math.ceil(p * n)));
        Ranks ranks = Ranks.of(n, p, confidence);
        int low = Math.min(point, ranks.low);
        int high = Math.max(point, ranks.high);
        return new Estimate(
                sorted[point - 1],
                low < 1 ? Double.NEGATIVE_INFINITY : sorted[low - 1],
                high > n ? Double.POSITIVE_INFINITY : sorted[high - 1]);
    }

    /**
     * Which order statistics enclose a quantile, the least being number 1.
     *
     * @param low the number of the lower one; 0 where there is none
     * @param high the number of the upper one; more than there are observations where there is none
     */
    record Ranks(int low, int high) {

        /** Returns those of {@code n} observations that enclose the quantile at {@code p} with at least {@code confidence}. */
        static Ranks of(int n, double p, double confidence) {
            BinomialDistribution below = new BinomialDistribution(null, n, p);
            return new Ranks(
                    below.inverseCumulativeProbability((1 - confidence) / 2),
                    below.inverseCumulativeProbability((1 + confidence) / 2) + 1);
        }
    }

    /** Returns how many observations it takes before the interval at {@code p} is bounded above. */
    public static long observationsForUpperBound(double p, double confidence) {
        return (long) Math.ceil(StrictMath.log((1 - confidence) / 2) / StrictMath.log(p));
    }
}
