package dev.brokerfall.kafka;

import static dev.brokerfall.kafka.controller.PartitionState.NONE;

import dev.brokerfall.random.Stream;

/**
 * The milliseconds by which an in-sync follower is behind its leader, which show when one of the two stops without warning.
 *
 * <p>A follower fetches from a leading broker in one loop for all partitions, and a fetch is answered as soon as there is a byte
 * ({@code replica.fetch.min.bytes=1}): what the leader appended since it answered last is on no other broker. With {@code acks=all}
 * none of that has been acknowledged. With {@code acks=1} and {@code acks=0} all of it has, and it is lost if a follower leads next;
 * it is not if the leader comes back first.
 *
 * <p>One lag is drawn for each pair of brokers, as there is one loop. Whole records are missing: how many of all partitions together
 * is rounded at random, so that the expectation is kept however thin the traffic is.
 */
final class FollowerLag {

    private final ClusterState cluster;
    private final double recordBytes;
    private final long[] lagMillis;
    private final double[] fraction;

    FollowerLag(ClusterState cluster) {
        this.cluster = cluster;
        this.recordBytes = cluster.config.workload().recordSize().bytes();
        this.lagMillis = new long[cluster.brokers.length];
        this.fraction = new double[cluster.brokers.length];
    }

    /** Lets the followers of a broker that has just stopped, and itself as a follower, lack what they had not fetched yet. */
    void stopped(Broker broker) {
        boolean drawn = false;
        for (int i = 0; i < broker.cohorts.length; i++) {
            LiveCohort cohort = cluster.cohorts[broker.cohorts[i]];
            int leader = cohort.state.leader();
            if (cohort.topic.acks() == Acks.ALL || leader == NONE || cohort.ingest == 0) {
                continue;
            }
            if (!drawn) {
                draw(broker.lagLuck);
                drawn = true;
            }
            cohort.settle();
            int position = broker.positions[i];
            if (position != leader) {
                trail(cohort, position, cohort.brokers[leader]);
                continue;
            }
            for (int p = 0; p < cohort.brokers.length; p++) {
                if (p != leader) {
                    trail(cohort, p, cohort.brokers[p]);
                }
            }
        }
    }

    private void draw(Stream luck) {
        for (int b = 0; b < lagMillis.length; b++) {
            lagMillis[b] = cluster.config.timings().followerLag().drawMillis(luck);
            fraction[b] = luck.uniform();
        }
    }

    private void trail(LiveCohort cohort, int position, int other) {
        boolean follows = cohort.logs.mode[position] == ReplicaLogs.LINKED && (cohort.state.isr() >> position & 1) != 0;
        if (!follows) {
            return;
        }
        double records = lagMillis[other] * cohort.ingest * cohort.partitions / recordBytes + fraction[other];
        double whole = Math.floor(records);
        fraction[other] = records - whole;
        cohort.logs.trail(position, cohort.state.leader(), whole * recordBytes / cohort.partitions);
    }
}
