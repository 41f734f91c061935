package dev.brokerfall.kubernetes;

import dev.brokerfall.kernel.Cause;

/** Causes that the platform itself knows. */
final class Causes {

    /** Nothing in particular. */
    static final Cause NONE = new Cause("none", 0);

    private Causes() {}

    /** Returns the earlier of two causes, whichever of them is one. */
    static Cause earliest(Cause one, Cause other) {
        if (one.equals(NONE)) {
            return other;
        }
        return other.equals(NONE) ? one : one.earliest(other);
    }
}
