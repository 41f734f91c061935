package dev.brokerfall.experiment;

import static com.google.common.base.Preconditions.checkArgument;

import dev.brokerfall.metric.Metric;

/**
 * What an option must reach.
 *
 * @param id its name
 * @param metric what it is about
 * @param stat which number of the metric is judged
 * @param bound whether {@code limit} is the most or the least that is allowed
 * @param limit the limit itself, in the metric's unit
 * @param severity whether missing it fails the run or only warns
 */
public record Objective(String id, Metric metric, Stat stat, Bound bound, double limit, Severity severity) {

    public Objective {
        checkArgument(!id.isEmpty(), "an objective needs an id");
        checkArgument(Double.isFinite(limit), "the limit of objective %s must be finite, was %s", id, limit);
        checkArgument(stat == Stat.MEAN || hasQuantiles(metric), "objective %s: %s has no quantiles", id, metric.key());
    }

    private static boolean hasQuantiles(Metric metric) {
        return metric.kind() != Metric.Kind.PROBABILITY && metric.kind() != Metric.Kind.FIXED;
    }

    /** Which number of a metric is judged. */
    public enum Stat {
        MEAN("mean"),
        P50("p50"),
        P95("p95"),
        P99("p99");

        private final String key;

        Stat(String key) {
            this.key = key;
        }

        /** Returns the name that scenario files and results use. */
        public String key() {
            return key;
        }
    }

    /** Which side of the limit is allowed. */
    public enum Bound {
        MAX,
        MIN
    }

    /** How grave it is to miss an objective. */
    public enum Severity {
        FAIL,
        WARN
    }
}
