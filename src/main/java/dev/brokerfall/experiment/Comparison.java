package dev.brokerfall.experiment;

import dev.brokerfall.metric.Metric;
import dev.brokerfall.stats.Estimate;

/**
 * One option beside the baseline, trial by trial under the same luck.
 *
 * @param metric what is compared; fixed metrics are compared as they are
 * @param option the variant's name
 * @param baseline the baseline's name
 * @param difference option minus baseline, in the metric's unit, with the paired interval
 * @param ratio option over baseline; {@link Estimate#NONE} when the baseline's mean is zero
 * @param verdict what the paired interval says
 */
public record Comparison(
        Metric metric, String option, String baseline, Estimate difference, Estimate ratio, Outcome verdict) {

    /** What the paired interval says about the option. */
    public enum Outcome {
        BETTER("better"),
        WORSE("worse"),
        INDISTINGUISHABLE("indistinguishable"),
        NO_DATA("noData");

        private final String key;

        Outcome(String key) {
            this.key = key;
        }

        /** Returns the word that results use. */
        public String key() {
            return key;
        }
    }
}
