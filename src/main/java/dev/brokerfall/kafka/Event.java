package dev.brokerfall.kafka;

/** The kinds of event a cluster schedules; the target is a broker, a controller's place, or nothing. */
enum Event {
    /** A broker's JVM is up. */
    STARTED,
    /** A broker has recovered its logs. */
    LOADED,
    /** A broker asks to be registered. */
    REGISTER,
    /** A broker reports that its replicas lie in a new directory. */
    ASSIGN_DIRECTORY,
    /** A broker asks to be unfenced. */
    UNFENCE,
    /** The controller finds a broker's session lapsed. */
    FENCE,
    /** A leader finds that a broker's replicas lag too long. */
    LAG,
    /** A broker's process ends by itself. */
    EXIT,
    /** A broker has not been able to tell that a log directory has failed. */
    TELL,
    /** Leaders that were moved begin to serve. */
    SERVE,
    /** The controller looks for partitions that their preferred replica does not lead. */
    ELECT_PREFERRED,
    /** A lagging replica has caught up. */
    CAUGHT_UP,
    /** Producers offer more or less than before, and that matters. */
    RATE_CHANGED,
    /** Groups of consumers that were away are back. */
    CONSUMERS_BACK,
    /** A controller's JVM is up. */
    CONTROLLER_STARTED,
    /** A voter of the metadata log has waited long enough. */
    VOTER_TIMEOUT,
    /** A voter hears from another. */
    VOTER_MESSAGE,
    /** A ZooKeeper ensemble has a leader. */
    ENSEMBLE_LED,
    /** The session of the broker that is the controller has lapsed, or the next one has read the state of all partitions. */
    CONTROLLER_MOVED,
    /** A controller's process ends by itself. */
    CONTROLLER_EXIT,
    /** A disk or machine has spent the credits by which it carried more than it does for good. */
    CREDITS_SPENT;

    private static final Event[] VALUES = values();

    /** Returns the number by which the agenda knows this kind. */
    @SuppressWarnings("EnumOrdinal") // kinds never leave the program
    int kind() {
        return ordinal();
    }

    /** Returns the kind with this number. */
    static Event of(int kind) {
        return VALUES[kind];
    }
}
