package dev.brokerfall.experiment.sensitivity;

import dev.brokerfall.experiment.Digits;
import dev.brokerfall.experiment.ResultsJson;
import dev.brokerfall.experiment.sensitivity.Effect.End;
import dev.brokerfall.experiment.sensitivity.Effect.Moved;
import dev.brokerfall.experiment.sensitivity.Effect.Unplayable;
import dev.brokerfall.stats.Estimate;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes a result as JSON: keys in a fixed order, ten significant digits. What has no value, or no bound on that side, is null. */
public final class SensitivityJson {

    private SensitivityJson() {}

    /** Returns the text of the file. */
    public static String text(SensitivityResult result) {
        SensitivityPlan plan = result.plan();
        ObjectNode root = ResultsJson.object();
        root.put("schemaVersion", SensitivityResult.SCHEMA_VERSION);
        root.put("scenario", plan.scenario());
        root.put("metric", plan.metric().key());
        root.put("unit", plan.metric().unit().symbol());
        root.put("countedPer", plan.perTrial() ? "trial" : "year");
        root.put("seed", plan.seed());
        root.put("trials", plan.trials());
        number(root, "years", plan.years());
        number(root, "confidence", plan.confidence());
        plan.conditionalOn().forEach(root.putArray("conditionalOn")::add);
        root.put("trialsPlayed", result.trialsPlayed());
        root.put("trialsFailed", result.trialsFailed());
        root.put("complete", !result.missing().anything());
        if (result.missing().anything()) {
            missing(root.putObject("missing"), result.missing());
        }
        ArrayNode options = root.putArray("options");
        for (int option = 0; option < result.options().size(); option++) {
            ObjectNode node = options.addObject();
            node.put("name", result.options().get(option));
            node.put("baseline", option == plan.baseline());
            estimate(node, result.base().get(option));
        }
        ArrayNode assumptions = root.putArray("assumptions");
        result.factors().forEach(each -> assumption(assumptions.addObject(), result, each));
        plan.notVaried().forEach(root.putArray("notVaried")::add);
        ranking(root.putObject("ranking"), result);
        interactions(root.putObject("interactions"), result);
        return ResultsJson.text(root);
    }

    private static void missing(ObjectNode node, Missing missing) {
        missing.assumptions().forEach(node.putArray("assumptions")::add);
        missing.rivals().forEach(node.putArray("rivals")::add);
        node.put("interactions", missing.interactions());
    }

    private static void assumption(ObjectNode node, SensitivityResult result, FactorResult each) {
        Factor factor = each.factor();
        node.put("path", factor.path());
        node.put("label", factor.label());
        node.put("value", factor.value());
        node.put("low", factor.low());
        node.put("high", factor.high());
        if (!factor.parameter().isEmpty()) {
            node.put("parameter", factor.parameter());
        }
        node.put("ends", factor.reach().key());
        if (!factor.note().isEmpty()) {
            node.put("note", factor.note());
        }
        ArrayNode options = node.putArray("options");
        for (int option = 0; option < result.options().size(); option++) {
            ObjectNode effect = options.addObject();
            effect.put("option", result.options().get(option));
            end(effect.putObject("low"), each.effects().get(option).low());
            end(effect.putObject("high"), each.effects().get(option).high());
            estimate(effect.putObject("swing"), each.effects().get(option).swing());
        }
    }

    private static void end(ObjectNode node, End end) {
        if (end instanceof Moved moved) {
            estimate(node.putObject("value"), moved.value());
            estimate(node.putObject("change"), moved.change());
        } else if (end instanceof Unplayable unplayable) {
            node.put("unplayable", unplayable.reason());
        } else {
            node.put("same", true);
        }
    }

    private static void ranking(ObjectNode node, SensitivityResult result) {
        text(node, "leader", result.leader());
        ArrayNode rivals = node.putArray("rivals");
        for (Rival rival : result.rivals()) {
            ObjectNode each = rivals.addObject();
            each.put("option", rival.option());
            estimate(each.putObject("behind"), rival.behind());
            each.put("tied", rival.tied());
            ArrayNode flips = each.putArray("flips");
            rival.flips().forEach(flip -> flip(flips.addObject(), flip));
        }
    }

    private static void flip(ObjectNode node, Flip flip) {
        node.put("path", flip.factor().path());
        node.put("value", flip.factor().value());
        node.put("direction", flip.low() ? "falling" : "rising");
        text(node, "at", flip.at());
        text(node, "from", flip.from());
        text(node, "to", flip.to());
        node.put("end", flip.low() ? flip.factor().low() : flip.factor().high());
        estimate(node.putObject("atTheEnd"), flip.atTheEnd());
    }

    private static void interactions(ObjectNode node, SensitivityResult result) {
        node.put("method", "elementary effects (Morris)");
        node.put("trajectories", result.plan().trajectories());
        node.put("assumptions", result.screened());
        ArrayNode options = node.putArray("options");
        for (Screening screening : result.screenings()) {
            ObjectNode option = options.addObject();
            option.put("option", screening.option());
            ArrayNode effects = option.putArray("effects");
            for (Elementary each : screening.effects()) {
                ObjectNode effect = effects.addObject();
                effect.put("path", each.path());
                effect.put("places", each.places());
                number(effect, "muStar", each.muStar());
                number(effect, "mu", each.mu());
                number(effect, "sigma", each.sigma());
                number(effect, "noise", each.noise());
            }
        }
    }

    private static void text(ObjectNode node, String name, Optional<String> text) {
        text.ifPresentOrElse(its -> node.put(name, its), () -> node.putNull(name));
    }

    private static void estimate(ObjectNode node, Estimate estimate) {
        number(node, "mean", estimate.value());
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
}
