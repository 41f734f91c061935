package dev.brokerfall.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.brokerfall.unit.DataRate;
import dev.brokerfall.unit.DataSize;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Topics of one cluster that differ in what is written to them, how long it is kept, and what becomes of it. Two brokers. */
final class TopicLoadTest {

    private static final DataRate FREE = DataRate.UNLIMITED;

    @Test
    void each_topic_is_written_to_at_its_own_rate() {
        Story story = new Story(config(topic("orders", 1, 10, 1000), topic("audit", 4, 4, 500)));
        double orders = end(story, "orders");
        double audit = end(story, "audit");

        story.runFor(10);

        assertThat(end(story, "orders") - orders).isCloseTo(100e6, within(1.0));
        assertThat(end(story, "audit") - audit).as("of one of four").isCloseTo(10e6, within(1.0));
    }

    @Test
    void retention_by_time_and_by_size_both_hold() {
        DataRate rate = DataRate.megabytesPerSecond(10);
        Optional<Duration> minute = Optional.of(Duration.ofSeconds(60));
        TopicLoad byTime = new TopicLoad(rate, minute, Optional.empty(), Optional.empty());
        TopicLoad byBoth = new TopicLoad(rate, minute, Optional.of(new DataSize(200_000_000)), Optional.empty());
        TopicLoad tiered = new TopicLoad(rate, minute, Optional.empty(), Optional.of(new DataSize(50_000_000)));

        Story story = new Story(config(
                named("time", 1).withLoad(byTime),
                named("both", 1).withLoad(byBoth),
                named("tiered", 1).withLoad(tiered)));

        assertThat(story.cluster.held(0)).isCloseTo(600e6 + 200e6 + 50e6, within(1.0));
        story.runFor(1000);
        assertThat(story.cluster.held(0)).isCloseTo(600e6 + 200e6 + 50e6, within(1.0));
    }

    @Test
    void an_empty_follower_copies_what_each_topic_keeps_and_is_done_with_the_smaller_first() {
        // given: 1000 and 500 MB, of which both leaders are the same broker
        Story story = new Story(config(topic("orders", 1, 10, 1000), topic("audit", 1, 1, 500)));
        story.kill(1).runFor(60).start(LogDirectory.INTACT, 1).runFor(60);
        assertThat(story.cluster.cohorts()).allMatch(cohort -> cohort.leader() == 0);

        // when
        story.kill(1).runFor(12).start(LogDirectory.EMPTY, 1).runFor(5);
        double began = story.agenda.now() / 1000.0;
        story.runUntil(story.cluster::isrFull, 60);

        // then: 250 MB/s for two, 1 and 10 of which go on being written; then all of it for one
        double audit = 500 / (125.0 - 1);
        double orders = audit + (1000 - audit * (125 - 10)) / (250.0 - 10);
        assertThat(story.secondsOf("isrExpanded 1 audit") - began).isCloseTo(audit, within(0.01));
        assertThat(story.secondsOf("isrExpanded 1 orders") - began).isCloseTo(orders, within(0.01));
    }

    @Test
    void a_busy_topic_uses_more_of_the_network_than_a_quiet_one() {
        Story story = new Story(config(topic("orders", 1, 10, 1000), topic("audit", 1, 1, 500)));
        story.kill(1).runFor(60).start(LogDirectory.INTACT, 1).runFor(60);
        double orders = end(story, "orders");

        // Broker 0 leads both and sends 11 MB/s.
        limitOut(story, 11);
        story.runFor(10);
        assertThat(end(story, "orders") - orders).isCloseTo(100e6, within(1.0));
        limitOut(story, 5.5);
        story.runFor(10);

        assertThat(end(story, "orders") - orders).isCloseTo(150e6, within(1.0));
    }

    @Test
    void what_retention_has_expired_is_not_lost() {
        Story story = new Story(config(
                new TopicConfig("orders", 1, 1, 1, Acks.ALL, false).withLoad(load(10, 1000)),
                new TopicConfig("audit", 1, 1, 1, Acks.ALL, false).withLoad(load(1, 500))));
        story.runFor(1000);

        for (int broker = 0; broker < 2; broker++) {
            story.kill(broker).runFor(12).start(LogDirectory.EMPTY, broker).runFor(30);
        }

        assertThat(story.bytesLost).isCloseTo(1500e6, within(1.0));
        assertThat(story.recordsLost).isCloseTo(1_500_000, within(1.0));
    }

    @Test
    void acknowledgement_of_one_topic_does_not_wait_for_what_another_needs() {
        // given: one topic needs both replicas, the other one
        Story story = new Story(config(
                new TopicConfig("orders", 1, 2, 2, Acks.ALL, false).withLoad(load(10, 1000)),
                new TopicConfig("audit", 1, 2, 1, Acks.ALL, false).withLoad(load(1, 500))));

        story.kill(1).runFor(60);

        assertThat(cohort(story, "orders").writable()).isFalse();
        assertThat(cohort(story, "audit").writable()).isTrue();
    }

    private static Cohort cohort(Story story, String topic) {
        return story.cluster.cohorts().stream()
                .filter(cohort -> cohort.topic().name().equals(topic))
                .findFirst()
                .orElseThrow();
    }

    private static double end(Story story, String topic) {
        return cohort(story, topic).logEnd();
    }

    private static void limitOut(Story story, double megabytesPerSecond) {
        story.cluster.limitBroker(
                0, new BrokerLimits(FREE, FREE, FREE, FREE, DataRate.megabytesPerSecond(megabytesPerSecond)));
    }

    private static TopicConfig named(String name, int partitions) {
        return new TopicConfig(name, partitions, 2, 1, Acks.ALL, false);
    }

    private static TopicConfig topic(String name, int partitions, double megabytesPerSecond, long megabytes) {
        return named(name, partitions).withLoad(load(megabytesPerSecond, megabytes));
    }

    private static TopicLoad load(double megabytesPerSecond, long megabytes) {
        return new TopicLoad(
                DataRate.megabytesPerSecond(megabytesPerSecond),
                Optional.empty(),
                Optional.of(new DataSize(megabytes * 1_000_000)),
                Optional.empty());
    }

    private static KafkaConfig config(TopicConfig... topics) {
        return new KafkaConfig(
                2,
                new ControllerConfig(1, ControllerConfig.Quorum.STATIC),
                Semantics.KAFKA_4_3,
                List.of(topics),
                Configs.WORKLOAD,
                unbalanced(),
                List.of(),
                Configs.TIMINGS);
    }

    /** Settings under which a leader that has moved stays where it is. */
    private static KafkaSettings unbalanced() {
        KafkaSettings usual = Configs.SETTINGS;
        return new KafkaSettings(
                usual.brokerHeartbeatInterval(),
                usual.brokerSessionTimeout(),
                usual.replicaLagTimeMax(),
                usual.leaderImbalanceCheckInterval(),
                false,
                usual.followerReplicationThrottledRate(),
                usual.leaderReplicationThrottledRate(),
                usual.replicationThrottledReplicas(),
                usual.numRecoveryThreadsPerDataDir(),
                usual.logSegmentBytes(),
                usual.quorum(),
                usual.controlledShutdownTimeout(),
                usual.numReplicaFetchers(),
                usual.replicaFetchResponseMaxBytes());
    }
}
