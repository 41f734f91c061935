package dev.brokerfall.experiment.sensitivity;

import static com.google.common.base.Preconditions.checkArgument;

import dev.brokerfall.metric.Metric;
import java.util.List;

/**
 * What is to be found out.
 *
 * @param scenario the scenario's name
 * @param metric what is looked at
 * @param seed the seed of all luck
 * @param trials how many trials of each option at each value of each assumption, at least 2
 * @param years the horizon of a trial, in years of 365.25 days
 * @param confidence the confidence of every interval, within (0, 1)
 * @param baseline the number of the option that is the baseline
 * @param threads how many trials are played at a time; has no influence on the result
 * @param trajectories how many random walks through all combinations look for interactions; 0 for none
 * @param conditionalOn the events that are planned in every trial
 * @param notVaried assumptions that have no ends to be moved to, such as words
 */
public record SensitivityPlan(
        String scenario,
        Metric metric,
        long seed,
        int trials,
        double years,
        double confidence,
        int baseline,
        int threads,
        int trajectories,
        List<String> conditionalOn,
        List<String> notVaried) {

    private static final double ONE_YEAR_WITHIN = 0.01;

    public SensitivityPlan {
        checkArgument(trials >= 2, "trials must be at least 2, was %s", trials);
        checkArgument(years > 0, "years must be positive, was %s", years);
        checkArgument(0 < confidence && confidence < 1, "confidence must lie within (0, 1), was %s", confidence);
        checkArgument(threads >= 1, "threads must be at least 1, was %s", threads);
        checkArgument(trajectories >= 0, "trajectories must not be negative, was %s", trajectories);
        conditionalOn = List.copyOf(conditionalOn);
        notVaried = List.copyOf(notVaried);
    }

    /**
     * Returns whether everything is counted per trial instead of per year: where events are planned in every trial and a trial is no
     * year, a year of such trials is nothing that anybody will see.
     */
    public boolean perTrial() {
        return !conditionalOn.isEmpty() && Math.abs(years - 1) >= ONE_YEAR_WITHIN;
    }

    /** Returns how many of what everything is counted per a trial is: years, or itself. */
    double yearsCounted() {
        return perTrial() ? 1 : years;
    }
}
