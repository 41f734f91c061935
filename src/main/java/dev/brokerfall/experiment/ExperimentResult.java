package dev.brokerfall.experiment;

import com.google.common.collect.ImmutableMap;
import java.util.List;

/**
 * Everything an experiment found out: what {@code results.json} holds, and what tables and charts are made from.
 *
 * @param scenario the scenario's name
 * @param seed the seed of all luck
 * @param trials how many trials of each variant were asked for, or, where the experiment stopped by itself, played
 * @param years the horizon of a trial, in years of 365.25 days
 * @param confidence the confidence of every interval, such as 0.95
 * @param conditionalOn the events that are planned in every trial; figures then belong to "a year with these events"
 * @param candidates the variants whose objectives decide the exit code; empty: at least one variant must pass
 * @param options one per variant, in the order of the scenario
 * @param comparisons each variant but the baseline beside the baseline, for each metric
 * @param objectives each objective for each variant
 * @param assumptions what the results rest on that nobody states
 * @param failures the trials that broke down
 * @param complete whether every trial asked for was played
 * @param eventsHandled events of all trials together
 * @param rigour how far all this can be trusted
 */
public record ExperimentResult(
        String scenario,
        long seed,
        long trials,
        double years,
        double confidence,
        List<String> conditionalOn,
        List<String> candidates,
        List<OptionResult> options,
        List<Comparison> comparisons,
        List<ObjectiveResult> objectives,
        List<Assumption> assumptions,
        List<FailedTrial> failures,
        boolean complete,
        long eventsHandled,
        Rigour rigour) {

    /** The version of the form of {@code results.json}. */
    public static final int SCHEMA_VERSION = 1;

    public ExperimentResult {
        conditionalOn = List.copyOf(conditionalOn);
        candidates = List.copyOf(candidates);
        options = List.copyOf(options);
        comparisons = List.copyOf(comparisons);
        objectives = List.copyOf(objectives);
        assumptions = List.copyOf(assumptions);
        failures = List.copyOf(failures);
    }

    /** A result that says nothing about how far it can be trusted. */
    public ExperimentResult(
            String scenario,
            long seed,
            long trials,
            double years,
            double confidence,
            List<String> conditionalOn,
            List<String> candidates,
            List<OptionResult> options,
            List<Comparison> comparisons,
            List<ObjectiveResult> objectives,
            List<Assumption> assumptions,
            List<FailedTrial> failures,
            boolean complete,
            long eventsHandled) {
        this(
                scenario,
                seed,
                trials,
                years,
                confidence,
                conditionalOn,
                candidates,
                options,
                comparisons,
                objectives,
                assumptions,
                failures,
                complete,
                eventsHandled,
                Rigour.NONE);
    }

    /** Returns the variants by name. */
    public ImmutableMap<String, OptionResult> byName() {
        return options.stream().collect(ImmutableMap.toImmutableMap(OptionResult::name, option -> option));
    }
}
