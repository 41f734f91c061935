package dev.brokerfall.kafka;

import static dev.brokerfall.kafka.controller.PartitionState.NONE;

import dev.brokerfall.kernel.Cause;
import org.jspecify.annotations.Nullable;

/**
 * What groups of consumers that were away have yet to read, for each cohort in bytes per partition.
 *
 * <p>A group that comes back reads each partition from where it left off, or from the beginning of the log if retention has taken that, up
 * to the end; what is written meanwhile it reads as all groups do, so that what it has missed is a fixed amount from then on. It asks one
 * leading broker for all partitions at once, each of which gets the same. Groups that come back together read the same: each takes its part
 * of the leader's network, but the disk is read once, since what the first has read is in the page cache for the others. The part that
 * the leader wrote last is in its page cache from the beginning, and comes last.
 */
final class Backlogs {

    private final ClusterState cluster;
    private final Lag[] lags;
    private final double[] leftOffAt;
    private final double[] left;
    private final double[] cached;
    private int away;
    private int reading;
    private int unread;
    private long since;
    private @Nullable Cause cause;

    Backlogs(ClusterState cluster) {
        this.cluster = cluster;
        int cohorts = cluster.cohorts.length;
        this.lags = new Lag[cohorts];
        for (LiveCohort cohort : cluster.cohorts) {
            lags[cohort.index] = new Lag(cohort.index, cohort.load, cohort.partitions);
        }
        this.leftOffAt = new double[cohorts];
        this.left = new double[cohorts];
        this.cached = new double[cohorts];
    }

    /** Returns how many groups read nothing now. */
    int away() {
        return away;
    }

    /** Returns how many groups read what they have missed. */
    int reading() {
        return reading;
    }

    /** Has groups read nothing from now on; those that are away or have not caught up yet are among them. */
    void stop(int groups, Cause why) {
        boolean first = away == 0 && reading == 0;
        for (LiveCohort cohort : cluster.cohorts) {
            if (away == 0) {
                take(cohort);
                leftOffAt[cohort.index] = cohort.highWatermark() - left[cohort.index];
                left[cohort.index] = 0;
                cluster.touched.add(cohort.index);
            }
        }
        away = Math.max(away, Math.max(reading, groups));
        reading = 0;
        unread = 0;
        if (first) {
            since = cluster.agenda.now();
            cause = why;
        }
    }

    /** Has the groups that are away read what they have missed. */
    void resume() {
        if (away == 0) {
            return;
        }
        reading = away;
        away = 0;
        double[] written = written();
        for (LiveCohort cohort : cluster.cohorts) {
            double missed = cohort.highWatermark() - leftOffAt[cohort.index];
            left[cohort.index] = cohort.deleted ? 0 : Math.min(missed, cohort.heldAtLeader());
            cached[cohort.index] = cachedOf(cohort, written);
            if (left[cohort.index] >= ReplicaLogs.SAME) {
                unread++;
                cluster.touched.add(cohort.index);
            }
        }
        finishPerhaps();
    }

    /** Returns how much of a partition its leader has in its page cache: of all that it writes, the partition's part. */
    private double cachedOf(LiveCohort cohort, double[] written) {
        int leader = cohort.leaderBroker();
        double all = cluster.config.workload().reads().cached().bytes();
        return leader == NONE || written[leader] == 0 ? 0 : all * cohort.offered / written[leader];
    }

    /** Returns what each broker writes when all its replicas are in sync, in bytes a millisecond on average. */
    private double[] written() {
        double[] written = new double[cluster.brokers.length];
        for (LiveCohort cohort : cluster.cohorts) {
            for (int broker : cohort.replicas()) {
                written[broker] += cohort.offered * cohort.partitions;
            }
        }
        return written;
    }

    /** Returns the reader of a cohort, brought up to now. */
    Lag lag(LiveCohort cohort) {
        take(cohort);
        return lags[cohort.index];
    }

    private void take(LiveCohort cohort) {
        left[cohort.index] -= lags[cohort.index].take(cluster.agenda.now());
    }

    /** Returns whether something of a cohort is left to read. */
    boolean unread(LiveCohort cohort) {
        return reading > 0 && left[cohort.index] >= ReplicaLogs.SAME;
    }

    /** Returns the bytes of a partition until it is read, or until what is left is in the page cache. */
    double untilNext(LiveCohort cohort) {
        return onDisk(cohort) ? left[cohort.index] - cached[cohort.index] : left[cohort.index];
    }

    /** Returns whether what is read next of a cohort comes from its leader's disk. */
    boolean onDisk(LiveCohort cohort) {
        return left[cohort.index] - cached[cohort.index] >= ReplicaLogs.SAME;
    }

    /** Notes that nobody can read a cohort any more. */
    void forget(LiveCohort cohort) {
        if (unread(cohort)) {
            left[cohort.index] = 0;
            unread--;
            finishPerhaps();
        }
    }

    /** Notes that a cohort may have been read to the end. */
    void due(LiveCohort cohort) {
        if (unread(cohort)) {
            take(cohort);
            if (!unread(cohort)) {
                unread--;
                finishPerhaps();
            }
        }
    }

    private void finishPerhaps() {
        if (reading > 0 && unread == 0) {
            int groups = reading;
            reading = 0;
            cluster.listener.consumersCaughtUp(groups, since, cause == null ? new Cause("unknown", since) : cause);
        }
    }
}
