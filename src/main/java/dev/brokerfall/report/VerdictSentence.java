package dev.brokerfall.report;

import dev.brokerfall.experiment.Comparison;
import dev.brokerfall.experiment.Conclusion;
import dev.brokerfall.experiment.ExperimentResult;
import dev.brokerfall.experiment.MetricResult;
import dev.brokerfall.experiment.Objective;
import dev.brokerfall.experiment.ObjectiveResult;
import dev.brokerfall.experiment.OptionResult;
import dev.brokerfall.experiment.Verdict;
import dev.brokerfall.metric.Metric;
import dev.brokerfall.stats.Estimate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A result in one plain sentence: which option, what it changes, whether it meets what was asked. */
final class VerdictSentence {

    private static final double RATIO_SAID_AS_SHARE = 10;
    private static final double SAME_MONEY = 0.005;
    private static final int NAMED = 4;

    private final ExperimentResult result;
    private final Conclusion conclusion;

    private VerdictSentence(ExperimentResult result) {
        this.result = result;
        this.conclusion = Conclusion.of(result);
    }

    /** Returns the sentence for {@code result}. */
    static String of(ExperimentResult result) {
        VerdictSentence sentence = new VerdictSentence(result);
        return sentence.text() + sentence.unequalMaintenance();
    }

    private String text() {
        if (result.objectives().isEmpty()) {
            return best();
        }
        String sentence = conclusion.recommended().map(this::recommend).orElseGet(this::recommendNothing);
        return sentence + unsettled();
    }

    /** Options whose machines are not restarted equally often differ by that too. */
    private String unequalMaintenance() {
        Map<String, List<String>> options = result.options().stream()
                .collect(Collectors.groupingBy(
                        OptionResult::maintenance,
                        LinkedHashMap::new,
                        Collectors.mapping(OptionResult::name, Collectors.toList())));
        if (options.size() < 2) {
            return "";
        }
        String each = options.entrySet().stream()
                .map(entry -> some(entry.getValue()) + " " + entry.getKey())
                .collect(Collectors.joining("; "));
        return " Maintenance is not equal (planned restarts or renewals of machines: " + each
                + "), so part of what tells the options apart is that.";
    }

    private static String some(List<String> names) {
        return names.size() <= NAMED
                ? String.join(", ", names)
                : String.join(", ", names.subList(0, NAMED)) + " and " + (names.size() - NAMED) + " more";
    }

    private String recommend(String name) {
        String place = place();
        if (isBaseline(name)) {
            return name + ", the baseline, " + place + ".";
        }
        return conclusion
                .againstBaseline()
                .filter(change -> change.difference().known())
                .map(change ->
                        name + " " + outage(change) + money(conclusion.costAgainstBaseline()) + "; it " + place + ".")
                .orElse(name + " " + place + ".");
    }

    private String place() {
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

    private boolean isBaseline(String name) {
        return result.options().stream().anyMatch(option -> option.name().equals(name) && option.baseline());
    }

    private String recommendNothing() {
        List<String> meetAll = conclusion.meetAll();
        if (!meetAll.isEmpty()) {
            return String.join(", ", meetAll) + (meetAll.size() == 1 ? " meets" : " meet")
                    + " every objective, but " + (meetAll.size() == 1 ? "rests" : "rest")
                    + " on a value without a source, so none is recommended.";
        }
        List<String> why = new ArrayList<>();
        for (Verdict verdict : List.of(Verdict.FAIL, Verdict.NO_DATA, Verdict.INCONCLUSIVE)) {
            result.objectives().stream()
                    .filter(each ->
                            each.verdict() == verdict && each.objective().severity() == Objective.Severity.FAIL)
                    .collect(Collectors.groupingBy(
                            each -> each.objective().id(),
                            LinkedHashMap::new,
                            Collectors.mapping(ObjectiveResult::option, Collectors.toList())))
                    .forEach((id, options) -> why.add(id + " " + word(verdict) + " for " + names(options)));
        }
        String subject = result.options().size() == 1 ? "The option does not meet" : "No option is shown to meet";
        return why.isEmpty()
                ? "Nothing was asked of the options but warnings."
                : subject + " every objective: " + String.join("; ", why) + ".";
    }

    private String names(List<String> options) {
        return options.size() == result.options().size() && options.size() > 1 ? "all" : String.join(", ", options);
    }

    private static String word(Verdict verdict) {
        return switch (verdict) {
            case FAIL -> "fails";
            case NO_DATA -> "has no data";
            case INCONCLUSIVE -> "is inconclusive";
            case PASS -> "passes";
        };
    }

    /** Returns how many trials would settle what is open among what decides. */
    private String unsettled() {
        List<ObjectiveResult> open = conclusion.unsettled().stream()
                .filter(each -> each.trialsToSettle().isPresent())
                .toList();
        if (open.isEmpty()) {
            return "";
        }
        long trials = open.stream()
                .mapToLong(each -> each.trialsToSettle().getAsLong())
                .max()
                .orElseThrow();
        String ids = open.stream().map(each -> each.objective().id()).distinct().collect(Collectors.joining(" and "));
        return " About " + Figures.count(trials) + " trials would settle " + ids + ".";
    }

    /** Returns the option that differs most for the better, when there are no objectives to judge by. */
    private String best() {
        List<Comparison> compared = result.comparisons().stream()
                .filter(each -> each.metric() == Metric.OUTAGE_MINUTES)
                .toList();
        if (compared.isEmpty()) {
            return "Nothing was asked of the options: the scenario has no objectives.";
        }
        return compared.stream()
                .filter(each -> each.joint().verdict() == Comparison.Outcome.BETTER)
                .min(Comparator.comparingDouble(each -> each.difference().value()))
                .map(each -> each.option() + " " + outage(each) + money(cost(each.option())) + "."
                        + unsourced(each.option()))
                .orElse("No option is shown to be better than the baseline by the time it cannot write.");
    }

    private String unsourced(String option) {
        boolean placeHolder = result.options().stream()
                .filter(each -> each.name().equals(option))
                .flatMap(each -> Optional.ofNullable(each.metrics().get(Metric.OUTAGE_MINUTES)).stream())
                .anyMatch(MetricResult::placeHolder);
        return placeHolder ? " It rests on a value without a source, so it is not recommended." : "";
    }

    private Optional<Comparison> cost(String option) {
        return result.comparisons().stream()
                .filter(each -> each.option().equals(option) && each.metric() == Metric.MONTHLY_COST)
                .findFirst();
    }

    /** What is said of the option that was picked out of all holds for all at once, as the verdicts of the table do. */
    private String outage(Comparison comparison) {
        Estimate difference = comparison.difference();
        return switch (comparison.joint().verdict()) {
            case BETTER -> less(comparison);
            case WORSE ->
                "cannot write for " + Figures.number(difference.value()) + " " + minutes() + " more than "
                        + comparison.baseline() + interval(difference.lower(), difference.upper(), "");
            case INDISTINGUISHABLE -> "cannot be told from " + comparison.baseline() + " by the time it cannot write,";
            case NO_DATA -> "has no data to compare with " + comparison.baseline();
        };
    }

    private String less(Comparison comparison) {
        Estimate ratio = comparison.ratio();
        if (ratio.known() && ratio.bounded() && ratio.upper() < RATIO_SAID_AS_SHARE) {
            return "cuts the time in which " + comparison.baseline() + " cannot write by "
                    + Figures.percent(1 - ratio.value())
                    + interval(100 * (1 - ratio.upper()), 100 * (1 - ratio.lower()), " %");
        }
        Estimate difference = comparison.difference();
        return "cannot write for " + Figures.number(-difference.value()) + " " + minutes() + " less than "
                + comparison.baseline() + interval(-difference.upper(), -difference.lower(), "");
    }

    private String minutes() {
        return Per.of(result).minutes();
    }

    private String interval(double low, double high, String unit) {
        return " (" + Figures.confidence(result.confidence()) + " CI " + Figures.number(low) + " to "
                + Figures.number(high) + unit + ", paired)";
    }

    private static String money(Optional<Comparison> cost) {
        return cost.filter(each -> each.ratio().known())
                .map(each -> {
                    double change = each.ratio().value() - 1;
                    return Math.abs(change) < SAME_MONEY
                            ? " for the same money"
                            : " for " + Figures.percent(Math.abs(change)) + (change > 0 ? " more" : " less") + " money";
                })
                .orElse("");
    }
}
