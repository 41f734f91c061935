package dev.brokerfall.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.brokerfall.fault.NodeChoice;
import dev.brokerfall.fault.TimelineEntry;
import dev.brokerfall.fault.TimelineEvent;
import dev.brokerfall.fault.When;
import dev.brokerfall.metric.Metric;
import dev.brokerfall.metric.TrialResult;
import dev.brokerfall.storage.StorageConfig;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Kafka on AKS: the findings first, then the numbers. Three brokers and three controllers, two nodes in each of three zones. */
final class AksTrialTest {

    private static final Duration YEAR = Duration.ofHours(8766);
    private static final double UPGRADES = 52;

    @Test
    void a_quiet_cluster_year_has_no_events_from_loops() {
        TrialResult quiet = Trial.play(Worlds.aks(YEAR, Worlds.DISK, true, false, List.of(), List.of()), 1, 0);
        assertThat(quiet.events()).isZero();
        assertThat(quiet.values()).containsEntry(Metric.OUTAGE_MINUTES, 0.0);
    }

    @Test
    void weekly_upgrades_with_a_disk_cost_leader_moves_and_nothing_else() {
        TrialResult year = weekly(Worlds.DISK, true);
        assertThat(year.values()).containsEntry(Metric.DATA_LOSS_PROBABILITY, 0.0);
        double moves = year.values().getOrDefault(Metric.POD_MOVES, 0.0);
        // Six nodes are drained a week; each broker is moved off its first node and, when it went to its zone's other
        // node, again.
        assertThat(moves / UPGRADES).isBetween(3.0, 6.1);
        // Each move takes leadership away and gives it back: two gaps of 50–500 ms, 0.275 s on average.
        assertThat(year.values().getOrDefault(Metric.OUTAGE_MINUTES, 0.0))
                .isCloseTo(moves * 2 * 0.275 / 60, within(0.2 * moves * 2 * 0.275 / 60));
    }

    @Test
    void an_emptydir_copies_everything_again_at_each_move_but_loses_nothing_when_drains_wait_for_in_sync_sets() {
        TrialResult year = weekly(Worlds.EMPTY_DIR, true);
        assertThat(year.values()).containsEntry(Metric.DATA_LOSS_PROBABILITY, 0.0);
        double moves = year.values().getOrDefault(Metric.POD_MOVES, 0.0);
        double retainedOnOneBroker = 150.0 * (1 << 30);
        assertThat(year.values().getOrDefault(Metric.RE_REPLICATED_BYTES, 0.0))
                .isBetween(moves * retainedOnOneBroker, 1.25 * moves * retainedOnOneBroker);
    }

    @Test
    void an_emptydir_under_drains_that_wait_for_readiness_alone_loses_acknowledged_data() {
        TrialResult year = weekly(Worlds.EMPTY_DIR, false);
        assertThat(year.values()).containsEntry(Metric.DATA_LOSS_PROBABILITY, 1.0);
        assertThat(year.values().getOrDefault(Metric.OUTAGE_MINUTES, 0.0)).isGreaterThan(60);
    }

    @Test
    void a_lost_vm_below_a_zonal_disk_costs_no_data_and_the_disk_follows_its_pod_within_the_zone() {
        TrialConfig config = Worlds.aks(
                Duration.ofDays(2),
                Worlds.DISK,
                true,
                false,
                List.of(),
                List.of(new TimelineEntry(
                        "loss",
                        new When.At(Duration.ofHours(6)),
                        new TimelineEvent.NodeLoss(
                                new NodeChoice.OfBrokers(List.of(0)), Optional.of(Duration.ofMinutes(10))))));
        List<JournalEntry> journal = Trial.journal(config, 5, 0);
        assertThat(journal).noneMatch(entry -> entry.type().equals("recordsLost"));
        assertThat(journal).anyMatch(entry -> entry.type().equals("recoveryDone"));
        List<String> zonesOfAttachments = journal.stream()
                .filter(entry -> entry.type().equals("volumeAttached"))
                .map(entry -> zoneOf(String.valueOf(entry.fields().get("node")), journal))
                .distinct()
                .toList();
        assertThat(zonesOfAttachments).hasSize(1);
    }

    /** The zone of a node as the node's own events tell it; nodes that were never struck keep their place in the pool's order. */
    private static String zoneOf(String node, List<JournalEntry> journal) {
        return journal.stream()
                .filter(entry -> node.equals(entry.fields().get("node"))
                        && entry.fields().containsKey("zone"))
                .map(entry -> String.valueOf(entry.fields().get("zone")))
                .findFirst()
                .orElseGet(() -> Worlds.ZONES.get(Integer.parseInt(node.substring(node.length() - 1)) % 3));
    }

    @Test
    void a_zone_outage_never_takes_two_replicas_when_brokers_know_the_zone_they_were_put_in() {
        // Six brokers on six nodes: which broker lands in which zone is the scheduler's choice, and racks follow it.
        TrialConfig six = Worlds.sixBrokers(List.of(new TimelineEntry(
                "outage",
                new When.At(Duration.ofHours(1)),
                new TimelineEvent.ZoneOutage("westus2-2", 1, Duration.ofHours(1)))));
        for (long seed = 0; seed < 10; seed++) {
            List<JournalEntry> journal = Trial.journal(six, seed, 0);
            assertThat(journal)
                    .filteredOn(entry -> entry.type().equals("brokerFenced"))
                    .hasSize(2);
            assertThat(journal)
                    .filteredOn(entry -> entry.type().equals("isrShrunk"))
                    .isNotEmpty()
                    .allMatch(entry -> ((List<?>) entry.fields().getOrDefault("isr", List.of())).size() == 2);
        }
    }

    private static TrialResult weekly(StorageConfig storage, boolean drainCleaner) {
        return Trial.play(Worlds.aks(YEAR, storage, drainCleaner, true, List.of(), List.of()), 1, 0);
    }
}
