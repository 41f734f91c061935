package dev.brokerfall.kafka;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkState;
import static dev.brokerfall.kafka.controller.PartitionState.NONE;

import dev.brokerfall.kernel.Actor;
import dev.brokerfall.kernel.Agenda;
import dev.brokerfall.kernel.Cause;
import dev.brokerfall.kernel.Timer;
import dev.brokerfall.random.Stream;
import dev.brokerfall.random.Streams;

/**
 * The voters of the metadata log, and whether one of them is active.
 *
 * <pre>
 * voters that run      while one is active                     while none is
 * a majority           it stays, or after its loss a failover  after a failover one with the committed metadata becomes active
 * fewer                it resigns: no quorum                   nothing
 *
 * a voter whose directory is empty
 * STATIC    votes at once. It copies the metadata from whoever is active; where a majority runs and none of it has the metadata,
 *           the empty ones elect one of themselves: the metadata is lost
 * DYNAMIC   does not count until it has been taken in again, which needs an active controller and is taken to happen at once
 *           (an operator, or controller.quorum.auto.join.enable)
 * </pre>
 *
 * <p>Where voters with and without the metadata run at the same time, one with it becomes active: voters refuse a candidate whose log
 * ends before theirs. With ZooKeeper semantics the voters are the ensemble. A controller that is caught up is one that runs and has the
 * metadata: copying it takes no time here. Metadata that is lost stays lost: brokers serve nothing until somebody repairs the cluster
 * by hand, and their logs are stray.
 */
final class Quorum {

    private final ClusterState cluster;
    private final Agenda agenda;
    private final ControllerConfig config;
    private final KafkaTimings timings;
    private final boolean[] running;
    private final boolean[] informed;
    private final Timer[] starting;
    private final Timer[] exiting;
    private final Timer election;
    private final Stream failoverLuck;
    private final Stream startupLuck;

    private int active;

    Quorum(ClusterState cluster, Streams streams, Actor owner) {
        this.cluster = cluster;
        this.agenda = cluster.agenda;
        this.config = cluster.config.controllers();
        this.timings = cluster.config.timings();
        int count = config.count();
        this.running = new boolean[count];
        this.informed = new boolean[count];
        this.starting = new Timer[count];
        this.exiting = new Timer[count];
        for (int c = 0; c < count; c++) {
            running[c] = true;
            informed[c] = true;
            starting[c] = agenda.timer(owner, Event.CONTROLLER_STARTED.kind(), c);
            exiting[c] = agenda.timer(owner, Event.CONTROLLER_EXIT.kind(), c);
        }
        this.election = agenda.timer(owner, Event.CONTROLLER_ELECTED.kind(), 0);
        this.failoverLuck = streams.stream("kafka", "controller", "failover");
        this.startupLuck = streams.stream("kafka", "controller", "startup");
    }

    /** Starts a voter's process. */
    void start(int controller, LogDirectory data, Cause cause) {
        int c = place(controller);
        checkState(!running[c] && !starting[c].isSet(), "controller %s runs already", controller);
        if (data == LogDirectory.EMPTY) {
            informed[c] = false;
            if (active == NONE) {
                blame(cause);
            }
        }
        starting[c].setAfter(timings.controllerStartup().drawMillis(startupLuck));
    }

    /** Lets a started voter vote. */
    void started(int place) {
        running[place] = true;
        cluster.listener.controllerStarted(KafkaCluster.FIRST_CONTROLLER + place);
        if (active != NONE) {
            informed[place] = true;
        } else {
            electPerhaps();
        }
    }

    /** Ends a voter's process; returns whether there is no active controller any more because of it. */
    boolean kill(int controller, Cause cause) {
        int c = place(controller);
        starting[c].cancel();
        if (!running[c]) {
            return false;
        }
        running[c] = false;
        boolean wasActive = active == c;
        boolean hadQuorum = active != NONE || election.isSet();
        if (wasActive || !majority()) {
            blame(cause);
        }
        if (hadQuorum && !majority()) {
            election.cancel();
            boolean deposed = active != NONE;
            active = NONE;
            cluster.listener.quorumLost(cause);
            return deposed;
        }
        if (wasActive) {
            active = NONE;
            electPerhaps();
        }
        return wasActive;
    }

    /** Ends a voter's process, of which the listener is told. */
    boolean stop(int controller, Cause cause) {
        exiting[place(controller)].setAfter(0);
        return kill(controller, cause);
    }

    /** Makes a running voter the active controller, if there is still a majority. */
    void elect() {
        if (!majority()) {
            return;
        }
        int first = NONE;
        for (int c = running.length - 1; c >= 0; c--) {
            first = running[c] && informed[c] ? c : first;
        }
        boolean lost = first == NONE;
        for (int c = running.length - 1; c >= 0; c--) {
            if (running[c]) {
                first = lost ? c : first;
                informed[c] = true;
            }
        }
        active = first;
        cluster.listener.controllerElected(KafkaCluster.FIRST_CONTROLLER + active);
        if (lost) {
            cluster.metadataLost = true;
        } else if (!cluster.metadataLost) {
            cluster.controllersDown = null;
        }
    }

    private void electPerhaps() {
        if (majority() && !election.isSet()) {
            election.setAfter(timings.controllerFailover().drawMillis(failoverLuck));
        }
    }

    /** Returns whether enough voters run; under DYNAMIC only those count that have kept their directory. */
    private boolean majority() {
        int votes = 0;
        for (int c = 0; c < running.length; c++) {
            if (running[c] && (informed[c] || config.quorum() == ControllerConfig.Quorum.STATIC)) {
                votes++;
            }
        }
        return votes >= config.majority();
    }

    /** Returns how many voters there are. */
    int size() {
        return running.length;
    }

    /** Returns whether a controller runs and has the metadata. */
    boolean caughtUp(int controller) {
        return running[place(controller)] && informed[place(controller)];
    }

    /** Returns whether the process of a controller is up. */
    boolean running(int controller) {
        return running[place(controller)];
    }

    /** Returns whether a controller is the active one. */
    boolean isActive(int controller) {
        return active == place(controller);
    }

    boolean active() {
        return active != NONE;
    }

    private void blame(Cause cause) {
        Cause known = cluster.controllersDown;
        cluster.controllersDown = known == null ? cause : known.earliest(cause);
    }

    private int place(int controller) {
        int place = controller - KafkaCluster.FIRST_CONTROLLER;
        checkArgument(0 <= place && place < running.length, "there is no controller %s", controller);
        return place;
    }
}
