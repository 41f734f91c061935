package dev.brokerfall.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brokerfall.fault.TimelineEntry;
import dev.brokerfall.fault.TimelineEvent;
import dev.brokerfall.fault.When;
import dev.brokerfall.kafka.Acks;
import dev.brokerfall.kafka.TopicConfig;
import dev.brokerfall.storage.StorageConfig;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What Strimzi's rolls mean for Kafka: three brokers and three controllers, restarted one after the other. */
final class StrimziRollTest {

    @Test
    void a_rolling_update_restarts_all_controllers_before_the_first_broker_and_the_active_one_last() {
        for (long seed = 0; seed < 20; seed++) {
            // given, when
            List<JournalEntry> journal = roll(Worlds.DISK, 3, seed);

            // then
            List<String> restarted = pods(journal, "podDeleted");
            assertThat(restarted).hasSize(6);
            assertThat(restarted.subList(0, 3)).allMatch(pod -> pod.startsWith("kafka/controller"));
            assertThat(restarted.subList(3, 6)).allMatch(pod -> pod.startsWith("kafka/broker"));
            // Controller 100, the first, is active at the start, and stays so until it is restarted.
            assertThat(restarted.get(2)).isEqualTo("kafka/controller-0");
        }
    }

    @Test
    void readiness_does_not_wait_for_in_sync_sets_but_the_next_restart_does() {
        for (long seed = 0; seed < 20; seed++) {
            // given, when: brokers lose their directories with their pods, and format the new ones by themselves
            List<JournalEntry> journal = roll(Worlds.EMPTY_DIR, 3, seed);

            // then: a broker is back within two minutes, and the next goes only after the copy, which takes ten
            List<Double> deleted = minutes(journal, "podDeleted", "kafka/broker");
            List<Double> back = minutes(journal, "brokerUnfenced", "");
            assertThat(deleted).hasSize(3);
            assertThat(back.get(0) - deleted.get(0)).isLessThan(2);
            assertThat(deleted.get(1) - deleted.get(0)).isGreaterThan(10);
            assertThat(deleted.get(2) - deleted.get(1)).isGreaterThan(10);
            assertThat(journal).noneMatch(entry -> entry.type().equals("recordsLost"));
            assertThat(fewestInSync(journal)).isEqualTo(2);
        }
    }

    @Test
    void partitions_without_a_replica_to_spare_are_restarted_away_and_cannot_be_written_meanwhile() {
        // given, when: as many in-sync replicas are asked for as there are
        List<JournalEntry> journal = roll(Worlds.DISK, 2, 1);

        // then
        assertThat(pods(journal, "podDeleted")).hasSize(6);
        assertThat(journal).anyMatch(entry -> entry.type().equals("unwritable"));
        assertThat(fewestInSync(journal)).isEqualTo(1);
    }

    private static List<JournalEntry> roll(StorageConfig storage, int replicationFactor, long seed) {
        TimelineEntry update =
                new TimelineEntry("update", new When.At(Duration.ofMinutes(10)), new TimelineEvent.RollingUpdate());
        TopicConfig orders = new TopicConfig("orders", 120, replicationFactor, 2, Acks.ALL, false);
        return Trial.journal(Worlds.aks(Duration.ofHours(3), storage, orders, List.of(update)), seed, 0);
    }

    private static List<String> pods(List<JournalEntry> journal, String type) {
        return journal.stream()
                .filter(entry -> entry.type().equals(type))
                .map(entry -> String.valueOf(entry.fields().get("pod")))
                .toList();
    }

    private static List<Double> minutes(List<JournalEntry> journal, String type, String pod) {
        return journal.stream()
                .filter(entry -> entry.type().equals(type))
                .filter(entry -> pod.isEmpty()
                        || String.valueOf(entry.fields().get("pod")).startsWith(pod))
                .map(entry -> entry.millis() / 60_000.0)
                .toList();
    }

    private static int fewestInSync(List<JournalEntry> journal) {
        return journal.stream()
                .filter(entry -> entry.type().equals("isrShrunk"))
                .mapToInt(entry -> ((List<?>) entry.fields().getOrDefault("isr", List.of())).size())
                .min()
                .orElseThrow();
    }
}
