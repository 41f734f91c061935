package dev.brokerfall.kafka;

import static dev.brokerfall.kafka.controller.PartitionState.NONE;

import dev.brokerfall.kernel.Actor;
import dev.brokerfall.kernel.Cause;
import dev.brokerfall.kernel.Timer;
import dev.brokerfall.random.Streams;
import java.util.Arrays;

/**
 * A ZooKeeper ensemble. While it has a leader, sessions live and lapse and a broker can be the controller; while it has none, nothing
 * is decided. A member whose directory is empty votes at once and copies what the others have; where a majority runs and none of it
 * has anything, what Kafka knew of its partitions is lost.
 */
final class Ensemble extends Controllers {

    private final boolean[] informed;
    private final Timer election;

    private int leader;
    private boolean quorum = true;

    Ensemble(ClusterState cluster, Streams streams, Actor owner, Reign reign) {
        super(cluster, streams, owner, reign);
        this.informed = new boolean[running.length];
        Arrays.fill(informed, true);
        this.election = agenda.timer(owner, Event.ENSEMBLE_LED.kind(), 0);
    }

    @Override
    void wiped(int place) {
        informed[place] = false;
    }

    @Override
    void joined(int place, boolean restarted) {
        if (leader != NONE) {
            informed[place] = true;
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
        if (led || !majority) {
            leader = NONE;
        }
        if (quorum && !majority) {
            quorum = false;
            election.cancel();
            cluster.listener.quorumLost(cause);
        }
        if (decided && leader == NONE) {
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
        int first = NONE;
        for (int c = running.length - 1; c >= 0; c--) {
            first = connected(c) && informed[c] ? c : first;
        }
        boolean lost = first == NONE;
        for (int c = running.length - 1; c >= 0; c--) {
            if (connected(c)) {
                first = lost ? c : first;
                informed[c] = true;
            }
        }
        leader = first;
        if (lost) {
            cluster.metadataLost = true;
        } else if (!cluster.metadataLost) {
            cluster.controllersDown = null;
        }
        cluster.listener.controllerElected(KafkaCluster.FIRST_CONTROLLER + leader);
        reign.began();
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
        return connected(place) && informed[place];
    }
}
