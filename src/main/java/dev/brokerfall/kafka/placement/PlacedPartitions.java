package dev.brokerfall.kafka.placement;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.List;

/**
 * Partitions of one topic that have the same replicas in the same order.
 *
 * @param topic the topic's number
 * @param replicas the brokers of their replicas, the preferred leader first
 * @param count how many partitions, at least 1
 */
public record PlacedPartitions(int topic, List<Integer> replicas, int count) {

    public PlacedPartitions {
        replicas = List.copyOf(replicas);
        checkArgument(count >= 1, "count must be at least 1, was %s", count);
    }
}
