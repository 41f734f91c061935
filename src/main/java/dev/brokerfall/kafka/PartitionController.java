package dev.brokerfall.kafka;

import static dev.brokerfall.kafka.controller.PartitionState.NONE;

import dev.brokerfall.kafka.controller.AlterPartition;
import dev.brokerfall.kafka.controller.Election;
import dev.brokerfall.kernel.Actor;
import dev.brokerfall.kernel.Agenda;
import dev.brokerfall.kernel.Cause;
import dev.brokerfall.kernel.Phase;
import dev.brokerfall.kernel.Timer;
import dev.brokerfall.random.Stream;
import dev.brokerfall.random.Streams;
import dev.brokerfall.unit.Durations;
import java.util.Arrays;
import java.util.BitSet;

/**
 * The active controller's decisions about partitions: what each thing that happens to a broker asks of
 * {@link dev.brokerfall.kafka.controller.PartitionState}.
 *
 * <pre>
 * what happens                        target in-sync set           of which partitions
 * broker fenced                       without it                   those with it in sync
 * broker may shut down                without it                   those with it in sync
 * broker registers, clean, or no ELR  without it                   those with it in sync
 * broker registers unclean, ELR       without it, not eligible     those with it in sync or eligible
 * log directories offline             without it                   those with it in sync in one of those
 * directories of an old session's     without it                   those with it in sync in one of those
 *   broker replaced
 * broker unfenced                     as it is                     those without a leader
 * preferred election (300 s)          as it is                     those not led by their first replica
 * unclean election asked for          as it is                     those without a leader
 * leader finds a follower caught up   with it                      that one
 * leader finds a follower lagging     without it                   that one
 * reassignment ordered                as it is                     those with other replicas
 * </pre>
 *
 * <p>An event that moves leaders draws one gap for all of them; a ZooKeeper controller adds its time for each partition. The periodic check for leaderless partitions of topics with unclean
 * election ({@code unclean.leader.election.interval.ms}, 300 s) coincides with the preferred election here.
 *
 * <p>Source: {@code ReplicationControlManager.java} of Apache Kafka 4.1, {@code generateLeaderAndIsrUpdates} and its callers.
 */
final class PartitionController {

    private static final double MS_PER_SECOND = 1000;

    /** When a leader serves whose election its controller did not live to carry out. */
    private static final long UNTOLD = Long.MAX_VALUE;

    private final ClusterState cluster;
    private final Agenda agenda;
    private final Replication replication;
    private final Timer preferred;
    private final Stream gapLuck;
    private final Stream phaseLuck;
    private final Actor owner;
    private final long imbalanceCheck;
    private final boolean rebalances;
    private final long lagMax;

    private final double electionMillis;

    /** How long a broker writes down that it leads one more partition. */
    private final double newLeaderMillis;

    /** How many partitions each broker begins to lead by what is decided now. */
    private final int[] newlyLed;

    private Phase preferredChecks;
    private long servesAt;

    /** Until when a controller that elects one leader after the other is busy. */
    private double busyUntil;

    PartitionController(ClusterState cluster, Replication replication, Streams streams, Actor owner) {
        this.cluster = cluster;
        this.agenda = cluster.agenda;
        this.replication = replication;
        this.owner = owner;
        this.preferred = agenda.timer(owner, Event.ELECT_PREFERRED.kind(), 0);
        this.gapLuck = streams.stream("kafka", "controller", "leaderMoveGap");
        this.phaseLuck = streams.stream("kafka", "controller", "preferredElectionPhase");
        KafkaSettings settings = cluster.config.settings();
        this.imbalanceCheck = settings.leaderImbalanceCheckInterval().toMillis();
        this.rebalances = settings.autoLeaderRebalanceEnable();
        this.lagMax = settings.replicaLagTimeMax().toMillis();
        this.electionMillis =
                Durations.seconds(cluster.config.timings().controllers().partitionElection()) * MS_PER_SECOND;
        this.newLeaderMillis = cluster.config.timings().fileWork().newLeaderMillis();
        this.newlyLed = new int[cluster.brokers.length];
        this.preferredChecks = Phase.drawn(imbalanceCheck, phaseLuck.uniform());
    }

    /** A controller that works on one partition after the other has told nobody yet of the leaders that have not had their turn. */
    void deactivated() {
        if (electionMillis == 0) {
            return;
        }
        busyUntil = 0;
        BitSet moving = cluster.irregular.moving;
        for (int c = moving.nextSetBit(0); c >= 0; c = moving.nextSetBit(c + 1)) {
            LiveCohort cohort = cluster.cohorts[c];
            if (cohort.movedAt > agenda.now()) {
                cohort.movedAt = UNTOLD;
            }
        }
    }

    /** Has the partitions queue anew whose leaders have not been told. */
    private void tellUntold() {
        servesAt = NONE;
        BitSet moving = cluster.irregular.moving;
        for (int c = moving.nextSetBit(0); c >= 0; c = moving.nextSetBit(c + 1)) {
            LiveCohort cohort = cluster.cohorts[c];
            if (cohort.movedAt == UNTOLD) {
                cohort.movedAt = electedLeaderServes(cohort, NONE);
            }
        }
    }

    /** Starts anew under a controller that has just become active. */
    void activated() {
        preferredChecks = Phase.drawn(imbalanceCheck, phaseLuck.uniform());
        preferred.cancel();
        resumed();
    }

    /** Goes on with everything that leaders have asked for meanwhile. */
    void resumed() {
        tellUntold();
        BitSet displaced = cluster.irregular.displaced;
        for (int c = displaced.nextSetBit(0); c >= 0; c = displaced.nextSetBit(c + 1)) {
            awaitPreferredElection(cluster.cohorts[c]);
        }
        admitAll();
    }

    /** Has leaders take in whoever has caught up while in-sync sets could not be changed. */
    private void admitAll() {
        BitSet incomplete = cluster.irregular.incomplete;
        for (int c = incomplete.nextSetBit(0); c >= 0; c = incomplete.nextSetBit(c + 1)) {
            admit(cluster.cohorts[c]);
        }
    }

    /** Has leaders change the in-sync sets that they could not change for a while. */
    void changeInSyncSets() {
        admitAll();
        for (Broker broker : cluster.brokers) {
            shrinkLagging(broker);
        }
    }

    /** Returns whether a broker leads any partition. */
    boolean leads(Broker broker) {
        for (int i = 0; i < broker.cohorts.length; i++) {
            if (cluster.cohorts[broker.cohorts[i]].state.leader() == broker.positions[i]) {
                return true;
            }
        }
        return false;
    }

    /** Takes a fenced, stopping or newly registered broker out of the in-sync sets. */
    void withdraw(Broker broker) {
        withdraw(broker, broker.directories.all());
    }

    /** Takes those replicas of a broker out of the in-sync sets that lie in some of its log directories. */
    void withdraw(Broker broker, int directories) {
        servesAt = NONE;
        for (int i = 0; i < broker.cohorts.length; i++) {
            LiveCohort cohort = cluster.cohorts[broker.cohorts[i]];
            int bit = 1 << broker.positions[i];
            if ((cohort.state.isr() & bit) != 0 && (directories >> broker.placed[i] & 1) != 0) {
                change(cohort, cohort.state.isr() & ~bit, 0, usual(cohort));
            }
        }
    }

    /** Takes a broker that registered after an unclean stop out of the in-sync and the eligible sets. */
    void withdrawUnclean(Broker broker) {
        if (!cluster.semantics.eligibleLeaderReplicas()) {
            withdraw(broker);
            return;
        }
        servesAt = NONE;
        for (int i = 0; i < broker.cohorts.length; i++) {
            LiveCohort cohort = cluster.cohorts[broker.cohorts[i]];
            int bit = 1 << broker.positions[i];
            if (((cohort.state.isr() | cohort.state.elr()) & bit) != 0) {
                change(cohort, cohort.state.isr() & ~bit, bit, usual(cohort));
            }
        }
    }

    /** Tries to find leaders where there are none, now that a broker has been unfenced. */
    void electForLeaderless() {
        servesAt = NONE;
        BitSet leaderless = cluster.irregular.leaderless;
        for (int c = leaderless.nextSetBit(0); c >= 0; c = leaderless.nextSetBit(c + 1)) {
            LiveCohort cohort = cluster.cohorts[c];
            change(cohort, cohort.state.isr(), 0, usual(cohort));
        }
    }

    /** Elects any live replica where there is no leader. */
    void electUncleanly() {
        servesAt = NONE;
        BitSet leaderless = cluster.irregular.leaderless;
        for (int c = leaderless.nextSetBit(0); c >= 0; c = leaderless.nextSetBit(c + 1)) {
            change(cluster.cohorts[c], cluster.cohorts[c].state.isr(), 0, Election.UNCLEAN);
        }
    }

    /**
     * Gives leadership back to preferred replicas that are in sync, and tries those without a leader again. Without a controller nobody
     * does; the next one looks for what is left to do.
     */
    void electPreferred() {
        if (!cluster.decides()) {
            return;
        }
        servesAt = NONE;
        BitSet displaced = cluster.irregular.displaced;
        for (int c = displaced.nextSetBit(0); c >= 0; c = displaced.nextSetBit(c + 1)) {
            LiveCohort cohort = cluster.cohorts[c];
            boolean uncleanly = cohort.state.leader() == NONE && cohort.topic.uncleanLeaderElection();
            change(cohort, cohort.state.isr(), 0, uncleanly ? Election.UNCLEAN : Election.PREFERRED);
        }
    }

    /** Records where a broker's replicas in some of its log directories lie. */
    void assigned(Broker broker, int directories) {
        if (cluster.semantics.directoryAssignmentClearsElr()) {
            for (int i = 0; i < broker.cohorts.length; i++) {
                LiveCohort cohort = cluster.cohorts[broker.cohorts[i]];
                if ((directories >> broker.placed[i] & 1) == 0) {
                    continue;
                }
                cohort.settle();
                if ((cohort.state.all() >> broker.positions[i] & 1) != 0 && cohort.state.clearElr()) {
                    replication.refresh(cohort);
                }
            }
        }
        awaitPreferredElection(broker);
    }

    /** Sees to it that the next preferred election is played if it may change anything now that this broker may lead. */
    void awaitPreferredElection(Broker broker) {
        for (int i = 0; i < broker.cohorts.length && !preferred.isSet(); i++) {
            awaitPreferredElection(cluster.cohorts[broker.cohorts[i]]);
        }
    }

    /** Sees to it that the next preferred election is played if it may change anything about this cohort. */
    private void awaitPreferredElection(LiveCohort cohort) {
        int leader = cohort.state.leader();
        int wantedLeader = cohort.state.assignment().preferred();
        if (leader == wantedLeader || preferred.isSet() || !rebalances || !cluster.decides()) {
            return;
        }
        int wanted = leader == NONE ? cohort.state.candidates() : cohort.state.isr() & 1 << wantedLeader;
        if ((wanted & acceptable(cohort)) != 0) {
            preferred.setAt(preferredChecks.after(agenda.now()));
        }
    }

    /**
     * Has the leader of {@code cohort} take replicas that have caught up into the in-sync set. Where that may complete a reassignment, a
     * controller is needed.
     */
    void admit(LiveCohort cohort) {
        int leader = cohort.state.leader();
        if (leader == NONE
                || cohort.moving
                || cohort.state.isr() == cohort.state.all()
                || !cluster.recordsInSyncSets()
                || (cohort.reassigning() && !cluster.decides())
                || (cohort.serving >> leader & 1) == 0) {
            return;
        }
        cohort.settle();
        for (int p = 0; p < cohort.brokers.length && cohort.state.leader() == leader; p++) {
            Broker broker = cluster.brokers[cohort.brokers[p]];
            boolean outside = ((cohort.state.all() & ~cohort.state.isr()) >> p & 1) != 0;
            int wanted = cohort.state.isr() | 1 << p;
            if (outside && hasCaughtUp(cohort, p) && grants(cohort, wanted)) {
                servesAt = NONE;
                cohort.caughtUpAt[p] = agenda.now();
                change(cohort, wanted, 0, usual(cohort));
                replication.recoveredPerhaps(broker);
                if (p == cohort.state.assignment().preferred()) {
                    awaitPreferredElection(cohort);
                }
            }
        }
    }

    /** Returns whether a leader finds a replica caught up, be it of a broker that the controller knows or not. */
    private static boolean hasCaughtUp(LiveCohort cohort, int position) {
        return cohort.logs.mode[position] != ReplicaLogs.STILL && cohort.missingToJoin(position) < ReplicaLogs.SAME;
    }

    /**
     * Returns whether the controller grants a leader the set that it asks for. The leader knows the incarnation of a follower that
     * fetches, and of the other members what the controller does.
     */
    private boolean grants(LiveCohort cohort, int targetIsr) {
        int[] epochs = new int[cohort.brokers.length];
        for (int p = 0; p < epochs.length; p++) {
            Broker broker = cluster.brokers[cohort.brokers[p]];
            boolean joins = (cohort.state.isr() >> p & 1) == 0;
            epochs[p] = joins ? broker.incarnation : broker.registeredIncarnation;
        }
        AlterPartition request = new AlterPartition(cohort.state.leaderEpoch(), targetIsr, epochs);
        return request.check(cohort.state, new Registered(cluster, cohort), cluster.semantics.brokerEpochCheck())
                == AlterPartition.Answer.GRANTED;
    }

    /** The brokers of a cohort as the controller has registered them. */
    private record Registered(ClusterState cluster, LiveCohort cohort) implements AlterPartition.Members {

        @Override
        public int epoch(int position) {
            return broker(position).registeredIncarnation;
        }

        @Override
        public boolean active(int position) {
            return broker(position).active();
        }

        private Broker broker(int position) {
            return cluster.brokers[cohort.brokers[position]];
        }
    }

    /** Admits a broker's replicas wherever they have caught up. */
    void admit(Broker broker) {
        for (int index : broker.cohorts) {
            admit(cluster.cohorts[index]);
        }
    }

    /**
     * Has leaders shrink the in-sync sets in which {@code broker} has lagged too long, and waits for the next that will. A replica that
     * has all that its leader has is in sync however long it has not fetched, and one that fetches again lags until it has caught up
     * ({@code Replica.isCaughtUp}).
     */
    void shrinkLagging(Broker broker) {
        if (!cluster.recordsInSyncSets()) {
            return;
        }
        servesAt = NONE;
        long next = Long.MAX_VALUE;
        for (int i = 0; i < broker.cohorts.length; i++) {
            LiveCohort cohort = cluster.cohorts[broker.cohorts[i]];
            int position = broker.positions[i];
            int leader = cohort.state.leader();
            if ((cohort.state.isr() >> position & 1) == 0 || leader == NONE || leader == position) {
                continue;
            }
            if (broker.serving && cohort.logs.mode[position] != ReplicaLogs.CATCHING) {
                continue;
            }
            Broker leads = cluster.brokers[cohort.brokers[leader]];
            long lapsed = Math.max(cohort.caughtUpAt[position], cohort.leaderSince) + lagMax;
            int wanted = cohort.state.isr() & ~(1 << position);
            if (leads.lagChecks.atOrBefore(agenda.now()) > lapsed
                    && (cohort.serving >> leader & 1) != 0
                    && cohort.isBehind(position)
                    && grants(cohort, wanted)) {
                if (broker.serving && broker.cause == null) {
                    broker.blame(new Cause("overload", cohort.caughtUpAt[position]));
                }
                change(cohort, wanted, 0, usual(cohort));
            } else {
                next = Math.min(next, leads.lagChecks.after(Math.max(lapsed, agenda.now())));
            }
        }
        if (next < Long.MAX_VALUE) {
            broker.lagging.setAt(next);
        }
    }

    private static Election usual(LiveCohort cohort) {
        return cohort.topic.uncleanLeaderElection() ? Election.UNCLEAN : Election.ONLINE;
    }

    private int acceptable(LiveCohort cohort) {
        int set = 0;
        boolean gate = cluster.semantics.directoryGate();
        for (int p = 0; p < cohort.brokers.length; p++) {
            Broker broker = cluster.brokers[cohort.brokers[p]];
            if (broker.active() && broker.directories.mayLead(cohort.directories[p], gate)) {
                set |= 1 << p;
            }
        }
        return set;
    }

    private void change(LiveCohort cohort, int targetIsr, int stoppedUncleanly, Election election) {
        if (cluster.metadataLost) {
            return;
        }
        cohort.settle();
        Before before = Before.of(cohort);
        int acceptable = acceptable(cohort);
        if (!cluster.decides() && cohort.state.leader() != NONE) {
            // A leader that writes its own set stays, whatever a controller would make of its broker.
            acceptable |= 1 << cohort.state.leader();
        }
        if (cohort.state.change(targetIsr, stoppedUncleanly, acceptable, election)) {
            changed(cohort, before);
        }
    }

    /** Orders partitions to have other replicas, all at once, and returns how many cohorts do not have them yet. */
    int reassign(int change) {
        servesAt = NONE;
        int left = 0;
        for (LiveCohort cohort : cluster.cohorts) {
            if (cohort.deleted) {
                continue;
            }
            cohort.settle();
            Before before = Before.of(cohort);
            if (cohort.state.reassign(cohort.target(change), acceptable(cohort))) {
                changed(cohort, before);
            }
            awaitPreferredElection(cohort);
            left += cohort.reassigning() ? 1 : 0;
        }
        return left;
    }

    /** What a cohort was before a change. */
    record Before(int replicas, int isr, int leader, boolean reassigning) {
        static Before of(LiveCohort cohort) {
            return new Before(cohort.state.all(), cohort.state.isr(), cohort.state.leader(), cohort.reassigning());
        }
    }

    private void changed(LiveCohort cohort, Before before) {
        int oldLeader = before.leader();
        long serves = servesAt;
        if (cohort.state.leader() != oldLeader && cohort.state.leader() != NONE) {
            serves = electedLeaderServes(cohort, oldLeader);
        }
        replication.decided(cohort, before, serves);
        if (before.reassigning() && !cohort.reassigning()) {
            reassigned(cohort);
        }
    }

    private void reassigned(LiveCohort cohort) {
        cluster.listener.reassigned(cohort);
        awaitPreferredElection(cohort);
        movedOne();
    }

    /** One cohort fewer is being reassigned. */
    void movedOne() {
        Reassignment done = cluster.reassignment;
        if (done != null && --done.left == 0) {
            finish(done);
        }
    }

    /** Ends a reassignment. */
    void finish(Reassignment done) {
        cluster.reassignment = null;
        cluster.listener.reassignmentDone(done.moves, done.began, done.cause);
    }

    /**
     * Returns when the elected leader of {@code cohort} begins to serve. Where partitions are elected one by one, each cohort's have
     * their turn after those before it, and serve at the mean of their times; while an old leader serves, it goes on until then. With the
     * controller its queue dies: the next one, or the same when it goes on, begins a new one with those that have not been told. Where
     * writing down a leader's epoch takes long, a broker leads its new partitions one after the other, too.
     */
    private long electedLeaderServes(LiveCohort cohort, int oldLeader) {
        boolean first = servesAt == NONE;
        if (first) {
            servesAt = agenda.now() + cluster.config.timings().leaderMoveGap().drawMillis(gapLuck);
            Arrays.fill(newlyLed, 0);
        }
        long written = writtenDown(cohort);
        if (electionMillis == 0) {
            if (first || written > 0) {
                agenda.at(servesAt + written, owner, Event.SERVE.kind(), 0, 0);
            }
            return servesAt + written;
        }
        double begins = Math.max(busyUntil, (double) agenda.now());
        busyUntil = begins + cohort.partitions * electionMillis;
        boolean missed = oldLeader == NONE || (cohort.serving >> oldLeader & 1) == 0;
        double waited = begins - agenda.now() + (cohort.partitions + 1) * electionMillis / 2;
        long serves = servesAt + written + (missed ? Math.round(waited) : 0);
        agenda.at(serves, owner, Event.SERVE.kind(), 0, 0);
        return serves;
    }

    /** Returns how long the new leader of a cohort writes, in milliseconds, until it leads the last partition of that. */
    private long writtenDown(LiveCohort cohort) {
        int leader = cohort.leaderBroker();
        newlyLed[leader] += cohort.partitions;
        return Math.round(newlyLed[leader] * newLeaderMillis);
    }

    /** Returns for how many milliseconds from now the controller is busy with elections. */
    long busyFor() {
        return Math.max(0, Math.round(busyUntil - agenda.now()));
    }

    /** Lets the leaders serve whose time has come. */
    void serve() {
        BitSet moving = cluster.irregular.moving;
        for (int c = moving.nextSetBit(0); c >= 0; c = moving.nextSetBit(c + 1)) {
            LiveCohort cohort = cluster.cohorts[c];
            if (cohort.movedAt <= agenda.now()) {
                replication.takeOverPerhaps(cohort);
                admit(cohort);
            }
        }
    }
}
