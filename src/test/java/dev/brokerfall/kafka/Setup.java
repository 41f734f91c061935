package dev.brokerfall.kafka;

import dev.brokerfall.random.RandomDuration;
import dev.brokerfall.unit.DataRate;
import java.time.Duration;

/** A cluster as {@link Configs} has it, but for what a test names. */
final class Setup {

    private Semantics semantics = Semantics.KAFKA_4_3;
    private TopicConfig topic = Configs.orders(2, Acks.ALL);
    private KafkaSettings settings = Configs.SETTINGS;
    private ControllerConfig.Quorum quorum = ControllerConfig.Quorum.STATIC;
    private RandomDuration startup = Configs.TIMINGS.startup();
    private RandomDuration assignment = Configs.TIMINGS.directoryAssignment();
    private LogDirs logDirs = LogDirs.ONE;
    private DataRate recovery = Configs.TIMINGS.logLoading().recoveryRate();

    static Setup of(Semantics semantics) {
        return new Setup().semantics(semantics);
    }

    Setup semantics(Semantics rules) {
        semantics = rules;
        return this;
    }

    Setup topic(int minIsr, Acks acks) {
        topic = Configs.orders(minIsr, acks);
        return this;
    }

    /** Allows replicas outside the in-sync set to lead. */
    Setup uncleanElection() {
        topic = new TopicConfig(
                topic.name(),
                topic.partitions(),
                topic.replicationFactor(),
                topic.minInsyncReplicas(),
                topic.acks(),
                true);
        return this;
    }

    /** Has every follower that is out of sync catch up no faster. */
    Setup throttle(double megabytesPerSecond) {
        settings = Configs.throttled(DataRate.megabytesPerSecond(megabytesPerSecond));
        return this;
    }

    /** Sets a throttle that lists no replica. */
    Setup throttleUnlisted(double megabytesPerSecond) {
        settings = Configs.throttled(DataRate.megabytesPerSecond(megabytesPerSecond), false);
        return this;
    }

    Setup quorum(ControllerConfig.Quorum kind) {
        quorum = kind;
        return this;
    }

    /** Sets how long a JVM takes to start. */
    Setup startup(double seconds) {
        startup = Configs.constant(seconds);
        return this;
    }

    /** Sets how long after its JVM is up a broker's new directory is recorded; it is unfenced 0.5 s after it registers. */
    Setup assignment(double seconds) {
        assignment = Configs.constant(seconds);
        return this;
    }

    /** Sets how fast each of two threads recovers logs. */
    Setup recovery(double megabytesPerSecond) {
        recovery = DataRate.megabytesPerSecond(megabytesPerSecond);
        return this;
    }

    /** Gives every broker so many log directories. */
    Setup logDirs(int count) {
        logDirs = new LogDirs(count, Duration.ofSeconds(30));
        return this;
    }

    KafkaConfig config() {
        KafkaTimings usual = Configs.TIMINGS;
        KafkaTimings timings = new KafkaTimings(
                startup,
                usual.unfencing(),
                assignment,
                usual.controlledShutdown(),
                usual.leaderMoveGap(),
                usual.controllers(),
                usual.unflushedTail(),
                usual.followerLag(),
                new LogLoading(Duration.ZERO, Duration.ZERO, recovery, 0.5),
                usual.catchUpRate(),
                usual.fetchRoundTrip());
        KafkaConfig three = Configs.with(semantics, topic, settings, timings);
        return new KafkaConfig(
                        three.brokers(),
                        new ControllerConfig(3, quorum),
                        three.semantics(),
                        three.topics(),
                        three.workload(),
                        three.settings(),
                        three.racks(),
                        three.timings())
                .withLogDirs(logDirs);
    }

    Story story() {
        return new Story(config());
    }

    Story story(long seed) {
        return new Story(config(), seed);
    }
}
