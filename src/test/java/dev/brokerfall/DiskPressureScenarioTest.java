package dev.brokerfall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brokerfall.catalogue.Catalogue;
import dev.brokerfall.scenario.Composer;
import dev.brokerfall.scenario.Scenario;
import dev.brokerfall.scenario.ScenarioReader;
import dev.brokerfall.world.JournalEntry;
import dev.brokerfall.world.Trial;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** One broker on an emptyDir, from what a scenario says to what its journal tells: its node has 150 GiB, of which 135 may be used. */
final class DiskPressureScenarioTest {

    private static final double GIB = 1L << 30;

    private static List<JournalEntry> journal(String retained) {
        List<Scenario> scenarios = new ScenarioReader().read("full-node.yaml", """
                        apiVersion: brokerfall.dev/v1alpha1
                        kind: Scenario
                        metadata: {name: full-node}
                        spec:
                          horizon: 12h
                          platform:
                            aks:
                              nodePools: [{name: kafka, vmSize: Standard_D4ds_v5, zones: [westus2-1], nodesPerZone: 2}]
                          storage: {emptyDir: {}}
                          kafka:
                            semantics: kafka-4.3
                            brokers: 1
                            controllers: {count: 3}
                            topics: [{name: events, partitions: 12, replicationFactor: 1, minInsyncReplicas: 1}]
                            workload: {produce: 5MiB/s, retained: %s, preload: {size: 10GiB}}
                          faults: {none: true}
                          simulation: {seed: 8250, trials: 1}
                        """.formatted(retained), Path.of(""));
        return Trial.journal(
                new Composer(Catalogue.standard(), scenarios.get(0))
                        .compose()
                        .get(0)
                        .config(),
                8250,
                0);
    }

    private static List<JournalEntry> of(List<JournalEntry> journal, String type) {
        return journal.stream().filter(entry -> entry.type().equals(type)).toList();
    }

    @Test
    void a_broker_that_outgrows_its_node_is_evicted_and_with_one_replica_loses_everything() {
        List<JournalEntry> journal = journal("400GiB");

        // (135 - 10) GiB at 5 MiB/s are 25,600 s; the kubelet looks every 10 s.
        assertThat(of(journal, "podDeleted"))
                .singleElement()
                .satisfies(entry -> assertThat(entry.millis()).isBetween(25_600_000L, 25_610_000L))
                .satisfies(entry -> assertThat(entry.fields()).containsEntry("fault", "diskPressure"));
        assertThat(of(journal, "podScheduled"))
                .singleElement()
                .satisfies(entry -> assertThat(entry.fields()).containsEntry("reason", "moved"));
        assertThat(of(journal, "recordsLost"))
                .singleElement()
                .satisfies(entry -> assertThat(((Number) entry.fields().get("bytes")).doubleValue() / GIB)
                        .isCloseTo(135, Percentage.withPercentage(0.1)));
    }

    @Test
    void retention_that_keeps_it_small_enough_keeps_it_alive() {
        assertThat(of(journal("130GiB"), "podDeleted")).isEmpty();
    }
}
