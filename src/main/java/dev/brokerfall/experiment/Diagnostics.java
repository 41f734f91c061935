package dev.brokerfall.experiment;

import dev.brokerfall.stats.Estimate;

/**
 * What may be wrong with the figures of one option.
 *
 * @param option the variant's name
 * @param unevenMetrics how many of its means rest on fewer than {@link #ENOUGH_EVENTS} effective events, so that more trials may bring
 *     longer outages than any that was seen
 * @param trialsUnrecovered trials at whose horizon something had not recovered: censored in quantiles, and in no mean of recoveries
 * @param cutOffSeconds how long, on the average over all trials, a recovery under way at the horizon had lasted. By symmetry of time it
 *     goes on for about as long unseen; and a trial begins with everything in sync, which leaves out about as much again. Beside the
 *     horizon that is the effect of how trials begin and end
 * @param beginning what the first {@link dev.brokerfall.metric.TrialResult#EARLY} of the horizon does to the mean outage minutes a year:
 *     that mean less the mean of the rest of the horizon, paired within trials, with an interval that holds for all options at once. What
 *     a fresh start leaves out is negative
 * @param minutes the mean outage minutes a year
 */
public record Diagnostics(
        String option,
        int unevenMetrics,
        long trialsUnrecovered,
        double cutOffSeconds,
        Estimate beginning,
        double minutes) {

    /** Cochran's rule: with as many, an interval of 95 % misses in at most 6 % (Sampling Techniques, 3rd ed., 2.15). */
    public static final double ENOUGH_EVENTS = 25;

    /** A beginning that moves a mean by a smaller share is not worth telling: intervals are hardly ever narrower. */
    private static final double WORTH_TELLING = 0.05;

    /** Returns whether the beginning of trials differs from the rest beyond chance, and by enough to matter. */
    public boolean beginningMatters() {
        boolean beyondChance = beginning.known() && (beginning.lower() > 0 || beginning.upper() < 0);
        return beyondChance && Math.abs(beginning.value()) > WORTH_TELLING * minutes;
    }
}
