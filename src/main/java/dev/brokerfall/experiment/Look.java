package dev.brokerfall.experiment;

import dev.brokerfall.metric.Metric;

/**
 * An interval as it is at some moment of an experiment.
 *
 * @param option the variant's name
 * @param metric the metric
 * @param stat which number of it
 * @param halfWidth half the width of the interval of that number, in the metric's unit or as a share of it; positive infinity while
 *     there is none
 * @param wanted what it is to be at the most, likewise
 */
public record Look(String option, Metric metric, Objective.Stat stat, double halfWidth, double wanted) {

    /** Returns what is looked at in words: the metric's key, and which number of it unless that is the mean. */
    public String what() {
        return stat == Objective.Stat.MEAN ? metric.key() : metric.key() + " " + stat.key();
    }

    /** Returns whether it is narrow enough. */
    public boolean reached() {
        return halfWidth <= wanted;
    }
}
