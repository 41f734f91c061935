package dev.brokerfall.experiment;

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
 */
public record Diagnostics(String option, int unevenMetrics, long trialsUnrecovered, double cutOffSeconds) {

    /** Cochran's rule: with as many, an interval of 95 % misses in at most 6 % (Sampling Techniques, 3rd ed., 2.15). */
    public static final double ENOUGH_EVENTS = 25;
}
