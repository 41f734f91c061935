package dev.brokerfall.kafka;

import dev.brokerfall.kafka.controller.PartitionState;
import dev.brokerfall.kernel.Actor;
import dev.brokerfall.kernel.Agenda;
import dev.brokerfall.kernel.Cause;
import dev.brokerfall.kernel.Timer;
import dev.brokerfall.unit.DataRate;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * How fast lagging replicas catch up: one flow for each pair of a following broker and the leading broker it fetches from, as a fetcher
 * thread is per source broker. Flows share disks, networks and throttles with live traffic ({@link Bandwidth}); within a flow each lagging
 * partition gets the same ({@link Fetcher}).
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
 * <p>What a following broker fetches in all is bounded by {@code catchUpRate}; what it fetches from one leading broker, by the
 * {@code num.replica.fetchers} threads that ask that broker, each for one response of {@code replica.fetch.response.max.bytes} at a time
 * ({@code AbstractFetcherThread.doWork}): threads × bytes of a response / round trip. A flow carries what is produced meanwhile too: where
 * it is not faster than that, its replicas never catch up. Where disks or networks cannot carry the flows and the live traffic, both are
 * slowed down ({@link Bandwidth}).
 *
 * <p>The throttle of {@code follower.replication.throttled.rate} holds for listed replicas outside the in-sync set alone
 * ({@code ReplicaManager.shouldLeaderThrottle}). A member that lags, as with {@code acks=1} after a pause, holds the high watermark back,
 * so that its own broker takes it for in sync too ({@code ReplicaFetcherThread.shouldFollowerThrottle}).
 *
 * <p>{@code kafka-reassign-partitions --throttle} lists the replicas that are being added, and those that they are copied from, until
 * the whole reassignment is complete. What the new broker fetches for those that are in sync already is not held back, but uses up the
 * quota ({@code ReplicaFetcherThread.processPartitionData} records it). The leaders' quota has the same size and is shared by fewer
 * flows each; what it loses to live traffic is left out.
 */
final class CatchUp {

    private static final Fetcher.Kind[] KINDS = Fetcher.Kind.values();

    private final ClusterState cluster;
    private final Agenda agenda;
    private final Timer caughtUp;
    private final Timer spent;
    private final Timer rateChanges;
    private final LiveTraffic live;
    private final Bandwidth bandwidth;
    private final double[] offered;
    private final Backlogs backlogs;
    private final boolean[] waits;
    private final long lagMax;

    private final int brokers;
    private final @Nullable Fetcher[] fetchers;
    private final BitSet busy = new BitSet();
    private final BitSet due = new BitSet();
    private Fetcher[] running = new Fetcher[0];
    private int flows;
    private boolean sharesStale;
    private boolean credits;
    private @Nullable Reassignment known;
    private boolean timerStale;

    CatchUp(ClusterState cluster, Actor owner) {
        this.cluster = cluster;
        this.agenda = cluster.agenda;
        this.caughtUp = agenda.timer(owner, Event.CAUGHT_UP.kind(), 0);
        this.spent = agenda.timer(owner, Event.CREDITS_SPENT.kind(), 0);
        this.rateChanges = agenda.timer(owner, Event.RATE_CHANGED.kind(), 0);
        this.brokers = cluster.brokers.length;
        this.fetchers = new Fetcher[KINDS.length * brokers * brokers];
        this.offered = cluster.loads.offered();
        this.waits = cluster.loads.waits();
        this.lagMax = cluster.config.settings().replicaLagTimeMax().toMillis();
        this.live = new LiveTraffic(brokers, cluster.cohorts.length, offered, waits);
        for (LiveCohort cohort : cluster.cohorts) {
            live.update(cohort);
        }
        this.bandwidth = new Bandwidth(cluster, live);
        this.backlogs = new Backlogs(cluster);
    }

    /** Notes that what a broker's disk or network carries has changed, or what is offered to all. */
    void limitsChanged() {
        sharesStale = true;
        credits = Arrays.stream(cluster.brokers).anyMatch(broker -> !broker.credits.constant());
    }

    /** Has groups of consumers read nothing from now on. */
    void stopConsumers(int groups, Cause cause) {
        int all = cluster.config.workload().consumerGroups();
        backlogs.stop(Math.min(groups, all), cause);
        readersChanged();
        cluster.listener.consumersStopped(backlogs.away(), cause);
    }

    /** Has groups of consumers that were away read what they have missed. */
    void resumeConsumers(Cause cause) {
        cluster.listener.consumersBack(backlogs.away(), cause);
        backlogs.resume();
        readersChanged();
    }

    private void readersChanged() {
        bandwidth.read(backlogs.away(), backlogs.reading());
        sharesStale = true;
    }

    /** Brings flows and rates into line with the cohorts that have been touched, once an event is over. */
    void update() {
        BitSet touched = cluster.touched.cohorts;
        sharesStale |= known != cluster.reassignment;
        known = cluster.reassignment;
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
            backlogs.due(cohort);
        }
        return due;
    }

    private void reconcile(LiveCohort cohort) {
        live.update(cohort);
        read(cohort);
        for (int p = 0; p < cohort.brokers.length; p++) {
            Lag lag = cohort.logs.lag[p];
            boolean lags = cohort.logs.mode[p] == ReplicaLogs.CATCHING && leaderAnswers(cohort);
            if (lags || lag.fetcher != null) {
                Fetcher fetcher = lags ? fetcher(cohort.brokers[p], cohort.leaderBroker(), kind(cohort, p)) : null;
                assign(lag, fetcher);
                if (fetcher != null) {
                    lag.restart(agenda.now());
                    await(fetcher, cohort, p);
                }
            }
        }
    }

    /** Has consumers that were away read what they have missed from whoever leads now. */
    private void read(LiveCohort cohort) {
        if (cohort.deleted) {
            backlogs.forget(cohort);
        }
        boolean reads = backlogs.unread(cohort) && cohort.readable;
        Lag lag = backlogs.lag(cohort);
        if (!reads) {
            assign(lag, null);
            return;
        }
        Fetcher.Kind kind = backlogs.onDisk(cohort) ? Fetcher.Kind.READ_FROM_DISK : Fetcher.Kind.READ_FROM_CACHE;
        Fetcher fetcher = fetcher(Fetcher.CONSUMERS, cohort.leaderBroker(), kind);
        assign(lag, fetcher);
        lag.restart(agenda.now());
        fetcher.await(lag, backlogs.untilNext(cohort), Double.POSITIVE_INFINITY);
    }

    private Fetcher.Kind kind(LiveCohort cohort, int position) {
        boolean added = (cohort.state.assignment().adding() >> position & 1) != 0;
        boolean member = (cohort.state.isr() >> position & 1) != 0;
        if (member && (added || bandwidth.throttled() || cohort.topic.acks() != Acks.ALL)) {
            return Fetcher.Kind.MEMBER;
        }
        return added ? Fetcher.Kind.ADDED : Fetcher.Kind.OUTSIDE;
    }

    /** A lagging replica's own broker fetches, or the replica would stand still; its leader must answer. */
    private static boolean leaderAnswers(LiveCohort cohort) {
        int leader = cohort.state.leader();
        return leader != PartitionState.NONE && (cohort.serving >> leader & 1) != 0;
    }

    private Fetcher fetcher(int follower, int source, Fetcher.Kind kind) {
        int place = place(follower, source, kind);
        Fetcher fetcher = fetchers[place];
        if (fetcher == null) {
            fetcher = new Fetcher(follower, source, kind, offered.length);
            fetchers[place] = fetcher;
        }
        return fetcher;
    }

    @SuppressWarnings("EnumOrdinal") // places never leave the program
    private int place(int follower, int source, Fetcher.Kind kind) {
        // No broker fetches from itself.
        int pair = kind.isRead() ? source * brokers + source : follower * brokers + source;
        return KINDS.length * pair + kind.ordinal();
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
        int pair = place(fetcher.follower, fetcher.source, fetcher.kind);
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
            live.offer(cluster.pattern.at(agenda.now()));
            if (credits) {
                readCredits();
            }
            do {
                sharesStale = false;
                findRunning();
                bandwidth.share(running, flows);
                pace();
            } while (bandwidth.outruns() && letFallBehind());
            sharesStale = false;
            if (credits) {
                spendCredits();
            }
            awaitRateChange();
        }
        double multiple = cluster.pattern.at(agenda.now());
        for (int flow = 0; flow < flows; flow++) {
            Broker leader = cluster.brokers[running[flow].source];
            running[flow].setRates(
                    bandwidth.rate(flow), offered, waits, multiple * leader.pace, multiple * leader.hastyPace);
        }
    }

    /**
     * Has rates found anew when producers next offer more or less, if that can change any: while something lags, where disks and networks
     * do not carry what is offered at the peak, or a disk lives on credits. All else follows from how much is offered in any length of
     * time.
     */
    private void awaitRateChange() {
        if (cluster.pattern.isConstant()) {
            return;
        }
        live.offer(cluster.pattern.peak());
        boolean matters = flows > 0 || !bandwidth.carriesLive() || (credits && !creditsRest());
        live.offer(cluster.pattern.at(agenda.now()));
        long change = matters ? cluster.pattern.nextChange(agenda.now()) : Long.MAX_VALUE;
        if (change < Agenda.LATEST) {
            rateChanges.setAfter(change - agenda.now());
        } else {
            rateChanges.cancel();
        }
    }

    /**
     * Has followers lag whose leaders are written to faster than what is written reaches them, by producers that do not wait for them.
     * Unless they catch up in time, their leaders find that they lag too long.
     *
     * <p>A follower counts as caught up while each fetch gets it to where its leader's log ended at the fetch before
     * ({@code Replica.updateFetchStateOrThrow}). One that is served less than is written cannot for longer than it takes to be behind by
     * a full response, which is a second or two, and is left out.
     *
     * @return whether any of them had kept up until now
     */
    private boolean letFallBehind() {
        boolean any = false;
        for (Broker leader : cluster.brokers) {
            tellOutrun(leader);
            for (int i = 0; i < leader.cohorts.length; i++) {
                LiveCohort cohort = cluster.cohorts[leader.cohorts[i]];
                if (cohort.topic.acks() == Acks.ALL || !cohort.writable || cohort.leaderBroker() != leader.id) {
                    continue;
                }
                int behind = 0;
                for (int set = cohort.logs.linked(); set != 0; set &= set - 1) {
                    int position = Integer.numberOfTrailingZeros(set);
                    behind |= bandwidth.outruns(leader.id, cohort.brokers[position]) ? 1 << position : 0;
                }
                if (behind != 0) {
                    fallBehind(cohort, behind);
                    any = true;
                }
            }
        }
        live.takeChanged();
        cluster.touched.cohorts.clear();
        return any;
    }

    private void tellOutrun(Broker leader) {
        for (Broker follower : cluster.brokers) {
            if (bandwidth.outruns(leader.id, follower.id)) {
                cluster.listener.followerOutrun(follower.id, leader.id, bandwidth.reached(leader.id, follower.id));
            }
        }
    }

    private void fallBehind(LiveCohort cohort, int positions) {
        cohort.settle();
        for (int set = positions; set != 0; set &= set - 1) {
            int position = Integer.numberOfTrailingZeros(set);
            cohort.logs.fallBehind(position, cohort.state.leader());
            cohort.caughtUpAt[position] = agenda.now();
            Timer lagging = cluster.brokers[cohort.brokers[position]].lagging;
            if (!lagging.isSet()) {
                lagging.setAfter(lagMax);
            }
        }
        reconcile(cohort);
        cluster.listener.cohortChanged(cohort);
    }

    /** Finds out what disks carry now. */
    private void readCredits() {
        for (Broker broker : cluster.brokers) {
            double before = broker.diskCarries;
            broker.diskCarries = broker.credits.capacity(agenda.now());
            if (broker.diskCarries < before) {
                cluster.listener.creditsSpent(broker.id, rate(before), rate(broker.diskCarries));
            }
        }
    }

    private static DataRate rate(double perMillisecond) {
        return DataRate.ofBytesPerMillisecond(perMillisecond);
    }

    /** Has disks live on their credits, or save some, from now on, and waits until the first of them has none left. */
    private void spendCredits() {
        double first = Double.POSITIVE_INFINITY;
        for (Broker broker : cluster.brokers) {
            if (!broker.credits.constant()) {
                broker.credits.use(bandwidth.diskUse(broker), agenda.now());
                first = Math.min(first, broker.credits.untilSpent(agenda.now()));
            }
        }
        if (first < Agenda.LATEST - agenda.now()) {
            spent.setAfter(Math.max(1, Millis.ceil(first)));
        } else {
            spent.cancel();
        }
    }

    /** Returns whether all credits are there and live traffic takes none. */
    private boolean creditsRest() {
        for (Broker broker : cluster.brokers) {
            if (!broker.credits.rest(bandwidth.diskUse(broker), agenda.now())) {
                return false;
            }
        }
        return true;
    }

    private void findRunning() {
        if (running.length < busy.cardinality()) {
            running = new Fetcher[busy.cardinality()];
        }
        flows = 0;
        for (int pair = busy.nextSetBit(0); pair >= 0; pair = busy.nextSetBit(pair + 1)) {
            int brokerPair = pair / KINDS.length;
            running[flows++] = fetcher(brokerPair / brokers, brokerPair % brokers, KINDS[pair % KINDS.length]);
        }
    }

    /** Slows down or speeds up what is written to the partitions of leaders whose pace has changed. */
    private void pace() {
        for (Broker broker : cluster.brokers) {
            double pace = bandwidth.pace(broker.id);
            double hastyPace = bandwidth.hastyPace(broker.id);
            if (pace != broker.pace || hastyPace != broker.hastyPace) {
                broker.pace = pace;
                broker.hastyPace = hastyPace;
                for (int c : broker.cohorts) {
                    LiveCohort cohort = cluster.cohorts[c];
                    if (cohort.writable && cohort.leaderBroker() == broker.id) {
                        cohort.settle();
                        cohort.ingest = cohort.offered * broker.pace(cohort);
                    }
                }
                cluster.listener.producePaced(broker.id, bandwidth.meanPace(broker.id));
            }
        }
        // Their clocks are read and their sets are as they were: there is nothing to bring into line.
        cluster.touched.cohorts.clear();
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
