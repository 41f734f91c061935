package dev.brokerfall.experiment;

import dev.brokerfall.metric.Metric;

/**
 * An interval as it is at some moment of an experiment.
 *
 * @param option the variant's name
 * @param metric the metric
 * @param halfWidth half the width of the interval of the mean, in the metric's unit or as a share of the mean; positive infinity while
 *     there is none
 * @param wanted what it is to be at the most, likewise
 */
public record Look(String option, Metric metric, double halfWidth, double wanted) {

    /** Returns whether it is narrow enough. */
    public boolean reached() {
        return halfWidth <= wanted;
    }
}
