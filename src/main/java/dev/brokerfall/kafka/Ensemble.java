package dev.brokerfall.kafka;

import static dev.brokerfall.kafka.controller.PartitionState.NONE;

import dev.brokerfall.kernel.Actor;
import dev.brokerfall.kernel.Cause;
import dev.brokerfall.kernel.Timer;
import dev.brokerfall.random.Streams;

/**
 * A ZooKeeper ensemble. While it has a leader, sessions live and lapse and a broker can be the controller; while it has none, nothing
 * is decided. A member whose directory is empty votes at once and copies what the others have; where a majority runs and none of it
 * has anything, what Kafka knew of its partitions is lost.
 *
 * <p>Members elect the one that knows most, and among those that know as much the one with the highest id
 * ({@code FastLeaderElection.totalOrderPredicate} of ZooKeeper 3.5: epoch, transaction, id); so it is at the beginning.
 */
final class Ensemble extends Controllers {

    private static final long EMPTY = -1;

    /** Until when each member has what was decided, in milliseconds, unless it follows a leader; {@link #EMPTY} without anything. */
    private final long[] knowsUntil;

    private final Timer election;

    private int leader;
    private boolean quorum = true;

    Ensemble(ClusterState cluster, Streams streams, Actor owner, Reign reign) {
        super(cluster, streams, owner, reign);
        this.knowsUntil = new long[running.length];
        this.leader = running.length - 1;
        this.election = agenda.timer(owner, Event.ENSEMBLE_LED.kind(), 0);
    }

    @Override
    void wiped(int place) {
        knowsUntil[place] = EMPTY;
    }

    @Override
    void joined(int place, boolean restarted) {
        if (leader != NONE) {
            knowsUntil[place] = agenda.now();
        } else {
            quorum = members() >= config.majority();
            electPerhaps();
        }
    }

    @Override
    void left(int place, Cause cause) {
        boolean led = leader == place;
        boolean majority = members() >= config.majority();
        if (led || !majority) {
            blame(cause);
        }
        boolean decided = leader != NONE;
        if (decided) {
            knowsUntil[place] = agenda.now();
        }
        if (led || !majority) {
            leader = NONE;
        }
        if (quorum && !majority) {
            quorum = false;
            election.cancel();
            cluster.listener.quorumLost(cause);
        }
        if (decided && leader == NONE) {
            inform();
            reign.ended();
            electPerhaps();
        }
    }

    private void electPerhaps() {
        if (quorum && !election.isSet()) {
            election.setAfter(timings.ensembleElection().toMillis());
        }
    }

    @Override
    void handle(Event event, int target, long payload) {
        leader = NONE;
        for (int c = 0; c < running.length; c++) {
            if (connected(c) && (leader == NONE || knowsUntil[c] >= knowsUntil[leader])) {
                leader = c;
            }
        }
        boolean lost = knowsUntil[leader] == EMPTY;
        inform();
        if (lost) {
            cluster.metadataLost = true;
        } else if (!cluster.metadataLost) {
            cluster.controllersDown = null;
        }
        cluster.listener.controllerElected(KafkaCluster.FIRST_CONTROLLER + leader);
        reign.began();
    }

    /** Notes that all that take part have what has been decided up to now. */
    private void inform() {
        for (int c = 0; c < running.length; c++) {
            if (connected(c)) {
                knowsUntil[c] = agenda.now();
            }
        }
    }

    private int members() {
        int members = 0;
        for (int c = 0; c < running.length; c++) {
            members += connected(c) ? 1 : 0;
        }
        return members;
    }

    @Override
    boolean active() {
        return leader != NONE;
    }

    @Override
    boolean isActive(int controller) {
        return leader == place(controller);
    }

    @Override
    boolean caughtUp(int controller) {
        int place = place(controller);
        return connected(place) && knowsUntil[place] != EMPTY;
    }
}
