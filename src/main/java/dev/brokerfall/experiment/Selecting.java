package dev.brokerfall.experiment;

import static com.google.common.base.Preconditions.checkArgument;

import dev.brokerfall.metric.Metric;

/**
 * What the best option is chosen by.
 *
 * @param metric whose mean is to be the best
 * @param indifference the least difference worth telling, in the metric's unit, not negative
 */
public record Selecting(Metric metric, double indifference) {

    /** Minutes a year in which something cannot be written, to one minute. */
    public static final Selecting USUAL = new Selecting(Metric.OUTAGE_MINUTES, 1);

    public Selecting {
        checkArgument(metric.kind() != Metric.Kind.FIXED, "%s comes from no trial", metric.key());
        checkArgument(indifference >= 0, "an indifference zone is not negative, was %s", indifference);
    }
}
