package dev.brokerfall.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.brokerfall.unit.DataRate;
import dev.brokerfall.unit.DataSize;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * All three brokers are stopped in good order, wiped and started again, one after the other: 192 MB in 12 partitions, two producers with
 * ten records of 100 bytes a second and partition each, a follower throttle of 1.5 MB/s.
 */
final class RollingWipeTest {

    private static final double RECORDS = 1_920_000;

    static List<Semantics> kraftProfiles() {
        return List.of(Semantics.KAFKA_4_3, Semantics.KAFKA_4_1_ELR, Semantics.KAFKA_4_NO_ELR);
    }

    @ParameterizedTest
    @MethodSource("kraftProfiles")
    void without_waiting_for_re_replication_nearly_everything_is_lost(Semantics semantics) {
        Story story = new Story(config(semantics)).runFor(60);

        for (int broker = 0; broker < 3; broker++) {
            wipe(story, broker);
            int restarted = broker;
            story.runUntil(() -> story.cluster.brokerReady(restarted), 30);
        }
        story.runUntil(() -> story.leadsAll(2), 310).runFor(1);

        assertThat(story.recordsLost).isCloseTo(RECORDS, within(0.05 * RECORDS));
        story.runUntil(story.cluster::isrFull, 60);
        assertThat(story.allWritable()).as("without any error").isTrue();
    }

    @Test
    void with_waiting_nothing_is_lost() {
        Story story = new Story(config(Semantics.KAFKA_4_3)).runFor(60);

        for (int broker = 0; broker < 3; broker++) {
            wipe(story, broker);
            story.runUntil(story.cluster::isrFull, 300);
        }

        assertThat(story.recordsLost).isZero();
        // Each broker copies all 192 MB at 1.5 MB/s: 128 s; retention moves on by 24 kB/s meanwhile, which adds 2 %.
        assertThat(story.reReplicated).isCloseTo(3 * 195e6, within(3 * 3e6));
        assertThat(story.episodes).isEqualTo(3);
    }

    @Test
    void with_fast_catch_up_nothing_is_lost_even_without_waiting() {
        KafkaConfig throttled = config(Semantics.KAFKA_4_3);
        Story story = new Story(new KafkaConfig(
                3,
                throttled.controllers(),
                throttled.semantics(),
                throttled.topics(),
                throttled.workload(),
                Configs.SETTINGS,
                throttled.racks(),
                throttled.timings()));
        story.runFor(60);

        for (int broker = 0; broker < 3; broker++) {
            wipe(story, broker);
            int restarted = broker;
            story.runUntil(() -> story.cluster.brokerReady(restarted), 30).runFor(1);
        }

        assertThat(story.recordsLost).isZero();
    }

    private static void wipe(Story story, int broker) {
        story.stop(broker);
        long before = story.agenda.now();
        story.runUntil(() -> story.happened("brokerExited " + broker), 10);
        assertThat(story.agenda.now() - before).isLessThan(10_000);
        story.start(LogDirectory.EMPTY, broker);
    }

    private static KafkaConfig config(Semantics semantics) {
        KafkaConfig usual = Configs.with(
                semantics, Configs.orders(2, Acks.ALL), Configs.throttled(new DataRate(1.5e6)), Configs.TIMINGS);
        Workload workload =
                new Workload(new DataRate(24_000), new DataSize(100), new DataSize(192_000_000), Optional.empty());
        return new KafkaConfig(
                3,
                usual.controllers(),
                semantics,
                usual.topics(),
                workload,
                usual.settings(),
                usual.racks(),
                usual.timings());
    }
}
