package dev.brokerfall.kafka.placement;

import java.util.List;

/** Decides on which brokers the replicas of one new topic are, partition by partition. */
public interface ReplicaPlacer {

    /** Returns the brokers of the next partition's replicas, the preferred leader first. */
    List<Integer> next(int replicationFactor);
}
