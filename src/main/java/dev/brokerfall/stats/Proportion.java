package dev.brokerfall.stats;

import static com.google.common.base.Preconditions.checkArgument;

import org.apache.commons.math3.special.Beta;

/**
 * How many of some trials saw an event.
 *
 * @param events the trials that saw it
 * @param trials all of them
 */
public record Proportion(long events, long trials) {

    private static final int HALVINGS = 200;

    public Proportion {
        checkArgument(0 <= events && events <= trials, "events must lie in [0, %s], were %s", trials, events);
    }

    /**
     * Returns the proportion with the two-sided exact interval of Clopper and Pearson (Biometrika 26, 1934), which covers with at
     * least {@code confidence}. Without an event the lower end is 0 and the upper {@code 1 - (α/2)^(1/trials)}: 0.37 % after
     * 1,000 trials at 95 %. {@link Estimate#NONE} without trials.
     */
    public Estimate within(double confidence) {
        StudentT.checkConfidence(confidence);
        if (trials == 0) {
            return Estimate.NONE;
        }
        double tail = (1 - confidence) / 2;
        double value = (double) events / trials;
        return new Estimate(value, lower(tail), upper(tail));
    }

    private double lower(double tail) {
        if (events == 0) {
            return 0;
        }
        if (events == trials) {
            return StrictMath.exp(StrictMath.log(tail) / trials);
        }
        return betaQuantile(tail, (double) events, (double) (trials - events + 1));
    }

    private double upper(double tail) {
        if (events == trials) {
            return 1;
        }
        if (events == 0) {
            return -StrictMath.expm1(StrictMath.log(tail) / trials);
        }
        return betaQuantile(1 - tail, (double) (events + 1), (double) (trials - events));
    }

    /** By halving the interval, because commons-math3's own quantile stops at an absolute error of 1e-9. */
    private static double betaQuantile(double p, double a, double b) {
        double low = 0;
        double high = 1;
        for (int step = 0; step < HALVINGS && low < high; step++) {
            double middle = low + (high - low) / 2;
            if (middle == low || middle == high) {
                break;
            }
            if (Beta.regularizedBeta(middle, a, b) < p) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low + (high - low) / 2;
    }

    /**
     * Returns how many trials without a single event it takes for the upper end to reach {@code limit}.
     *
     * @param limit a proportion within (0, 1)
     */
    public static long trialsWithoutEvent(double limit, double confidence) {
        checkArgument(0 < limit && limit < 1, "limit must lie within (0, 1), was %s", limit);
        return (long) Math.ceil(StrictMath.log((1 - confidence) / 2) / StrictMath.log1p(-limit));
    }
}
