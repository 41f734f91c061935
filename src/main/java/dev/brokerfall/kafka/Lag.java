package dev.brokerfall.kafka;

import org.jspecify.annotations.Nullable;

/** A replica as its fetcher sees it: how much it has been served, and at which readings of the fetcher's clocks it is due. */
final class Lag {

    /** The index of the replica's cohort. */
    final int cohort;

    /** The number of what producers offer to each of its partitions. */
    final int load;

    /** How many partitions share this lag. */
    final int partitions;

    /** What brings the bytes that the replica misses; absent while nothing does. */
    @Nullable Fetcher fetcher;

    /** Its place in each of the fetcher's heaps, or {@link LagHeap#ABSENT}. */
    final int[] place = {LagHeap.ABSENT, LagHeap.ABSENT};

    private double takenUpTo;

    Lag(int cohort, int load, int partitions) {
        this.cohort = cohort;
        this.load = load;
        this.partitions = partitions;
    }

    /** Returns what a partition gets now, in bytes a millisecond. */
    double rate() {
        return fetcher == null ? 0 : fetcher.rate();
    }

    /** Returns the bytes per partition served since they were last taken. */
    double served(long now) {
        return fetcher == null ? 0 : fetcher.served(now) - takenUpTo;
    }

    /** Returns the bytes per partition served since this was last called. */
    double take(long now) {
        double bytes = served(now);
        restart(now);
        return bytes;
    }

    /** Forgets what has been served so far. */
    void restart(long now) {
        takenUpTo = fetcher == null ? 0 : fetcher.served(now);
    }
}
