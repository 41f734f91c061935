package dev.brokerfall.kafka;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.Optional;

/**
 * A topic.
 *
 * @param name its name
 * @param partitions how many partitions, at least 1
 * @param replicationFactor copies of each partition, from 1 to 31
 * @param minInsyncReplicas {@code min.insync.replicas}: replicas that must be in sync before {@code acks=all} is answered
 * @param acks what its producers wait for
 * @param uncleanLeaderElection {@code unclean.leader.election.enable}: whether a replica outside the in-sync set may lead
 * @param load what is written to it and kept; empty for its partitions' even share of the cluster's workload
 */
public record TopicConfig(
        String name,
        int partitions,
        int replicationFactor,
        int minInsyncReplicas,
        Acks acks,
        boolean uncleanLeaderElection,
        Optional<TopicLoad> load) {

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

    /** Creates a topic whose partitions have an even share of the cluster's workload. */
    public TopicConfig(
            String name,
            int partitions,
            int replicationFactor,
            int minInsyncReplicas,
            Acks acks,
            boolean uncleanLeaderElection) {
        this(name, partitions, replicationFactor, minInsyncReplicas, acks, uncleanLeaderElection, Optional.empty());
    }

    /** Returns this topic with so much written to it and kept. */
    public TopicConfig withLoad(TopicLoad its) {
        return new TopicConfig(
                name, partitions, replicationFactor, minInsyncReplicas, acks, uncleanLeaderElection, Optional.of(its));
    }

    /** Returns the number of in-sync replicas that {@code acks=all} needs: never more than there are replicas. */
    public int effectiveMinInsyncReplicas() {
        return Math.min(minInsyncReplicas, replicationFactor);
    }
}
