package dev.brokerfall.kafka;

/** What a producer waits for before it takes a record for written (Kafka's producer setting {@code acks}). */
public enum Acks {
    /** Until every in-sync replica has the record; refused while too few are in sync. */
    ALL,
    /** Until the leader has the record. */
    ONE,
    /** For nothing. */
    ZERO
}
