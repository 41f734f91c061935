package dev.brokerfall.experiment;

import dev.brokerfall.experiment.TrialTable.Status;
import dev.brokerfall.metric.Metric;
import dev.brokerfall.stats.Estimate;
import dev.brokerfall.stats.PooledEpisodes;
import dev.brokerfall.stats.PooledMeans;
import dev.brokerfall.stats.Proportion;
import dev.brokerfall.stats.Quantiles;
import dev.brokerfall.stats.Summary;
import dev.brokerfall.stats.Tally;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** From the trials of one variant to numbers with intervals. */
final class Estimates {

    private static final double[] SHARES = {0.50, 0.95, 0.99};

    private static final int CURVE_POINTS = 200;
    private static final double MINUTES_PER_YEAR = 365.25 * 24 * 60;
    private static final double SECONDS_PER_YEAR = 60 * MINUTES_PER_YEAR;

    private final ExperimentPlan plan;
    private final List<TrialTable> tables;
    private final Map<Metric, Double> greatest = new EnumMap<>(Metric.class);

    Estimates(ExperimentPlan plan, List<TrialTable> tables) {
        this.plan = plan;
        this.tables = tables;
        for (Metric metric : Metric.all()) {
            greatest.put(metric, greatestOfAll(metric));
        }
    }

    private double greatestOfAll(Metric metric) {
        return tables.stream()
                .flatMapToDouble(
                        table -> IntStream.range(0, table.trials()).mapToDouble(trial -> table.value(metric, trial)))
                .filter(Double::isFinite)
                .max()
                .orElse(0);
    }

    /** Returns the mean of {@code metric} alone, with its interval. */
    Estimate meanOf(Metric metric, int option) {
        return metric.kind() == Metric.Kind.EPISODES
                ? means(option).meanWithin(plan.confidence()).within(0, Double.POSITIVE_INFINITY)
                : metric(metric, option).mean();
    }

    MetricResult metric(Metric metric, int option) {
        return switch (metric.kind()) {
            case FIXED -> fixed(metric, plan.variants().get(option));
            case PROBABILITY -> probability(metric, option);
            case FRACTION, PER_YEAR, LARGEST -> mean(metric, option);
            case EPISODES -> recoveries(option).metric();
        };
    }

    private MetricResult fixed(Metric metric, Variant variant) {
        Estimate value = variant.fixed().get(metric);
        return withoutQuantiles(metric, variant, 0, 0, value == null ? Estimate.NONE : value);
    }

    private MetricResult probability(Metric metric, int option) {
        double[] happened = values(metric, option);
        long events = countOfNonZero(happened);
        Estimate perTrial = new Proportion(events, happened.length).within(plan.confidence());
        return withoutQuantiles(
                metric,
                plan.variants().get(option),
                happened.length,
                events,
                YearlyProbability.of(perTrial, plan.years()));
    }

    private static MetricResult withoutQuantiles(
            Metric metric, Variant variant, long observations, long events, Estimate mean) {
        return new MetricResult(
                metric,
                observations,
                events,
                mean,
                Estimate.NONE,
                Estimate.NONE,
                Estimate.NONE,
                variant.placeHolders().contains(metric));
    }

    private MetricResult mean(Metric metric, int option) {
        double[] values = values(metric, option);
        Tally tally = new Tally();
        for (double value : values) {
            tally.add(value);
        }
        long events = countOfNonZero(values);
        Quantiles quantiles = new Quantiles(values);
        double confidence = plan.confidence();
        return new MetricResult(
                metric,
                values.length,
                events,
                mean(metric, tally.summary(), events),
                quantiles.at(SHARES[0], confidence).within(0, most(metric)),
                quantiles.at(SHARES[1], confidence).within(0, most(metric)),
                quantiles.at(SHARES[2], confidence).within(0, most(metric)),
                events == 0 ? 0 : tally.summary().effectiveEvents(),
                plan.variants().get(option).placeHolders().contains(metric));
    }

    /**
     * The interval of the mean, cut to what is possible. Where all trials are zero it would be "0 ± 0"; instead the upper end is
     * {@link #unnoticed}.
     */
    private Estimate mean(Metric metric, Summary summary, long events) {
        double most = most(metric);
        if (events > 0 || summary.count() == 0) {
            return summary.meanWithin(plan.confidence()).within(0, most);
        }
        return new Estimate(0, 0, unnoticed(metric, summary.count(), plan.confidence()));
    }

    /**
     * Returns what a mean can be of which {@code trials} trials have seen nothing: as many as can have escaped notice, times the worst
     * that any option saw in any trial, or, where none saw anything, the worst there is.
     */
    double unnoticed(Metric metric, long trials, double confidence) {
        double seen = greatest.getOrDefault(metric, 0.0);
        return new Proportion(0, trials).within(confidence).upper() * (seen > 0 ? seen : most(metric));
    }

    /** Returns the greatest value that a metric can have; positive infinity where nothing limits it. */
    private double most(Metric metric) {
        return switch (metric) {
            case OUTAGE_MINUTES, FULL_OUTAGE_MINUTES -> MINUTES_PER_YEAR;
            case LONGEST_OUTAGE -> plan.years() * SECONDS_PER_YEAR;
            default -> metric.kind() == Metric.Kind.FRACTION ? 1 : Double.POSITIVE_INFINITY;
        };
    }

    private double[] values(Metric metric, int option) {
        TrialTable table = tables.get(option);
        return IntStream.range(0, table.trials())
                .filter(trial -> table.status(trial) == Status.DONE)
                .mapToDouble(trial -> table.value(metric, trial))
                .filter(value -> !Double.isNaN(value))
                .toArray();
    }

    private static long countOfNonZero(double[] values) {
        return java.util.Arrays.stream(values).filter(value -> value != 0).count();
    }

    /** The mean rests on finished episodes, the quantiles on all of them. */
    Recoveries recoveries(int option) {
        TrialTable table = tables.get(option);
        PooledEpisodes.Builder episodes = new PooledEpisodes.Builder();
        for (int trial = 0; trial < table.trials(); trial++) {
            if (table.status(trial) == Status.DONE) {
                episodes.add(
                        table.recoveries(trial).toArray(),
                        table.unfinished(trial).toArray());
            }
        }
        PooledEpisodes pooled = episodes.build();
        Variant variant = plan.variants().get(option);
        List<Estimate> quantiles = pooled.quantiles(SHARES, plan.confidence());
        MetricResult metric = new MetricResult(
                Metric.RECOVERY,
                pooled.finished() + (long) pooled.unfinished(),
                pooled.finished() + (long) pooled.unfinished(),
                means(option).meanWithin(plan.confidence()).within(0, Double.POSITIVE_INFINITY),
                quantiles.get(0).within(0, Double.POSITIVE_INFINITY),
                quantiles.get(1).within(0, Double.POSITIVE_INFINITY),
                quantiles.get(2).within(0, Double.POSITIVE_INFINITY),
                variant.placeHolders().contains(Metric.RECOVERY));
        return new Recoveries(metric, curve(pooled));
    }

    private PooledMeans means(int option) {
        TrialTable table = tables.get(option);
        PooledMeans means = new PooledMeans();
        for (int trial = 0; trial < table.trials(); trial++) {
            if (table.status(trial) == Status.DONE) {
                means.add(
                        table.recoveries(trial).length(),
                        table.recoveries(trial).stream().sum());
            }
        }
        return means;
    }

    private static RecoveryCurve curve(PooledEpisodes pooled) {
        return new RecoveryCurve(
                pooled.finished(),
                pooled.unfinished(),
                pooled.survivors(CURVE_POINTS).stream()
                        .map(point -> new RecoveryCurve.Point(point.length(), point.share()))
                        .toList());
    }

    record Recoveries(MetricResult metric, RecoveryCurve curve) {}
}
