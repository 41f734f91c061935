package dev.brokerfall.metric;

import dev.brokerfall.kafka.Cohort;
import java.util.Arrays;

/**
 * The times for which stock producers of a cohort get no answer: while it is not writable, and while they wait for a broker that led and
 * has fallen silent, until it answers or their requests time out. Gaps that touch are one.
 */
final class ClientGaps {

    private static final long NONE = -1;

    private final long requestTimeout;
    private final double patienceMs;
    private final long[] since;
    private final long[] over;
    private final long[] silentSince;
    private final boolean[] unwritable;

    private double visiblePartitionMs;
    private long longest;

    ClientGaps(int cohorts, long requestTimeout, double patienceMs) {
        this.requestTimeout = requestTimeout;
        this.patienceMs = patienceMs;
        this.since = new long[cohorts];
        this.over = new long[cohorts];
        this.silentSince = new long[cohorts];
        this.unwritable = new boolean[cohorts];
        Arrays.fill(since, NONE);
        Arrays.fill(silentSince, NONE);
    }

    void unwritable(Cohort cohort, long now) {
        begin(cohort, now);
        unwritable[cohort.index()] = true;
    }

    void writable(Cohort cohort, long now) {
        unwritable[cohort.index()] = false;
        over[cohort.index()] = now;
        endPerhaps(cohort, now);
    }

    void silent(Cohort cohort, long now) {
        begin(cohort, now);
        over[cohort.index()] = Math.max(over[cohort.index()], waitedUntil(cohort.index(), now));
        silentSince[cohort.index()] = now;
    }

    void answered(Cohort cohort, long now) {
        int index = cohort.index();
        over[index] = Math.max(over[index], waitedUntil(index, now));
        silentSince[index] = NONE;
        endPerhaps(cohort, now);
    }

    private void begin(Cohort cohort, long now) {
        endPerhaps(cohort, now);
        if (since[cohort.index()] == NONE) {
            since[cohort.index()] = now;
        }
    }

    /** Ends a gap in which nothing is out any more; one that clients wait in ends by itself, which shows at the next event. */
    private void endPerhaps(Cohort cohort, long now) {
        int index = cohort.index();
        boolean waits = silentSince[index] != NONE && now < silentSince[index] + requestTimeout;
        if (since[index] == NONE || unwritable[index] || waits) {
            return;
        }
        long length = Math.max(over[index], waitedUntil(index, now)) - since[index];
        if (length >= TrialMetrics.SHORTEST_SPAN_MS) {
            visiblePartitionMs += Math.max(0, length - patienceMs) * cohort.partitions();
            longest = Math.max(longest, length);
        }
        since[index] = NONE;
        silentSince[index] = NONE;
    }

    private long waitedUntil(int index, long now) {
        return silentSince[index] == NONE ? 0 : Math.min(now, silentSince[index] + requestTimeout);
    }

    /** Returns the partition-milliseconds of gaps that lie beyond a producer's patience. */
    double visiblePartitionMs() {
        return visiblePartitionMs;
    }

    long longestMs() {
        return longest;
    }
}
