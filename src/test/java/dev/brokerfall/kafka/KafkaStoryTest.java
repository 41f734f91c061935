package dev.brokerfall.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The parts that simple models of Kafka get wrong, and the stories that real brokers have told. */
final class KafkaStoryTest {

    @Test
    void a_quiet_year_has_no_events() {
        Story story = new Story(Configs.three(Semantics.KAFKA_4_3));

        story.agenda.runUntil(365L * 24 * 3600 * 1000, 1_000);

        assertThat(story.agenda.handled()).isZero();
        assertThat(story.allWritable()).isTrue();
    }

    @Test
    void a_dead_follower_stalls_acks_all_on_every_partition_it_replicates_until_it_is_fenced() {
        Story story = new Story(Configs.three(Semantics.KAFKA_4_3)).runFor(100);

        story.kill(2);

        assertThat(story.noneWritable())
                .as("all partitions have a replica on broker 2")
                .isTrue();
        story.runUntil(() -> story.happened("brokerFenced 2"), 10.125);
        assertThat(story.secondsOf("brokerFenced 2")).isBetween(107.0, 110.125);
        assertThat(story.inNoIsr(2)).isTrue();
        story.runFor(0.2);
        assertThat(story.allWritable())
                .as("leaders have moved after the gap of 0.2 s")
                .isTrue();
        assertThat(story.recordsLost).isZero();
    }
}
