package dev.brokerfall.metric;

import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableDoubleArray;

/**
 * What one simulated life comes to. All totals are over its whole horizon; nothing is scaled to a year yet.
 *
 * @param values one value per metric that this trial can speak of, but for {@link Metric.Kind#EPISODES} and
 *     {@link Metric.Kind#FIXED}
 * @param recoverySeconds the length of each episode of recovery that came to its end
 * @param unfinishedSeconds how long each episode that had not ended by the horizon had lasted then
 * @param causes what is put down to which cause, in order of the cause's name
 * @param earlyOutageMinutes which part of {@link Metric#OUTAGE_MINUTES} lies in the first {@link #EARLY} of the horizon
 * @param events how many events the calendar handled
 */
public record TrialResult(
        ImmutableMap<Metric, Double> values,
        ImmutableDoubleArray recoverySeconds,
        ImmutableDoubleArray unfinishedSeconds,
        ImmutableMap<String, CauseTotals> causes,
        double earlyOutageMinutes,
        long events) {

    /** The share of a horizon that is its beginning: short enough to show what a fresh start does, long enough to see outages. */
    public static final double EARLY = 0.1;

    /** A trial of which nothing is known of its beginning. */
    public TrialResult(
            ImmutableMap<Metric, Double> values,
            ImmutableDoubleArray recoverySeconds,
            ImmutableDoubleArray unfinishedSeconds,
            ImmutableMap<String, CauseTotals> causes,
            long events) {
        this(values, recoverySeconds, unfinishedSeconds, causes, Double.NaN, events);
    }

    /** The trial of a platform without Kafka: nothing to judge. */
    public static TrialResult empty(long events) {
        return new TrialResult(
                ImmutableMap.of(), ImmutableDoubleArray.of(), ImmutableDoubleArray.of(), ImmutableMap.of(), events);
    }

    /** Returns the value of {@code metric}; NaN when this trial cannot speak of it. */
    public double value(Metric metric) {
        Double value = values.get(metric);
        return value == null ? Double.NaN : value;
    }

    /** Returns what is put down to {@code cause}: nothing, when it did not occur. */
    public CauseTotals of(String cause) {
        CauseTotals totals = causes.get(cause);
        return totals == null ? CauseTotals.NOTHING : totals;
    }
}
