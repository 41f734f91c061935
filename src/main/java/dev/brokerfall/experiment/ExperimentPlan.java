package dev.brokerfall.experiment;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableSet;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is to be played.
 *
 * @param name the scenario's name
 * @param seed the seed of all luck
 * @param trials how many trials of each variant, at least 1
 * @param horizon simulated time per trial
 * @param confidence the confidence of every interval, within (0, 1)
 * @param variants what is compared, at least one; at most one is the baseline, the first if none says so
 * @param objectives what each variant must reach
 * @param candidates names of variants or options whose objectives decide the exit code; empty for "any one that passes"
 * @param threads how many trials are played at a time, at least 1; has no influence on the result
 * @param conditionalOn the events that are planned in every trial
 * @param assumptions what the results rest on that nobody states
 * @param stopping when to stop before; {@code trials} is then the most that is played
 * @param selecting what the best option is chosen by
 */
public record ExperimentPlan(
        String name,
        long seed,
        long trials,
        Duration horizon,
        double confidence,
        List<Variant> variants,
        List<Objective> objectives,
        List<String> candidates,
        int threads,
        List<String> conditionalOn,
        List<Assumption> assumptions,
        Optional<Stopping> stopping,
        Selecting selecting) {

    private static final double MILLISECONDS_PER_YEAR = 365.25 * 24 * 3600 * 1000;

    public ExperimentPlan {
        checkArgument(trials >= 1, "trials must be at least 1, was %s", trials);
        checkArgument(
                stopping.isEmpty() || stopping.get().maxTrials() == trials, "the most trials are asked for twice");
        checkArgument(horizon.toMillis() > 0, "the horizon must be at least 1 ms, was %s", horizon);
        checkArgument(0 < confidence && confidence < 1, "confidence must lie within (0, 1), was %s", confidence);
        checkArgument(threads >= 1, "threads must be at least 1, was %s", threads);
        checkArgument(!variants.isEmpty(), "there must be at least one option");
        checkArgument(
                variants.stream().filter(Variant::baseline).count() <= 1, "at most one option can be the baseline");
        ImmutableSet<String> names = variants.stream().map(Variant::name).collect(ImmutableSet.toImmutableSet());
        checkArgument(names.size() == variants.size(), "two options have the same name: %s", names);
        variants = List.copyOf(variants);
        objectives = List.copyOf(objectives);
        candidates = List.copyOf(candidates);
        conditionalOn = List.copyOf(conditionalOn);
        assumptions = List.copyOf(assumptions);
    }

    /** A plan that plays all of its trials, and chooses by the usual. */
    public ExperimentPlan(
            String name,
            long seed,
            long trials,
            Duration horizon,
            double confidence,
            List<Variant> variants,
            List<Objective> objectives,
            List<String> candidates,
            int threads,
            List<String> conditionalOn,
            List<Assumption> assumptions) {
        this(
                name,
                seed,
                trials,
                horizon,
                confidence,
                variants,
                objectives,
                candidates,
                threads,
                conditionalOn,
                assumptions,
                Optional.empty(),
                Selecting.USUAL);
    }

    /** Returns the horizon in years of 365.25 days. */
    public double years() {
        return horizon.toMillis() / MILLISECONDS_PER_YEAR;
    }

    /** Returns the index of the variant that others are compared with. */
    public int baseline() {
        for (int index = 0; index < variants.size(); index++) {
            if (variants.get(index).baseline()) {
                return index;
            }
        }
        return 0;
    }
}
