package dev.brokerfall.kafka;

import static dev.brokerfall.kafka.controller.PartitionState.NONE;

import dev.brokerfall.kernel.Agenda;
import dev.brokerfall.kernel.Cause;
import dev.brokerfall.unit.DataSize;

/**
 * The brokers' side of replication: who serves, who follows whom, what can be written and read, and what is lost when a leader with
 * less than was acknowledged takes over.
 */
final class Replication {

    private final ClusterState cluster;
    private final Agenda agenda;
    private final KafkaListener listener;
    private final FollowerLag followerLag;
    private final Connections connections;

    private int shortCohorts;
    private long episodeBegan;

    Replication(ClusterState cluster, Connections connections) {
        this.cluster = cluster;
        this.agenda = cluster.agenda;
        this.listener = cluster.listener;
        this.followerLag = new FollowerLag(cluster);
        this.connections = connections;
    }

    /** Returns whether all replicas of all partitions are in sync. */
    boolean isrFull() {
        return shortCohorts == 0 && !cluster.metadataLost;
    }

    /** Brings a broker's replicas into line with whether it fetches and serves. */
    void update(Broker broker) {
        // Who leads a broker's partitions is told by the controller, with ZooKeeper to registered brokers alone.
        boolean told = broker.registered() || !cluster.semantics.zookeeper();
        boolean fetching = told && broker.fetchesNow();
        boolean serving = fetching && broker.registered();
        if (fetching == broker.fetching && serving == broker.serving) {
            return;
        }
        boolean wasServing = broker.serving;
        boolean wasFetching = broker.fetching;
        broker.fetching = fetching;
        broker.serving = serving;
        if (wasServing && !serving) {
            broker.stoppedServing = agenda.now();
            listener.brokerDown(broker.id, cluster.causeOf(broker));
        }
        if (wasServing && !serving) {
            noteCaughtUp(broker);
        }
        if (wasFetching && !fetching) {
            followerLag.stopped(broker, broker.directories.all());
        }
        for (int i = 0; i < broker.cohorts.length; i++) {
            LiveCohort cohort = cluster.cohorts[broker.cohorts[i]];
            int position = broker.positions[i];
            cohort.settle();
            int bit = 1 << position;
            boolean serves = serving && broker.directories.isOnline(broker.placed[i]);
            cohort.serving = serves ? cohort.serving | bit : cohort.serving & ~bit;
            if ((cohort.state.all() & bit) == 0) {
                continue;
            }
            int leader = cohort.state.leader();
            if (wasFetching && !fetching && leader != NONE) {
                cohort.detach(position);
            }
            takeOverPerhaps(cohort);
            attach(cohort);
            refresh(cohort);
        }
        if (!wasServing && serving) {
            listener.brokerUp(broker.id);
        }
    }

    private void noteCaughtUp(Broker broker) {
        for (int i = 0; i < broker.cohorts.length; i++) {
            LiveCohort cohort = cluster.cohorts[broker.cohorts[i]];
            if (cohort.logs.mode[broker.positions[i]] != ReplicaLogs.CATCHING) {
                cohort.caughtUpAt[broker.positions[i]] = agenda.now();
            }
        }
    }

    /**
     * Stops the replicas in a log directory that has just failed. What that means for partitions is worked out by
     * {@link #refresh(Broker, int)}, after the controller has been told if it can be: it is in the same instant.
     */
    void directoryFailed(Broker broker, int directory) {
        listener.logDirectoryFailed(broker.id, directory, cluster.causeOf(broker));
        if (broker.fetching) {
            followerLag.stopped(broker, 1 << directory);
        }
        for (int i = 0; i < broker.cohorts.length; i++) {
            LiveCohort cohort = cluster.cohorts[broker.cohorts[i]];
            int position = broker.positions[i];
            if (broker.placed[i] != directory || (cohort.state.all() >> position & 1) == 0) {
                continue;
            }
            cohort.settle();
            cohort.serving &= ~(1 << position);
            if (cohort.state.leader() != NONE) {
                cohort.detach(position);
            }
        }
    }

    /** Works out anew what can be written and read of the partitions with replicas in some log directories of a broker. */
    void refresh(Broker broker, int directories) {
        for (int i = 0; i < broker.cohorts.length; i++) {
            if ((directories >> broker.placed[i] & 1) != 0) {
                cluster.cohorts[broker.cohorts[i]].settle();
                refresh(cluster.cohorts[broker.cohorts[i]]);
            }
        }
    }

    /** Changes what a stopped broker will find in some of its log directories. */
    void loseData(Broker broker, int directories, LogDirectory data) {
        if (data == LogDirectory.INTACT) {
            return;
        }
        long tail = data == LogDirectory.TAIL_LOST
                ? cluster.config.timings().unflushedTail().drawMillis(broker.tailLuck)
                : 0;
        changeLogs(broker, directories, (cohort, position) -> {
            if (data == LogDirectory.EMPTY) {
                cohort.logs.wipe(position);
            } else {
                cohort.logs.loseTail(position, tail, cohort.offered);
            }
        });
    }

    /** Cuts the end off every log of a stopped broker. */
    void loseTail(Broker broker, DataSize perPartition) {
        changeLogs(
                broker,
                broker.directories.all(),
                (cohort, position) -> cohort.logs.loseTail(position, (double) perPartition.bytes()));
    }

    private void changeLogs(Broker broker, int directories, LogChange change) {
        for (int i = 0; i < broker.cohorts.length; i++) {
            LiveCohort cohort = cluster.cohorts[broker.cohorts[i]];
            int position = broker.positions[i];
            if ((directories >> broker.placed[i] & 1) == 0 || (cohort.state.all() >> position & 1) == 0) {
                continue;
            }
            cohort.settle();
            if (cohort.state.leader() == position) {
                cohort.detachAll();
            }
            change.apply(cohort, position);
            refresh(cohort);
        }
    }

    /** What becomes of the log at a position of a cohort. */
    private interface LogChange {
        void apply(LiveCohort cohort, int position);
    }

    /**
     * Carries out what the controller has decided about a cohort, which was settled before.
     *
     * @param servesAt the instant at which a new leader begins to serve
     */
    void decided(LiveCohort cohort, PartitionController.Before before, long servesAt) {
        int oldLeader = before.leader();
        int leader = cohort.state.leader();
        if (leader != oldLeader) {
            if (oldLeader != NONE) {
                cohort.logs.detachAll(oldLeader, cohort.ingest, cluster.pattern.at(agenda.now()));
            }
            cohort.ingest = 0;
            cohort.moving = leader != NONE;
            if (leader == NONE) {
                listener.leaderless(cohort);
            } else {
                cohort.movedAt = servesAt;
                cohort.movedBy = cluster.causeOfMove(cohort, oldLeader);
                listener.leaderElected(cohort, cohort.leaderBroker(), cohort.state.lastElectionClean());
                connections.elected(cohort);
            }
        }
        if (cohort.state.all() != before.replicas() || cohort.reassigning() || before.reassigning()) {
            assign(cohort, before.replicas());
        }
        countIsr(cohort, before.isr());
        refresh(cohort);
    }

    /** Has new replicas begin to follow, and those that are no longer replicas delete their logs. */
    private void assign(LiveCohort cohort, int oldReplicas) {
        cohort.assigned();
        for (int come = cohort.state.all() & ~oldReplicas; come != 0; come &= come - 1) {
            Broker broker = cluster.brokers[cohort.brokers[Integer.numberOfTrailingZeros(come)]];
            broker.replicas++;
            if (cluster.reassignment != null) {
                broker.blame(cluster.reassignment.cause);
            }
        }
        for (int gone = oldReplicas & ~cohort.state.all(); gone != 0; gone &= gone - 1) {
            int position = Integer.numberOfTrailingZeros(gone);
            cluster.brokers[cohort.brokers[position]].replicas--;
            int leader = cohort.state.leader();
            if (leader != NONE) {
                cohort.detach(position);
            }
            cohort.logs.wipe(position);
        }
        attach(cohort);
    }

    /**
     * Lets a new leader take over once it has heard of it and serves. What it does not have of the acknowledged records is lost now:
     * before, a leader that stopped or was replaced in time has cut nobody's log.
     */
    void takeOverPerhaps(LiveCohort cohort) {
        if (!cohort.moving || cohort.movedAt > agenda.now() || !leaderServes(cohort)) {
            return;
        }
        cohort.settle();
        LiveCohort.Loss loss = cohort.takeOver();
        cohort.moving = false;
        cohort.state.recovered();
        if (loss.bytes() > 0) {
            listener.recordsLost(cohort, loss.records(), loss.bytes() * cohort.partitions, cluster.causeOfAny(cohort));
        }
        attach(cohort);
        refresh(cohort);
    }

    /** Lets the replicas follow that fetch and do not follow yet. */
    private void attach(LiveCohort cohort) {
        int leader = cohort.state.leader();
        if (cohort.moving || leader == NONE || !leaderServes(cohort)) {
            return;
        }
        for (int set = cohort.state.all(); set != 0; set &= set - 1) {
            int p = Integer.numberOfTrailingZeros(set);
            if (p != leader && cohort.logs.mode[p] == ReplicaLogs.STILL && fetches(cohort, p)) {
                cohort.logs.follow(p, leader);
            }
        }
    }

    private boolean fetches(LiveCohort cohort, int position) {
        Broker broker = cluster.brokers[cohort.brokers[position]];
        return broker.fetching && broker.directories.isOnline(cohort.directories[position]);
    }

    private static boolean leaderServes(LiveCohort cohort) {
        return (cohort.serving >> cohort.state.leader() & 1) != 0;
    }

    /** Takes all partitions out of service because nobody knows of them any more; their logs are stray. */
    void loseMetadata() {
        listener.metadataLost(
                cluster.controllersDown == null ? new Cause("unknown", agenda.now()) : cluster.controllersDown);
        for (LiveCohort cohort : cluster.cohorts) {
            if (cohort.deleted) {
                continue;
            }
            cohort.settle();
            int leader = cohort.state.leader();
            if (leader != NONE) {
                cohort.detachAll();
                cohort.state.orphan();
                cohort.moving = false;
                listener.leaderless(cohort);
            }
            refresh(cohort);
        }
    }

    /** Has partitions whose topic was deleted leave the cluster: their replicas, whether their brokers run or not, are forgotten. */
    void delete(LiveCohort cohort) {
        cohort.settle();
        if (cohort.state.leader() != NONE) {
            cohort.detachAll();
        }
        cohort.deleted = true;
        cohort.moving = false;
        cohort.writable = false;
        cohort.readable = false;
        cohort.ingest = 0;
        cluster.irregular.forget(cohort);
        connections.forget(cohort);
        listener.topicDeleted(cohort);
        if (cohort.lacksReplicas) {
            cohort.lacksReplicas = false;
            if (--shortCohorts == 0) {
                listener.recoveryDone(episodeBegan);
            }
        }
        for (int p = 0; p < cohort.brokers.length; p++) {
            Broker broker = cluster.brokers[cohort.brokers[p]];
            broker.replicas -= cohort.state.all() >> p & 1;
            broker.inSync -= cohort.state.isr() >> p & 1;
            broker.forget(cohort.index);
            recoveredPerhaps(broker);
        }
    }

    private void countIsr(LiveCohort cohort, int oldIsr) {
        int isr = cohort.state.isr();
        for (int gone = oldIsr & ~isr; gone != 0; gone &= gone - 1) {
            Broker broker = cluster.brokers[cohort.brokers[Integer.numberOfTrailingZeros(gone)]];
            broker.inSync--;
            if (cohort.replicas().contains(broker.id)) {
                listener.isrShrunk(cohort, broker.id);
            } else {
                recoveredPerhaps(broker);
            }
        }
        for (int come = isr & ~oldIsr; come != 0; come &= come - 1) {
            Broker broker = cluster.brokers[cohort.brokers[Integer.numberOfTrailingZeros(come)]];
            broker.inSync++;
            listener.isrExpanded(cohort, broker.id);
        }
        boolean lacked = cohort.lacksReplicas;
        cohort.lacksReplicas = cohort.underReplicated();
        if (!lacked && cohort.lacksReplicas && shortCohorts++ == 0) {
            episodeBegan = agenda.now();
            listener.recoveryBegan();
        } else if (lacked && !cohort.lacksReplicas && --shortCohorts == 0) {
            listener.recoveryDone(episodeBegan);
        }
    }

    /** Works out anew what can be written and read; the cohort was settled before. */
    void refresh(LiveCohort cohort) {
        cluster.irregular.update(cohort);
        int leader = cohort.state.leader();
        boolean serves = leader != NONE && !cohort.moving && !cluster.metadataLost && leaderServes(cohort);
        cohort.noteInFlight(serves);
        boolean writable = serves && (cohort.topic.acks() != Acks.ALL || acknowledgesAll(cohort));
        cohort.ingest = writable ? cohort.offered * cluster.brokers[cohort.leaderBroker()].pace(cohort) : 0;
        if (writable != cohort.writable) {
            cohort.writable = writable;
            if (writable) {
                listener.writable(cohort);
            } else {
                listener.unwritable(cohort, cluster.cause(cohort));
            }
        }
        if (serves != cohort.readable) {
            cohort.readable = serves;
            if (serves) {
                listener.readable(cohort);
            } else {
                listener.unreadable(cohort, cluster.cause(cohort));
            }
        }
        boolean stalled = writable && cohort.topic.acks() != Acks.ALL && cohort.highWatermarkFrozen();
        if (stalled != cohort.consumeStalled) {
            cohort.consumeStalled = stalled;
            if (stalled) {
                listener.consumeStalled(cohort, cluster.cause(cohort));
            } else {
                listener.consumeResumed(cohort);
            }
        }
        double stranded = cohort.strandedNow(cluster.metadataLost);
        if (stranded != cohort.stranded) {
            cohort.stranded = stranded;
            listener.strandedChanged(cohort, stranded, cluster.cause(cohort));
        }
        listener.cohortChanged(cohort);
    }

    /** Returns whether enough replicas are in sync and all of those fetch: a dead member stalls the high watermark until it is fenced. */
    private static boolean acknowledgesAll(LiveCohort cohort) {
        return !cohort.state.underMinIsr() && (cohort.state.isr() & ~cohort.serving) == 0;
    }

    /** Reports what a broker has fetched while out of in-sync sets, and forgets it. */
    void reportFetched(Broker broker) {
        double bytes = 0;
        double acrossRacks = 0;
        for (int i = 0; i < broker.cohorts.length; i++) {
            LiveCohort cohort = cluster.cohorts[broker.cohorts[i]];
            cohort.settle();
            int position = broker.positions[i];
            bytes += cohort.logs.fetched[position];
            acrossRacks += cohort.logs.fetchedAcrossRacks[position];
            cohort.logs.fetched[position] = 0;
            cohort.logs.fetchedAcrossRacks[position] = 0;
        }
        Cause cause = broker.lastCause;
        if (bytes > 0 && cause != null) {
            listener.reReplicated(broker.id, bytes, acrossRacks, cause);
        }
    }

    /** Forgets a broker's cause once nothing is left of its effects. */
    void recoveredPerhaps(Broker broker) {
        boolean whole = broker.directories.offline() == 0 && broker.inSync == broker.replicas;
        if (broker.cause != null && broker.serving && broker.active() && whole) {
            reportFetched(broker);
            broker.cause = null;
        }
    }
}
