package dev.brokerfall.experiment;

import com.google.common.collect.ImmutableMap;
import dev.brokerfall.experiment.TrialTable.Status;
import dev.brokerfall.metric.CauseTotals;
import dev.brokerfall.metric.Metric;
import dev.brokerfall.metric.TrialResult;
import dev.brokerfall.stats.Estimate;
import dev.brokerfall.stats.Familywise;
import dev.brokerfall.stats.Tally;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** What the trials of all variants say: estimates, comparisons, causes and verdicts, all folded in order of trial. */
final class Evaluation {

    private final ExperimentPlan plan;
    private final List<TrialTable> tables;
    private final Estimates estimates;
    private final Map<Integer, RareLoss> rare;

    Evaluation(ExperimentPlan plan, List<TrialTable> tables, Map<Integer, RareLoss> rare) {
        this.rare = rare;
        this.plan = plan;
        this.tables = tables;
        this.estimates = new Estimates(plan, tables);
    }

    ExperimentResult result(
            List<FailedTrial> failures, boolean complete, long events, Optional<StoppingResult> stopping) {
        List<OptionResult> options = new ArrayList<>();
        for (int index = 0; index < tables.size(); index++) {
            options.add(option(index));
        }
        return new ExperimentResult(
                plan.name(),
                plan.seed(),
                plan.stopping().isPresent() ? tables.get(0).trials() : plan.trials(),
                plan.years(),
                plan.confidence(),
                plan.conditionalOn(),
                plan.candidates(),
                options,
                new Comparisons(plan, tables, options, estimates).all(),
                new Judge(plan, options).all(),
                plan.assumptions(),
                failures,
                complete,
                events,
                new Rigour(stopping, new Choosing(plan, tables).choice(), diagnostics(options)));
    }

    private List<Diagnostics> diagnostics(List<OptionResult> options) {
        List<Diagnostics> diagnostics = new ArrayList<>();
        for (int index = 0; index < tables.size(); index++) {
            TrialTable table = tables.get(index);
            OptionResult option = options.get(index);
            diagnostics.add(new Diagnostics(
                    option.name(),
                    (int) option.metrics().values().stream()
                            .filter(MetricResult::uneven)
                            .count(),
                    IntStream.range(0, table.trials())
                            .filter(trial -> !table.unfinished(trial).isEmpty())
                            .count(),
                    IntStream.range(0, table.trials())
                            .filter(trial -> table.status(trial) == Status.DONE)
                            .mapToDouble(
                                    trial -> table.unfinished(trial).stream().sum())
                            .average()
                            .orElse(0),
                    beginning(table),
                    Optional.ofNullable(option.metrics().get(Metric.OUTAGE_MINUTES))
                            .map(minutes -> minutes.mean().value())
                            .orElse(Double.NaN)));
        }
        return diagnostics;
    }

    /** Returns the mean outage minutes a year less those of what follows the beginning of the horizon. */
    private Estimate beginning(TrialTable table) {
        Tally tally = new Tally();
        for (int trial = 0; trial < table.trials(); trial++) {
            double all = table.value(Metric.OUTAGE_MINUTES, trial);
            double rest = (all - table.earlyMinutes(trial)) / (1 - TrialResult.EARLY);
            if (table.status(trial) == Status.DONE && !Double.isNaN(rest)) {
                tally.add(all - rest);
            }
        }
        return tally.summary().meanWithin(Familywise.each(plan.confidence(), tables.size()));
    }

    private MetricResult rarely(MetricResult plain, int index) {
        RareLoss loss = rare.get(index);
        return loss == null
                ? plain
                : loss.perTrial()
                        .map(perTrial -> plain.instead(YearlyProbability.of(perTrial, plan.years()), loss))
                        .orElse(plain);
    }

    private OptionResult option(int index) {
        Variant variant = plan.variants().get(index);
        TrialTable table = tables.get(index);
        Estimates.Recoveries recoveries = estimates.recoveries(index);
        ImmutableMap.Builder<Metric, MetricResult> metrics = ImmutableMap.builder();
        for (Metric metric : Metric.all()) {
            MetricResult result =
                    metric.kind() == Metric.Kind.EPISODES ? recoveries.metric() : estimates.metric(metric, index);
            if (result.mean().known() || result.observations() > 0) {
                metrics.put(metric, metric == Metric.DATA_LOSS_PROBABILITY ? rarely(result, index) : result);
            }
        }
        return new OptionResult(
                variant.name(),
                variant.option(),
                variant.axes(),
                index == plan.baseline(),
                table.count(Status.DONE),
                table.count(Status.FAILED),
                metrics.buildOrThrow(),
                causes(table),
                recoveries.curve(),
                variant.maintenance(),
                variant.bill());
    }

    private static List<CauseRow> causes(TrialTable table) {
        double trials = table.count(Status.DONE);
        double perYear = 1 / (trials * table.years());
        Map<String, CauseTotals> totals = table.causes();
        CauseTotals all = totals.values().stream().reduce(CauseTotals.NOTHING, CauseTotals::plus);
        return totals.entrySet().stream()
                .map(entry -> row(entry.getKey(), entry.getValue(), all, 1 / trials, perYear))
                .sorted(Comparator.comparingDouble(CauseRow::unavailability)
                        .thenComparingDouble(CauseRow::lostRecordsPerYear)
                        .thenComparingDouble(CauseRow::reReplicatedBytesPerYear)
                        .reversed()
                        .thenComparing(CauseRow::cause))
                .toList();
    }

    private static CauseRow row(String cause, CauseTotals its, CauseTotals all, double perTrial, double perYear) {
        return new CauseRow(
                cause,
                its.unwritableShare() * perTrial,
                share(its.unwritableShare(), all.unwritableShare()),
                its.outageMinutes() * perYear,
                its.lostRecords() * perYear,
                its.lostBytes() * perYear,
                share(its.lostRecords(), all.lostRecords()),
                its.reReplicatedBytes() * perYear);
    }

    private static double share(double part, double whole) {
        return whole == 0 ? 0 : part / whole;
    }
}
