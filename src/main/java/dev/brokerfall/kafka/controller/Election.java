package dev.brokerfall.kafka.controller;

/** How far the controller goes to find a leader ({@code PartitionChangeBuilder.Election}). */
public enum Election {
    /** The first replica of the assignment if it may lead cleanly, else as {@link #ONLINE}. */
    PREFERRED,
    /** The present leader if it still may lead, else the first replica that may lead cleanly. */
    ONLINE,
    /** As {@link #ONLINE}, and if nobody may lead cleanly, the first replica that is reachable at all. */
    UNCLEAN
}
