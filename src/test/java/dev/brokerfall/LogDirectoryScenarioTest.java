package dev.brokerfall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brokerfall.catalogue.Catalogue;
import dev.brokerfall.metric.Metric;
import dev.brokerfall.scenario.Composer;
import dev.brokerfall.scenario.Scenario;
import dev.brokerfall.scenario.ScenarioReader;
import dev.brokerfall.world.JournalEntry;
import dev.brokerfall.world.Trial;
import dev.brokerfall.world.TrialConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Two log directories per broker, from what a scenario says to what its journal tells: of 12 partitions each holds six. */
final class LogDirectoryScenarioTest {

    private static final long MINUTE = 60_000;

    private static final String SCENARIO = """
            apiVersion: brokerfall.dev/v1alpha1
            kind: Scenario
            metadata: {name: directories}
            spec:
              horizon: 2h
              platform: {bare: {}}
              kafka:
                brokers: 3
                config: {log.dirs: "/d0,/d1"}
                topics:
                  - {name: orders, partitions: 12, replicationFactor: 3, minInsyncReplicas: 2}
                workload: {produce: 12MB/s, recordSize: 1kB, retained: 1GB}
              faults: {none: true}
              simulation: {seed: 20261122, trials: 1}
              timeline:
            """;

    private static final TrialConfig CONFIG = config("""
                - {at: 5m, logDirFailure: {broker: 1, directory: 1}}
                - {at: 20m, logDirFailure: {broker: 1, directory: 0}}
                - {at: 30m, brokerStart: {broker: 1}}
                - {at: 40m, logDirFailure: {broker: 2}}
                - {at: 50m, brokerStart: {broker: 2}}
                """);

    private static TrialConfig config(String timeline) {
        List<Scenario> scenarios =
                new ScenarioReader().read("directories.yaml", SCENARIO + timeline.indent(4), Path.of(""));
        return new Composer(Catalogue.standard(), scenarios.get(0))
                .compose()
                .get(0)
                .config();
    }

    private static List<JournalEntry> between(List<JournalEntry> journal, long fromMinute, long toMinute, String type) {
        return journal.stream()
                .filter(entry -> fromMinute * MINUTE <= entry.millis() && entry.millis() < toMinute * MINUTE)
                .filter(entry -> entry.type().equals(type))
                .toList();
    }

    private static int partitions(List<JournalEntry> entries) {
        return entries.stream()
                .mapToInt(entry -> (Integer) entry.fields().getOrDefault("partitions", 0))
                .sum();
    }

    @Test
    void one_directory_fails_then_that_of_the_metadata_log_then_all() {
        List<JournalEntry> journal = Trial.journal(CONFIG, 20261122, 0);

        assertThat(between(journal, 0, 20, "logDirectoryFailed"))
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.millis()).isEqualTo(5 * MINUTE);
                    assertThat(entry.fields()).containsEntry("broker", 1).containsEntry("directory", 1);
                });
        List<JournalEntry> shrunk = between(journal, 5, 20, "isrShrunk");
        assertThat(shrunk).allSatisfy(entry -> {
            assertThat(entry.millis()).isEqualTo(5 * MINUTE);
            assertThat(entry.fields()).containsEntry("broker", 1);
        });
        assertThat(partitions(shrunk)).isEqualTo(6);
        List<JournalEntry> unwritable = between(journal, 5, 20, "unwritable");
        assertThat(partitions(unwritable)).as("those it led from there").isEqualTo(2);
        assertThat(unwritable).allSatisfy(entry -> assertThat(entry.fields()).containsEntry("fault", "logDirFailure"));
        assertThat(between(journal, 5, 20, "writable"))
                .isNotEmpty()
                .allMatch(entry -> entry.millis() < 5 * MINUTE + 1000);
        assertThat(between(journal, 5, 20, "brokerDown")).isEmpty();
        assertThat(between(journal, 5, 20, "brokerFenced")).isEmpty();
        assertThat(between(journal, 5, 20, "isrExpanded"))
                .as("until it is started again")
                .isEmpty();

        assertThat(between(journal, 20, 30, "logDirectoryFailed"))
                .singleElement()
                .satisfies(entry ->
                        assertThat(entry.fields()).containsEntry("broker", 1).containsEntry("directory", 0));
        assertThat(between(journal, 20, 30, "brokerDown"))
                .singleElement()
                .satisfies(entry -> assertThat(entry.millis()).isEqualTo(20 * MINUTE));
        assertThat(partitions(between(journal, 20, 30, "isrShrunk"))).isEqualTo(6);
        assertThat(partitions(between(journal, 30, 40, "isrExpanded"))).isEqualTo(12);

        assertThat(between(journal, 40, 120, "logDirectoryFailed"))
                .hasSize(2)
                .allSatisfy(entry -> assertThat(entry.fields()).containsEntry("broker", 2));
        assertThat(between(journal, 40, 50, "brokerDown"))
                .singleElement()
                .satisfies(entry -> assertThat(entry.fields()).containsEntry("broker", 2));
        assertThat(partitions(between(journal, 50, 60, "isrExpanded"))).isEqualTo(12);
        assertThat(between(journal, 0, 120, "recordsLost")).isEmpty();
    }

    @Test
    void what_cannot_be_written_is_blamed_on_the_directory() {
        Map<Metric, Double> values = Trial.play(CONFIG, 20261122, 0).values();
        assertThat(values.get(Metric.PRODUCE_UNAVAILABILITY)).isPositive();
        assertThat(values).containsEntry(Metric.LOST_RECORDS, 0.0);
        assertThat(Optional.ofNullable(values.get(Metric.LEADER_ELECTIONS)).orElseThrow())
                .isGreaterThan(2);
    }

    @Test
    void a_broker_that_cannot_tell_the_controller_leaves_and_stays_away_until_it_is_started() {
        TrialConfig config = config("""
                - {at: 5m, controllerKill: {controller: [100, 101]}}
                - {at: 6m, logDirFailure: {broker: 1, directory: 1}}
                - {at: 60m, controllerStart: {controller: [100, 101]}}
                - {at: 70m, brokerStart: {broker: 1}}
                """);

        List<JournalEntry> journal = Trial.journal(config, 20261122, 0);

        // After 30 s it shuts down, which takes 5 min, as no controller grants it leave.
        assertThat(between(journal, 0, 120, "brokerDown")).singleElement().satisfies(entry -> {
            assertThat(entry.millis()).isEqualTo(6 * MINUTE + 30_000 + 5 * MINUTE);
            assertThat(entry.fields()).containsEntry("broker", 1).containsEntry("fault", "logDirFailure");
        });
        assertThat(between(journal, 0, 120, "brokerUp"))
                .singleElement()
                .satisfies(entry -> assertThat(entry.millis()).isGreaterThan(70 * MINUTE));
        assertThat(partitions(between(journal, 70, 80, "isrExpanded"))).isEqualTo(12);
    }
}
