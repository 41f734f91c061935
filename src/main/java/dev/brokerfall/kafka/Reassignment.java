package dev.brokerfall.kafka;

import dev.brokerfall.kernel.Cause;
import dev.brokerfall.unit.DataRate;

/** A reassignment under way, from its order until the last partition has its new replicas and no others. */
final class Reassignment {

    /** The broker that is being added. */
    final int broker;

    final Moves moves;
    final DataRate throttle;
    final Cause cause;
    final long began;

    /** How many cohorts are still being reassigned. */
    int left;

    Reassignment(int broker, Moves moves, DataRate throttle, Cause cause, long began) {
        this.broker = broker;
        this.moves = moves;
        this.throttle = throttle;
        this.cause = cause;
        this.began = began;
    }
}
