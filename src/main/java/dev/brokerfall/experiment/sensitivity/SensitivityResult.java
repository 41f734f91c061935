package dev.brokerfall.experiment.sensitivity;

import dev.brokerfall.stats.Estimate;
import java.util.List;
import java.util.Optional;

/**
 * Everything that was found out about what a metric rests on.
 *
 * @param plan what was asked for
 * @param options the names of the options
 * @param base the metric of each, as things are
 * @param factors every assumption that was varied, the most influential first
 * @param leader the option that is best as things are; empty for a single option, or without data
 * @param rivals the others beside it
 * @param screened how many assumptions were screened for interactions
 * @param screenings what that found out about each option; empty without trajectories
 * @param missing what somebody interrupted
 * @param trialsPlayed how many trials all of this took
 * @param trialsFailed how many of them broke down
 */
public record SensitivityResult(
        SensitivityPlan plan,
        List<String> options,
        List<Estimate> base,
        List<FactorResult> factors,
        Optional<String> leader,
        List<Rival> rivals,
        int screened,
        List<Screening> screenings,
        Missing missing,
        long trialsPlayed,
        long trialsFailed) {

    /** The version of the form of the file. */
    public static final int SCHEMA_VERSION = 1;

    public SensitivityResult {
        options = List.copyOf(options);
        base = List.copyOf(base);
        factors = List.copyOf(factors);
        rivals = List.copyOf(rivals);
        screenings = List.copyOf(screenings);
    }
}
