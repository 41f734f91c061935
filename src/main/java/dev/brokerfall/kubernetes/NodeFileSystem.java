package dev.brokerfall.kubernetes;

import static com.google.common.base.Preconditions.checkArgument;

import dev.brokerfall.unit.DataSize;
import java.time.Duration;

/**
 * The file system of a node on which emptyDir volumes lie, and when its kubelet evicts pods to save it.
 *
 * @param size of the file system ({@code nodefs})
 * @param evictBelowFree the share below which what is available must not fall ({@code nodefs.available})
 * @param check how often the kubelet looks (housekeeping-interval, 10 s)
 * @param transition how long the node goes on saying that it is under pressure once it no longer is
 *     ({@code evictionPressureTransitionPeriod}, 5 min)
 */
public record NodeFileSystem(DataSize size, double evictBelowFree, Duration check, Duration transition) {

    public NodeFileSystem {
        checkArgument(
                0 <= evictBelowFree && evictBelowFree < 1, "evictBelowFree must lie in [0, 1), was %s", evictBelowFree);
    }

    /** Returns how many bytes pods may use before one of them is evicted. */
    double usable() {
        return size.bytes() * (1 - evictBelowFree);
    }
}
