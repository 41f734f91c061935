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
 * @param joint the same, said of all options at once
 * @param varianceFactor how many times greater the variance of the difference would be without common luck; NaN where that is not
 *     known or neither varies
 */
public record Comparison(
        Metric metric,
        String option,
        String baseline,
        Estimate difference,
        Estimate ratio,
        Outcome verdict,
        Joint joint,
        double varianceFactor) {

    /** A comparison on its own. */
    public Comparison(
            Metric metric, String option, String baseline, Estimate difference, Estimate ratio, Outcome verdict) {
        this(metric, option, baseline, difference, ratio, verdict, new Joint(difference, verdict), Double.NaN);
    }

    /**
     * What is said of all options at once: with the confidence of the result every one of these intervals covers.
     *
     * @param difference option minus baseline, with the wider interval
     * @param verdict what that interval says
     */
    public record Joint(Estimate difference, Outcome verdict) {}

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
