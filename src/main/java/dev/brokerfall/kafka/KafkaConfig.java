package dev.brokerfall.kafka;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.List;

/**
 * A Kafka cluster.
 *
 * @param brokers how many brokers; their ids are 0 … brokers - 1
 * @param controllers its controllers; their ids are 100 … 100 + count - 1
 * @param semantics the rules of its version
 * @param topics its topics, at least one
 * @param workload what is written to it
 * @param settings Kafka's settings
 * @param racks the rack of each broker, for the placement of replicas; empty when brokers have none
 * @param timings how long things take
 */
public record KafkaConfig(
        int brokers,
        ControllerConfig controllers,
        Semantics semantics,
        List<TopicConfig> topics,
        Workload workload,
        KafkaSettings settings,
        List<String> racks,
        KafkaTimings timings) {

    public KafkaConfig {
        topics = List.copyOf(topics);
        racks = List.copyOf(racks);
        checkArgument(brokers >= 1, "brokers must be at least 1, was %s", brokers);
        checkArgument(!topics.isEmpty(), "a cluster needs at least one topic");
        checkArgument(
                racks.isEmpty() || racks.size() == brokers, "%s racks are given for %s brokers", racks.size(), brokers);
        for (TopicConfig topic : topics) {
            checkArgument(
                    topic.replicationFactor() <= brokers,
                    "replicationFactor of topic %s is %s, but there are %s brokers",
                    topic.name(),
                    topic.replicationFactor(),
                    brokers);
        }
    }

    /** Returns the number of partitions of all topics. */
    public int partitions() {
        return topics.stream().mapToInt(TopicConfig::partitions).sum();
    }

    /** Returns this cluster with its brokers in these racks. */
    public KafkaConfig inRacks(List<String> places) {
        return new KafkaConfig(brokers, controllers, semantics, topics, workload, settings, places, timings);
    }
}
