package dev.brokerfall.experiment;

import dev.brokerfall.metric.TrialResult;

/** Whoever can play a trial. Called by several threads at once; the answer depends on the arguments alone. */
@FunctionalInterface
public interface TrialPlayer {

    /**
     * Plays one trial to its horizon.
     *
     * @param option the index of the variant in the plan
     * @param trial the number of the trial, from 0; the same number means the same luck for every option
     */
    TrialResult play(int option, long trial);
}
