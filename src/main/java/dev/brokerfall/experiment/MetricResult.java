package dev.brokerfall.experiment;

import dev.brokerfall.metric.Metric;
import dev.brokerfall.stats.Estimate;
import java.util.Optional;

/**
 * What all trials of one option say about one metric.
 *
 * @param metric the metric
 * @param observations how many observations it rests on: trials, or episodes for {@link Metric.Kind#EPISODES}; 0 for fixed ones
 * @param events in how many trials it was not zero; episodes for {@link Metric.Kind#EPISODES}
 * @param mean the mean with its interval; for probabilities the probability. {@link Estimate#NONE} without observations
 * @param p50 the median over trials or episodes, with its interval; {@link Estimate#NONE} where quantiles make no sense
 * @param p95 the 95th percentile, likewise
 * @param p99 the 99th percentile, likewise
 * @param effectiveEvents how many events of equal size would make so uneven a mean ({@code Summary.effectiveEvents}); with few, more
 *     trials may bring what was never seen. NaN where there is no mean over trials
 * @param placeHolder whether a value without a source has weight in it: a {@code ?} in tables
 * @param rare how it was found where plain trials see too little; observations and events are then groups of chains
 */
public record MetricResult(
        Metric metric,
        long observations,
        long events,
        Estimate mean,
        Estimate p50,
        Estimate p95,
        Estimate p99,
        double effectiveEvents,
        boolean placeHolder,
        Optional<RareLoss> rare) {

    /** A result of which nobody asks on how many events it rests. */
    public MetricResult(
            Metric metric,
            long observations,
            long events,
            Estimate mean,
            Estimate p50,
            Estimate p95,
            Estimate p99,
            boolean placeHolder) {
        this(metric, observations, events, mean, p50, p95, p99, Double.NaN, placeHolder);
    }

    /** Returns whether so few events carry the mean that its interval may miss more often than it says. */
    public boolean uneven() {
        return events > 0 && effectiveEvents < Math.min(Diagnostics.ENOUGH_EVENTS, (double) observations);
    }

    /** A result of plain trials. */
    public MetricResult(
            Metric metric,
            long observations,
            long events,
            Estimate mean,
            Estimate p50,
            Estimate p95,
            Estimate p99,
            double effectiveEvents,
            boolean placeHolder) {
        this(metric, observations, events, mean, p50, p95, p99, effectiveEvents, placeHolder, Optional.empty());
    }

    /** Returns this with {@code estimate} in place of what plain trials say, which {@code how} was found. */
    MetricResult instead(Estimate estimate, RareLoss how) {
        return new MetricResult(
                metric,
                how.chains(),
                how.hits(),
                estimate,
                Estimate.NONE,
                Estimate.NONE,
                Estimate.NONE,
                Double.NaN,
                placeHolder,
                Optional.of(how));
    }

    /** Returns the number that {@code stat} names. */
    public Estimate of(Objective.Stat stat) {
        return switch (stat) {
            case MEAN -> mean;
            case P50 -> p50;
            case P95 -> p95;
            case P99 -> p99;
        };
    }
}
