package dev.brokerfall.experiment.sensitivity;

import java.util.List;

/**
 * What moving one assumption does.
 *
 * @param factor the assumption
 * @param effects what it does to each option, in their order
 */
public record FactorResult(Factor factor, List<Effect> effects) {

    public FactorResult {
        effects = List.copyOf(effects);
    }

    /** Returns the largest swing of any option; 0 when nothing moves. */
    public double influence() {
        return effects.stream()
                .filter(Effect::moves)
                .mapToDouble(effect -> effect.swing().value())
                .max()
                .orElse(0);
    }
}
