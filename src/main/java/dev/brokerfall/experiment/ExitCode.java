package dev.brokerfall.experiment;

import dev.brokerfall.experiment.Objective.Severity;
import java.util.Comparator;
import java.util.List;

/** What a run says to the shell. */
public final class ExitCode {

    /** Objectives are met, as far as they decide. */
    public static final int DONE = 0;
    /** Not every trial was played to its end. */
    public static final int INCOMPLETE = 4;
    /** A deciding objective is inconclusive, and that matters. */
    public static final int INCONCLUSIVE = 98;
    /** Objectives failed or have no data. */
    public static final int FAILED = 99;

    private ExitCode() {}

    /** What counts as a failure. */
    public enum FailOn {
        /** Failed objectives of severity fail. */
        FAIL,
        /** Those, and inconclusive ones. */
        INCONCLUSIVE,
        /** Failed objectives of any severity. */
        WARN,
        /** No objective. */
        NEVER
    }

    /**
     * Returns the exit code of a finished run. With candidates each of them must pass every deciding objective; without, at least one
     * option must.
     */
    public static int of(ExperimentResult result, FailOn failOn) {
        if (!result.complete() || !result.failures().isEmpty()) {
            return INCOMPLETE;
        }
        if (failOn == FailOn.NEVER) {
            return DONE;
        }
        return switch (verdict(result, failOn)) {
            case PASS -> DONE;
            case INCONCLUSIVE -> failOn == FailOn.INCONCLUSIVE ? INCONCLUSIVE : DONE;
            case FAIL, NO_DATA -> FAILED;
        };
    }

    private static Verdict verdict(ExperimentResult result, FailOn failOn) {
        List<Verdict> verdicts = result.options().stream()
                .filter(option -> isDeciding(result, option))
                .map(option -> verdict(result, option, failOn))
                .toList();
        Comparator<Verdict> byGravity = Comparator.naturalOrder();
        return result.candidates().isEmpty()
                ? verdicts.stream().min(byGravity).orElse(Verdict.PASS)
                : verdicts.stream().max(byGravity).orElse(Verdict.NO_DATA);
    }

    static boolean isDeciding(ExperimentResult result, OptionResult option) {
        return result.candidates().isEmpty()
                || result.candidates().contains(option.name())
                || result.candidates().contains(option.option());
    }

    /** Returns the gravest verdict on one option. */
    private static Verdict verdict(ExperimentResult result, OptionResult option, FailOn failOn) {
        List<Verdict> verdicts = result.objectives().stream()
                .filter(objective -> objective.option().equals(option.name()))
                .filter(objective -> objective.objective().severity() == Severity.FAIL || failOn == FailOn.WARN)
                .map(ObjectiveResult::verdict)
                .toList();
        return verdicts.stream().max(Comparator.naturalOrder()).orElse(Verdict.PASS);
    }
}
