package dev.brokerfall.experiment;

import dev.brokerfall.stats.Estimate;
import dev.brokerfall.stats.WeightedMean;
import java.util.Optional;

/**
 * What chains of faults, drawn more often than by nature, say of a loss that plain trials hardly ever see.
 *
 * @param perTrial the probability of a loss within a trial's horizon, with its interval; empty where too few chains ended in one
 * @param chains how many groups of chains it rests on, one group a trial
 * @param hits in how many of them something was lost
 * @param largestShare the part of the estimate that the largest of them carries
 * @param plainTrials how many trials were played as they go of themselves, none of which lost anything outside chains
 */
public record RareLoss(Optional<Estimate> perTrial, long chains, long hits, double largestShare, long plainTrials) {

    /** The name of the estimator in results. */
    public static final String ESTIMATOR = "failureBiasing";

    /** With so many losses a plain interval is narrow enough to tell: half of it is less than half of the estimate. */
    static final long ENOUGH_LOSSES = 20;

    /** Chains begin so often in each trial that is played for them. */
    private static final int CHAINS_PER_TRIAL = 12;

    /**
     * Trials that are played for chains, for each plain one: a chain costs half a trial on average, so that they cost up to two and a half
     * times as much as the plain ones.
     */
    private static final double TRIALS = 0.36;

    private static final int PILOTS = 4;
    private static final int ROUNDS = 12;
    private static final double HALF_WIDTH = 0.25;

    /** A mean of which one group of chains carries more than this tells nothing of its error. */
    private static final double LARGEST = 0.5;

    /**
     * Returns how much is played at the most beside {@code trials} plain ones; empty where they are too few to tell anything.
     *
     * @param confidence the confidence of the interval
     */
    static Optional<RareEvents.Budget> budget(long trials, double confidence) {
        int perRound = (int) Math.min(Integer.MAX_VALUE, Math.ceil(trials * TRIALS / (PILOTS + ROUNDS)));
        return perRound * ROUNDS < WeightedMean.LEAST_HITS
                ? Optional.empty()
                : Optional.of(
                        new RareEvents.Budget(PILOTS, ROUNDS, perRound, CHAINS_PER_TRIAL, HALF_WIDTH, confidence));
    }

    /** Returns what can be said; empty when trials that go of themselves lose something outside chains, so that they must tell. */
    static Optional<RareLoss> of(RareEvents.Result result, long plainTrials, double confidence) {
        if (result.plain().hits() > 0) {
            return Optional.empty();
        }
        Estimate estimate = result.chains().within(confidence).within(0, 1);
        return Optional.of(new RareLoss(
                estimate.known() && result.chains().largestShare() <= LARGEST
                        ? Optional.of(estimate)
                        : Optional.empty(),
                result.chains().count(),
                result.chains().hits(),
                result.chains().largestShare(),
                Math.max(plainTrials, result.plain().count())));
    }
}
