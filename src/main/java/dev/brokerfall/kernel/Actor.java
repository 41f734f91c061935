package dev.brokerfall.kernel;

/** Something that lives in simulated time: it schedules its own events on an {@link Agenda} and handles them when they are due. */
public interface Actor {

    /**
     * Handles one event of this actor; {@link Agenda#now()} is the instant it was due.
     *
     * @param kind what happens: an ordinal of the actor's own enum of events
     * @param target whom it happens to: an index whose meaning belongs to the kind
     * @param payload what else the event carries; 0 for timers
     */
    void handle(int kind, int target, long payload);
}
