package dev.brokerfall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brokerfall.catalogue.Catalogue;
import dev.brokerfall.scenario.Composer;
import dev.brokerfall.scenario.Composition;
import dev.brokerfall.scenario.ScenarioReader;
import dev.brokerfall.world.JournalEntry;
import dev.brokerfall.world.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A process that is broker and controller starts, stops, stands still and dies as one. */
final class CombinedRolesTest {

    private static final String AKS = "{aks: {nodePools: [{name: kafka, vmSize: Standard_D8ds_v5,"
            + " zones: [westus2-1, westus2-2, westus2-3], nodesPerZone: 2, upgrade: {channel: none}}]}}";

    @TempDir
    private Path folder;

    CombinedRolesTest() {
        folder = Path.of("");
    }

    @ParameterizedTest
    @CsvSource({"separate, false", "combined, true"})
    void two_of_three_brokers_that_are_killed_take_the_quorum_with_them_only_where_they_are_controllers_too(
            String roles, boolean lost) throws IOException {
        // given, when
        List<JournalEntry> journal = play("{bare: {}}", roles, """
                - {at: 1m, brokerKill: {broker: [0, 1]}}
                - {at: 5m, brokerStart: {broker: [0, 1]}}
            """);

        // then: it is back with them
        assertThat(journal.stream().anyMatch(entry -> entry.type().equals("quorumLost")))
                .isEqualTo(lost);
        assertThat(journal)
                .filteredOn(entry -> entry.type().equals("brokerUnfenced"))
                .hasSize(2);
    }

    @Test
    void a_controller_that_is_killed_takes_its_broker_with_it() throws IOException {
        // given, when
        List<JournalEntry> journal = play("{bare: {}}", "combined", """
                - {at: 1m, controllerKill: {controller: 102, restartAfter: 30s}}
            """);

        // then
        assertThat(journal)
                .filteredOn(entry -> entry.type().equals("brokerDown"))
                .singleElement()
                .satisfies(entry -> assertThat(entry.fields()).containsEntry("broker", 2));
        assertThat(journal)
                .filteredOn(entry -> entry.type().equals("brokerUnfenced"))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"brokerFreeze", "brokerHang"})
    void a_process_that_stands_still_is_silent_as_a_controller_too(String event) throws IOException {
        // given, when: two of three
        List<JournalEntry> journal = play("{bare: {}}", "combined", """
                - {at: 1m, %s: {broker: [1, 2], for: 2m}}
            """.formatted(event));

        // then
        assertThat(journal).anyMatch(entry -> entry.type().equals("quorumLost"));
        assertThat(last(journal, "controllerElected").millis()).isGreaterThan(180_000);
    }

    @Test
    void a_process_that_is_killed_while_it_stands_still_comes_back_as_both() throws IOException {
        // given, when: two of three stand still for ten minutes, and are killed and started again after one
        List<JournalEntry> journal = play("{bare: {}}", "combined", """
                - {at: 1m, brokerFreeze: {broker: [1, 2], for: 10m}}
                - {at: 2m, brokerKill: {broker: [1, 2], restartAfter: 10s}}
            """);

        // then
        assertThat(journal).anyMatch(entry -> entry.type().equals("quorumLost"));
        assertThat(last(journal, "controllerElected").millis()).isBetween(130_000L, 200_000L);
    }

    @Test
    void a_wiped_process_has_lost_its_metadata_with_its_logs() throws IOException {
        // given, when: all three, one after the other faster than anything is copied
        List<JournalEntry> journal = play("{bare: {}}", "combined", """
                - {at: 1m, brokerKill: {broker: [0, 1, 2], wipe: true, restartAfter: 10s}}
            """);

        // then
        assertThat(journal).anyMatch(entry -> entry.type().equals("metadataLost"));
    }

    @Test
    void pods_are_as_many_as_brokers_and_a_drained_one_leaves_in_order_and_comes_back_as_both() throws IOException {
        // given, when
        List<JournalEntry> journal = play(AKS, "combined", """
                - {at: 10m, drainNode: {ofBroker: [0, 1, 2]}}
            """);

        // then: all three have moved, one at a time, without a loss of the quorum, and no partition was unwritable for
        // long
        assertThat(journal)
                .filteredOn(entry -> entry.type().equals("podScheduled"))
                .extracting(entry -> entry.fields().get("pod"))
                .containsExactlyInAnyOrder("kafka/broker-0", "kafka/broker-1", "kafka/broker-2");
        assertThat(journal)
                .noneMatch(entry -> List.of("quorumLost", "leaderless").contains(entry.type()));
        assertThat(journal)
                .filteredOn(entry -> entry.type().equals("brokerUnfenced"))
                .hasSize(3);
    }

    private static JournalEntry last(List<JournalEntry> journal, String type) {
        return journal.stream()
                .filter(entry -> entry.type().equals(type))
                .reduce((one, other) -> other)
                .orElseThrow();
    }

    private List<JournalEntry> play(String platform, String roles, String timeline) throws IOException {
        Path file = folder.resolve("combined.yaml");
        String storage = platform.contains("bare") ? "" : ", storage: {azureDisk: {sku: Premium_LRS, size: 64Gi}}";
        Files.writeString(file, """
            apiVersion: brokerfall.dev/v1alpha1
            kind: Scenario
            metadata: {name: combined}
            spec:
              horizon: 2h
              platform: %s
              kafka:
                brokers: 3
                controllers: {count: 3, roles: %s}
                topics: [{name: orders, partitions: 12, replicationFactor: 3, minInsyncReplicas: 2}]
                workload: {produce: 1MiB/s, recordSize: 1KiB, retained: 3Gi}
              options: [{name: only%s}]
              faults: {none: true}
              timeline:
            %s
            """.formatted(platform, roles, storage, timeline.indent(4)));
        Composition only = new Composer(
                        Catalogue.standard(), new ScenarioReader().read(file).get(0))
                .compose()
                .get(0);
        return Trial.journal(only.config(), 7, 0);
    }
}
