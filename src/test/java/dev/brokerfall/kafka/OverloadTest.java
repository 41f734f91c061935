package dev.brokerfall.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.brokerfall.unit.DataRate;
import dev.brokerfall.unit.DataSize;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * What becomes of producers when disks or networks cannot carry them and the catch-up. Three brokers take 60 MB/s in 12 partitions of
 * replication factor 3; broker 0 comes back empty with the same id, and nothing gives it leadership back.
 */
final class OverloadTest {

    private static final double OFFERED = 60;
    private static final DataRate UNLIMITED = DataRate.UNLIMITED;

    @Test
    void a_saturated_network_slows_producers_down_although_the_empty_broker_leads_nothing() {
        Story story = new Story(config(UNLIMITED));
        limitNetworkOut(story, 120);
        assertThat(produced(story)).as("before").isCloseTo(OFFERED, within(0.01));

        replace(story, 0);

        assertThat(story.cluster.cohorts()).as("led by the replaced broker").noneMatch(cohort -> cohort.leader() == 0);
        // Each leader offers the other what it takes in, and the empty one all that its network carries, which is less
        // than half of the 250 MB/s that a follower would fetch; 120 of the sum pass.
        double first = led(story, 1);
        double second = led(story, 2);
        assertThat(first + second).isEqualTo(OFFERED);
        double passed = first * 120 / (first + 120) + second * 120 / (second + 120);
        assertThat(passed).isLessThan(0.85 * OFFERED);
        assertThat(produced(story)).isCloseTo(passed, within(0.01));
        assertThat(story.happened("producePaced 1 " + Math.round(100 * 120 / (first + 120))))
                .isTrue();
        story.runUntil(story.cluster::isrFull, 900);
        assertThat(produced(story)).as("after").isCloseTo(OFFERED, within(0.01));
    }

    @Test
    void a_throttle_spares_producers_and_makes_the_rebuild_longer() {
        Story story = new Story(config(DataRate.megabytesPerSecond(80)));
        limitNetworkOut(story, 120);

        replace(story, 0);

        // No more than 60 MB/s to the other and 40 to the empty one.
        assertThat(produced(story)).isCloseTo(OFFERED, within(0.01));
        assertThat(story.journal).noneMatch(entry -> entry.contains("producePaced"));
    }

    @Test
    void what_is_not_saturated_slows_nobody_down() {
        Story story = new Story(config(UNLIMITED));
        limitNetworkOut(story, 186);

        replace(story, 0);

        assertThat(produced(story)).isCloseTo(OFFERED, within(0.01));
    }

    @Test
    void live_traffic_alone_can_be_more_than_a_network_carries() {
        Story story = new Story(config(UNLIMITED));

        // A leader of 4 of 12 partitions sends 20 MB/s to each of two followers.
        limitNetworkOut(story, 30);

        assertThat(produced(story)).isCloseTo(OFFERED * 30 / 40, within(0.01));
        limitNetworkOut(story, 40);
        assertThat(produced(story)).isCloseTo(OFFERED, within(0.01));
    }

    @Test
    void a_slow_disk_of_one_in_sync_follower_sets_the_pace_of_its_leaders() {
        Story story = new Story(config(UNLIMITED));

        story.cluster.limitBroker(
                2, new BrokerLimits(UNLIMITED, DataRate.megabytesPerSecond(45), UNLIMITED, UNLIMITED, UNLIMITED));

        // It takes in all 60 MB/s, its own and the others'.
        assertThat(produced(story)).isCloseTo(45, within(0.01));
    }

    @Test
    void consumers_share_the_network_with_the_followers_that_producers_wait_for() {
        Story story = new Story(config(UNLIMITED, 2, 3));

        // 20 MB/s to each of two followers and three groups of consumers; none of it is read from a disk.
        limitNetworkOut(story, 100);
        assertThat(produced(story)).isCloseTo(OFFERED, within(0.01));
        story.cluster.limitBroker(2, new BrokerLimits(new DataRate(0), UNLIMITED, UNLIMITED, UNLIMITED, UNLIMITED));
        assertThat(produced(story)).isCloseTo(OFFERED, within(0.01));

        limitNetworkOut(story, 80);

        assertThat(produced(story)).isCloseTo(OFFERED * 80 / 100, within(0.01));
    }

    @Test
    void consumers_alone_slow_no_producer_down() {
        // given: one broker leads everything, and has no follower
        Story story = new Story(config(UNLIMITED, 1, 3));
        story.runFor(10).kill(1).kill(2).runFor(60);
        assertThat(led(story, 0)).isEqualTo(OFFERED);

        // when: its consumers want 180 MB/s
        limitNetworkOut(story, 30);

        // then
        assertThat(produced(story)).isCloseTo(OFFERED, within(0.01));
    }

    @Test
    void producers_that_wait_for_followers_go_at_the_pace_of_full_disks_and_no_follower_leaves() {
        Story story = new Story(config(UNLIMITED));

        limitDisks(story, 50);
        story.runFor(120);

        // Each disk would take 20 MB/s that its broker leads and 40 that it follows.
        assertThat(produced(story)).isCloseTo(50, within(0.01));
        assertThat(story.happened("isrShrunk")).isFalse();
    }

    @Test
    void producers_that_do_not_wait_outrun_the_followers_which_leave_the_in_sync_sets() {
        // given: nothing is lost of what producers wait for
        Story story = new Story(config(UNLIMITED, 2, 0, Acks.ONE));

        // when
        limitDisks(story, 50);

        // then: 30 of 50 MB/s are left for two followers' loops, each of which needs 20
        double limited = story.agenda.now() / 1000.0;
        assertThat(story.secondsOf("followerOutrun 2 1 75")).isCloseTo(limited, within(0.001));
        assertThat(produced(story)).isCloseTo(60, within(0.01));
        assertThat(fetched(story, 2)).isCloseTo(30, within(0.01));
        story.runFor(29);
        assertThat(story.happened("isrShrunk")).isFalse();
        story.runFor(16);
        // The leader looks every 15 s who has not caught up for 30.
        assertThat(story.secondsOf("isrShrunk 2")).isBetween(limited + 30, limited + 45);
        assertThat(story.happened("producePaced")).isFalse();
        assertThat(produced(story)).isCloseTo(60, within(0.01));
        assertThat(story.happened("consumeStalled"))
                .as("one replica in sync of two")
                .isTrue();

        // when: disks are fast enough again
        limitDisks(story, 500);
        story.runUntil(story.cluster::isrFull, 60);
        story.runFor(60);

        // then: they have what they missed, and stay
        assertThat(story.cluster.isrFull()).isTrue();
        assertThat(story.cluster.cohorts()).allMatch(cohort -> cohort.goodCopies() == 3);
    }

    @Test
    void what_was_outrun_by_one_slow_disk_is_that_disks_follower_alone() {
        Story story = new Story(config(UNLIMITED, 2, 0, Acks.ONE));

        story.cluster.limitBroker(
                2, new BrokerLimits(UNLIMITED, UNLIMITED, DataRate.megabytesPerSecond(45), UNLIMITED, UNLIMITED));
        story.runFor(46);

        assertThat(story.happened("isrShrunk 2")).isTrue();
        assertThat(story.happened("isrShrunk 0")).isFalse();
        assertThat(story.happened("isrShrunk 1")).isFalse();
        assertThat(produced(story)).isCloseTo(60, within(0.01));
    }

    @Test
    void a_rebuild_beside_producers_that_do_not_wait_takes_what_they_and_the_followers_leave() {
        Story story = new Story(config(UNLIMITED, 2, 0, Acks.ONE));
        limitNetworkOut(story, 60);

        replace(story, 0);

        // Each leader sends what it leads, no more than 60 of 60 MB/s in all, to the other, and the rest to the empty
        // one.
        assertThat(produced(story)).isCloseTo(60, within(0.01));
        assertThat(story.journal).noneMatch(entry -> entry.contains("producePaced"));
        double first = led(story, 1);
        double second = led(story, 2);
        assertThat(fetched(story, 0)).isCloseTo(60 - Math.min(30, first) + 60 - Math.min(30, second), within(0.1));
    }

    /** Kills a broker, starts it empty, and waits until it copies. */
    private static void replace(Story story, int broker) {
        story.runFor(10)
                .kill(broker)
                .runFor(12)
                .start(LogDirectory.EMPTY, broker)
                .runFor(10);
        assertThat(story.cluster.isrFull()).isFalse();
    }

    private static void limitDisks(Story story, double megabytesPerSecond) {
        DataRate disk = DataRate.megabytesPerSecond(megabytesPerSecond);
        for (int broker = 0; broker < 3; broker++) {
            story.cluster.limitBroker(broker, new BrokerLimits(UNLIMITED, UNLIMITED, disk, UNLIMITED, UNLIMITED));
        }
    }

    /** Returns what a broker appends now to the logs that it follows, in MB/s. */
    private static double fetched(Story story, int broker) {
        double before = followed(story, broker);
        story.runFor(1);
        return (followed(story, broker) - before) / 1e6;
    }

    private static double followed(Story story, int broker) {
        return story.cluster.cohorts().stream()
                .filter(cohort -> cohort.leader() != broker)
                .mapToDouble(cohort ->
                        cohort.partitions() * cohort.logEndOf(cohort.brokers().indexOf(broker)))
                .sum();
    }

    private static void limitNetworkOut(Story story, double megabytesPerSecond) {
        for (int broker = 0; broker < 3; broker++) {
            story.cluster.limitBroker(
                    broker,
                    new BrokerLimits(
                            UNLIMITED,
                            UNLIMITED,
                            UNLIMITED,
                            UNLIMITED,
                            DataRate.megabytesPerSecond(megabytesPerSecond)));
        }
    }

    /** Returns what all partitions take in now, in MB/s. */
    private static double produced(Story story) {
        double before = written(story);
        story.runFor(1);
        return (written(story) - before) / 1e6;
    }

    /** Returns what producers offer to the partitions that a broker leads, in MB/s. */
    private static double led(Story story, int broker) {
        return story.cluster.cohorts().stream()
                .filter(cohort -> cohort.leader() == broker)
                .mapToDouble(cohort -> cohort.partitions() * OFFERED / 12)
                .sum();
    }

    private static double written(Story story) {
        return story.cluster.cohorts().stream()
                .mapToDouble(cohort -> cohort.partitions() * cohort.logEnd())
                .sum();
    }

    private static KafkaConfig config(DataRate throttle) {
        return config(throttle, 2, 0);
    }

    private static KafkaConfig config(DataRate throttle, int minIsr, int consumerGroups) {
        return config(throttle, minIsr, consumerGroups, Acks.ALL);
    }

    private static KafkaConfig config(DataRate throttle, int minIsr, int consumerGroups, Acks acks) {
        KafkaSettings throttled = Configs.throttled(throttle);
        KafkaSettings settings = new KafkaSettings(
                throttled.brokerHeartbeatInterval(),
                throttled.brokerSessionTimeout(),
                throttled.replicaLagTimeMax(),
                throttled.leaderImbalanceCheckInterval(),
                false,
                throttled.followerReplicationThrottledRate(),
                throttled.leaderReplicationThrottledRate(),
                throttled.replicationThrottledReplicas(),
                throttled.numRecoveryThreadsPerDataDir(),
                throttled.logSegmentBytes(),
                throttled.quorum(),
                throttled.controlledShutdownTimeout(),
                throttled.numReplicaFetchers(),
                throttled.replicaFetchResponseMaxBytes());
        KafkaConfig usual = Configs.with(Semantics.KAFKA_4_3, Configs.orders(minIsr, acks), settings, Configs.TIMINGS);
        return new KafkaConfig(
                3,
                usual.controllers(),
                usual.semantics(),
                List.copyOf(usual.topics()),
                new Workload(
                        DataRate.megabytesPerSecond(OFFERED),
                        new DataSize(1000),
                        new DataSize(24_000_000_000L),
                        Optional.empty(),
                        consumerGroups,
                        Optional.empty()),
                settings,
                usual.racks(),
                usual.timings());
    }
}
