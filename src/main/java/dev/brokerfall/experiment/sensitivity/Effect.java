package dev.brokerfall.experiment.sensitivity;

import dev.brokerfall.stats.Estimate;

/**
 * What moving one assumption does to one option.
 *
 * @param low what the metric is at the least value
 * @param high what it is at the greatest value
 * @param swing the greatest minus the least of the metric at both ends and at the value itself, with the paired interval
 *     that covers whichever two of the three they are
 */
public record Effect(End low, End high, Estimate swing) {

    /** One end of an assumption's values. */
    public sealed interface End {}

    /**
     * It was played.
     *
     * @param value the metric there
     * @param change the metric there minus the metric as it is, with the paired interval
     */
    public record Moved(Estimate value, Estimate change) implements End {}

    /** Nothing that is played is different there: the option does not read the assumption, or it has this value already. */
    public record Same() implements End {}

    /**
     * It cannot be played.
     *
     * @param reason why not
     */
    public record Unplayable(String reason) implements End {}

    /** Returns whether anything moves at either end in any trial. */
    public boolean moves() {
        return swing.known() && swing.value() > 0;
    }

    /** Returns whether the swing can be told from luck. */
    public boolean clear() {
        return moves() && swing.lower() > 0;
    }
}
