package dev.brokerfall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.brokerfall.catalogue.Catalogue;
import dev.brokerfall.metric.Metric;
import dev.brokerfall.scenario.Composer;
import dev.brokerfall.scenario.ScenarioReader;
import dev.brokerfall.world.JournalEntry;
import dev.brokerfall.world.Trial;
import dev.brokerfall.world.TrialConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A topic that is deleted is judged until then, and nothing is told of it afterwards. */
final class DeletedTopicTest {

    @TempDir
    private Path folder;

    DeletedTopicTest() {
        folder = Path.of("");
    }

    @Test
    void what_befalls_brokers_after_the_deletion_does_not_concern_the_topic() throws IOException {
        // given, when: a broker of both topics dies after one of them has been deleted
        TrialConfig config = config("""
            - {at: 10m, deleteTopic: {topic: old}}
            - {at: 20m, brokerKill: {broker: 0, restartAfter: 1m}}
        """);
        List<JournalEntry> journal = Trial.journal(config, 7, 0);

        // then
        assertThat(journal)
                .filteredOn(entry -> entry.type().equals("topicDeleted"))
                .allMatch(entry -> "old".equals(entry.fields().get("topic")))
                .extracting(entry -> (Integer) entry.fields().get("partitions"))
                .satisfies(partitions -> assertThat(
                                partitions.stream().mapToInt(Integer::intValue).sum())
                        .isEqualTo(12));
        assertThat(journal)
                .filteredOn(entry -> entry.millis() > 600_000 && entry.fields().containsKey("topic"))
                .isNotEmpty()
                .allMatch(entry -> "new".equals(entry.fields().get("topic")));
        assertThat(journal).anyMatch(entry -> entry.type().equals("recoveryDone"));
    }

    @Test
    void an_outage_ends_for_a_topic_with_the_topic_and_shares_are_of_the_time_it_was_there() throws IOException {
        // given, when: all brokers are down from 30 to 60 minutes, and a topic with half of the partitions is deleted
        // before, or never
        double both = unavailability("""
            - {at: 30m, brokerKill: {broker: [0, 1, 2], restartAfter: 30m}}
        """);
        double one = unavailability("""
            - {at: 15m, deleteTopic: {topic: old}}
            - {at: 30m, brokerKill: {broker: [0, 1, 2], restartAfter: 30m}}
        """);

        // then: half an hour of two; and of 12 partitions for two hours and 12 for a quarter
        assertThat(both).isCloseTo(0.25, within(0.01));
        assertThat(one).isCloseTo(12 * 0.5 / (12 * 2 + 12 * 0.25), within(0.01));
    }

    @Test
    void a_topic_without_a_replica_missing_ends_the_recovery() throws IOException {
        // given, when: a wiped broker still copies when the topics that it copies are deleted
        List<JournalEntry> journal = Trial.journal(config("""
            - {at: 10m, brokerKill: {broker: 0, wipe: true, restartAfter: 10s}}
            - {at: 11m, deleteTopic: {topic: old}}
            - {at: 11m, deleteTopic: {topic: new}}
        """), 7, 0);

        // then
        assertThat(journal)
                .filteredOn(entry -> entry.type().equals("recoveryDone"))
                .singleElement()
                .satisfies(entry -> assertThat(entry.millis()).isEqualTo(660_000));
    }

    private double unavailability(String timeline) throws IOException {
        return Trial.play(config(timeline), 7, 0).values().getOrDefault(Metric.PRODUCE_UNAVAILABILITY, Double.NaN);
    }

    private TrialConfig config(String timeline) throws IOException {
        Path file = folder.resolve("deleted.yaml");
        Files.writeString(file, """
            apiVersion: brokerfall.dev/v1alpha1
            kind: Scenario
            metadata: {name: deleted}
            spec:
              horizon: 2h
              platform: {bare: {}}
              kafka:
                brokers: 3
                topics:
                  - {name: old, partitions: 12, replicationFactor: 3, minInsyncReplicas: 2}
                  - {name: new, partitions: 12, replicationFactor: 3, minInsyncReplicas: 2}
                workload: {produce: 1MiB/s, recordSize: 1KiB, retained: 300Gi}
              options: [{name: only}]
              faults: {none: true}
              timeline:
            %s
            """.formatted(timeline.indent(4)));
        return new Composer(
                        Catalogue.standard(), new ScenarioReader().read(file).get(0))
                .compose()
                .get(0)
                .config();
    }
}
