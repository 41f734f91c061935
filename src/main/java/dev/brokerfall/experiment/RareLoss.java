package dev.brokerfall.experiment;

import dev.brokerfall.stats.Estimate;
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

    /**
     * Plays so much at the most: about as many plays as 500 trials, most of which end half-way. The rest of 2 pilots is not counted.
     *
     * @param confidence the confidence of the interval
     */
    static RareEvents.Budget budget(double confidence) {
        return new RareEvents.Budget(2, 4, 25, 6, 0.1, confidence);
    }

    /** Returns what can be said; empty when trials that go of themselves lose something outside chains, so that they must tell. */
    static Optional<RareLoss> of(RareEvents.Result result, double confidence) {
        if (result.plain().hits() > 0) {
            return Optional.empty();
        }
        Estimate estimate = result.chains().within(confidence).within(0, 1);
        return Optional.of(new RareLoss(
                estimate.known() ? Optional.of(estimate) : Optional.empty(),
                result.chains().count(),
                result.chains().hits(),
                result.chains().largestShare(),
                result.plain().count()));
    }
}
