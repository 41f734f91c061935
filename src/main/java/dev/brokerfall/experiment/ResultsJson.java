package dev.brokerfall.experiment;

import dev.brokerfall.metric.Metric;
import dev.brokerfall.stats.Estimate;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes {@code results.json}: keys in a fixed order, ten significant digits, lines ended by a line feed. What has no value, or no
 * bound on that side, is null.
 */
public final class ResultsJson {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final DefaultIndenter INDENTER = new DefaultIndenter("  ", "\n");

    private ResultsJson() {}

    /** Returns the text of {@code results.json}. */
    public static String text(ExperimentResult result) {
        return text(tree(result));
    }

    /** Returns any tree in the form of result files. */
    public static String text(ObjectNode tree) {
        ObjectWriter writer = MAPPER.writer()
                .with(new DefaultPrettyPrinter()
                        .withObjectIndenter(INDENTER)
                        .withArrayIndenter(new DefaultPrettyPrinter.FixedSpaceIndenter()));
        return writer.writeValueAsString(tree) + "\n";
    }

    /** Returns an empty object, for a tree of one's own. */
    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    private static ObjectNode tree(ExperimentResult result) {
        ObjectNode root = object();
        root.put("schemaVersion", ExperimentResult.SCHEMA_VERSION);
        root.put("scenario", result.scenario());
        root.put("seed", result.seed());
        strings(root.putArray("conditionalOn"), result.conditionalOn());
        root.put("trials", result.trials());
        number(root, "years", result.years());
        number(root, "confidence", result.confidence());
        root.put("complete", result.complete());
        strings(root.putArray("candidates"), result.candidates());
        ArrayNode options = root.putArray("options");
        result.options().forEach(option -> option(options.addObject(), option));
        ArrayNode comparisons = root.putArray("comparisons");
        result.comparisons().forEach(comparison -> comparison(comparisons.addObject(), comparison));
        ArrayNode objectives = root.putArray("objectives");
        result.objectives().forEach(objective -> objective(objectives.addObject(), objective));
        conclusion(root.putObject("conclusion"), Conclusion.of(result));
        result.rigour().choice().ifPresent(choice -> choice(root.putObject("selection"), choice));
        result.rigour().stopping().ifPresent(stopping -> stopping(root.putObject("stopping"), stopping));
        ArrayNode diagnostics = root.putArray("diagnostics");
        result.rigour().diagnostics().forEach(each -> diagnostics(diagnostics.addObject(), each));
        ArrayNode assumptions = root.putArray("assumptions");
        result.assumptions().forEach(assumption -> assumption(assumptions.addObject(), assumption));
        ArrayNode failures = root.putArray("failures");
        result.failures().forEach(failure -> failure(failures.addObject(), failure));
        root.put("eventsHandled", result.eventsHandled());
        return root;
    }

    private static void option(ObjectNode node, OptionResult option) {
        node.put("name", option.name());
        node.put("option", option.option());
        ObjectNode axes = node.putObject("axes");
        option.axes().forEach(axes::put);
        node.put("baseline", option.baseline());
        node.put("maintenance", option.maintenance());
        node.put("trials", option.trials());
        node.put("failedTrials", option.failedTrials());
        bill(node, option);
        ObjectNode metrics = node.putObject("metrics");
        option.metrics().forEach((metric, value) -> metric(metrics.putObject(metric.key()), value));
        causes(node.putObject("causes"), option.causes());
        ArrayNode rows = node.putArray("causeTable");
        option.causes().forEach(row -> causeRow(rows.addObject(), row));
        recovery(node.putObject("recovery"), option.recovery());
    }

    private static void bill(ObjectNode node, OptionResult option) {
        if (option.bill().isEmpty()) {
            return;
        }
        ArrayNode lines = node.putArray("monthlyBill");
        option.bill().forEach(item -> {
            ObjectNode line = lines.addObject();
            line.put("what", item.what());
            number(line, "amount", item.amount());
            line.put("basis", item.basis());
            estimate(line.putObject("priceUsd"), "value", item.price());
            estimate(line.putObject("monthlyUsd"), "value", item.monthly());
            line.put("entry", item.entry());
            line.put("priceDate", item.priceDate());
            if (item.placeHolder()) {
                line.put("placeHolder", true);
            }
        });
        Estimate nine = CostPerNine.of(option);
        if (nine.known()) {
            ObjectNode each = node.putObject("monthlyCostUsdPerNine");
            estimate(each, "value", nine);
            if (CostPerNine.placeHolder(option)) {
                each.put("placeHolder", true);
            }
        }
    }

    private static void metric(ObjectNode node, MetricResult metric) {
        node.put("unit", metric.metric().unit().symbol());
        estimate(node, "mean", metric.mean());
        quantile(node, "p50", metric.p50());
        quantile(node, "p95", metric.p95());
        quantile(node, "p99", metric.p99());
        if (metric.metric().kind() != Metric.Kind.FIXED) {
            node.put("observations", metric.observations());
            node.put("events", metric.events());
        }
        if (Double.isFinite(metric.effectiveEvents())) {
            number(node, "effectiveEvents", metric.effectiveEvents());
        }
        if (metric.placeHolder()) {
            node.put("placeHolder", true);
        }
        metric.rare().ifPresent(rare -> {
            node.put("estimator", RareLoss.ESTIMATOR);
            number(node, "largestShare", rare.largestShare());
            node.put("plainTrialsWithoutLoss", rare.plainTrials());
        });
    }

    private static void quantile(ObjectNode node, String name, Estimate quantile) {
        if (quantile.known()) {
            estimate(node.putObject(name), "value", quantile);
        }
    }

    private static void estimate(ObjectNode node, String name, Estimate estimate) {
        number(node, name, estimate.value());
        number(node, "lower", estimate.lower());
        number(node, "upper", estimate.upper());
    }

    private static void number(ObjectNode node, String name, double value) {
        if (Double.isFinite(value)) {
            node.put(name, Digits.of(value));
        } else {
            node.putNull(name);
        }
    }

    private static void causes(ObjectNode node, List<CauseRow> rows) {
        ObjectNode unavailability = node.putObject(Metric.PRODUCE_UNAVAILABILITY.key());
        rows.stream()
                .filter(row -> row.unavailabilityShare() > 0)
                .forEach(row -> number(unavailability, row.cause(), row.unavailabilityShare()));
        ObjectNode loss = node.putObject("dataLoss");
        rows.stream().filter(row -> row.lossShare() > 0).forEach(row -> number(loss, row.cause(), row.lossShare()));
    }

    private static void causeRow(ObjectNode node, CauseRow row) {
        node.put("cause", row.cause());
        number(node, Metric.PRODUCE_UNAVAILABILITY.key(), row.unavailability());
        number(node, Metric.OUTAGE_MINUTES.key(), row.outageMinutesPerYear());
        number(node, Metric.LOST_RECORDS.key(), row.lostRecordsPerYear());
        number(node, Metric.LOST_BYTES.key(), row.lostBytesPerYear());
        number(node, Metric.RE_REPLICATED_BYTES.key(), row.reReplicatedBytesPerYear());
    }

    private static void recovery(ObjectNode node, RecoveryCurve curve) {
        node.put("episodes", curve.episodes());
        node.put("unfinished", curve.unfinished());
        ArrayNode points = node.putArray("survival");
        curve.points().forEach(point -> {
            ArrayNode pair = points.addArray();
            pair.add(Digits.of(point.seconds()));
            pair.add(Digits.of(point.share()));
        });
    }

    private static void comparison(ObjectNode node, Comparison comparison) {
        node.put("metric", comparison.metric().key());
        node.put("option", comparison.option());
        node.put("baseline", comparison.baseline());
        estimate(node.putObject("difference"), "mean", comparison.difference());
        estimate(node.putObject("ratio"), "mean", comparison.ratio());
        node.put("verdict", comparison.verdict().key());
        ObjectNode joint = node.putObject("simultaneous");
        estimate(joint, "mean", comparison.joint().difference());
        joint.put("verdict", comparison.joint().verdict().key());
        if (Double.isFinite(comparison.varianceFactor())) {
            number(node, "varianceFactor", comparison.varianceFactor());
        }
    }

    private static void choice(ObjectNode node, Choice choice) {
        node.put("metric", choice.by().metric().key());
        number(node, "indifference", choice.by().indifference());
        number(node, "confidence", choice.confidence());
        node.put("trials", choice.trials());
        node.put("best", choice.best());
        node.put("decided", choice.decided());
        if (!choice.decided() && choice.trialsToDecide() < Long.MAX_VALUE) {
            node.put("trialsToDecide", choice.trialsToDecide());
        }
        ArrayNode places = node.putArray("options");
        choice.places().forEach(place -> {
            ObjectNode each = places.addObject();
            each.put("option", place.option());
            each.put("standing", place.standing().name().toLowerCase(Locale.ROOT));
            number(each, "behindAtMost", place.behind());
        });
    }

    private static void stopping(ObjectNode node, StoppingResult stopping) {
        Stopping rule = stopping.rule();
        node.put("rule", rule.rule().key());
        strings(
                node.putArray("metrics"),
                rule.metrics().stream().map(Metric::key).toList());
        if (rule.rule() != Stopping.Rule.BEST) {
            node.put("stat", rule.stat().key());
            number(node, "halfWidth", rule.halfWidth());
        }
        node.put("minTrials", rule.minTrials());
        node.put("maxTrials", rule.maxTrials());
        node.put("trials", stopping.trials());
        node.put("reached", stopping.reached());
        stopping.widest().ifPresent(look -> {
            ObjectNode widest = node.putObject("widest");
            widest.put("option", look.option());
            widest.put("metric", look.metric().key());
            number(widest, "halfWidth", look.halfWidth());
        });
    }

    private static void diagnostics(ObjectNode node, Diagnostics diagnostics) {
        node.put("option", diagnostics.option());
        node.put("unevenMetrics", diagnostics.unevenMetrics());
        node.put("trialsUnrecovered", diagnostics.trialsUnrecovered());
        number(node, "cutOffSeconds", diagnostics.cutOffSeconds());
        estimate(node.putObject("beginning"), "value", diagnostics.beginning());
    }

    private static void objective(ObjectNode node, ObjectiveResult result) {
        Objective objective = result.objective();
        node.put("id", objective.id());
        node.put("option", result.option());
        node.put("verdict", result.verdict().name());
        node.put("metric", objective.metric().key());
        node.put("stat", objective.stat().key());
        number(node, objective.bound().name().toLowerCase(Locale.ROOT), objective.limit());
        node.put("severity", objective.severity().name().toLowerCase(Locale.ROOT));
        estimate(node, "value", result.observed());
        if (result.placeHolder()) {
            node.put("placeHolder", true);
        }
        result.trialsToSettle().ifPresent(trials -> node.put("trialsToSettle", trials));
    }

    private static void conclusion(ObjectNode node, Conclusion conclusion) {
        strings(node.putArray("meetAll"), conclusion.meetAll());
        conclusion
                .recommended()
                .ifPresentOrElse(name -> node.put("recommended", name), () -> node.putNull("recommended"));
        ArrayNode unsettled = node.putArray("unsettled");
        conclusion.unsettled().forEach(objective -> {
            ObjectNode each = unsettled.addObject();
            each.put("id", objective.objective().id());
            each.put("option", objective.option());
        });
    }

    private static void assumption(ObjectNode node, Assumption assumption) {
        node.put("path", assumption.path());
        node.put("value", assumption.value());
        node.put("label", assumption.label());
        if (!assumption.note().isEmpty()) {
            node.put("note", assumption.note());
        }
        assumption.instead().ifPresent(own -> {
            ObjectNode instead = node.putObject("insteadOf");
            instead.put("value", own.value());
            instead.put("label", own.label());
        });
    }

    private static void failure(ObjectNode node, FailedTrial failure) {
        node.put("option", failure.option());
        node.put("trial", failure.trial());
        node.put("seed", failure.seed());
        node.put("message", failure.message());
    }

    private static void strings(ArrayNode array, List<String> strings) {
        strings.forEach(array::add);
    }
}
