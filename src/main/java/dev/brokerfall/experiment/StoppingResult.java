package dev.brokerfall.experiment;

import java.util.Optional;

/**
 * Whether what was asked for was reached, and where the experiment stopped.
 *
 * @param rule what was asked for
 * @param trials how many trials of each option were played
 * @param reached whether it was reached for every option
 * @param widest the interval that was the furthest from what was asked for; empty for {@link Stopping.Rule#BEST}
 */
public record StoppingResult(Stopping rule, long trials, boolean reached, Optional<Look> widest) {}
