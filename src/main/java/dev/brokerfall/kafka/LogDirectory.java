package dev.brokerfall.kafka;

/** What a process finds in a log directory when it starts. */
public enum LogDirectory {
    /** Everything that had been appended, whether flushed or not. */
    INTACT,
    /** Nothing: a fresh volume, formatted with a new directory id. */
    EMPTY,
    /** A prefix of what had been appended: the page cache was lost before the tail was flushed. */
    TAIL_LOST
}
