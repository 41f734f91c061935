package dev.brokerfall.kafka;

import static dev.brokerfall.kafka.controller.PartitionState.NONE;

import dev.brokerfall.flow.FairShares;
import dev.brokerfall.kernel.Actor;
import dev.brokerfall.kernel.Agenda;
import dev.brokerfall.kernel.Timer;
import java.util.Arrays;

/**
 * How fast lagging replicas catch up: one flow for each pair of a following broker and the leading broker it fetches from, as a fetcher
 * thread is per source broker. Flows share disks, networks and throttles max-min fairly after live traffic has taken its part; within a
 * flow each lagging partition gets the same.
 *
 * <p>Rates are computed when the set of flows or the live traffic has changed, at most once an event, and between that nothing happens
 * until the first lagging replica has caught up. A flow carries what is produced meanwhile too: where it is not faster than that, its
 * replicas never catch up. Brokers whose disks or networks cannot even carry the live traffic are not slowed down by it.
 *
 * <p>The throttle of {@code follower.replication.throttled.rate} holds for listed replicas outside the in-sync set alone
 * ({@code ReplicaManager.shouldLeaderThrottle}); a catching-up replica is almost always outside.
 */
final class CatchUp {

    private static final int DISK_READ = 0;
    private static final int DISK_WRITE = 1;
    private static final int DISK_TOTAL = 2;
    private static final int NIC_IN = 3;
    private static final int NIC_OUT = 4;
    private static final int FETCHERS = 5;
    private static final int THROTTLE_IN = 6;
    private static final int THROTTLE_OUT = 7;
    private static final int RESOURCES = 8;

    private final ClusterState cluster;
    private final Agenda agenda;
    private final Timer caughtUp;
    private final FairShares shares = new FairShares();
    private final int[] flowOfPair;
    private final int[] partitionsOfPair;
    private final double[] liveIn;
    private final double[] liveOut;
    private final double catchUpRate;
    private final double throttleIn;
    private final double throttleOut;

    private int[] laggingCohort = new int[16];
    private int[] laggingPosition = new int[16];
    private int lagging;
    private boolean changed;

    CatchUp(ClusterState cluster, Actor owner) {
        this.cluster = cluster;
        this.agenda = cluster.agenda;
        this.caughtUp = agenda.timer(owner, Event.CAUGHT_UP.kind(), 0);
        int brokers = cluster.brokers.length;
        this.flowOfPair = new int[brokers * brokers];
        this.partitionsOfPair = new int[brokers * brokers];
        this.liveIn = new double[brokers];
        this.liveOut = new double[brokers];
        KafkaSettings settings = cluster.config.settings();
        this.catchUpRate = cluster.config.timings().catchUpRate().bytesPerMillisecond();
        boolean listed = settings.replicationThrottledReplicas();
        this.throttleIn =
                listed ? settings.followerReplicationThrottledRate().bytesPerMillisecond() : Double.POSITIVE_INFINITY;
        this.throttleOut =
                listed ? settings.leaderReplicationThrottledRate().bytesPerMillisecond() : Double.POSITIVE_INFINITY;
    }

    /** Notes that flows or live traffic have changed. */
    void changed() {
        changed = true;
    }

    /** Computes the rates anew if anything has changed. */
    void update() {
        if (!changed) {
            return;
        }
        changed = false;
        findLagging();
        if (lagging == 0) {
            caughtUp.cancel();
            return;
        }
        measureLiveTraffic();
        shareOut();
        setRates();
        awaitFirst();
    }

    /** Links the replicas that have caught up with their leaders and returns how many replicas were lagging. */
    int linkCaughtUp() {
        for (int i = 0; i < lagging; i++) {
            LiveCohort cohort = cluster.cohorts[laggingCohort[i]];
            cohort.settle();
            int position = laggingPosition[i];
            if (cohort.logs.mode[position] == ReplicaLogs.CATCHING
                    && cohort.missingToLink(position) < ReplicaLogs.SAME) {
                cohort.logs.link(position, cohort.state.leader());
            }
        }
        changed = true;
        return lagging;
    }

    /** Returns the {@code i}-th lagging replica's cohort. */
    LiveCohort laggingCohort(int i) {
        return cluster.cohorts[laggingCohort[i]];
    }

    private void findLagging() {
        lagging = 0;
        for (LiveCohort cohort : cluster.cohorts) {
            for (int p = 0; p < cohort.brokers.length; p++) {
                if (cohort.logs.mode[p] == ReplicaLogs.CATCHING) {
                    cohort.settle();
                    note(cohort.index, p);
                }
            }
        }
    }

    private void note(int cohort, int position) {
        if (lagging == laggingCohort.length) {
            laggingCohort = Arrays.copyOf(laggingCohort, 2 * lagging);
            laggingPosition = Arrays.copyOf(laggingPosition, 2 * lagging);
        }
        laggingCohort[lagging] = cohort;
        laggingPosition[lagging++] = position;
    }

    private void measureLiveTraffic() {
        Arrays.fill(liveIn, 0);
        Arrays.fill(liveOut, 0);
        for (LiveCohort cohort : cluster.cohorts) {
            if (cohort.ingest > 0) {
                double bytes = cohort.ingest * cohort.partitions;
                int leader = cohort.leaderBroker();
                liveIn[leader] += bytes;
                for (int p = 0; p < cohort.brokers.length; p++) {
                    if (cohort.logs.mode[p] == ReplicaLogs.LINKED) {
                        liveIn[cohort.brokers[p]] += bytes;
                        liveOut[leader] += bytes;
                    }
                }
            }
        }
    }

    private void shareOut() {
        int brokers = cluster.brokers.length;
        shares.begin(RESOURCES * brokers);
        for (int b = 0; b < brokers; b++) {
            BrokerLimits limits = cluster.brokers[b].limits;
            int base = RESOURCES * b;
            shares.capacity(base + DISK_READ, limits.diskRead().bytesPerMillisecond());
            shares.capacity(base + DISK_WRITE, limits.diskWrite().bytesPerMillisecond() - liveIn[b]);
            shares.capacity(base + DISK_TOTAL, limits.diskTotal().bytesPerMillisecond() - liveIn[b]);
            shares.capacity(base + NIC_IN, limits.nicIn().bytesPerMillisecond() - liveIn[b]);
            shares.capacity(base + NIC_OUT, limits.nicOut().bytesPerMillisecond() - liveOut[b]);
            shares.capacity(base + FETCHERS, catchUpRate);
            shares.capacity(base + THROTTLE_IN, throttleIn);
            shares.capacity(base + THROTTLE_OUT, throttleOut);
        }
        Arrays.fill(flowOfPair, NONE);
        Arrays.fill(partitionsOfPair, 0);
        for (int i = 0; i < lagging; i++) {
            LiveCohort cohort = cluster.cohorts[laggingCohort[i]];
            if (fetches(cohort)) {
                int pair = pair(cohort, laggingPosition[i]);
                partitionsOfPair[pair] += cohort.partitions;
                if (flowOfPair[pair] == NONE) {
                    flowOfPair[pair] = addFlow(pair / brokers, pair % brokers);
                }
            }
        }
        shares.share();
    }

    private int addFlow(int follower, int source) {
        int flow = shares.flow(Double.POSITIVE_INFINITY);
        int in = RESOURCES * follower;
        int out = RESOURCES * source;
        shares.uses(in + DISK_WRITE);
        shares.uses(in + DISK_TOTAL);
        shares.uses(in + NIC_IN);
        shares.uses(in + FETCHERS);
        shares.uses(in + THROTTLE_IN);
        shares.uses(out + DISK_READ);
        shares.uses(out + DISK_TOTAL);
        shares.uses(out + NIC_OUT);
        shares.uses(out + THROTTLE_OUT);
        return flow;
    }

    /** A lagging replica's own broker fetches, or the replica would stand still; its leader must answer. */
    private static boolean fetches(LiveCohort cohort) {
        return (cohort.serving >> cohort.state.leader() & 1) != 0;
    }

    private int pair(LiveCohort cohort, int position) {
        return cohort.brokers[position] * cluster.brokers.length + cohort.leaderBroker();
    }

    private void setRates() {
        for (int i = 0; i < lagging; i++) {
            LiveCohort cohort = cluster.cohorts[laggingCohort[i]];
            int position = laggingPosition[i];
            int pair = pair(cohort, position);
            cohort.logs.rate[position] = fetches(cohort) ? shares.rate(flowOfPair[pair]) / partitionsOfPair[pair] : 0;
        }
    }

    private void awaitFirst() {
        double first = Double.POSITIVE_INFINITY;
        for (int i = 0; i < lagging; i++) {
            first = Math.min(first, untilCaughtUp(cluster.cohorts[laggingCohort[i]], laggingPosition[i]));
        }
        if (first < Agenda.LATEST - agenda.now()) {
            caughtUp.setAfter(Math.max(1, (long) Math.ceil(first)));
        } else {
            caughtUp.cancel();
        }
    }

    /** Returns the milliseconds until a replica may join the in-sync set or has all its leader has. */
    private static double untilCaughtUp(LiveCohort cohort, int position) {
        double rate = cohort.logs.rate[position];
        double until = Double.POSITIVE_INFINITY;
        if (rate > cohort.ingest) {
            until = cohort.missingToLink(position) / (rate - cohort.ingest);
        }
        if (rate > 0 && cohort.highWatermarkFrozen() && (cohort.state.isr() >> position & 1) == 0) {
            double missing = cohort.missingToJoin(position);
            if (missing > ReplicaLogs.SAME) {
                until = Math.min(until, missing / rate);
            }
        }
        return until;
    }
}
