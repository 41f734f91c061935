package dev.brokerfall.experiment;

import dev.brokerfall.metric.Metric;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What the last line of a report says.
 *
 * @param meetAll the variants that meet every objective of severity fail, in order; empty without objectives
 * @param recommended the cheapest of them that rests on no place-holder, if there is one; of several that cost the same to the dollar
 *     the one that is out the shortest
 * @param equallyCheap the others that cost the same as the recommended one, in order
 * @param againstBaseline what it changes against the baseline in outage minutes a year
 * @param costAgainstBaseline what it changes against the baseline in money a month
 * @param unsettled deciding objectives that are inconclusive
 */
public record Conclusion(
        List<String> meetAll,
        Optional<String> recommended,
        List<String> equallyCheap,
        Optional<Comparison> againstBaseline,
        Optional<Comparison> costAgainstBaseline,
        List<ObjectiveResult> unsettled) {

    public Conclusion {
        meetAll = List.copyOf(meetAll);
        equallyCheap = List.copyOf(equallyCheap);
        unsettled = List.copyOf(unsettled);
    }

    /** Draws the conclusion from what an experiment found out. */
    public static Conclusion of(ExperimentResult result) {
        List<OptionResult> passing = result.options().stream()
                .filter(option -> meetsAll(result, option))
                .toList();
        Optional<OptionResult> chosen = cheapest(passing.stream()
                .filter(option -> !restsOnPlaceHolder(result, option))
                .toList());
        Optional<String> recommended = chosen.map(OptionResult::name);
        return new Conclusion(
                passing.stream().map(OptionResult::name).toList(),
                recommended,
                chosen.map(option -> equallyCheap(passing, option)).orElseGet(List::of),
                recommended.flatMap(name -> comparison(result, name, Metric.OUTAGE_MINUTES)),
                recommended.flatMap(name -> comparison(result, name, Metric.MONTHLY_COST)),
                unsettled(result));
    }

    private static List<String> equallyCheap(List<OptionResult> passing, OptionResult chosen) {
        return passing.stream()
                .filter(option ->
                        !option.name().equals(chosen.name()) && Math.round(cost(option)) == Math.round(cost(chosen)))
                .filter(option -> Double.isFinite(cost(option)))
                .map(OptionResult::name)
                .toList();
    }

    private static boolean meetsAll(ExperimentResult result, OptionResult option) {
        List<ObjectiveResult> deciding = deciding(result, option);
        return !deciding.isEmpty() && deciding.stream().allMatch(objective -> objective.verdict() == Verdict.PASS);
    }

    private static List<ObjectiveResult> deciding(ExperimentResult result, OptionResult option) {
        return result.objectives().stream()
                .filter(objective -> objective.option().equals(option.name()))
                .filter(objective -> objective.objective().severity() == Objective.Severity.FAIL)
                .toList();
    }

    private static boolean restsOnPlaceHolder(ExperimentResult result, OptionResult option) {
        return deciding(result, option).stream().anyMatch(ObjectiveResult::placeHolder);
    }

    /** A single one needs no price; among several those whose price has no known place are left out. */
    private static Optional<OptionResult> cheapest(List<OptionResult> options) {
        if (options.size() == 1) {
            return Optional.of(options.get(0));
        }
        return options.stream()
                .filter(option -> Double.isFinite(cost(option)))
                .min(Comparator.<OptionResult>comparingLong(option -> Math.round(cost(option)))
                        .thenComparingDouble(Conclusion::outage));
    }

    private static double outage(OptionResult option) {
        MetricResult outage = option.metrics().get(Metric.OUTAGE_MINUTES);
        return outage == null ? Double.NaN : outage.mean().value();
    }

    private static double cost(OptionResult option) {
        MetricResult cost = option.metrics().get(Metric.MONTHLY_COST);
        return cost == null || cost.placeHolder() ? Double.NaN : cost.mean().value();
    }

    private static Optional<Comparison> comparison(ExperimentResult result, String option, Metric metric) {
        return result.comparisons().stream()
                .filter(comparison -> comparison.option().equals(option) && comparison.metric() == metric)
                .findFirst();
    }

    private static List<ObjectiveResult> unsettled(ExperimentResult result) {
        return result.options().stream()
                .filter(option -> ExitCode.isDeciding(result, option))
                .flatMap(option -> deciding(result, option).stream())
                .filter(objective -> objective.verdict() == Verdict.INCONCLUSIVE)
                .toList();
    }
}
