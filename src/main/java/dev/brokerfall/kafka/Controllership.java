package dev.brokerfall.kafka;

import dev.brokerfall.kernel.Actor;
import dev.brokerfall.kernel.Agenda;
import dev.brokerfall.kernel.Cause;
import dev.brokerfall.kernel.Timer;
import dev.brokerfall.random.Stream;
import dev.brokerfall.random.Streams;
import dev.brokerfall.unit.Durations;
import java.util.Arrays;

/**
 * Which broker is the controller, where that is decided by who holds a node in ZooKeeper ({@code KafkaController.scala} of Apache Kafka
 * 2.4).
 *
 * <pre>
 * phase       becomes      when
 * ACTING      SUSPENDED    its broker dies, stands still or is cut off
 * SUSPENDED   ACTING       the same process is back before its session has lapsed
 * SUSPENDED   READING      its session has lapsed, or was closed by a clean stop: any other broker takes the node
 * READING     ACTING       the new controller has read the state of every partition
 * READING     SUSPENDED    as above
 * SUSPENDED   VACANT       no broker is there to take the node; the first that comes does
 * </pre>
 *
 * <p>Without a controller no leader is elected, but leaders go on to change in-sync sets, which they write into the ensemble themselves.
 * Sessions go on without a controller, so that the new one finds out at once which other brokers died meanwhile. While the ensemble
 * has no leader nothing moves, and all sessions are fresh when it has one again.
 */
final class Controllership {

    private enum Phase {
        ACTING,
        SUSPENDED,
        READING,
        VACANT
    }

    private static final double MS_PER_SECOND = 1000;

    private final ClusterState cluster;
    private final Agenda agenda;
    private final Sessions sessions;
    private final Timer move;
    private final Stream luck;
    private final long reading;

    private Phase phase = Phase.ACTING;
    private Broker controller;
    private int incarnation;
    private boolean led = true;

    /** Whether a suspended controller knows the state of all partitions. */
    private boolean hasRead;

    Controllership(ClusterState cluster, Sessions sessions, Streams streams, Actor owner) {
        this.cluster = cluster;
        this.agenda = cluster.agenda;
        this.sessions = sessions;
        this.move = agenda.timer(owner, Event.CONTROLLER_MOVED.kind(), 0);
        this.luck = streams.stream("kafka", "controller", "node");
        this.reading = Math.round(
                Durations.seconds(cluster.config.timings().controllers().partitionRead())
                        * MS_PER_SECOND
                        * cluster.config.partitions());
        this.controller = cluster.brokers[luck.index(cluster.brokers.length)];
    }

    /** Looks at what has become of brokers. */
    void look() {
        if (!led) {
            return;
        }
        boolean there = controller.talks() && controller.incarnation == incarnation;
        switch (phase) {
            case ACTING, READING -> {
                if (!there) {
                    suspend();
                }
            }
            case SUSPENDED -> {
                if (there) {
                    comeBack();
                }
            }
            case VACANT -> seek();
        }
    }

    private void comeBack() {
        if (hasRead) {
            move.cancel();
            act();
            sessions.resumed();
        } else {
            phase = Phase.READING;
            move.setAfter(reading);
        }
    }

    private void suspend() {
        boolean acted = phase == Phase.ACTING;
        hasRead = acted || (phase == Phase.SUSPENDED && hasRead);
        phase = Phase.SUSPENDED;
        boolean closed = controller.fenced && controller.registeredIncarnation == incarnation;
        move.setAt(closed ? agenda.now() : Math.max(agenda.now(), sessions.lapse(controller)));
        Cause cause = controller.lastCause;
        if (cluster.controllersDown == null) {
            cluster.controllersDown = cause;
        }
        if (acted) {
            cluster.controllerActive = false;
            sessions.deactivated();
        }
    }

    /** A session has lapsed, or all partitions have been read. */
    void moved() {
        if (phase == Phase.SUSPENDED) {
            seek();
        } else {
            act();
            sessions.resumed();
        }
    }

    private void act() {
        phase = Phase.ACTING;
        cluster.controllerActive = true;
        if (!cluster.metadataLost) {
            cluster.controllersDown = null;
        }
    }

    private void seek() {
        Broker[] there = Arrays.stream(cluster.brokers).filter(this::hasNode).toArray(Broker[]::new);
        if (there.length == 0) {
            phase = Phase.VACANT;
            return;
        }
        controller = there[luck.index(there.length)];
        incarnation = controller.incarnation;
        phase = Phase.READING;
        move.setAfter(reading);
        cluster.listener.controllerElected(controller.id);
    }

    /** Before a broker can be the controller it must have a node of its own, which nobody but the controller looks at. */
    private boolean hasNode(Broker broker) {
        boolean made = broker.logsLoaded && !broker.registering.isSet() && !sessions.lives(broker);
        return broker.talks() && !broker.mayExit && (broker.registered() || made);
    }

    /** The ensemble has lost its leader. */
    void ensembleLost() {
        led = false;
        move.cancel();
        if (phase == Phase.ACTING) {
            cluster.controllerActive = false;
            sessions.deactivated();
        }
    }

    /** The ensemble has a leader again, with all sessions fresh. */
    void ensembleLed() {
        led = true;
        if (phase == Phase.ACTING) {
            act();
            sessions.activated();
        } else {
            sessions.ensembleLed();
        }
        if (phase == Phase.READING) {
            move.setAfter(reading);
        } else if (phase == Phase.SUSPENDED) {
            suspend();
        }
        look();
    }
}
