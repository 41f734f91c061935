package dev.brokerfall.cluster;

/** What a process finds on its volume when it starts. */
public enum DataState {

    /** Everything that was ever handed to the operating system. */
    INTACT,

    /** Everything but what the operating system had not yet written back when its memory was lost. */
    TAIL_LOST,

    /** Nothing: a new volume, or one that was wiped. */
    EMPTY
}
