package dev.brokerfall.kernel;

/**
 * Why something happened: the fault or planned operation that a later effect is put down to.
 *
 * @param event the kind of event, in the words of the scenario file, such as {@code nodeCrash}
 * @param began the instant it began, in milliseconds
 */
public record Cause(String event, long began) {

    /** Returns whichever began first; two that began together become one, their events joined by {@code +} in order of name. */
    public Cause earliest(Cause other) {
        if (began != other.began) {
            return began < other.began ? this : other;
        }
        int order = event.compareTo(other.event);
        if (order == 0) {
            return this;
        }
        return new Cause(order < 0 ? event + "+" + other.event : other.event + "+" + event, began);
    }
}
