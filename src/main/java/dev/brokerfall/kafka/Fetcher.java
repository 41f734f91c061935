package dev.brokerfall.kafka;

import java.util.Arrays;
import java.util.BitSet;

/**
 * What brings one following broker the bytes that its lagging replicas miss from one leading broker. It serves all of its partitions
 * alike (processor sharing), which makes one clock do for all of them instead of a progress for each.
 *
 * <p>With R the bytes a millisecond that the pair gets, n the partitions that lag, and g what producers append to a partition of this
 * leader, in bytes a millisecond, the clocks since the pair began to lag are these, the second for each load that partitions may have:
 *
 * <pre>
 * served(t) = ∫ R / n dt               what each partition that lagged all the time has been brought
 * net(t)    = ∫ (R / n - g) dt         by how much it has come nearer to the end of a leader that is written to
 * </pre>
 *
 * <p>A replica that misses m bytes at time s reaches a fixed offset when served = served(s) + m, and the end of a log that grows when
 * net = net(s) + m: numbers that do not change however R, n and g do. So each is worked out once, when the replica begins to lag or its
 * leader's end begins or ceases to grow, and kept in a heap; a change of rates touches the two clocks, not the replicas.
 */
final class Fetcher {

    /** What throttles make of a replica that lags. */
    enum Kind {
        /** It is out of the in-sync set. */
        OUTSIDE,
        /** It is out of the in-sync set, and a reassignment is adding it. */
        ADDED,
        /** It is in the in-sync set, which no throttle holds back. */
        MEMBER,
        /** It is none: groups of consumers read what they have missed, from the leader's disk. */
        READ_FROM_DISK,
        /** The same, from the leader's page cache. */
        READ_FROM_CACHE;

        /** Returns whether consumers read, no replica. */
        boolean isRead() {
            return this == READ_FROM_DISK || this == READ_FROM_CACHE;
        }
    }

    /** The follower of what consumers read. */
    static final int CONSUMERS = -1;

    private static final int FIXED = 0;
    private static final int GROWING = 1;

    final int follower;
    final int source;

    /** Which replicas it brings, and no others. */
    final Kind kind;

    private final LagHeap fixed = new LagHeap(FIXED);
    private final LagHeap[] growing;
    private int lags;
    private int partitions;
    private double rate;
    private final double[] growth;
    private double served;
    private final double[] net;
    private long readAt;

    /** Creates a pair that has nothing to do yet, of a cluster whose partitions have so many different loads. */
    Fetcher(int follower, int source, Kind kind, int loads) {
        this.follower = follower;
        this.source = source;
        this.kind = kind;
        this.growing = new LagHeap[loads];
        Arrays.setAll(growing, load -> new LagHeap(GROWING));
        this.growth = new double[loads];
        this.net = new double[loads];
    }

    /** Returns whether nothing lags. */
    boolean isIdle() {
        return lags == 0;
    }

    /** Returns what a partition gets, in bytes a millisecond. */
    double rate() {
        return rate;
    }

    /** Returns the bytes that each partition has been served up to {@code now}. */
    double served(long now) {
        return served + rate * (now - readAt);
    }

    /** Brings the clocks up to {@code now}; needed before anything about the pair changes. */
    void advance(long now) {
        double elapsed = now - readAt;
        served += rate * elapsed;
        for (int load = 0; load < net.length; load++) {
            net[load] += (rate - growth[load]) * elapsed;
        }
        readAt = now;
    }

    /** Takes on a lag. The first sets the clocks to 0. */
    void add(Lag lag, long now) {
        if (lags++ == 0) {
            served = 0;
            Arrays.fill(net, 0);
            rate = 0;
            readAt = now;
        }
        partitions += lag.partitions;
        lag.fetcher = this;
    }

    /** Lets go of a lag. */
    void remove(Lag lag) {
        lags--;
        partitions -= lag.partitions;
        fixed.remove(lag);
        growing[lag.load].remove(lag);
        lag.fetcher = null;
        if (lags == 0) {
            rate = 0;
        }
    }

    /**
     * Says what a lag waits for, from the present on.
     *
     * @param toFixed bytes per partition to the offset that it must reach and that stands still; infinite for none
     * @param toGrowing bytes per partition to the end of the leader's log that grows; infinite for none
     */
    void await(Lag lag, double toFixed, double toGrowing) {
        await(fixed, lag, served + toFixed);
        await(growing[lag.load], lag, net[lag.load] + toGrowing);
    }

    private static void await(LagHeap heap, Lag lag, double due) {
        if (due < Double.POSITIVE_INFINITY) {
            heap.set(lag, due);
        } else {
            heap.remove(lag);
        }
    }

    /**
     * Sets the rates from now on.
     *
     * @param all what the pair gets, in bytes a millisecond
     * @param offered what producers offer to a partition on average, in bytes a millisecond, by the number of its load
     * @param waits whether they wait until followers have it, likewise
     * @param pace the multiple of it that those who wait append now to partitions of this leader that are written to
     * @param hastyPace the same of those who do not
     */
    void setRates(double all, double[] offered, boolean[] waits, double pace, double hastyPace) {
        rate = all / partitions;
        for (int load = 0; load < growth.length; load++) {
            growth[load] = offered[load] * (waits[load] ? pace : hastyPace);
        }
    }

    /** Returns the milliseconds until the first lag reaches what it waits for. */
    double untilFirst() {
        double until = Double.POSITIVE_INFINITY;
        if (rate > 0 && !fixed.isEmpty()) {
            until = (fixed.firstDue() - served) / rate;
        }
        for (int load = 0; load < growing.length; load++) {
            if (rate > growth[load] && !growing[load].isEmpty()) {
                until = Math.min(until, (growing[load].firstDue() - net[load]) / (rate - growth[load]));
            }
        }
        return until;
    }

    /** Marks the cohorts whose lag has reached what it waited for, which no longer waits then. */
    void collectDue(BitSet cohorts) {
        collectDue(fixed, served, cohorts);
        for (int load = 0; load < growing.length; load++) {
            collectDue(growing[load], net[load], cohorts);
        }
    }

    private static void collectDue(LagHeap heap, double reading, BitSet cohorts) {
        while (heap.firstDue() - reading < ReplicaLogs.SAME) {
            cohorts.set(heap.removeFirst().cohort);
        }
    }
}
