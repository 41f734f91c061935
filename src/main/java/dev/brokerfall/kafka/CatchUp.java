package dev.brokerfall.kafka;

import dev.brokerfall.flow.FairShares;
import dev.brokerfall.kafka.controller.PartitionState;
import dev.brokerfall.kernel.Actor;
import dev.brokerfall.kernel.Agenda;
import dev.brokerfall.kernel.Timer;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * How fast lagging replicas catch up: one flow for each pair of a following broker and the leading broker it fetches from, as a fetcher
 * thread is per source broker. Flows share disks, networks and throttles max-min fairly after live traffic has taken its part; within a
 * flow each lagging partition gets the same ({@link Fetcher}).
 *
 * <p>Whoever changes a cohort settles it, by which it is touched. Once the event is over, each touched cohort is brought into line with
 * what is counted here: which replica lags behind which leader, and how much is written through which broker. Rates are computed when
 * the set of flows, the live traffic or a limit has changed, at most once an event, and between that nothing happens until the first
 * lagging replica is there. An event so costs in proportion to the cohorts that it touches and the pairs of brokers that lag, however
 * many cohorts or replicas there are.
 *
 * <p>A replica is there when it has all that its leader has; or, while the high watermark stands still because an in-sync replica does
 * not fetch or too few are in sync, when it reaches that high watermark, at which it may join the in-sync set. (While the high watermark
 * moves with an in-sync replica that is catching up itself, the others join when they have all that the leader has.)
 *
 * <p>A flow carries what is produced meanwhile too: where it is not faster than that, its replicas never catch up. Brokers whose disks or
 * networks cannot even carry the live traffic are not slowed down by it.
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
    private final LiveTraffic live;
    private final double offered;
    private final double catchUpRate;
    private final double throttleIn;
    private final double throttleOut;

    private final int brokers;
    private final @Nullable Fetcher[] fetchers;
    private final BitSet busy = new BitSet();
    private final BitSet due = new BitSet();
    private Fetcher[] running = new Fetcher[0];
    private int flows;
    private boolean sharesStale;
    private boolean timerStale;

    CatchUp(ClusterState cluster, Actor owner) {
        this.cluster = cluster;
        this.agenda = cluster.agenda;
        this.caughtUp = agenda.timer(owner, Event.CAUGHT_UP.kind(), 0);
        this.brokers = cluster.brokers.length;
        this.fetchers = new Fetcher[brokers * brokers];
        this.live = new LiveTraffic(brokers, cluster.cohorts.length);
        this.offered = cluster.cohorts[0].offered;
        for (LiveCohort cohort : cluster.cohorts) {
            live.update(cohort);
        }
        KafkaSettings settings = cluster.config.settings();
        this.catchUpRate = cluster.config.timings().catchUpRate().bytesPerMillisecond();
        boolean listed = settings.replicationThrottledReplicas();
        this.throttleIn =
                listed ? settings.followerReplicationThrottledRate().bytesPerMillisecond() : Double.POSITIVE_INFINITY;
        this.throttleOut =
                listed ? settings.leaderReplicationThrottledRate().bytesPerMillisecond() : Double.POSITIVE_INFINITY;
    }

    /** Notes that a broker's limits have changed. */
    void limitsChanged() {
        sharesStale = true;
    }

    /** Brings flows and rates into line with the cohorts that have been touched, once an event is over. */
    void update() {
        BitSet touched = cluster.touched.cohorts;
        if (touched.isEmpty() && !sharesStale && !timerStale) {
            return;
        }
        for (int i = 0; i < flows; i++) {
            running[i].advance(agenda.now());
        }
        for (int c = touched.nextSetBit(0); c >= 0; c = touched.nextSetBit(c + 1)) {
            reconcile(cluster.cohorts[c]);
        }
        touched.clear();
        sharesStale |= live.takeChanged();
        setRates();
        awaitFirst();
    }

    /** Links the replicas that have caught up with their leaders, and returns the cohorts whose replicas may join in-sync sets. */
    BitSet linkCaughtUp() {
        due.clear();
        timerStale = true;
        for (int i = 0; i < flows; i++) {
            running[i].advance(agenda.now());
            running[i].collectDue(due);
        }
        for (int c = due.nextSetBit(0); c >= 0; c = due.nextSetBit(c + 1)) {
            LiveCohort cohort = cluster.cohorts[c];
            cohort.settle();
            for (int p = 0; p < cohort.brokers.length; p++) {
                if (cohort.logs.mode[p] == ReplicaLogs.CATCHING && cohort.missingToLink(p) < ReplicaLogs.SAME) {
                    cohort.logs.link(p, cohort.state.leader());
                }
            }
        }
        return due;
    }

    private void reconcile(LiveCohort cohort) {
        live.update(cohort);
        for (int p = 0; p < cohort.brokers.length; p++) {
            Lag lag = cohort.logs.lag[p];
            boolean lags = cohort.logs.mode[p] == ReplicaLogs.CATCHING && leaderAnswers(cohort);
            if (lags || lag.fetcher != null) {
                Fetcher fetcher = lags ? fetcher(cohort.brokers[p], cohort.leaderBroker()) : null;
                assign(lag, fetcher);
                if (fetcher != null) {
                    lag.restart(agenda.now());
                    await(fetcher, cohort, p);
                }
            }
        }
    }

    /** A lagging replica's own broker fetches, or the replica would stand still; its leader must answer. */
    private static boolean leaderAnswers(LiveCohort cohort) {
        int leader = cohort.state.leader();
        return leader != PartitionState.NONE && (cohort.serving >> leader & 1) != 0;
    }

    private Fetcher fetcher(int follower, int source) {
        int pair = follower * brokers + source;
        Fetcher known = fetchers[pair];
        if (known == null) {
            known = new Fetcher(follower, source);
            fetchers[pair] = known;
        }
        return known;
    }

    private void assign(Lag lag, @Nullable Fetcher fetcher) {
        Fetcher old = lag.fetcher;
        if (old == fetcher) {
            return;
        }
        if (old != null) {
            old.remove(lag);
            busyPerhaps(old);
        }
        if (fetcher != null) {
            fetcher.add(lag, agenda.now());
            busyPerhaps(fetcher);
        }
    }

    private void busyPerhaps(Fetcher fetcher) {
        int pair = fetcher.follower * brokers + fetcher.source;
        if (busy.get(pair) == fetcher.isIdle()) {
            busy.flip(pair);
            sharesStale = true;
        }
    }

    private static void await(Fetcher fetcher, LiveCohort cohort, int position) {
        double toFixed = Double.POSITIVE_INFINITY;
        double toGrowing = Double.POSITIVE_INFINITY;
        if (cohort.ingest > 0) {
            toGrowing = cohort.missingToLink(position);
        } else {
            toFixed = cohort.missingToLink(position);
        }
        if (cohort.highWatermarkFrozen() && (cohort.state.isr() >> position & 1) == 0) {
            double missing = cohort.missingToJoin(position);
            if (missing > ReplicaLogs.SAME) {
                toFixed = Math.min(toFixed, missing);
            }
        }
        fetcher.await(cohort.logs.lag[position], toFixed, toGrowing);
    }

    private void setRates() {
        if (sharesStale) {
            sharesStale = false;
            shareOut();
        }
        for (int flow = 0; flow < flows; flow++) {
            running[flow].setRates(shares.rate(flow), offered);
        }
    }

    private void shareOut() {
        flows = 0;
        if (busy.isEmpty()) {
            return;
        }
        if (running.length < busy.cardinality()) {
            running = new Fetcher[busy.cardinality()];
        }
        shares.begin(RESOURCES * brokers);
        for (int b = 0; b < brokers; b++) {
            BrokerLimits limits = cluster.brokers[b].limits;
            double in = live.in(b) * offered;
            double out = live.out(b) * offered;
            int base = RESOURCES * b;
            shares.capacity(base + DISK_READ, limits.diskRead().bytesPerMillisecond());
            shares.capacity(base + DISK_WRITE, limits.diskWrite().bytesPerMillisecond() - in);
            shares.capacity(base + DISK_TOTAL, limits.diskTotal().bytesPerMillisecond() - in);
            shares.capacity(base + NIC_IN, limits.nicIn().bytesPerMillisecond() - in);
            shares.capacity(base + NIC_OUT, limits.nicOut().bytesPerMillisecond() - out);
            shares.capacity(base + FETCHERS, catchUpRate);
            shares.capacity(base + THROTTLE_IN, throttleIn);
            shares.capacity(base + THROTTLE_OUT, throttleOut);
        }
        for (int pair = busy.nextSetBit(0); pair >= 0; pair = busy.nextSetBit(pair + 1)) {
            Fetcher fetcher = fetcher(pair / brokers, pair % brokers);
            running[flows++] = fetcher;
            addFlow(fetcher.follower, fetcher.source);
        }
        shares.share();
    }

    private void addFlow(int follower, int source) {
        shares.flow(Double.POSITIVE_INFINITY);
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
    }

    private void awaitFirst() {
        timerStale = false;
        double first = Double.POSITIVE_INFINITY;
        for (int i = 0; i < flows; i++) {
            first = Math.min(first, running[i].untilFirst());
        }
        if (first < Agenda.LATEST - agenda.now()) {
            caughtUp.setAfter(Math.max(1, Millis.ceil(first)));
        } else {
            caughtUp.cancel();
        }
    }
}
