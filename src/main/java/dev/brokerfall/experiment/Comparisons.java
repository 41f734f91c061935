package dev.brokerfall.experiment;

import dev.brokerfall.experiment.Comparison.Outcome;
import dev.brokerfall.experiment.TrialTable.Status;
import dev.brokerfall.metric.Metric;
import dev.brokerfall.stats.Estimate;
import dev.brokerfall.stats.Familywise;
import dev.brokerfall.stats.PairedProportions;
import dev.brokerfall.stats.PairedTally;
import dev.brokerfall.stats.PooledMeans;
import dev.brokerfall.stats.Proportion;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/** Each option beside the baseline. Trial k of both met the same faults, so that differences are taken trial by trial. */
final class Comparisons {

    private final ExperimentPlan plan;
    private final List<TrialTable> tables;
    private final List<OptionResult> options;
    private final Estimates estimates;

    Comparisons(ExperimentPlan plan, List<TrialTable> tables, List<OptionResult> options, Estimates estimates) {
        this.plan = plan;
        this.tables = tables;
        this.options = options;
        this.estimates = estimates;
    }

    List<Comparison> all() {
        List<Comparison> comparisons = new ArrayList<>();
        for (Metric metric : Metric.all()) {
            for (int option = 0; option < options.size(); option++) {
                if (option != plan.baseline() && someoneHas(metric, option)) {
                    comparisons.add(compare(metric, option));
                }
            }
        }
        return comparisons;
    }

    private boolean someoneHas(Metric metric, int option) {
        return options.get(option).metrics().containsKey(metric)
                || options.get(plan.baseline()).metrics().containsKey(metric);
    }

    private Comparison compare(Metric metric, int option) {
        Pair pair = switch (metric.kind()) {
            case FIXED -> fixed(metric, option);
            case PROBABILITY -> probabilities(metric, option);
            case FRACTION, PER_YEAR, LARGEST -> means(metric, option);
            case EPISODES -> episodes(option);
        };
        return new Comparison(
                metric,
                options.get(option).name(),
                options.get(plan.baseline()).name(),
                pair.difference,
                pair.ratio,
                outcome(metric.better(), pair.difference),
                new Comparison.Joint(pair.joint, outcome(metric.better(), pair.joint)),
                pair.varianceFactor);
    }

    /** An option is better or worse when the whole interval of the difference says so. */
    static Outcome outcome(Metric.Better better, Estimate difference) {
        if (!difference.known()) {
            return Outcome.NO_DATA;
        }
        if (difference.upper() < 0) {
            return better == Metric.Better.LOWER ? Outcome.BETTER : Outcome.WORSE;
        }
        if (difference.lower() > 0) {
            return better == Metric.Better.LOWER ? Outcome.WORSE : Outcome.BETTER;
        }
        return Outcome.INDISTINGUISHABLE;
    }

    private Pair fixed(Metric metric, int option) {
        Estimate its = plan.variants().get(option).fixed().getOrDefault(metric, Estimate.NONE);
        Estimate base = plan.variants().get(plan.baseline()).fixed().getOrDefault(metric, Estimate.NONE);
        if (!its.known() || !base.known()) {
            return Pair.NONE;
        }
        Estimate difference =
                new Estimate(its.value() - base.value(), its.lower() - base.upper(), its.upper() - base.lower());
        Estimate ratio = base.lower() > 0
                ? new Estimate(its.value() / base.value(), its.lower() / base.upper(), its.upper() / base.lower())
                : Estimate.NONE;
        return new Pair(difference, difference, ratio, Double.NaN);
    }

    /** Returns the confidence of each comparison with the baseline at which all of them hold together. */
    private double jointly() {
        return Familywise.each(plan.confidence(), Math.max(1, options.size() - 1));
    }

    private Pair means(Metric metric, int option) {
        PairedTally tally = new PairedTally();
        speaking(metric, option).forEach(trial -> tally.add(its(metric, option, trial), base(metric, trial)));
        return new Pair(
                difference(metric, tally, plan.confidence()),
                difference(metric, tally, jointly()),
                ratio(metric, tally),
                tally.varianceFactor());
    }

    /** Where the two never differed it would be "0 ± 0"; in trials that were not played they may. */
    private Estimate difference(Metric metric, PairedTally tally, double confidence) {
        Estimate difference = tally.differenceWithin(confidence);
        if (difference.value() != 0 || difference.lower() < difference.upper()) {
            return difference;
        }
        double unnoticed = estimates.unnoticed(metric, tally.count(), confidence);
        return new Estimate(0, -unnoticed, unnoticed);
    }

    /** Where the option saw nothing it would be "0 ± 0"; instead the upper end is what may have escaped notice over the least there is. */
    private Estimate ratio(Metric metric, PairedTally tally) {
        Estimate ratio = tally.ratioWithin(plan.confidence());
        if (ratio.value() != 0) {
            return ratio;
        }
        double unnoticed = estimates.unnoticed(metric, tally.count(), plan.confidence());
        return new Estimate(0, 0, over(unnoticed, tally.secondWithin(plan.confidence())));
    }

    private static double over(double most, Estimate base) {
        return base.lower() > 0 ? most / base.lower() : Double.POSITIVE_INFINITY;
    }

    /**
     * The difference of two yearly probabilities: exact for a horizon of a year, else that of the horizon with its width brought to a
     * year by the slope between the two.
     */
    private Pair probabilities(Metric metric, int option) {
        int[] trials = speaking(metric, option).toArray();
        long its = IntStream.of(trials)
                .filter(trial -> its(metric, option, trial) > 0)
                .count();
        long base =
                IntStream.of(trials).filter(trial -> base(metric, trial) > 0).count();
        long both = IntStream.of(trials)
                .filter(trial -> its(metric, option, trial) > 0 && base(metric, trial) > 0)
                .count();
        if (trials.length == 0) {
            return Pair.NONE;
        }
        PairedProportions pairs = new PairedProportions(its - both, base - both, trials.length);
        double years = plan.years();
        double n = trials.length;
        double difference = YearlyProbability.of(its / n, years) - YearlyProbability.of(base / n, years);
        double between = Math.min((its + base) / (2 * n), 1 - 0.5 / n);
        double slope = YearlyProbability.slope(between, years);
        PairedTally ratio = new PairedTally();
        IntStream.of(trials).forEach(trial -> ratio.add(its(metric, option, trial), base(metric, trial)));
        return new Pair(
                perYear(difference, slope, pairs.differenceWithin(plan.confidence())),
                perYear(difference, slope, pairs.differenceWithin(jointly())),
                ratio(its, base, trials.length, ratio.ratioWithin(plan.confidence())),
                ratio.varianceFactor());
    }

    /** A ratio of probabilities per trial as one of yearly ones, the baseline's being what it seems. */
    private Estimate ratio(long its, long base, long trials, Estimate perTrial) {
        if (base == 0) {
            return Estimate.NONE;
        }
        double years = plan.years();
        if (its == 0) {
            Estimate most = YearlyProbability.of(new Proportion(0, trials).within(plan.confidence()), years);
            Estimate least = YearlyProbability.of(new Proportion(base, trials).within(plan.confidence()), years);
            return new Estimate(0, 0, over(most.upper(), least));
        }
        DoubleUnaryOperator yearly = each -> YearlyProbability.of(Math.min(1, each * base / trials), years)
                / YearlyProbability.of((double) base / trials, years);
        double ratio = yearly.applyAsDouble((double) its / base);
        return new Estimate(
                ratio,
                Math.min(ratio, yearly.applyAsDouble(perTrial.lower())),
                Double.isInfinite(perTrial.upper())
                        ? perTrial.upper()
                        : Math.max(ratio, yearly.applyAsDouble(perTrial.upper())));
    }

    private static Estimate perYear(double difference, double slope, Estimate perTrial) {
        return new Estimate(
                difference,
                Math.max(-1, difference - slope * (perTrial.value() - perTrial.lower())),
                Math.min(1, difference + slope * (perTrial.upper() - perTrial.value())));
    }

    private Pair episodes(int option) {
        PooledMeans its = pooled(option, option);
        PooledMeans base = pooled(plan.baseline(), option);
        return new Pair(
                its.minus(base, plan.confidence()),
                its.minus(base, jointly()),
                its.over(base, plan.confidence()),
                Double.NaN);
    }

    private PooledMeans pooled(int of, int option) {
        PooledMeans means = new PooledMeans();
        paired(option).forEach(trial -> {
            TrialTable table = tables.get(of);
            means.add(
                    table.recoveries(trial).length(),
                    table.recoveries(trial).stream().sum());
        });
        return means;
    }

    /** The trials in which both have a value. */
    private IntStream speaking(Metric metric, int option) {
        return paired(option)
                .filter(trial -> !Double.isNaN(its(metric, option, trial)) && !Double.isNaN(base(metric, trial)));
    }

    private IntStream paired(int option) {
        TrialTable its = tables.get(option);
        TrialTable base = tables.get(plan.baseline());
        return IntStream.range(0, its.trials())
                .filter(trial -> its.status(trial) == Status.DONE && base.status(trial) == Status.DONE);
    }

    private double its(Metric metric, int option, int trial) {
        return tables.get(option).value(metric, trial);
    }

    private double base(Metric metric, int trial) {
        return tables.get(plan.baseline()).value(metric, trial);
    }

    private record Pair(Estimate difference, Estimate joint, Estimate ratio, double varianceFactor) {
        private static final Pair NONE = new Pair(Estimate.NONE, Estimate.NONE, Estimate.NONE, Double.NaN);
    }
}
