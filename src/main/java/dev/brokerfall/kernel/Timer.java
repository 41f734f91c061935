package dev.brokerfall.kernel;

/** An event that can be set, moved and cancelled any number of times; it is pending at most once. */
public final class Timer {

    private final Agenda agenda;
    private final int slot;

    Timer(Agenda agenda, int slot) {
        this.agenda = agenda;
        this.slot = slot;
    }

    /** Sets or moves this timer to the instant {@code at}, in milliseconds, not before the agenda's present. */
    public void setAt(long at) {
        agenda.set(slot, at);
    }

    /** Sets or moves this timer to {@code delay} milliseconds from now. */
    public void setAfter(long delay) {
        agenda.set(slot, agenda.now() + delay);
    }

    /** Takes this timer off the agenda; nothing happens when it is not set. */
    public void cancel() {
        agenda.cancel(slot);
    }

    /** Returns whether this timer is set and still to come. */
    public boolean isSet() {
        return agenda.isPending(slot);
    }

    /**
     * Returns the instant this timer is due, in milliseconds.
     *
     * @throws IllegalStateException when it is not set
     */
    public long due() {
        return agenda.due(slot);
    }
}
