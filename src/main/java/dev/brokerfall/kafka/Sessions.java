package dev.brokerfall.kafka;

import dev.brokerfall.kafka.Broker.Stage;
import dev.brokerfall.kernel.Agenda;
import dev.brokerfall.kernel.Phase;
import dev.brokerfall.random.Stream;
import dev.brokerfall.random.Streams;

/**
 * Brokers as the active controller knows them: registration, heartbeats and fencing, controlled shutdown, directory assignment.
 *
 * <p>Heartbeats are not played. When they stop, the last one is found from the broker's phase, and the broker is fenced at the first
 * look of the controller for stale brokers after the session has run out: with 2 s, 9 s and 1.125 s from 7 to 10.125 s after a kill
 * ({@code QuorumController}: "no more than 112.5% of the given broker session timeout"; {@code BrokerHeartbeatTracker}). A new
 * controller gives every unfenced broker a fresh session ({@code ClusterControlManager.activate}); without a controller nothing
 * happens, and what brokers ask for waits. A broker that cannot register keeps trying here, where Kafka's exits after
 * {@code initial.broker.registration.timeout.ms} and is started again.
 *
 * <p><b>While its old session lives</b> a restarted broker is refused by either kind of controller. KRaft's answers
 * DUPLICATE_BROKER_REGISTRATION ({@code ClusterControlManager.registerBroker}), and the broker asks again after a heartbeat interval.
 * With ZooKeeper the broker creates a node of its own, once its logs are loaded; a node that another session owns, be it that of its
 * own last process, makes that fail with NODEEXISTS ({@code KafkaZkClient.CheckedEphemeral} of Apache Kafka 2.4, which takes over none
 * but the node of an earlier session of the same process), {@code KafkaServer.startup} gives up, and the process exits with 1. Whatever
 * supervises it starts it again: systemd, DC/OS or a kubelet. So it asks once a start-up, until the session has lapsed; the supervisor's
 * own pause is left out. A session that was closed, as by every stop in good order, is in nobody's way.
 */
final class Sessions {

    /** The controller looks for stale brokers this many times a session ({@code QuorumController.java}). */
    private static final int CHECKS_PER_SESSION = 8;

    /** A broker asks the first time again whether it may exit after these milliseconds ({@code BrokerLifecycleManager.scala}). */
    private static final int FIRST_SHUTDOWN_RETRY = 50;

    /** An instant so early that any session since has run out. */
    private static final long NEVER = -Agenda.LATEST;

    private final ClusterState cluster;
    private final Agenda agenda;
    private final Replication replication;
    private final PartitionController partitions;
    private final KafkaTimings timings;
    private final Stream phaseLuck;
    private final long session;
    private final long retry;
    private final long checkPeriod;

    private Phase staleChecks;

    Sessions(ClusterState cluster, Replication replication, PartitionController partitions, Streams streams) {
        this.cluster = cluster;
        this.agenda = cluster.agenda;
        this.replication = replication;
        this.partitions = partitions;
        this.timings = cluster.config.timings();
        KafkaSettings settings = cluster.config.settings();
        this.session = settings.brokerSessionTimeout().toMillis();
        this.retry = settings.brokerHeartbeatInterval().toMillis();
        this.checkPeriod = cluster.semantics
                .sessionTick()
                .map(tick -> tick.toMillis())
                .orElse(Math.max(1, session / CHECKS_PER_SESSION));
        this.phaseLuck = streams.stream("kafka", "controller", "staleCheckPhase");
        this.staleChecks = Phase.drawn(checkPeriod, phaseLuck.uniform());
        for (Broker broker : cluster.brokers) {
            broker.lastContact = NEVER;
        }
    }

    /** Begins under a controller that has just become active. */
    void activated() {
        staleChecks = Phase.drawn(checkPeriod, phaseLuck.uniform());
        refresh();
        for (Broker broker : cluster.brokers) {
            if (!broker.fenced && !broker.heartbeats()) {
                broker.fencing.setAt(lapse(broker));
            }
        }
        partitions.activated();
        doWhatWaited();
    }

    /** Goes on under a controller that knows when each broker was last heard. */
    void resumed() {
        for (Broker broker : cluster.brokers) {
            if (!broker.fenced && broker.silent) {
                broker.fencing.setAt(Math.max(agenda.now(), lapse(broker)));
            }
        }
        partitions.resumed();
        doWhatWaited();
    }

    private void doWhatWaited() {
        for (Broker broker : cluster.brokers) {
            if (broker.stage == Stage.STOPPING) {
                shutDown(broker);
            }
            reachable(broker);
            partitions.shrinkLagging(broker);
        }
    }

    /** Goes on without a controller: leaders may change in-sync sets again, if they need none for that. */
    void ensembleLed() {
        refresh();
        for (Broker broker : cluster.brokers) {
            if (broker.talks()) {
                askZooKeeper(broker);
            }
        }
        partitions.changeInSyncSets();
    }

    /** Begins the session of every unfenced broker anew. */
    void refresh() {
        for (Broker broker : cluster.brokers) {
            broker.lastContact = broker.fenced ? NEVER : agenda.now();
        }
    }

    /** Returns when the session of a broker lapses that is not heard any more. */
    long lapse(Broker broker) {
        return staleChecks.after(broker.lastContact + session);
    }

    /** Stops watching sessions: there is no controller. */
    void deactivated() {
        for (Broker broker : cluster.brokers) {
            broker.fencing.cancel();
        }
        partitions.deactivated();
    }

    /** Notes that heartbeats of a broker have stopped, if they had been coming. */
    void silent(Broker broker) {
        if (!broker.registered() || broker.silent) {
            return;
        }
        broker.silent = true;
        broker.lastContact = Math.max(broker.lastContact, broker.heartbeats.atOrBefore(agenda.now()));
        if (!broker.fenced && cluster.controllerActive) {
            broker.fencing.setAt(lapse(broker));
        }
    }

    /** Notes that a broker can talk to the controller again, and does what it had to wait for. */
    void reachable(Broker broker) {
        if (broker.talks() && cluster.semantics.zookeeper()) {
            askZooKeeper(broker);
        }
        if (!broker.talks() || !cluster.controllerActive) {
            return;
        }
        tellOffline(broker);
        if (broker.assignmentDue) {
            assignDirectories(broker);
        }
        if (!broker.registered()) {
            if (!cluster.semantics.zookeeper()) {
                awaitRegistration(broker);
            }
        } else if (!broker.fenced) {
            heard(broker);
        } else if (broker.logsLoaded && !broker.mayExit) {
            unfence(broker);
        }
    }

    private void heard(Broker broker) {
        broker.silent = false;
        broker.lastContact = agenda.now();
        broker.fencing.cancel();
    }

    /** Has a started broker ask to be registered as soon as the session of its last incarnation has run out. */
    private void awaitRegistration(Broker broker) {
        Phase attempts = new Phase(retry, Math.floorMod(broker.registrationOffset, retry));
        broker.registering.setAt(attempts.atOrAfter(Math.max(agenda.now(), broker.lastContact + session + 1)));
    }

    /** Has a started broker try to make a node of its own, unless it is just being started again because that has failed. */
    private void askZooKeeper(Broker broker) {
        if (!broker.registered() && broker.logsLoaded && !broker.registering.isSet()) {
            broker.registering.setAfter(0);
        }
    }

    /** Returns whether the session of a broker's last incarnation still lives in ZooKeeper, and the broker's node with it. */
    boolean lives(Broker broker) {
        return !broker.registered() && !broker.fenced && lapse(broker) > agenda.now();
    }

    /** A broker has opened its logs. */
    void loaded(Broker broker) {
        awaitUnfencing(broker);
        if (cluster.semantics.zookeeper()) {
            reachable(broker);
        }
    }

    /** Registers a new incarnation, which leaves every in-sync set it was in. */
    void register(Broker broker) {
        if (!broker.talks() || broker.registered() || !cluster.ensembleLed) {
            return;
        }
        if (cluster.semantics.zookeeper() && lives(broker)) {
            broker.registering.setAfter(timings.startup().drawMillis(broker.startupLuck));
            return;
        }
        if (!cluster.controllerActive) {
            return;
        }
        broker.registeredIncarnation = broker.incarnation;
        broker.directories.register();
        broker.telling.cancel();
        broker.fenced = true;
        broker.shuttingDown = false;
        heard(broker);
        cluster.listener.brokerRegistered(broker.id);
        if (broker.startedCleanly()) {
            partitions.withdraw(broker);
        } else {
            partitions.withdrawUnclean(broker);
        }
        replication.update(broker);
        awaitUnfencing(broker);
    }

    /** Has a registered broker whose logs are loaded ask to be unfenced. */
    private void awaitUnfencing(Broker broker) {
        if (broker.registered() && broker.logsLoaded && broker.fenced && broker.stage == Stage.RUNNING) {
            broker.unfencing.setAfter(timings.unfencing().drawMillis(broker.unfencingLuck));
        }
    }

    /** Unfences a broker; partitions without a leader are tried again. */
    void unfence(Broker broker) {
        if (!broker.heartbeats() || !cluster.controllerActive || !broker.fenced || !broker.logsLoaded) {
            return;
        }
        broker.unfencing.cancel();
        broker.fenced = false;
        heard(broker);
        cluster.listener.brokerUnfenced(broker.id);
        partitions.electForLeaderless();
        partitions.admit(broker);
        partitions.awaitPreferredElection(broker);
        replication.recoveredPerhaps(broker);
    }

    /** Fences a broker whose session has run out. */
    void fence(Broker broker) {
        if (!cluster.controllerActive || broker.fenced) {
            return;
        }
        broker.fenced = true;
        broker.shuttingDown = false;
        cluster.listener.brokerFenced(broker.id);
        partitions.withdraw(broker);
        broker.lagging.cancel();
    }

    /**
     * Grants a stopping broker its controlled shutdown: in one event it leaves the in-sync sets and its leaderships move. It may exit
     * once that is known to all.
     */
    void shutDown(Broker broker) {
        if (!broker.talks() || !cluster.controllerActive || broker.mayExit) {
            return;
        }
        long mayExitAt = agenda.now();
        if (broker.registered() && !broker.fenced) {
            mayExitAt = consent(broker);
            broker.lastContact = mayExitAt;
            broker.silent = true;
            broker.shuttingDown = true;
            partitions.withdraw(broker);
            broker.fenced = true;
            broker.shuttingDown = false;
            cluster.listener.brokerFenced(broker.id);
        }
        broker.fencing.cancel();
        broker.lagging.cancel();
        broker.mayExit = true;
        replication.update(broker);
        long exits = Math.max(mayExitAt, agenda.now() + partitions.busyFor())
                + timings.controlledShutdown().drawMillis(broker.shutdownLuck)
                + closingMillis(broker);
        broker.exiting.setAt(broker.exiting.isSet() ? Math.min(exits, broker.exiting.due()) : exits);
    }

    private long closingMillis(Broker broker) {
        double each = timings.fileWork().closeMillis();
        int logs = 0;
        for (int i = 0; each > 0 && i < broker.cohorts.length; i++) {
            LiveCohort cohort = cluster.cohorts[broker.cohorts[i]];
            boolean has = cohort.logs.held(broker.positions[i]) >= ReplicaLogs.SAME;
            logs += has && broker.directories.isOnline(broker.placed[i]) ? cohort.partitions : 0;
        }
        return Math.round(
                logs * each / cluster.config.settings().numRecoveryThreadsPerDataDir() / broker.directories.count());
    }

    /**
     * Returns when the controller lets a stopping broker exit. One that leads must wait until every other live broker has said by a
     * heartbeat that it knows of the new leaders ({@code BrokerHeartbeatManager.calculateNextBrokerState}); the broker asks again after
     * 50 ms, and then with each heartbeat. Its last heartbeat, from which its session runs, is the one that is told so. ZooKeeper's
     * controller answers once, when it is done.
     */
    private long consent(Broker broker) {
        if (cluster.semantics.zookeeper() || !partitions.leads(broker)) {
            return agenda.now();
        }
        long soon = agenda.now() + FIRST_SHUTDOWN_RETRY;
        for (Broker other : cluster.brokers) {
            if (other != broker
                    && other.active()
                    && other.heartbeats()
                    && other.heartbeats.after(agenda.now()) > soon) {
                return soon + retry;
            }
        }
        return soon;
    }

    /**
     * Has a broker tell the controller by a heartbeat which of its log directories are offline, from which the controller takes its
     * replicas out of the in-sync sets ({@code ReplicationControlManager.handleDirectoriesOffline}).
     */
    void tellOffline(Broker broker) {
        int untold = broker.directories.untold();
        if (untold == 0 || !broker.heartbeats() || !cluster.controllerActive) {
            return;
        }
        broker.directories.told();
        broker.telling.cancel();
        partitions.withdraw(broker, untold);
    }

    /**
     * Records that replicas of a broker lie in new directories. A broker whose old session still lives reports it before it is
     * registered: its old registration does not have those directories, and the replicas there are taken for offline
     * ({@code ReplicationControlManager}, "offline-dir-assignment").
     */
    void assignDirectories(Broker broker) {
        if (!broker.talks() || !cluster.controllerActive) {
            broker.assignmentDue = true;
            return;
        }
        broker.assignmentDue = false;
        int directories = broker.directories.unassigned();
        broker.directories.assign(directories);
        partitions.assigned(broker, directories);
        if (!broker.registered()) {
            partitions.withdraw(broker, directories);
        }
    }
}
