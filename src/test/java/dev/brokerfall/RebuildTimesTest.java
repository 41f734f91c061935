package dev.brokerfall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.brokerfall.catalogue.Catalogue;
import dev.brokerfall.scenario.CatalogueReader;
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

/**
 * How long a broker that has lost its volume takes to get it back, from a scenario by way of tiers, machines, credits and flows to the
 * simulated instants. Next to nothing is produced meanwhile. What a follower fetches at most in all ({@code kafka.catchUpRate}, 250 MB/s)
 * is put out of the way, so that disks and machines decide.
 */
final class RebuildTimesTest {

    private static final String FAST_FOLLOWERS = "kafka.catchUpRate: 400MB/s\n";
    private static final String WITHOUT_CREDITS = FAST_FOLLOWERS + "azureDisk.bursting.lasts: 0s\n";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        // A P30 and a P60 have more than the machines' caps of 145 and 290 MB/s.
        "Standard_D4s_v5, 1Ti, 500GB, 57.47",
        "Standard_D8s_v5, 8Ti, 500GB, 28.74",
        // 80 GB at 96 MB/s, which is less than the 100 of a P10.
        "Standard_D4s_v3, 128Gi, 80GB, 13.89",
        // 400 GB at 145 MB/s, which is less than the 150 of a P20.
        "Standard_D4s_v5, 512Gi, 400GB, 45.98",
        // The disk binds: 400 GB at 150 of 290 MB/s.
        "Standard_D8s_v5, 512Gi, 400GB, 44.44",
    })
    void without_credits_the_lower_of_the_caps_of_disk_and_machine_decides(
            String vmSize, String disk, String stored, double minutes) throws IOException {
        assertThat(rebuildMinutes(vmSize, disk, stored, WITHOUT_CREDITS)).isCloseTo(minutes, withinPercentage(2));
    }

    @Test
    void with_credits_a_rebuild_is_fast_for_half_an_hour_and_then_falls_to_the_base_rate() throws IOException {
        // 170 MB/s × 1,800 s = 306 GB on the credits of a P20, the other 194 GB at 150 MB/s: 30 min and 21.6 min. The
        // machine's own
        // credits, (1,200 - 145) MB/s × 1,800 s, last much longer.
        List<JournalEntry> journal = play("Standard_D4s_v5", "512Gi", "500GB", FAST_FOLLOWERS);

        assertThat(rebuildMinutes(journal)).isCloseTo(30 + 194e3 / 150 / 60, withinPercentage(2));
        JournalEntry spent = journal.stream()
                .filter(entry -> entry.type().equals("creditsSpent"))
                .findFirst()
                .orElseThrow();
        assertThat(spent.fields())
                .containsEntry("broker", 0)
                .containsEntry("from", "170MB/s")
                .containsEntry("to", "150MB/s");
        assertThat((spent.millis() - begin(journal)) / 60_000.0).isCloseTo(30, within(0.1));
    }

    @Test
    void a_small_rebuild_never_sees_the_base_rate() throws IOException {
        // 80 GB at 170 MB/s; the P10 has 70 MB/s × 1,800 s of credits, the D4s_v3 104 MB/s × 1,800 s.
        List<JournalEntry> journal = play("Standard_D4s_v3", "128Gi", "80GB", FAST_FOLLOWERS);

        assertThat(rebuildMinutes(journal)).isCloseTo(80e3 / 170 / 60, withinPercentage(2));
        assertThat(journal).noneMatch(entry -> entry.type().equals("creditsSpent"));
    }

    private double rebuildMinutes(String vmSize, String disk, String stored, String figures) throws IOException {
        return rebuildMinutes(play(vmSize, disk, stored, figures));
    }

    private static double rebuildMinutes(List<JournalEntry> journal) {
        return (last(journal, "recoveryDone") - begin(journal)) / 60_000.0;
    }

    /** Returns when the broker begins to fetch. */
    private static long begin(List<JournalEntry> journal) {
        return last(journal, "brokerUp");
    }

    private static long last(List<JournalEntry> journal, String type) {
        return journal.stream()
                .filter(entry -> entry.type().equals(type))
                .mapToLong(JournalEntry::millis)
                .max()
                .orElseThrow();
    }

    private List<JournalEntry> play(String vmSize, String disk, String stored, String figures) throws IOException {
        Path file = Files.writeString(folder.resolve("figures.yaml"), figures);
        Catalogue catalogue = CatalogueReader.read(Catalogue.standard(), file);
        String text = """
                apiVersion: brokerfall.dev/v1alpha1
                kind: Scenario
                metadata: {name: rebuild}
                spec:
                  horizon: 3h
                  platform:
                    aks:
                      nodePools: [{name: kafka, vmSize: %s, zones: ["1", "2", "3"], nodesPerZone: 1, upgrade: {channel: none}}]
                  kafka:
                    brokers: 3
                    controllers: {count: 3, storage: {azureDisk: {sku: Premium_LRS, size: 16Gi}}}
                    topics: [{name: orders, partitions: 60, replicationFactor: 3, minInsyncReplicas: 2}]
                    workload: {produce: 1KiB/s, retained: %s}
                  options: [{name: disk, storage: {azureDisk: {sku: Premium_LRS, size: %s}}}]
                  faults: {none: true}
                  timeline: [{at: 10m, brokerKill: {broker: 0, wipe: true, restartAfter: 1s}}]
                """.formatted(vmSize, stored, disk);
        Composition composition = new Composer(
                        catalogue,
                        new ScenarioReader(catalogue, List.of())
                                .read("rebuild.yaml", text, folder)
                                .get(0))
                .compose()
                .get(0);
        return Trial.journal(composition.config(), 1, 0);
    }
}
