package dev.brokerfall.report;

import dev.brokerfall.experiment.sensitivity.Effect;
import dev.brokerfall.experiment.sensitivity.Effect.End;
import dev.brokerfall.experiment.sensitivity.Effect.Moved;
import dev.brokerfall.experiment.sensitivity.Effect.Same;
import dev.brokerfall.experiment.sensitivity.Factor;
import dev.brokerfall.experiment.sensitivity.FactorResult;
import dev.brokerfall.experiment.sensitivity.Flip;
import dev.brokerfall.experiment.sensitivity.Missing;
import dev.brokerfall.experiment.sensitivity.SensitivityResult;
import dev.brokerfall.metric.Metric;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What moves an option, in the words that every form of a sensitivity report shares. */
final class Movers {

    private Movers() {}

    /** Returns the assumptions that move option number {@code option} in any trial, the largest swing first. */
    static List<FactorResult> of(SensitivityResult result, int option) {
        return result.factors().stream()
                .filter(row -> row.effects().get(option).moves())
                .sorted(Comparator.comparingDouble(
                        (FactorResult row) -> -row.effects().get(option).swing().value()))
                .toList();
    }

    /** Returns a sentence on what an interruption left open; empty when nothing is. */
    static String missing(SensitivityResult result) {
        Missing missing = result.missing();
        if (!missing.anything()) {
            return "";
        }
        List<String> parts = new ArrayList<>();
        if (!missing.assumptions().isEmpty()) {
            parts.add("%s of %s %s not moved"
                    .formatted(
                            missing.assumptions().size(),
                            Count.of(
                                    result.factors().size()
                                            + missing.assumptions().size(),
                                    "assumption"),
                            missing.assumptions().size() == 1 ? "was" : "were"));
        }
        if (!missing.rivals().isEmpty()) {
            parts.add("what brings %s to the front was not looked for".formatted(String.join(", ", missing.rivals())));
        }
        if (missing.interactions()) {
            parts.add("which assumptions act together was not looked for");
        }
        return "interrupted: " + String.join("; ", parts) + ".";
    }

    /** Returns the metric at one end of an assumption. */
    static String at(Metric metric, End end) {
        if (end instanceof Moved moved) {
            return moved.value().known() ? Figures.value(metric, moved.value().value()) : Figures.NOTHING;
        }
        return end instanceof Same ? "same" : "unplayable";
    }

    /** Returns the swing with its interval, marked where luck alone may have made it. */
    static String swing(Metric metric, Effect effect) {
        return Figures.value(metric, effect.swing().value())
                + (effect.clear() ? " " + Figures.interval(metric, effect.swing()) : " unclear");
    }

    /** Returns in a word what sets the ends of an assumption. */
    static String reach(Factor factor) {
        return switch (factor.reach()) {
            case RANGE -> "range";
            case HALVED_AND_DOUBLED -> "÷2 ×2";
            case SWITCHED -> "switch";
        };
    }

    /** Returns when an option overtakes, such as {@code nodeFreeze.interarrival falls below 40d [38d, 45d]; it is 91d}. */
    static String flip(Metric metric, Flip flip, String path) {
        String direction = flip.low() ? "falls" : "rises";
        String is = "; it is " + flip.factor().value();
        if (flip.at().isEmpty()) {
            return "%s %s to %s: perhaps, the two cannot be told apart there (%s)%s"
                    .formatted(
                            path,
                            direction,
                            flip.low() ? flip.factor().low() : flip.factor().high(),
                            Figures.interval(metric, flip.atTheEnd()),
                            is);
        }
        if (flip.factor().reach() == Factor.Reach.SWITCHED) {
            return "%s is %s%s%s"
                    .formatted(path, flip.at().get(), flip.to().isEmpty() ? " (by less than luck can do)" : "", is);
        }
        String interval = "[%s, %s]"
                .formatted(
                        flip.from().orElse(flip.at().get()),
                        flip.to()
                                .orElse("beyond "
                                        + (flip.low()
                                                ? flip.factor().low()
                                                : flip.factor().high())));
        return "%s %s to %s %s%s".formatted(path, direction, flip.at().get(), interval, is);
    }
}
