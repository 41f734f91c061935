package dev.brokerfall.experiment.sensitivity;

import dev.brokerfall.experiment.YearlyProbability;
import dev.brokerfall.metric.Metric;
import dev.brokerfall.metric.TrialResult;
import dev.brokerfall.stats.Estimate;
import dev.brokerfall.stats.PairedProportions;
import dev.brokerfall.stats.PairedTally;
import dev.brokerfall.stats.PooledMeans;
import dev.brokerfall.stats.Proportion;
import dev.brokerfall.stats.Tally;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * What one metric came to in some trials of one configuration. Trial k of two samples met the same luck, so that they are compared
 * trial by trial. Filled by several threads, each trial by one of them.
 */
final class Sample {

    private final Metric metric;
    private final double years;
    private final Estimate fixed;
    private final double[] sums;
    private final double[] counts;

    private Sample(Metric metric, double years, Estimate fixed, int trials) {
        this.metric = metric;
        this.years = years;
        this.fixed = fixed;
        this.sums = new double[trials];
        this.counts = new double[trials];
        Arrays.fill(sums, Double.NaN);
    }

    /** Returns a sample that waits for {@code trials} trials. */
    static Sample of(Metric metric, double years, int trials) {
        return new Sample(metric, years, Estimate.NONE, trials);
    }

    /** Returns the sample of a metric that is known without a trial. */
    static Sample exactly(Metric metric, Estimate fixed) {
        return new Sample(metric, 1, fixed, 0);
    }

    /** Takes down one trial. */
    void done(int trial, TrialResult result) {
        if (metric.kind() == Metric.Kind.EPISODES) {
            sums[trial] = result.recoverySeconds().stream().sum();
            counts[trial] = result.recoverySeconds().length();
        } else {
            double value = result.value(metric);
            sums[trial] = metric.kind() == Metric.Kind.PER_YEAR ? value / years : value;
            counts[trial] = 1;
        }
    }

    /** Returns the mean over trials, a year if the metric is one; {@link Estimate#NONE} when no trial can speak of it. */
    Estimate mean(double confidence) {
        int[] trials = speaking(this);
        return switch (metric.kind()) {
            case FIXED -> fixed;
            case PROBABILITY ->
                YearlyProbability.of(new Proportion(events(trials), trials.length).within(confidence), years);
            case EPISODES -> pooled(trials).meanWithin(confidence);
            case FRACTION, PER_YEAR, LARGEST -> {
                Tally tally = new Tally();
                IntStream.of(trials).forEach(trial -> tally.add(sums[trial]));
                // Trials that saw nothing say nothing of how much there is when there is something.
                yield tally.summary().greatest() == 0
                        ? new Estimate(0, 0, Double.POSITIVE_INFINITY)
                        : tally.summary().meanWithin(confidence).within(0, Double.POSITIVE_INFINITY);
            }
        };
    }

    /** Returns the mean of this minus that of {@code other}, with the paired interval. */
    Estimate minus(Sample other, double confidence) {
        int[] trials = speaking(other);
        return switch (metric.kind()) {
            case FIXED ->
                fixed.known() && other.fixed.known()
                        ? Estimate.exactly(fixed.value() - other.fixed.value())
                        : Estimate.NONE;
            case PROBABILITY -> probabilities(other, trials, confidence);
            case EPISODES -> pooled(trials).minus(other.pooled(trials), confidence);
            case FRACTION, PER_YEAR, LARGEST -> {
                PairedTally tally = new PairedTally();
                IntStream.of(trials).forEach(trial -> tally.add(sums[trial], other.sums[trial]));
                yield tally.differenceWithin(confidence);
            }
        };
    }

    /** Two yearly probabilities; the width of the interval per trial is brought to a year by the slope between the two. */
    private Estimate probabilities(Sample other, int[] trials, double confidence) {
        if (trials.length == 0) {
            return Estimate.NONE;
        }
        long mine = events(trials);
        long others = other.events(trials);
        long both = IntStream.of(trials)
                .filter(trial -> sums[trial] > 0 && other.sums[trial] > 0)
                .count();
        Estimate perTrial =
                new PairedProportions(mine - both, others - both, trials.length).differenceWithin(confidence);
        double n = trials.length;
        double difference = YearlyProbability.of(mine / n, years) - YearlyProbability.of(others / n, years);
        double slope = slope((double) (mine + others), 2 * n);
        return new Estimate(
                difference,
                Math.max(-1, difference - slope * (perTrial.value() - perTrial.lower())),
                Math.min(1, difference + slope * (perTrial.upper() - perTrial.value())));
    }

    /** Returns the variance that luck gives to the mean of this minus the mean of {@code other}; 0 for what is known exactly. */
    double varianceOfDifference(Sample other) {
        int[] trials = speaking(other);
        double[] mine = pulls(trials);
        double[] others = other.pulls(trials);
        Tally pulls = new Tally();
        for (int index = 0; index < Math.min(mine.length, others.length); index++) {
            pulls.add(mine[index] - others[index]);
        }
        if (pulls.summary().count() == 0) {
            return 0;
        }
        double variance = pulls.summary().variance() / trials.length;
        if (metric.kind() != Metric.Kind.PROBABILITY) {
            return variance;
        }
        double slope = slope(events(trials) + (double) other.events(trials), 2.0 * trials.length);
        return variance * slope * slope;
    }

    /** How far each trial pulls the mean, times the number of trials: the linear part of a ratio of sums. Empty without a mean. */
    private double[] pulls(int[] trials) {
        double episodes =
                IntStream.of(trials).mapToDouble(trial -> counts[trial]).sum();
        double sum = IntStream.of(trials).mapToDouble(trial -> sums[trial]).sum();
        return episodes == 0
                ? new double[0]
                : IntStream.of(trials)
                        .mapToDouble(trial -> (sums[trial] - sum / episodes * counts[trial]) * trials.length / episodes)
                        .toArray();
    }

    private double slope(double events, double trials) {
        return YearlyProbability.slope(Math.min(events / trials, 1 - 1 / trials), years);
    }

    private long events(int[] trials) {
        return IntStream.of(trials).filter(trial -> sums[trial] > 0).count();
    }

    private PooledMeans pooled(int[] trials) {
        PooledMeans means = new PooledMeans();
        IntStream.of(trials).forEach(trial -> means.add(counts[trial], sums[trial]));
        return means;
    }

    /** Returns the trials in which both were played to their end and could speak of the metric. */
    private int[] speaking(Sample other) {
        return IntStream.range(0, Math.min(sums.length, other.sums.length))
                .filter(trial -> !Double.isNaN(sums[trial]) && !Double.isNaN(other.sums[trial]))
                .toArray();
    }
}
