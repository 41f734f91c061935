package dev.brokerfall.kafka;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * A topic.
 *
 * @param name its name
 * @param partitions how many partitions, at least 1
 * @param replicationFactor copies of each partition, from 1 to 31
 * @param minInsyncReplicas {@code min.insync.replicas}: replicas that must be in sync before {@code acks=all} is answered
 * @param acks what its producers wait for
 * @param uncleanLeaderElection {@code unclean.leader.election.enable}: whether a replica outside the in-sync set may lead
 */
public record TopicConfig(
        String name,
        int partitions,
        int replicationFactor,
        int minInsyncReplicas,
        Acks acks,
        boolean uncleanLeaderElection) {

    /** Replica sets are bit masks of one {@code int}. */
    static final int MAX_REPLICATION_FACTOR = 31;

    public TopicConfig {
        checkArgument(partitions >= 1, "partitions of topic %s must be at least 1, was %s", name, partitions);
        checkArgument(
                1 <= replicationFactor && replicationFactor <= MAX_REPLICATION_FACTOR,
                "replicationFactor of topic %s must lie between 1 and %s, was %s",
                name,
                MAX_REPLICATION_FACTOR,
                replicationFactor);
        checkArgument(
                minInsyncReplicas >= 1,
                "minInsyncReplicas of topic %s must be at least 1, was %s",
                name,
                minInsyncReplicas);
    }

    /** Returns the number of in-sync replicas that {@code acks=all} needs: never more than there are replicas. */
    public int effectiveMinInsyncReplicas() {
        return Math.min(minInsyncReplicas, replicationFactor);
    }
}
