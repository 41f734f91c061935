package dev.brokerfall.experiment;

import static com.google.common.base.Preconditions.checkArgument;

import dev.brokerfall.metric.Metric;
import java.util.ArrayList;
import java.util.List;

/**
 * When enough has been played: as soon as, at one of a few moments that are fixed beforehand, every option's interval is narrow enough
 * or the best option is known.
 *
 * <p>To stop when the interval of usual width is narrow enough is valid as intervals become narrow (Chow and Robbins, Ann. Math. Stat.
 * 36, 1965; Glynn and Whitt, Ann. Appl. Probab. 2, 1992); a least number of trials, and moments that lie ever further apart, keep it
 * valid before (docs/coverage.md). A choice of the best could go wrong at each look, so that each has its part of the error alone
 * (Bonferroni). Moments are numbers of trials, hence the same whatever the number of threads.
 *
 * @param metrics what is looked at; nothing for {@link Rule#BEST}
 * @param stat which number of each of them
 * @param rule what is asked for
 * @param halfWidth the greatest half-width: a share of that number, or in the metric's unit; 0 for {@link Rule#BEST}
 * @param minTrials how many trials of each option are played at the least, at least 2
 * @param maxTrials how many are played at the most
 */
public record Stopping(
        List<Metric> metrics, Objective.Stat stat, Rule rule, double halfWidth, long minTrials, long maxTrials) {

    private static final double NEXT_LOOK_FOR_WIDTH = 1.25;

    /** A choice pays for every look, so that it looks less often. */
    private static final double NEXT_LOOK_FOR_BEST = 1.5;

    /** What is asked for. */
    public enum Rule {
        RELATIVE("relativeHalfWidth"),
        ABSOLUTE("absoluteHalfWidth"),
        BEST("best");

        private final String key;

        Rule(String key) {
            this.key = key;
        }

        /** Returns the word that scenarios and results use. */
        public String key() {
            return key;
        }
    }

    public Stopping {
        checkArgument(2 <= minTrials && minTrials <= maxTrials, "%s to %s trials are no range", minTrials, maxTrials);
        checkArgument(rule == Rule.BEST || (halfWidth > 0 && !metrics.isEmpty()), "nothing is asked for");
        metrics = List.copyOf(metrics);
    }

    /** Looks at means. */
    public Stopping(List<Metric> metrics, Rule rule, double halfWidth, long minTrials, long maxTrials) {
        this(metrics, Objective.Stat.MEAN, rule, halfWidth, minTrials, maxTrials);
    }

    /** Returns after how many trials to look, ascending; the last is the most. */
    public List<Long> looks() {
        double factor = rule == Rule.BEST ? NEXT_LOOK_FOR_BEST : NEXT_LOOK_FOR_WIDTH;
        List<Long> looks = new ArrayList<>(List.of(minTrials));
        for (long look = minTrials; look < maxTrials; looks.add(look)) {
            look = Math.min(maxTrials, (long) Math.ceil(look * factor));
        }
        return looks;
    }
}
