package dev.brokerfall.scenario;

import dev.brokerfall.metric.Metric;
import dev.brokerfall.scenario.spec.ObjectiveSpec;
import java.util.List;

/**
 * When enough has been played.
 *
 * @param rule what is asked for
 * @param metrics what is looked at; nothing for {@link Rule#BEST}
 * @param stat which number of each of them
 * @param halfWidth the greatest half-width: a share of that number, or in the metric's unit; 0 for {@link Rule#BEST}
 * @param minTrials trials of each option at the least
 * @param maxTrials trials of each option at the most
 */
public record Stop(
        Rule rule, List<Metric> metrics, ObjectiveSpec.Stat stat, double halfWidth, long minTrials, long maxTrials) {

    /** What is asked for. */
    public enum Rule {
        RELATIVE,
        ABSOLUTE,
        BEST
    }

    public Stop {
        metrics = List.copyOf(metrics);
    }
}
