package dev.brokerfall.kubernetes;

/** A cluster for tests of other packages: round timings, nobody who looks after it, no upgrades. */
public final class Playground {

    private Playground() {}

    /** Returns its configuration. */
    public static AksConfig config() {
        return Play.config(Play.NOBODY, Play.ROUND, Play.NEVER);
    }
}
