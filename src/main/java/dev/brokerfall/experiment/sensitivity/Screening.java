package dev.brokerfall.experiment.sensitivity;

import java.util.List;

/**
 * What a screening for interactions found out about one option.
 *
 * @param option its name
 * @param effects those of each assumption that was screened, the largest first
 */
public record Screening(String option, List<Elementary> effects) {

    public Screening {
        effects = List.copyOf(effects);
    }
}
