package dev.brokerfall.scenario;

import dev.brokerfall.metric.Metric;

/**
 * What the best option is chosen by.
 *
 * @param metric whose mean is to be the best
 * @param indifference the least difference worth telling, in the metric's unit
 */
public record Select(Metric metric, double indifference) {

    /** What holds when nothing is said: minutes a year that cannot be written, to one minute. */
    static final Select USUAL = new Select(Metric.OUTAGE_MINUTES, 1);
}
