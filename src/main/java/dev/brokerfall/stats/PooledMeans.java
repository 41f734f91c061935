package dev.brokerfall.stats;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.Arrays;

/**
 * The mean length of episodes that come in trials, any number to a trial: a ratio of sums. Episodes of one trial are not
 * independent, so intervals rest on whole trials (the delta method; Cochran, Sampling Techniques, 3rd ed., 6.4 and 6.5).
 */
public final class PooledMeans {

    private double[] sums = new double[64];
    private double[] counts = new double[64];
    private final ExactSum sum = new ExactSum();
    private double episodes;
    private int trials;

    /** Adds one trial: how many episodes it had and how long they were together. */
    public void add(double count, double length) {
        if (trials == sums.length) {
            sums = Arrays.copyOf(sums, 2 * trials);
            counts = Arrays.copyOf(counts, 2 * trials);
        }
        sums[trials] = length;
        counts[trials++] = count;
        sum.add(length);
        episodes += count;
    }

    /** Returns the mean length of an episode; {@link Estimate#NONE} without episodes. */
    public Estimate meanWithin(double confidence) {
        double mean = mean();
        if (Double.isNaN(mean)) {
            return Estimate.NONE;
        }
        Tally residuals = new Tally();
        for (int trial = 0; trial < trials; trial++) {
            residuals.add(influence(trial, mean));
        }
        return around(mean, residuals, confidence);
    }

    /** Returns the mean of this minus the mean of {@code other}, paired trial by trial. */
    public Estimate minus(PooledMeans other, double confidence) {
        checkArgument(trials == other.trials, "%s and %s trials do not pair", trials, other.trials);
        double mine = mean();
        double others = other.mean();
        if (Double.isNaN(mine) || Double.isNaN(others)) {
            return Estimate.NONE;
        }
        Tally residuals = new Tally();
        for (int trial = 0; trial < trials; trial++) {
            residuals.add(influence(trial, mine) - other.influence(trial, others));
        }
        return around(mine - others, residuals, confidence);
    }

    /** Returns the mean of this over the mean of {@code other}, paired, by the delta method on the logarithm. */
    public Estimate over(PooledMeans other, double confidence) {
        checkArgument(trials == other.trials, "%s and %s trials do not pair", trials, other.trials);
        double mine = mean();
        double others = other.mean();
        if (!(mine > 0 && others > 0)) {
            return Estimate.NONE;
        }
        Tally residuals = new Tally();
        for (int trial = 0; trial < trials; trial++) {
            residuals.add(influence(trial, mine) / mine - other.influence(trial, others) / others);
        }
        Estimate logarithm = around(0, residuals, confidence);
        double ratio = mine / others;
        return new Estimate(
                ratio, ratio * StrictMath.exp(logarithm.lower()), ratio * StrictMath.exp(logarithm.upper()));
    }

    private static Estimate around(double value, Tally residuals, double confidence) {
        Summary summary = residuals.summary();
        return new Summary(summary.count(), value, summary.variance(), summary.skewness(), 0, 0).meanWithin(confidence);
    }

    private double mean() {
        return episodes == 0 ? Double.NaN : sum.value() / episodes;
    }

    /** How far one trial pulls the mean, times the number of trials. */
    private double influence(int trial, double mean) {
        return (sums[trial] - mean * counts[trial]) * trials / episodes;
    }
}
