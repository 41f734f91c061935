package dev.brokerfall.hosts;

import dev.brokerfall.kernel.Cause;
import dev.brokerfall.kernel.Timer;

/**
 * One agent. {@code UP → DOWN} when it fails or restarts, {@code DOWN → UP} when its outage is over, {@code UP, DOWN → GONE} when
 * the machine no longer exists, {@code GONE → UP} when a new one stands in its place.
 */
final class Agent {

    enum State {
        UP,
        DOWN,
        GONE
    }

    final String name;
    final String zone;
    final Timer back;
    State state = State.UP;
    /** How long an orderly shutdown will keep the machine out, in milliseconds, while its processes still stop; else 0. */
    long outage;

    int freezes;
    int partitions;
    Cause cause = new Cause("", 0);

    Agent(String name, String zone, Timer back) {
        this.name = name;
        this.zone = zone;
        this.back = back;
    }
}
