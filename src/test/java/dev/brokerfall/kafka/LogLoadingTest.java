package dev.brokerfall.kafka;

import static dev.brokerfall.kafka.LogDirectory.EMPTY;
import static dev.brokerfall.kafka.LogDirectory.INTACT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brokerfall.unit.DataRate;
import dev.brokerfall.unit.DataSize;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** How long a broker opens its logs: from the end of its start-up, which takes 5 s, until it is unfenced, which takes another 0.5 s. */
final class LogLoadingTest {

    /** The catalogue's figures. */
    private static final LogLoading LOADING =
            new LogLoading(Duration.ofMillis(11), Duration.ofNanos(350_000), DataRate.megabytesPerSecond(150), 0.5);

    /** Published and measured starts; docs/measured-start.md says how they were measured. */
    @ParameterizedTest
    @CsvFileSource(resources = "log-loading.csv", numLinesToSkip = 1)
    void comes_near_what_was_seen(
            int logs, int segments, long bytes, int threads, boolean clean, double least, double most) {
        assertThat(secondsToLoad(logs, segments, bytes, threads, clean)).isBetween(least, most);
    }

    @Test
    void is_shared_by_the_threads() {
        double alone = secondsToLoad(12, 40_000, 40_000_000_000L, 1, true);

        assertThat(secondsToLoad(12, 40_000, 40_000_000_000L, 4, true)).isBetween(alone / 4.05, alone / 3.95);
    }

    @Test
    void costs_a_wiped_broker_nothing() {
        Story story = new Story(config(12, 40_000, 40_000_000_000L, 1));
        story.agenda.runUntil(60_000, 1);
        story.kill(0);
        story.agenda.runUntil(80_000, 1_000);

        story.start(EMPTY, 0);
        story.agenda.runUntil(86_000, 1_000);

        assertThat(story.secondsOf("brokerUnfenced 0") - 80).isBetween(5.5, 5.51);
    }

    @Test
    void is_unclean_again_after_a_crash_in_the_middle_of_it() {
        KafkaConfig config = config(600, 600, 60_000_000_000L, 2);
        double clean = secondsToLoad(config, true);
        double unclean = secondsToLoad(config, false);
        Story story = new Story(config);
        story.agenda.runUntil(60_000, 1);
        story.stop(0);
        story.agenda.runUntil(80_000, 1_000);
        story.start(INTACT, 0);
        story.agenda.runUntil(80_000 + 6_000, 10_000);
        assertThat(clean).as("it is still opening its logs").isGreaterThan(1);

        story.kill(0);
        story.agenda.runUntil(100_000, 10_000);
        story.start(INTACT, 0);
        story.agenda.runUntil(100_000 + 600_000, 100_000);

        assertThat(story.secondsOf("brokerUnfenced 0") - 105.5).isBetween(0.99 * unclean, 1.01 * unclean);
    }

    private static double secondsToLoad(int logs, int segments, long bytes, int threads, boolean clean) {
        return secondsToLoad(config(logs, segments, bytes, threads), clean);
    }

    private static double secondsToLoad(KafkaConfig config, boolean clean) {
        Story story = new Story(config);
        story.agenda.runUntil(60_000, 1);
        if (clean) {
            story.stop(0);
        } else {
            story.kill(0);
        }
        story.agenda.runUntil(80_000, 1_000);
        story.start(INTACT, 0);
        story.agenda.runUntil(1_000_000, 1_000_000);
        return story.secondsOf("brokerUnfenced 0") - 85.5;
    }

    /** Three brokers that hold all logs, each of as many segments as any other. */
    private static KafkaConfig config(int logs, int segments, long bytes, int threads) {
        KafkaSettings usual = Configs.SETTINGS;
        KafkaSettings settings = new KafkaSettings(
                usual.brokerHeartbeatInterval(),
                usual.brokerSessionTimeout(),
                usual.replicaLagTimeMax(),
                usual.leaderImbalanceCheckInterval(),
                false,
                usual.followerReplicationThrottledRate(),
                usual.leaderReplicationThrottledRate(),
                false,
                threads,
                // A log of exactly so many segments, or of one that is not full.
                segments == logs ? DataSize.gibibytes(1) : new DataSize(bytes / segments + 1),
                usual.quorum(),
                usual.controlledShutdownTimeout(),
                usual.numReplicaFetchers(),
                usual.replicaFetchResponseMaxBytes());
        KafkaTimings times = Configs.TIMINGS;
        KafkaTimings timings = new KafkaTimings(
                times.startup(),
                times.unfencing(),
                times.directoryAssignment(),
                times.controlledShutdown(),
                times.leaderMoveGap(),
                times.controllers(),
                times.unflushedTail(),
                times.followerLag(),
                LOADING,
                times.catchUpRate(),
                times.fetchRoundTrip());
        return new KafkaConfig(
                3,
                new ControllerConfig(3, ControllerConfig.Quorum.STATIC),
                Semantics.KAFKA_4_3,
                List.of(new TopicConfig("orders", logs, 3, 2, Acks.ALL, false)),
                new Workload(new DataRate(0), new DataSize(1000), new DataSize(bytes), Optional.empty()),
                settings,
                List.of(),
                timings);
    }
}
