package dev.brokerfall.kafka;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkState;

import dev.brokerfall.kernel.Actor;
import dev.brokerfall.kernel.Agenda;
import dev.brokerfall.kernel.Cause;
import dev.brokerfall.kernel.Timer;
import dev.brokerfall.random.Stream;
import dev.brokerfall.random.Streams;
import java.util.Arrays;

/**
 * The processes that vote: Kafka's controllers, or the members of a ZooKeeper ensemble. A process takes part while it runs and is not
 * silenced: frozen, cut off, or unable to write.
 */
abstract class Controllers {

    /** Who is told whether somebody decides. */
    interface Reign {

        /** Nobody decides any more. */
        void ended();

        /** The one that decided before decides again: it remembers when it last heard from whom. */
        void resumed();

        /** Another one decides from now on, or the same after it had to be elected again. */
        void began();
    }

    final ClusterState cluster;
    final Agenda agenda;
    final ControllerConfig config;
    final ControllerTimings timings;
    final Actor owner;
    final Reign reign;
    final boolean[] running;
    final boolean[] silenced;
    final Timer[] exiting;
    final Cause[] stoppedBy;

    private final Timer[] starting;
    private final Stream startupLuck;

    Controllers(ClusterState cluster, Streams streams, Actor owner, Reign reign) {
        this.cluster = cluster;
        this.agenda = cluster.agenda;
        this.config = cluster.config.controllers();
        this.timings = cluster.config.timings().controllers();
        this.owner = owner;
        this.reign = reign;
        int count = config.count();
        this.running = new boolean[count];
        this.silenced = new boolean[count];
        this.starting = new Timer[count];
        this.exiting = new Timer[count];
        this.stoppedBy = new Cause[count];
        Arrays.fill(stoppedBy, new Cause("", 0));
        for (int c = 0; c < count; c++) {
            running[c] = true;
            starting[c] = agenda.timer(owner, Event.CONTROLLER_STARTED.kind(), c);
            exiting[c] = agenda.timer(owner, Event.CONTROLLER_EXIT.kind(), c);
        }
        this.startupLuck = streams.stream("kafka", "controller", "startup");
    }

    /** A process takes part that did not: it has been started, or is heard again. */
    abstract void joined(int place, boolean restarted);

    /** A process takes part no more. */
    abstract void left(int place, Cause cause);

    /** The directory of a process that does not run is empty. */
    abstract void wiped(int place);

    /** Returns whether one of them decides. */
    abstract boolean active();

    /** Returns whether a process is the one that decides. */
    abstract boolean isActive(int controller);

    /** Returns whether a process takes part and has what was decided. */
    abstract boolean caughtUp(int controller);

    /** Something that was awaited has come due. */
    abstract void handle(Event event, int target, long payload);

    /** Starts a process. */
    final void start(int controller, LogDirectory data, Cause cause) {
        int c = place(controller);
        checkState(!running[c] && !starting[c].isSet(), "controller %s runs already", controller);
        if (data == LogDirectory.EMPTY) {
            wiped(c);
            if (!cluster.controllerActive) {
                blame(cause);
            }
        }
        starting[c].setAfter(timings.startup().drawMillis(startupLuck));
    }

    /** A process is up. */
    final void started(int place) {
        running[place] = true;
        cluster.listener.controllerStarted(KafkaCluster.FIRST_CONTROLLER + place);
        if (!silenced[place]) {
            joined(place, true);
        }
    }

    /** Ends a process at once. */
    final void kill(int controller, Cause cause) {
        int c = place(controller);
        starting[c].cancel();
        exiting[c].cancel();
        end(c, cause);
        silenced[c] = false;
    }

    private void end(int place, Cause cause) {
        if (running[place]) {
            running[place] = false;
            if (!silenced[place]) {
                left(place, cause);
            }
        }
    }

    /** Asks a process to stop, of which the listener is told. */
    void stop(int controller, Cause cause) {
        kill(controller, cause);
        stoppedBy[place(controller)] = cause;
        exiting[place(controller)].setAfter(0);
    }

    /** A process that was asked to stop ends. */
    final void exited(int place) {
        end(place, stoppedBy[place]);
        silenced[place] = false;
        cluster.listener.controllerExited(KafkaCluster.FIRST_CONTROLLER + place);
    }

    /** Freezes a process, cuts it off, or hangs its disk: it takes part no more. */
    final void silence(int controller, Cause cause) {
        int c = place(controller);
        if (!silenced[c]) {
            silenced[c] = true;
            if (running[c]) {
                left(c, cause);
            }
        }
    }

    /** Lets a silenced process go on. */
    final void hear(int controller) {
        int c = place(controller);
        if (silenced[c]) {
            silenced[c] = false;
            if (running[c]) {
                joined(c, false);
            }
        }
    }

    /** Returns how many there are. */
    final int size() {
        return running.length;
    }

    /** Returns whether a process is up. */
    final boolean running(int controller) {
        return running[place(controller)];
    }

    final boolean connected(int place) {
        return running[place] && !silenced[place];
    }

    final void blame(Cause cause) {
        Cause known = cluster.controllersDown;
        cluster.controllersDown = known == null ? cause : known.earliest(cause);
    }

    final int place(int controller) {
        int place = controller - KafkaCluster.FIRST_CONTROLLER;
        checkArgument(0 <= place && place < running.length, "there is no controller %s", controller);
        return place;
    }
}
