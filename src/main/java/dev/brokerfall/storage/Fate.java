package dev.brokerfall.storage;

/** What becomes of the data on a volume. */
public enum Fate {

    /** All of it is there. */
    KEPT,

    /** What the operating system had not yet written back is gone. */
    TAIL_LOST,

    /** The volume is empty, or gone. */
    LOST;

    /** Returns the worse of two fates. */
    public Fate worse(Fate other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
