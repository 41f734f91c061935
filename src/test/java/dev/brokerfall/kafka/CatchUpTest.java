package dev.brokerfall.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.brokerfall.unit.DataRate;
import dev.brokerfall.unit.DataSize;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

/** How long a follower takes to catch up; two brokers, one partition led by broker 0 or 1, {@code min.insync.replicas} 1. */
final class CatchUpTest {

    @ParameterizedTest
    @CsvFileSource(resources = "catch-up.csv", numLinesToSkip = 1)
    void a_follower_catches_up_at_what_the_network_has_over_what_is_produced(
            double ingest,
            double bandwidth,
            double outage,
            double backlog,
            double seconds,
            double moved,
            double underReplicated) {
        Story story = new Story(pair(ingest, 1e6));
        int follower = follower(story);
        story.cluster.limitBroker(follower, in(bandwidth));
        story.runFor(100);

        // It hangs, so that it is out of the in-sync set while it is down but needs neither session nor start-up when
        // it is back.
        story.cluster.hangBroker(follower, Story.cause("brokerHang"));
        story.runFor(60);
        double shrunkAfter = story.secondsOf("isrShrunk") - 100;
        // Until it is out of the in-sync set acks=all stalls, so the backlog begins to grow only then.
        story.agenda.runUntil(Math.round(1000 * (100 + shrunkAfter + outage)), 1_000);
        Cohort cohort = story.cluster.cohorts().get(0);
        assertThat(cohort.logEnd() - cohort.logEndOf(1)).isCloseTo(backlog * 1e6, within(backlog));
        story.cluster.unhangBroker(follower);
        double back = story.agenda.now() / 1000.0;
        story.agenda.runUntil(story.agenda.now() + 4_000_000, 1_000);

        // The clock counts milliseconds.
        assertThat(story.cluster.isrFull()).isTrue();
        assertThat(story.secondsOf("isrExpanded") - back).isCloseTo(seconds, within(1e-6 * seconds + 0.001));
        assertThat(story.reReplicated).isCloseTo(moved * 1e6, within((1e-6 * moved + 0.001 * bandwidth) * 1e6));
        assertThat(story.recoveryMillis / 1000.0).isCloseTo(underReplicated, within(1e-6 * underReplicated + 0.001));
        assertThat(story.recordsLost).isZero();
    }

    @Test
    void a_follower_that_gets_no_more_than_is_produced_never_joins() {
        Story story = new Story(pair(100, 1e6));
        int follower = follower(story);
        story.cluster.limitBroker(follower, in(100));
        story.runFor(10);
        story.cluster.hangBroker(follower, Story.cause("brokerHang"));
        story.runFor(120);
        story.cluster.unhangBroker(follower);

        story.agenda.runUntil(30L * 24 * 3600 * 1000, 1_000);

        assertThat(story.cluster.isrFull()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"true, 20, 50.0", "false, 20, 4.0"})
    void a_throttle_holds_only_where_replicas_are_listed(boolean listed, double throttle, double seconds) {
        KafkaConfig config = pair(0, 1000);
        KafkaSettings usual = config.settings();
        KafkaSettings settings = new KafkaSettings(
                usual.brokerHeartbeatInterval(),
                usual.brokerSessionTimeout(),
                usual.replicaLagTimeMax(),
                usual.leaderImbalanceCheckInterval(),
                true,
                DataRate.megabytesPerSecond(throttle),
                DataRate.UNLIMITED,
                listed,
                2,
                usual.logSegmentBytes(),
                usual.quorum(),
                usual.controlledShutdownTimeout(),
                usual.numReplicaFetchers(),
                usual.replicaFetchResponseMaxBytes());
        Story story = new Story(new KafkaConfig(
                2,
                config.controllers(),
                config.semantics(),
                config.topics(),
                config.workload(),
                settings,
                List.of(),
                config.timings()));

        // 1000 MB at 20 MB/s, or at the 250 MB/s of the fetchers.
        assertThat(secondsToRefill(story, follower(story))).isCloseTo(seconds, within(0.01));
    }

    /** 1000 MB from one leader by so many fetchers, each of which gets one response every 10 ms. */
    @ParameterizedTest
    @CsvSource({"1, 1000000, 10.0", "2, 1000000, 5.0", "1, 500000, 20.0", "4, 1000000, 4.0"})
    void fetchers_times_response_size_over_round_trip_bounds_a_pair_of_brokers(
            int fetchers, long responseBytes, double seconds) {
        KafkaConfig config = pair(0, 1000);
        KafkaSettings usual = config.settings();
        KafkaSettings settings = new KafkaSettings(
                usual.brokerHeartbeatInterval(),
                usual.brokerSessionTimeout(),
                usual.replicaLagTimeMax(),
                usual.leaderImbalanceCheckInterval(),
                true,
                DataRate.UNLIMITED,
                DataRate.UNLIMITED,
                false,
                2,
                usual.logSegmentBytes(),
                usual.quorum(),
                usual.controlledShutdownTimeout(),
                fetchers,
                new DataSize(responseBytes));
        Story story = new Story(new KafkaConfig(
                2,
                config.controllers(),
                config.semantics(),
                config.topics(),
                config.workload(),
                settings,
                List.of(),
                config.timings()));

        // The last one is bounded by the 250 MB/s that a follower fetches at most.
        assertThat(secondsToRefill(story, follower(story))).isCloseTo(seconds, within(0.01));
    }

    @Test
    void the_disk_of_the_source_and_of_the_follower_count_as_much_as_the_network() {
        Story slowRead = new Story(pair(0, 1000));
        slowRead.cluster.limitBroker(
                1 - follower(slowRead), disk(100, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY));
        Story slowWrite = new Story(pair(0, 1000));
        slowWrite.cluster.limitBroker(
                follower(slowWrite), disk(Double.POSITIVE_INFINITY, 50, Double.POSITIVE_INFINITY));
        Story slowDisk = new Story(pair(0, 1000));
        slowDisk.cluster.limitBroker(follower(slowDisk), disk(Double.POSITIVE_INFINITY, 50, 40));

        assertThat(secondsToRefill(slowRead, follower(slowRead))).isCloseTo(10, within(0.01));
        assertThat(secondsToRefill(slowWrite, follower(slowWrite))).isCloseTo(20, within(0.01));
        assertThat(secondsToRefill(slowDisk, follower(slowDisk))).isCloseTo(25, within(0.01));
    }

    @Test
    void with_tiered_storage_an_empty_broker_copies_only_what_is_local() {
        KafkaConfig config = pair(0, 1000);
        Workload tiered = new Workload(
                DataRate.megabytesPerSecond(0),
                new DataSize(1000),
                new DataSize(1_000_000_000),
                Optional.of(new DataSize(250_000_000)));
        Story story = new Story(new KafkaConfig(
                2,
                config.controllers(),
                config.semantics(),
                config.topics(),
                tiered,
                config.settings(),
                List.of(),
                config.timings()));

        assertThat(secondsToRefill(story, follower(story))).isCloseTo(1, within(0.01));
        assertThat(story.reReplicated).isCloseTo(250e6, within(1.0));
    }

    private static double secondsToRefill(Story story, int follower) {
        story.runFor(10).kill(follower).runFor(12).start(LogDirectory.EMPTY, follower);
        story.runUntil(() -> story.cluster.brokerReady(follower), 10);
        story.runUntil(story.cluster::isrFull, 300);
        // The JVM takes 5 s; registering and unfencing take place while it copies.
        return story.secondsOf("isrExpanded") - 27;
    }

    private static int follower(Story story) {
        return story.cluster.cohorts().get(0).replicas().get(1);
    }

    private static BrokerLimits in(double megabytesPerSecond) {
        return new BrokerLimits(
                DataRate.UNLIMITED,
                DataRate.UNLIMITED,
                DataRate.UNLIMITED,
                DataRate.megabytesPerSecond(megabytesPerSecond),
                DataRate.UNLIMITED);
    }

    private static BrokerLimits disk(double read, double write, double total) {
        return new BrokerLimits(
                DataRate.megabytesPerSecond(read),
                DataRate.megabytesPerSecond(write),
                DataRate.megabytesPerSecond(total),
                DataRate.UNLIMITED,
                DataRate.UNLIMITED);
    }

    private static KafkaConfig pair(double ingest, double retainedMegabytes) {
        return new KafkaConfig(
                2,
                new ControllerConfig(1, ControllerConfig.Quorum.STATIC),
                Semantics.KAFKA_4_3,
                List.of(new TopicConfig("orders", 1, 2, 1, Acks.ALL, false)),
                new Workload(
                        DataRate.megabytesPerSecond(ingest),
                        new DataSize(1000),
                        new DataSize(Math.round(retainedMegabytes * 1e6)),
                        Optional.empty()),
                Configs.SETTINGS,
                List.of(),
                Configs.TIMINGS);
    }
}
