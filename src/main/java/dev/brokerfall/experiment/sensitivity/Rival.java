package dev.brokerfall.experiment.sensitivity;

import dev.brokerfall.stats.Estimate;
import java.util.List;

/**
 * An option beside the one that leads.
 *
 * @param option its name
 * @param behind the option minus the leader, as things are, with the paired interval
 * @param tied whether the two cannot be told apart as things are, so that there is no order to change
 * @param flips the assumptions that alone can change the order, or may
 */
public record Rival(String option, Estimate behind, boolean tied, List<Flip> flips) {

    public Rival {
        flips = List.copyOf(flips);
    }
}
