package dev.brokerfall.experiment.sensitivity;

import dev.brokerfall.stats.Estimate;
import java.util.Optional;

/**
 * Where moving one assumption brings an option to the front of the one that leads.
 *
 * @param factor the assumption
 * @param option the option that overtakes
 * @param low whether it does so below the assumption's own value
 * @param at the value from which on it is in front; empty when it is not in front even at the end, though luck could have it so
 * @param from the value, on the way from the assumption's own to the end, from which on the two cannot be told apart
 * @param to the value from which on the option is surely in front; empty when it is not so even at the end
 * @param atTheEnd the option minus the leader at the end, with the paired interval
 */
public record Flip(
        Factor factor,
        String option,
        boolean low,
        Optional<String> at,
        Optional<String> from,
        Optional<String> to,
        Estimate atTheEnd) {}
