package dev.brokerfall.experiment;

import java.util.List;

/**
 * A finished experiment: what it found out, and the trials behind it.
 *
 * @param result what it found out
 * @param trials what each trial came to; one table per variant, in the order of the plan
 */
public record ExperimentRun(ExperimentResult result, List<TrialTable> trials) {

    public ExperimentRun {
        trials = List.copyOf(trials);
    }
}
