package dev.brokerfall.scenario;

import dev.brokerfall.metric.Metric;
import dev.brokerfall.scenario.spec.ObjectiveSpec;

/**
 * What each option must reach.
 *
 * @param id its name
 * @param metric what it is about
 * @param stat which number of the metric is judged
 * @param most whether {@code limit} is the most that is allowed, or else the least
 * @param limit the limit itself, in the metric's unit
 * @param text the limit as the file writes it
 * @param severity whether missing it fails the run or only warns
 */
public record Objective(
        String id,
        Metric metric,
        ObjectiveSpec.Stat stat,
        boolean most,
        double limit,
        String text,
        ObjectiveSpec.Severity severity) {}
