package dev.brokerfall.experiment;

import dev.brokerfall.experiment.Stopping.Rule;
import dev.brokerfall.metric.Metric;
import dev.brokerfall.stats.Estimate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Looks whether enough has been played. */
final class Stops {

    private final ExperimentPlan plan;
    private final Stopping rule;
    private final List<TrialTable> tables;

    Stops(ExperimentPlan plan, Stopping rule, List<TrialTable> tables) {
        this.plan = plan;
        this.rule = rule;
        this.tables = tables;
    }

    /** Returns what the trials so far say of what was asked for. */
    StoppingResult look() {
        long trials = tables.get(0).trials();
        if (rule.rule() == Rule.BEST) {
            boolean decided =
                    new Choosing(plan, tables).choice().map(Choice::decided).orElse(true);
            return new StoppingResult(rule, trials, decided, Optional.empty());
        }
        Estimates estimates = new Estimates(plan, tables);
        Look widest = IntStream.range(0, tables.size())
                .boxed()
                .flatMap(option -> rule.metrics().stream().map(metric -> look(estimates, metric, option)))
                .max(Comparator.comparingDouble(look -> look.halfWidth() / look.wanted()))
                .orElseThrow();
        return new StoppingResult(rule, trials, widest.reached(), Optional.of(widest));
    }

    private Look look(Estimates estimates, Metric metric, int option) {
        Estimate number = rule.stat() == Objective.Stat.MEAN
                ? estimates.meanOf(metric, option)
                : estimates.metric(metric, option).of(rule.stat());
        double half = (number.upper() - number.lower()) / 2;
        // Where no width is left nothing can be narrower, though it is no share of a quantile of 0.
        double measured = rule.rule() == Rule.RELATIVE && half > 0 ? half / number.value() : half;
        return new Look(
                plan.variants().get(option).name(),
                metric,
                rule.stat(),
                Double.isNaN(measured) ? Double.POSITIVE_INFINITY : measured,
                rule.halfWidth());
    }

    /** Returns about how many trials of each option are played in the end: intervals narrow with the root of their number. */
    long expected(StoppingResult now) {
        double times = now.widest()
                .map(look -> look.halfWidth() / look.wanted())
                .orElseGet(() -> new Choosing(plan, tables)
                        .choice()
                        .map(choice -> Math.sqrt((double) choice.trialsToDecide() / choice.trials()))
                        .orElse(1.0));
        double needed = now.trials() * times * times;
        return rule.looks().stream().filter(look -> look >= needed).findFirst().orElse(rule.maxTrials());
    }
}
