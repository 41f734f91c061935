package dev.brokerfall.kafka;

import dev.brokerfall.kafka.ControllerConfig.Quorum;
import dev.brokerfall.random.Distribution.Constant;
import dev.brokerfall.random.RandomDuration;
import dev.brokerfall.unit.DataRate;
import dev.brokerfall.unit.DataSize;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Clusters for tests: three brokers, three controllers, one topic of 12 partitions, Kafka's default settings. */
final class Configs {

    /** 12 partitions at 1 MB/s each and records of 1000 bytes, so that a second is 1000 records a partition. */
    static final Workload WORKLOAD = new Workload(
            DataRate.megabytesPerSecond(12), new DataSize(1000), new DataSize(1_200_000_000L), Optional.empty());

    static final QuorumSettings QUORUM =
            new QuorumSettings(Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ofSeconds(1), false);

    static final KafkaSettings SETTINGS = new KafkaSettings(
            Duration.ofSeconds(2),
            Duration.ofSeconds(9),
            Duration.ofSeconds(30),
            Duration.ofSeconds(300),
            true,
            DataRate.UNLIMITED,
            DataRate.UNLIMITED,
            false,
            2,
            DataSize.gibibytes(1),
            QUORUM,
            Duration.ofMinutes(5),
            1,
            DataSize.mebibytes(10));

    /** Controllers that take 5 s to start, and messages that take a millisecond. */
    static final ControllerTimings CONTROLLERS = new ControllerTimings(
            constant(5),
            constant(0.001),
            constant(0.05),
            Duration.ofMillis(500),
            Duration.ofSeconds(5),
            Duration.ofMillis(200),
            Duration.ZERO,
            Duration.ZERO);

    static final KafkaTimings TIMINGS = new KafkaTimings(
            constant(5),
            constant(0.5),
            constant(0.1),
            constant(2),
            constant(0.2),
            CONTROLLERS,
            constant(30),
            constant(0.02),
            new LogLoading(Duration.ZERO, Duration.ZERO, DataRate.megabytesPerSecond(150), 0.5),
            DataRate.megabytesPerSecond(250),
            Duration.ofMillis(10));

    private Configs() {}

    static RandomDuration constant(double seconds) {
        return new RandomDuration(new Constant(seconds));
    }

    static TopicConfig orders(int minIsr, Acks acks) {
        return new TopicConfig("orders", 12, 3, minIsr, acks, false);
    }

    static KafkaConfig three(Semantics semantics) {
        return with(semantics, orders(2, Acks.ALL), SETTINGS, TIMINGS);
    }

    static KafkaConfig three(TopicConfig topic) {
        return with(Semantics.KAFKA_4_3, topic, SETTINGS, TIMINGS);
    }

    static KafkaConfig with(Semantics semantics, TopicConfig topic, KafkaSettings settings, KafkaTimings timings) {
        return new KafkaConfig(
                3,
                new ControllerConfig(3, Quorum.STATIC),
                semantics,
                List.of(topic),
                WORKLOAD,
                settings,
                List.of("a", "b", "c"),
                timings);
    }

    /** Returns settings under which every broker catches up no faster than {@code throttle}. */
    static KafkaSettings throttled(DataRate throttle) {
        return throttled(throttle, true);
    }

    static KafkaSettings throttled(DataRate throttle, boolean listed) {
        return new KafkaSettings(
                SETTINGS.brokerHeartbeatInterval(),
                SETTINGS.brokerSessionTimeout(),
                SETTINGS.replicaLagTimeMax(),
                SETTINGS.leaderImbalanceCheckInterval(),
                true,
                throttle,
                DataRate.UNLIMITED,
                listed,
                2,
                SETTINGS.logSegmentBytes(),
                QUORUM,
                SETTINGS.controlledShutdownTimeout(),
                SETTINGS.numReplicaFetchers(),
                SETTINGS.replicaFetchResponseMaxBytes());
    }

    /** Returns a cluster that gets brokers, each of no rack. */
    static KafkaConfig changing(KafkaConfig before, List<BrokerChange> changes) {
        return new KafkaConfig(
                before.brokers(),
                before.controllers(),
                before.semantics(),
                before.topics(),
                before.workload(),
                before.settings(),
                List.of(),
                before.timings(),
                changes);
    }
}
