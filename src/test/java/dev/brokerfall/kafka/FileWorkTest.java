package dev.brokerfall.kafka;

import static dev.brokerfall.kafka.LogDirectory.INTACT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brokerfall.unit.DataRate;
import dev.brokerfall.unit.DataSize;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Brokers of 600 logs on a file system that lets them wait: 40 ms for each partition they begin to lead, 90 ms for each log they close. */
final class FileWorkTest {

    private static final FileWork SHARE = new FileWork(Duration.ofMillis(40), Duration.ofMillis(90));
    private static final int PARTITIONS = 600;

    private static Story story(FileWork work) {
        KafkaConfig config = new KafkaConfig(
                3,
                new ControllerConfig(3, ControllerConfig.Quorum.STATIC),
                Semantics.KAFKA_4_3,
                List.of(new TopicConfig("orders", PARTITIONS, 3, 2, Acks.ALL, false)),
                new Workload(
                        DataRate.megabytesPerSecond(1), new DataSize(1000), DataSize.gibibytes(1), Optional.empty()),
                Configs.SETTINGS,
                List.of(),
                Configs.TIMINGS.withFileWork(work));
        Story story = new Story(config);
        story.agenda.runUntil(60_000, 100_000);
        return story;
    }

    private static double writableAfter(Story story) {
        story.kill(0);
        story.agenda.runUntil(200_000, 1_000_000);
        return story.secondsOf("writable");
    }

    private static double stopTakes(FileWork work) {
        Story story = story(work);
        story.stop(0);
        story.agenda.runUntil(200_000, 1_000_000);
        return story.secondsOf("brokerExited 0") - 60;
    }

    @Test
    void partitions_of_a_dead_leader_are_led_one_after_the_other() {
        double atOnce = writableAfter(story(FileWork.NONE));
        Story story = story(SHARE);
        List<Cohort> moving = story.ledBy(0);

        double inTurn = writableAfter(story);

        int most = Math.max(ledBy(1, moving), ledBy(2, moving));
        assertThat(ledBy(1, moving) + ledBy(2, moving)).isEqualTo(PARTITIONS / 3);
        assertThat(inTurn - atOnce).isBetween(0.04 * most - 0.01, 0.04 * most + 0.01);
    }

    private static int ledBy(int broker, List<Cohort> cohorts) {
        return cohorts.stream()
                .filter(cohort -> cohort.leader() == broker)
                .mapToInt(Cohort::partitions)
                .sum();
    }

    @Test
    void an_orderly_stop_closes_every_log() {
        double usual = stopTakes(FileWork.NONE);
        int threads = Configs.SETTINGS.numRecoveryThreadsPerDataDir();

        assertThat(stopTakes(SHARE) - usual).isBetween(600 * 0.09 / threads, 600 * 0.09 / threads + 4.1);
    }

    @Test
    void partitions_that_go_back_to_a_broker_are_led_by_it_in_turn_and_all_of_them() {
        Story story = story(SHARE);
        story.kill(0);
        story.agenda.runUntil(80_000, 1_000_000);
        story.start(INTACT, 0);
        story.agenda.runUntil(1_000_000, 10_000_000);

        assertThat(story.ledBy(0)).isNotEmpty();
        assertThat(story.allWritable()).isTrue();
    }
}
