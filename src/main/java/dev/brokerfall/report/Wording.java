package dev.brokerfall.report;

import dev.brokerfall.experiment.ExperimentResult;
import dev.brokerfall.experiment.Objective;
import dev.brokerfall.experiment.Verdict;
import dev.brokerfall.metric.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The sentences that every form of a report shares, so that all say the same. */
final class Wording {

    private static final double SECONDS_PER_YEAR = 365.25 * 24 * 3600;
    private static final double ONE_YEAR_WITHIN = 0.01;

    private Wording() {}

    /** Returns how much was played, such as {@code 7 options × 1,000 simulated years, same faults for all}. */
    static String size(ExperimentResult result) {
        int options = result.options().size();
        return options
                + (options == 1 ? " option × " : " options × ")
                + trials(result)
                + (options == 1 ? "" : ", same faults for all");
    }

    /** Returns the trials of one option, such as {@code 1,000 simulated years}. */
    static String trials(ExperimentResult result) {
        if (Math.abs(result.years() - 1) < ONE_YEAR_WITHIN) {
            return Figures.count(result.trials()) + (result.trials() == 1 ? " simulated year" : " simulated years");
        }
        return Figures.count(result.trials()) + (result.trials() == 1 ? " trial" : " trials") + " of "
                + Figures.duration(seconds(result));
    }

    /** Returns the length of a trial in seconds. */
    static double seconds(ExperimentResult result) {
        return result.years() * SECONDS_PER_YEAR;
    }

    /** Returns an objective as a heading, such as {@code recovery p95 ≤ 45m}. */
    static String objective(Objective objective) {
        String stat = objective.stat() == Objective.Stat.MEAN
                ? ""
                : " " + objective.stat().key();
        String sign = objective.bound() == Objective.Bound.MAX ? " ≤ " : " ≥ ";
        String warn = objective.severity() == Objective.Severity.WARN ? " (warn)" : "";
        return objective.id() + stat + sign + limit(objective.metric(), objective.limit()) + warn;
    }

    private static String limit(Metric metric, double limit) {
        String number = Figures.plain(Figures.scaled(metric, limit));
        return switch (metric.unit()) {
            case MINUTES_PER_YEAR -> number + "m/y";
            case USD_PER_MONTH -> number;
            case FRACTION, PROBABILITY -> number + " %";
            case SECONDS -> Figures.duration(limit);
            default -> number + " " + Per.YEAR.unit(metric);
        };
    }

    /** Returns the word for {@code verdict}. */
    static String verdict(Verdict verdict) {
        return verdict.name().replace('_', ' ');
    }

    /** Returns a share of a whole, such as {@code 58 %}; a small one is not called nothing. */
    static String share(double share) {
        return share < 0.005 ? "< 1 %" : Math.round(100 * share) + " %";
    }

    /** Returns what the result rests on, if it rests on anything that nobody states. */
    static Optional<String> restsOn(ExperimentResult result) {
        long unknown = result.assumptions().stream()
                .filter(each -> each.label().equals("unknown"))
                .count();
        long inferred = result.assumptions().stream()
                .filter(each -> each.label().equals("inferred"))
                .count();
        long replaced = result.assumptions().stream()
                .filter(each -> each.instead().isPresent())
                .count();
        if (unknown + inferred + replaced == 0) {
            return Optional.empty();
        }
        List<String> parts = new ArrayList<>();
        if (unknown > 0) {
            parts.add(unknown + (unknown == 1 ? " value" : " values") + " without a source");
        }
        if (inferred > 0) {
            parts.add(inferred + (unknown > 0 ? "" : inferred == 1 ? " value" : " values") + " inferred");
        }
        if (replaced > 0) {
            parts.add(replaced + (replaced == 1 ? " value" : " values") + " of your own");
        }
        return Optional.of("Rests on " + String.join(" and ", parts)
                + ": report.md lists them, brokerfall sensitivity moves them.");
    }
}
