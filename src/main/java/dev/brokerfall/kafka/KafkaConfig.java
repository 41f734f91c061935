package dev.brokerfall.kafka;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A Kafka cluster.
 *
 * @param brokers how many brokers at the start; their ids are 0 … brokers - 1
 * @param controllers its controllers; their ids are 100 … 100 + count - 1
 * @param semantics the rules of its version
 * @param topics its topics, at least one
 * @param workload what is written to it
 * @param settings Kafka's settings
 * @param racks the rack of each broker, those to come among them, for the placement of replicas; empty when brokers have none
 * @param timings how long things take
 * @param changes the brokers to come, in the order in which they do; their ids go on from those at the start
 * @param logDirs the log directories of each broker
 */
public record KafkaConfig(
        int brokers,
        ControllerConfig controllers,
        Semantics semantics,
        List<TopicConfig> topics,
        Workload workload,
        KafkaSettings settings,
        List<String> racks,
        KafkaTimings timings,
        List<BrokerChange> changes,
        LogDirs logDirs) {

    public KafkaConfig {
        topics = List.copyOf(topics);
        racks = List.copyOf(racks);
        changes = List.copyOf(changes);
        checkArgument(brokers >= 1, "brokers must be at least 1, was %s", brokers);
        checkArgument(!topics.isEmpty(), "a cluster needs at least one topic");
        int all = brokers + changes.size();
        checkArgument(racks.isEmpty() || racks.size() == all, "%s racks are given for %s brokers", racks.size(), all);
        checkChanges(brokers, changes);
        for (TopicConfig topic : topics) {
            checkArgument(
                    topic.replicationFactor() <= brokers,
                    "replicationFactor of topic %s is %s, but there are %s brokers",
                    topic.name(),
                    topic.replicationFactor(),
                    brokers);
        }
    }

    /** Creates a cluster that keeps the brokers it has. */
    public KafkaConfig(
            int brokers,
            ControllerConfig controllers,
            Semantics semantics,
            List<TopicConfig> topics,
            Workload workload,
            KafkaSettings settings,
            List<String> racks,
            KafkaTimings timings) {
        this(brokers, controllers, semantics, topics, workload, settings, racks, timings, List.of());
    }

    /** Creates a cluster whose brokers have one log directory. */
    public KafkaConfig(
            int brokers,
            ControllerConfig controllers,
            Semantics semantics,
            List<TopicConfig> topics,
            Workload workload,
            KafkaSettings settings,
            List<String> racks,
            KafkaTimings timings,
            List<BrokerChange> changes) {
        this(brokers, controllers, semantics, topics, workload, settings, racks, timings, changes, LogDirs.ONE);
    }

    private static void checkChanges(int brokers, List<BrokerChange> changes) {
        Set<Integer> gone = new HashSet<>();
        for (int change = 0; change < changes.size(); change++) {
            int before = brokers + change;
            changes.get(change).replaces().ifPresent(broker -> {
                checkArgument(0 <= broker && broker < before, "there is no broker %s to replace", broker);
                checkArgument(gone.add(broker), "broker %s is replaced twice", broker);
            });
        }
    }

    /** Returns the number of brokers that there ever are. */
    public int allBrokers() {
        return brokers + changes.size();
    }

    /** Returns the number of partitions of all topics. */
    public int partitions() {
        return topics.stream().mapToInt(TopicConfig::partitions).sum();
    }

    /** Returns this cluster with its brokers in these racks. */
    public KafkaConfig inRacks(List<String> places) {
        return new KafkaConfig(
                brokers, controllers, semantics, topics, workload, settings, places, timings, changes, logDirs);
    }

    /** Returns this cluster with groups of consumers that read so what they have missed. */
    public KafkaConfig withReads(ConsumerReads reads) {
        return new KafkaConfig(
                brokers,
                controllers,
                semantics,
                topics,
                workload.readBy(workload.consumerGroups(), reads),
                settings,
                racks,
                timings,
                changes,
                logDirs);
    }

    /** Returns this cluster with brokers that have these log directories. */
    public KafkaConfig withLogDirs(LogDirs directories) {
        return new KafkaConfig(
                brokers, controllers, semantics, topics, workload, settings, racks, timings, changes, directories);
    }
}
