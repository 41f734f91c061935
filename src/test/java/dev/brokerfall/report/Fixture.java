package dev.brokerfall.report;

import com.google.common.collect.ImmutableMap;
import dev.brokerfall.experiment.Assumption;
import dev.brokerfall.experiment.CauseRow;
import dev.brokerfall.experiment.Comparison;
import dev.brokerfall.experiment.ExperimentResult;
import dev.brokerfall.experiment.MetricResult;
import dev.brokerfall.experiment.Objective;
import dev.brokerfall.experiment.ObjectiveResult;
import dev.brokerfall.experiment.OptionResult;
import dev.brokerfall.experiment.RecoveryCurve;
import dev.brokerfall.experiment.Rigour;
import dev.brokerfall.experiment.Verdict;
import dev.brokerfall.metric.Metric;
import dev.brokerfall.stats.Estimate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/** A result made by hand, in the shape of a comparison of seven storage options; the figures mean nothing. */
final class Fixture {

    static final Objective AVAIL = new Objective(
            "avail", Metric.OUTAGE_MINUTES, Objective.Stat.MEAN, Objective.Bound.MAX, 60, Objective.Severity.FAIL);
    static final Objective NO_LOSS = new Objective(
            "no-loss",
            Metric.DATA_LOSS_PROBABILITY,
            Objective.Stat.MEAN,
            Objective.Bound.MAX,
            0.01,
            Objective.Severity.FAIL);
    static final Objective RECOVERY = new Objective(
            "recovery", Metric.RECOVERY, Objective.Stat.P95, Objective.Bound.MAX, 2700, Objective.Severity.FAIL);
    static final Objective BUDGET = new Objective(
            "budget", Metric.MONTHLY_COST, Objective.Stat.MEAN, Objective.Bound.MAX, 2600, Objective.Severity.WARN);

    private static final Estimate TWO_HUNDRED_MINUTES = new Estimate(11_000, 10_500, 12_100);

    private Fixture() {}

    private record Sketch(
            String name, double minutes, double width, int losses, double p95Minutes, double tebi, double usd) {}

    private static final List<Sketch> SKETCHES = List.of(
            new Sketch("azure-disk-lrs", 18, 2, 0, 14, 0.9, 2200),
            new Sketch("azure-disk-zrs", 17.6, 2.1, 0, 13.5, 0.88, 2410),
            new Sketch("azure-files", 310, 60, 4, 41, 1.2, 2950),
            new Sketch("emptydir", 14.6, 1.9, 21, 31, 26.4, 1980),
            new Sketch("emptydir-ungated", 95, 11, 610, 33, 27.1, 1980),
            new Sketch("local-ssd", 15.1, 1.8, 20, 30, 26.2, 1980),
            new Sketch("dcos-local-disk", 4.4, 1.2, 1, 96, 2.3, 1640));

    /** Returns seven options, with objectives, causes, comparisons and assumptions. */
    static ExperimentResult sevenOptions() {
        List<OptionResult> options = new ArrayList<>();
        List<Comparison> comparisons = new ArrayList<>();
        List<ObjectiveResult> objectives = new ArrayList<>();
        Sketch baseline = SKETCHES.get(0);
        for (Sketch sketch : SKETCHES) {
            options.add(option(sketch, sketch.equals(baseline)));
            if (!sketch.equals(baseline)) {
                comparisons.add(outage(sketch, baseline));
                comparisons.add(cost(sketch, baseline));
            }
            objectives.addAll(objectives(sketch));
        }
        return result("westus2-storage-choice", options, comparisons, objectives, List.of());
    }

    /** Returns one option without objectives that is played under planned events. */
    static ExperimentResult oneOption() {
        return result("node-loss", List.of(option(SKETCHES.get(3), true)), List.of(), List.of(), List.of("loss"));
    }

    /** Returns the seven options with other maintenance for some of them. */
    static ExperimentResult maintained(Map<String, String> differently) {
        ExperimentResult equal = sevenOptions();
        return new ExperimentResult(
                equal.scenario(),
                equal.seed(),
                equal.trials(),
                equal.years(),
                equal.confidence(),
                equal.conditionalOn(),
                equal.candidates(),
                equal.options().stream()
                        .map(option -> new OptionResult(
                                option.name(),
                                option.option(),
                                option.axes(),
                                option.baseline(),
                                option.trials(),
                                option.failedTrials(),
                                option.metrics(),
                                option.causes(),
                                option.recovery(),
                                differently.getOrDefault(option.name(), option.maintenance())))
                        .toList(),
                equal.comparisons(),
                equal.objectives(),
                equal.assumptions(),
                equal.failures(),
                equal.complete(),
                equal.eventsHandled());
    }

    /** Returns the seven options without objectives and with other comparisons. */
    static ExperimentResult compared(UnaryOperator<Comparison> differently) {
        ExperimentResult seven = sevenOptions();
        return result(
                seven.scenario(),
                seven.options(),
                seven.comparisons().stream().map(differently).toList(),
                List.of(),
                seven.conditionalOn());
    }

    /** Returns the seven options, each trial of a tenth of a year in which something is planned. */
    static ExperimentResult trials(Rigour rigour) {
        return result(sevenOptions(), 0.1, List.of("upgrade"), rigour);
    }

    /** Returns the seven options, and what is said of how far they can be trusted. */
    static ExperimentResult rigorous(Rigour rigour) {
        return result(sevenOptions(), 1, List.of(), rigour);
    }

    private static ExperimentResult result(
            ExperimentResult seven, double years, List<String> conditionalOn, Rigour rigour) {
        return new ExperimentResult(
                seven.scenario(),
                seven.seed(),
                seven.trials(),
                years,
                seven.confidence(),
                conditionalOn,
                seven.candidates(),
                seven.options(),
                seven.comparisons(),
                seven.objectives(),
                seven.assumptions(),
                seven.failures(),
                seven.complete(),
                seven.eventsHandled(),
                rigour);
    }

    /** Returns a result of a platform without Kafka: nothing to judge. */
    static ExperimentResult nothingToJudge() {
        OptionResult option = new OptionResult(
                "zonetest",
                "zonetest",
                ImmutableMap.of(),
                true,
                20,
                0,
                ImmutableMap.of(),
                List.of(),
                new RecoveryCurve(0, 0, List.of()),
                "never");
        return result("zonetest", List.of(option), List.of(), List.of(), List.of());
    }

    static Setting setting() {
        return new Setting(
                "azure-typical",
                List.of(),
                "results/westus2-storage-choice/",
                "./brokerfall run scenarios/westus2-storage-choice.yaml --seed 20261122",
                "0.1.0",
                List.of(new Setting.Chart("unavailability", "How long each option cannot write.")));
    }

    private static ExperimentResult result(
            String name,
            List<OptionResult> options,
            List<Comparison> comparisons,
            List<ObjectiveResult> objectives,
            List<String> conditionalOn) {
        return new ExperimentResult(
                name,
                20261122,
                1000,
                1,
                0.95,
                conditionalOn,
                List.of(),
                options,
                comparisons,
                objectives,
                List.of(
                        new Assumption(
                                "faults.zoneOutage", "1 in 2.5y", "inferred", "from the vendor's reports | zone 3"),
                        new Assumption("files.deleteFault", "1e-5", "unknown", "place-holder"),
                        new Assumption("prices.dcos", "1,640 USD", "unknown", "place-holder")),
                List.of(),
                true,
                98_000_000);
    }

    private static OptionResult option(Sketch sketch, boolean baseline) {
        Map<Metric, MetricResult> metrics = new LinkedHashMap<>();
        Estimate minutes = estimate(sketch.minutes, sketch.width);
        put(metrics, Metric.OUTAGE_MINUTES, 1000, 900, minutes, sketch.name.equals("azure-files"));
        put(metrics, Metric.DATA_LOSS_PROBABILITY, 1000, sketch.losses, losses(sketch.losses), false);
        put(metrics, Metric.RE_REPLICATED_BYTES, 1000, 1000, estimate(sketch.tebi * Math.pow(2, 40), 2e9), false);
        Estimate p95 = estimate(sketch.p95Minutes * 60, 60);
        metrics.put(
                Metric.RECOVERY,
                new MetricResult(
                        Metric.RECOVERY, 52_000, 52_000, estimate(400, 10), p95, p95, TWO_HUNDRED_MINUTES, false));
        boolean guessed = sketch.name.startsWith("dcos");
        Estimate cost =
                guessed ? new Estimate(sketch.usd, sketch.usd * 0.8, sketch.usd * 1.3) : Estimate.exactly(sketch.usd);
        put(metrics, Metric.MONTHLY_COST, 0, 0, cost, guessed);
        return new OptionResult(
                sketch.name,
                sketch.name,
                ImmutableMap.of(),
                baseline,
                1000,
                0,
                ImmutableMap.copyOf(metrics),
                causes(sketch),
                curve(sketch),
                "every 7d");
    }

    private static void put(
            Map<Metric, MetricResult> metrics, Metric metric, long n, long events, Estimate mean, boolean guessed) {
        metrics.put(
                metric,
                new MetricResult(metric, n, events, mean, Estimate.NONE, Estimate.NONE, Estimate.NONE, guessed));
    }

    private static Estimate estimate(double value, double width) {
        return new Estimate(value, value - width, value + width);
    }

    private static Estimate losses(int losses) {
        double p = losses / 1000.0;
        return losses == 0
                ? new Estimate(0, 0, 0.0037)
                : new Estimate(
                        p,
                        p * Math.max(0.03, 1 - 1.5 / Math.sqrt(losses + 1)),
                        Math.min(1, p * (1 + 2 / Math.sqrt(losses))));
    }

    private static List<CauseRow> causes(Sketch sketch) {
        double unavailability = sketch.minutes / 525_960 * 0.4;
        return List.of(
                new CauseRow("zoneOutage", unavailability * 0.6, 0.6, sketch.minutes * 0.6, 0, 0, 0, 1e11),
                new CauseRow("nodePoolUpgrade", unavailability * 0.3, 0.3, sketch.minutes * 0.3, 0, 0, 0, 5e11),
                new CauseRow(
                        "nodeCrash+zoneOutage",
                        unavailability * 0.096,
                        0.096,
                        sketch.minutes * 0.096,
                        sketch.losses * 1e4,
                        sketch.losses * 1e7,
                        sketch.losses > 0 ? 1 : 0,
                        2e10),
                new CauseRow("nodeFreeze", unavailability * 0.004, 0.004, sketch.minutes * 0.004, 0, 0, 0, 0));
    }

    private static RecoveryCurve curve(Sketch sketch) {
        List<RecoveryCurve.Point> points = new ArrayList<>();
        points.add(new RecoveryCurve.Point(0, 1));
        for (int i = 1; i <= 50; i++) {
            double share = 1 - i / 50.0;
            points.add(new RecoveryCurve.Point(
                    sketch.p95Minutes * 60 * (0.05 - Math.log(share + 0.0008) / 3), share + (i < 50 ? 0.0005 : 0)));
        }
        return new RecoveryCurve(52_000, 3, points);
    }

    private static Comparison outage(Sketch sketch, Sketch baseline) {
        double difference = sketch.minutes - baseline.minutes;
        double half = (sketch.width + baseline.width) * 0.6;
        Comparison.Outcome verdict = Math.abs(difference) < half
                ? Comparison.Outcome.INDISTINGUISHABLE
                : difference < 0 ? Comparison.Outcome.BETTER : Comparison.Outcome.WORSE;
        double ratio = sketch.minutes / baseline.minutes;
        return new Comparison(
                Metric.OUTAGE_MINUTES,
                sketch.name,
                baseline.name,
                estimate(difference, half),
                estimate(ratio, half / baseline.minutes),
                verdict);
    }

    private static Comparison cost(Sketch sketch, Sketch baseline) {
        return new Comparison(
                Metric.MONTHLY_COST,
                sketch.name,
                baseline.name,
                Estimate.exactly(sketch.usd - baseline.usd),
                Estimate.exactly(sketch.usd / baseline.usd),
                sketch.usd < baseline.usd ? Comparison.Outcome.BETTER : Comparison.Outcome.WORSE);
    }

    private static List<ObjectiveResult> objectives(Sketch sketch) {
        return List.of(
                objective(AVAIL, sketch, estimate(sketch.minutes, sketch.width)),
                objective(NO_LOSS, sketch, losses(sketch.losses)),
                objective(RECOVERY, sketch, estimate(sketch.p95Minutes * 60, 300)),
                objective(BUDGET, sketch, Estimate.exactly(sketch.usd)));
    }

    private static ObjectiveResult objective(Objective objective, Sketch sketch, Estimate observed) {
        Verdict verdict = observed.upper() <= objective.limit()
                ? Verdict.PASS
                : observed.lower() > objective.limit() ? Verdict.FAIL : Verdict.INCONCLUSIVE;
        OptionalLong trials = verdict == Verdict.INCONCLUSIVE ? OptionalLong.of(6400) : OptionalLong.empty();
        return new ObjectiveResult(
                objective,
                sketch.name,
                verdict,
                observed,
                sketch.name.startsWith("dcos") && objective.equals(BUDGET),
                trials);
    }
}
