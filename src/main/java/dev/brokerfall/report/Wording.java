package dev.brokerfall.report;

import dev.brokerfall.experiment.Comparison;
import dev.brokerfall.experiment.Conclusion;
import dev.brokerfall.experiment.ExperimentResult;
import dev.brokerfall.experiment.Objective;
import dev.brokerfall.experiment.ObjectiveResult;
import dev.brokerfall.experiment.OptionResult;
import dev.brokerfall.experiment.Verdict;
import dev.brokerfall.metric.Metric;
import dev.brokerfall.stats.Estimate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The sentences that every form of a report shares, so that all say the same. */
final class Wording {

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
                + Figures.duration(result.years() * 365.25 * 24 * 3600);
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
            default -> number + " " + Figures.unit(metric);
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
        if (unknown + inferred == 0) {
            return Optional.empty();
        }
        List<String> parts = new ArrayList<>();
        if (unknown > 0) {
            parts.add(unknown + (unknown == 1 ? " value" : " values") + " without a source");
        }
        if (inferred > 0) {
            parts.add(inferred + (unknown > 0 ? "" : inferred == 1 ? " value" : " values") + " inferred");
        }
        return Optional.of("Rests on " + String.join(" and ", parts) + ": report.md lists them.");
    }

    /** Returns the result in one plain sentence. */
    static String verdictSentence(ExperimentResult result) {
        if (result.objectives().isEmpty()) {
            return best(result).orElse("Nothing was asked of the options: the scenario has no objectives.");
        }
        Conclusion conclusion = Conclusion.of(result);
        List<String> meetAll = conclusion.meetAll();
        if (meetAll.isEmpty()) {
            return noneMeets(result);
        }
        String sentence = conclusion
                .recommended()
                .map(name -> recommendation(result, conclusion, name))
                .orElseGet(() -> String.join(", ", meetAll)
                        + (meetAll.size() == 1 ? " meets" : " meet")
                        + " every objective, but not without values that have no source: none is recommended on them.");
        return sentence + unsettled(result, meetAll);
    }

    private static String recommendation(ExperimentResult result, Conclusion conclusion, String name) {
        OptionResult chosen = result.options().stream()
                .filter(option -> option.name().equals(name))
                .findFirst()
                .orElseThrow();
        String place = place(conclusion);
        return against(result, chosen)
                .map(change -> name + " " + change + "; it " + place + ".")
                .orElse(name + (chosen.baseline() ? ", the baseline, " : " ") + place + ".");
    }

    private static String place(Conclusion conclusion) {
        int meet = conclusion.meetAll().size();
        if (meet == 1) {
            return "alone meets every objective";
        }
        String all = "the " + meet + " that meet every objective (" + String.join(", ", conclusion.meetAll()) + ")";
        return conclusion.equallyCheap().isEmpty()
                ? "is the cheapest of " + all
                : "is out the shortest of the cheapest (beside it " + String.join(", ", conclusion.equallyCheap())
                        + ") of " + all;
    }

    private static Optional<Comparison> comparison(ExperimentResult result, String option, Metric metric) {
        return result.comparisons().stream()
                .filter(each -> each.option().equals(option) && each.metric() == metric)
                .findFirst();
    }

    /** Returns what choosing {@code option} changes against the baseline, such as {@code cuts … by 19 % (…) for 4 % less money}. */
    private static Optional<String> against(ExperimentResult result, OptionResult option) {
        return comparison(result, option.name(), Metric.OUTAGE_MINUTES)
                .filter(each -> each.difference().known())
                .map(each -> outage(each, result) + money(result, option.name()));
    }

    private static String outage(Comparison comparison, ExperimentResult result) {
        String interval = " (" + Figures.confidence(result.confidence()).replace("%", "%%") + " CI %s, paired)";
        Estimate ratio = comparison.ratio();
        Estimate difference = comparison.difference();
        boolean relative = ratio.known() && ratio.bounded() && ratio.upper() < 10;
        return switch (comparison.verdict()) {
            case BETTER ->
                relative
                        ? "cuts the time in which " + comparison.baseline() + " cannot write by "
                                + Figures.percent(1 - ratio.value())
                                + interval.formatted(percentages(1 - ratio.upper(), 1 - ratio.lower()))
                        : "cannot write for " + Figures.number(-difference.value()) + " minutes a year less than "
                                + comparison.baseline()
                                + interval.formatted(Figures.number(-difference.upper()) + " to "
                                        + Figures.number(-difference.lower()));
            case WORSE ->
                "cannot write for " + Figures.number(difference.value()) + " minutes a year more than "
                        + comparison.baseline()
                        + interval.formatted(
                                Figures.number(difference.lower()) + " to " + Figures.number(difference.upper()));
            case INDISTINGUISHABLE -> "cannot be told from " + comparison.baseline() + " by the time it cannot write";
            case NO_DATA -> "has no data to compare with " + comparison.baseline();
        };
    }

    private static String percentages(double low, double high) {
        return Figures.number(100 * low) + " to " + Figures.number(100 * high) + " %";
    }

    private static String money(ExperimentResult result, String option) {
        return comparison(result, option, Metric.MONTHLY_COST)
                .filter(each -> each.ratio().known())
                .map(each -> {
                    double change = each.ratio().value() - 1;
                    return Math.abs(change) < 0.005
                            ? " for the same money"
                            : " for " + Figures.percent(Math.abs(change)) + (change > 0 ? " more" : " less") + " money";
                })
                .orElse("");
    }

    private static String noneMeets(ExperimentResult result) {
        Set<String> why = new LinkedHashSet<>();
        for (Verdict verdict : List.of(Verdict.FAIL, Verdict.NO_DATA, Verdict.INCONCLUSIVE)) {
            result.objectives().stream()
                    .filter(each ->
                            each.verdict() == verdict && each.objective().severity() == Objective.Severity.FAIL)
                    .collect(Collectors.groupingBy(
                            each -> each.objective().id(),
                            java.util.LinkedHashMap::new,
                            Collectors.mapping(ObjectiveResult::option, Collectors.toList())))
                    .forEach((id, options) -> why.add(id + " " + word(verdict) + " for "
                            + (options.size() == result.options().size() && options.size() > 1
                                    ? "all"
                                    : String.join(", ", options))));
        }
        String subject = result.options().size() == 1 ? "The option does not meet" : "No option meets";
        return subject + " every objective: " + String.join("; ", why) + "." + unsettled(result, List.of());
    }

    private static String word(Verdict verdict) {
        return switch (verdict) {
            case FAIL -> "fails";
            case NO_DATA -> "has no data";
            case INCONCLUSIVE -> "is inconclusive";
            case PASS -> "passes";
        };
    }

    /** Returns how many trials would settle what is open, for those options that could still pass. */
    private static String unsettled(ExperimentResult result, List<String> meetAll) {
        List<String> open = result.objectives().stream()
                .filter(each -> each.verdict() == Verdict.INCONCLUSIVE
                        && each.objective().severity() == Objective.Severity.FAIL
                        && !meetAll.contains(each.option())
                        && each.trialsToSettle().isPresent())
                .map(each -> each.objective().id() + " of " + each.option() + " about "
                        + Figures.count(each.trialsToSettle().getAsLong()) + " trials")
                .toList();
        return open.isEmpty() ? "" : " To settle it: " + String.join(", ", open) + ".";
    }

    /** Returns the option that differs most for the better, when there are no objectives to judge by. */
    private static Optional<String> best(ExperimentResult result) {
        return result.comparisons().stream()
                .filter(each -> each.metric() == Metric.OUTAGE_MINUTES && each.verdict() == Comparison.Outcome.BETTER)
                .min((one, other) -> Double.compare(
                        one.difference().value(), other.difference().value()))
                .map(each -> each.option() + " " + outage(each, result) + money(result, each.option()) + ".")
                .or(() -> result.comparisons().stream().anyMatch(each -> each.metric() == Metric.OUTAGE_MINUTES)
                        ? Optional.of("No option is shown to be better than the baseline by the time it cannot write.")
                        : Optional.empty());
    }
}
