package dev.brokerfall.stats;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.Arrays;

/**
 * The mean length of episodes that come in trials, any number to a trial: a ratio of sums. Episodes of one trial are not
 * independent, so intervals rest on whole trials (the delta method; Cochran, Sampling Techniques, 3rd ed., 6.4 and 6.5), and on those
 * alone that have an episode: a thousand trials in which nothing happened say nothing of how long it lasts.
 */
public final class PooledMeans {

    private double[] sums = new double[64];
    private double[] counts = new double[64];
    private final ExactSum sum = new ExactSum();
    private double episodes;
    private int trials;
    private int speaking;

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
        speaking += count > 0 ? 1 : 0;
    }

    /**
     * Returns the mean length of an episode; {@link Estimate#NONE} without episodes, no bounds when all of them come from a single
     * trial.
     */
    public Estimate meanWithin(double confidence) {
        double mean = mean();
        if (Double.isNaN(mean)) {
            return Estimate.NONE;
        }
        Tally pulls = new Tally();
        for (int trial = 0; trial < trials; trial++) {
            if (counts[trial] > 0) {
                pulls.add(pull(trial, mean) * speaking);
            }
        }
        return around(mean, pulls, speaking, confidence);
    }

    /** Returns the mean of this minus the mean of {@code other}, paired trial by trial. */
    public Estimate minus(PooledMeans other, double confidence) {
        double mine = mean();
        double others = other.mean();
        if (Double.isNaN(mine) || Double.isNaN(others)) {
            return Estimate.NONE;
        }
        return paired(mine - others, mine, 1, other, others, 1, confidence);
    }

    /** Returns the mean of this over the mean of {@code other}, paired, by the delta method on the logarithm. */
    public Estimate over(PooledMeans other, double confidence) {
        double mine = mean();
        double others = other.mean();
        if (!(mine > 0 && others > 0)) {
            return Estimate.NONE;
        }
        Estimate logarithm = paired(0, mine, 1 / mine, other, others, 1 / others, confidence);
        double ratio = mine / others;
        return new Estimate(
                ratio, ratio * StrictMath.exp(logarithm.lower()), ratio * StrictMath.exp(logarithm.upper()));
    }

    /** The interval of a difference is as sure as the mean of the two that fewer trials speak of. */
    private Estimate paired(
            double value,
            double mine,
            double weight,
            PooledMeans other,
            double others,
            double weightOfOther,
            double confidence) {
        checkArgument(trials == other.trials, "%s and %s trials do not pair", trials, other.trials);
        int either = 0;
        for (int trial = 0; trial < trials; trial++) {
            either += counts[trial] > 0 || other.counts[trial] > 0 ? 1 : 0;
        }
        double scale = weight * either * correction(speaking, either);
        double scaleOfOther = weightOfOther * either * correction(other.speaking, either);
        Tally pulls = new Tally();
        for (int trial = 0; trial < trials; trial++) {
            if (counts[trial] > 0 || other.counts[trial] > 0) {
                pulls.add(pull(trial, mine) * scale - other.pull(trial, others) * scaleOfOther);
            }
        }
        return around(value, pulls, Math.min(speaking, other.speaking), confidence);
    }

    /** Returns what makes of Bessel's correction for {@code either} trials that for the {@code speaking} ones among them. */
    private static double correction(int speaking, int either) {
        return speaking < 2 ? 1 : Math.sqrt(speaking / (speaking - 1.0) * (either - 1.0) / either);
    }

    private static Estimate around(double value, Tally pulls, int speaking, double confidence) {
        Summary summary = pulls.summary();
        double share = (double) speaking / summary.count();
        return new Summary(speaking, value, summary.variance() * share, summary.skewness() * Math.sqrt(share), 0, 0)
                .meanWithin(confidence);
    }

    private double mean() {
        return episodes == 0 ? Double.NaN : sum.value() / episodes;
    }

    /** How far one trial pulls the mean. */
    private double pull(int trial, double mean) {
        return (sums[trial] - mean * counts[trial]) / episodes;
    }
}
