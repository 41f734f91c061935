package dev.brokerfall.experiment.sensitivity;

import java.util.List;

/**
 * What an interruption left open.
 *
 * @param assumptions the assumptions that were not moved to both their ends
 * @param rivals the options of which it is not known what brings them to the front
 * @param interactions whether nothing is known of which assumptions act together, though that was asked for
 */
public record Missing(List<String> assumptions, List<String> rivals, boolean interactions) {

    /** Nothing is left open. */
    public static final Missing NOTHING = new Missing(List.of(), List.of(), false);

    public Missing {
        assumptions = List.copyOf(assumptions);
        rivals = List.copyOf(rivals);
    }

    /** Returns whether anything is. */
    public boolean anything() {
        return !equals(NOTHING);
    }
}
