package dev.brokerfall.kernel;

import com.google.common.base.Splitter;
import java.util.TreeSet;

/**
 * Why something happened: the fault or planned operation that a later effect is put down to.
 *
 * @param event the kind of event, in the words of the scenario file, such as {@code nodeCrash}
 * @param began the instant it began, in milliseconds
 */
public record Cause(String event, long began) {

    private static final Splitter SPLIT = Splitter.on('+');

    /**
     * Returns whichever began first; two that began together become one, their events joined by {@code +} in order of name, each of
     * them once.
     */
    public Cause earliest(Cause other) {
        if (began != other.began || event.equals(other.event)) {
            return began <= other.began ? this : other;
        }
        TreeSet<String> events = new TreeSet<>(SPLIT.splitToList(event));
        events.addAll(SPLIT.splitToList(other.event));
        return new Cause(String.join("+", events), began);
    }
}
