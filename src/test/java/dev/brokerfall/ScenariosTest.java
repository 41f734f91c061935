package dev.brokerfall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.brokerfall.catalogue.Catalogue;
import dev.brokerfall.metric.Metric;
import dev.brokerfall.metric.TrialResult;
import dev.brokerfall.scenario.Composer;
import dev.brokerfall.scenario.Composition;
import dev.brokerfall.scenario.Scenario;
import dev.brokerfall.scenario.ScenarioReader;
import dev.brokerfall.world.JournalEntry;
import dev.brokerfall.world.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every scenario that ships: it runs, it repeats itself, and it shows what its comment says. */
final class ScenariosTest {

    private static final Path FOLDER = Path.of("scenarios");
    private static final List<String> PODS = List.of("zonetest/echo-0", "zonetest/echo-1", "zonetest/echo-2");
    private static final Map<String, String> ZONE_OF_POD =
            Map.of("zonetest/echo-0", "westus2-2", "zonetest/echo-1", "westus2-3", "zonetest/echo-2", "westus2-1");
    private static final Map<String, String> VOLUME_OF_POD = Map.of(
            "zonetest/echo-0", "pvc-bf6104e0-c05e-43d4-9ec5-fae425998f9d",
            "zonetest/echo-1", "pvc-9d9fbd5f-617a-4582-abc3-ca34b1b178e4",
            "zonetest/echo-2", "pvc-d914a745-688f-493b-9b82-21598d4335ca");
    private static final Map<String, String> FIRST_NODE_OF_POD =
            Map.of("zonetest/echo-0", node(1), "zonetest/echo-1", node(2), "zonetest/echo-2", node(0));

    @ParameterizedTest
    @MethodSource("files")
    void every_scenario_runs_and_repeats_itself(Path file) {
        for (Scenario scenario : new ScenarioReader().read(file)) {
            for (Composition option : new Composer(Catalogue.standard(), scenario).compose()) {
                TrialResult once = Trial.play(option.config(), 1, 0);
                assertThat(Trial.play(option.config(), 1, 0))
                        .as("%s, %s", scenario.name(), option.variant().name())
                        .isEqualTo(once);
            }
        }
    }

    static Stream<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
        }
    }

    /** A managed Kafka of this layout promises 99.95 % of writes (service level agreement of Yandex Managed Kafka, 2023-11). */
    @Test
    void three_zones_with_typical_faults_stay_within_what_providers_promise_to_write() {
        Scenario scenario = new ScenarioReader()
                .read(FOLDER.resolve("westus2-storage-choice.yaml"))
                .get(0);
        for (Composition option : new Composer(Catalogue.standard(), scenario).compose()) {
            if (option.variant().name().startsWith("azure-disk")) {
                double unavailability = 0;
                for (int trial = 0; trial < 20; trial++) {
                    unavailability += Trial.play(option.config(), 1, trial).value(Metric.PRODUCE_UNAVAILABILITY) / 20;
                }
                assertThat(1 - unavailability).as(option.variant().name()).isBetween(0.9995, Math.nextDown(1.0));
            }
        }
    }

    @Test
    void deleted_pods_come_back_in_their_volumes_zone_with_the_disk_attached_where_they_run_and_nowhere_else() {
        for (long seed = 0; seed < 20; seed++) {
            List<JournalEntry> journal = zonetest("zonetest", seed);
            for (String pod : PODS) {
                String node = only(journal, "podScheduled", at -> pod.equals(at.get("pod")), "node");
                assertThat(zone(node)).as("%s, seed %s", pod, seed).isEqualTo(ZONE_OF_POD.get(pod));
                assertThat(attachedAtTheEnd(journal, pod))
                        .as("%s, seed %s", pod, seed)
                        .isEqualTo(node);
            }
        }
    }

    @Test
    void pods_whose_nodes_are_cordoned_take_the_other_node_of_their_zone_and_their_disks_follow() {
        for (long seed = 0; seed < 20; seed++) {
            List<JournalEntry> journal = zonetest("zonetest-cordoned", seed);
            for (String pod : PODS) {
                String node = only(journal, "podScheduled", at -> pod.equals(at.get("pod")), "node");
                assertThat(node).as("%s, seed %s", pod, seed).isNotEqualTo(FIRST_NODE_OF_POD.get(pod));
                assertThat(zone(node)).isEqualTo(ZONE_OF_POD.get(pod));
                assertThat(only(
                                journal,
                                "volumeDetached",
                                at -> VOLUME_OF_POD.get(pod).equals(at.get("volume")),
                                "node"))
                        .isEqualTo(FIRST_NODE_OF_POD.get(pod));
                assertThat(only(
                                journal,
                                "volumeAttached",
                                at -> VOLUME_OF_POD.get(pod).equals(at.get("volume")),
                                "node"))
                        .isEqualTo(node);
            }
        }
    }

    @Test
    void an_autoscaler_that_cannot_aim_leaves_a_broker_pending_and_one_that_can_brings_it_back() {
        Scenario scenario = read("autoscaler-zones.yaml", "autoscaler-zones");
        long uncordoned = Duration.ofHours(10).toMillis();
        for (int trial = 0; trial < 20; trial++) {
            List<JournalEntry> blind =
                    Trial.journal(compose(scenario, "one-group").config(), 1, trial);
            assertThat(entries(blind, "podUnschedulable"))
                    .filteredOn(
                            entry -> String.valueOf(entry.fields().get("pod")).startsWith("kafka/broker-"))
                    .singleElement()
                    .satisfies(entry -> assertThat(entry.fields().get("reason"))
                            .isEqualTo(
                                    "0/3 nodes are available: 1 node(s) were unschedulable, 2 node(s) had volume node "
                                            + "affinity conflict."));
            assertThat(entries(blind, "nodeReady")).isEmpty();
            assertThat(entries(blind, "podScheduled")).allMatch(entry -> entry.millis() >= uncordoned);

            List<JournalEntry> aimed =
                    Trial.journal(compose(scenario, "group-per-zone").config(), 1, trial);
            assertThat(entries(aimed, "nodeReady"))
                    .singleElement()
                    .satisfies(entry -> assertThat(entry.fields().get("zone")).isEqualTo("westus2-3"));
            assertThat(entries(aimed, "podScheduled"))
                    .filteredOn(
                            entry -> String.valueOf(entry.fields().get("pod")).startsWith("kafka/broker-"))
                    .singleElement()
                    .satisfies(entry -> assertThat(entry.millis())
                            .isLessThan(Duration.ofHours(7).toMillis()));
        }
    }

    @Test
    void a_pod_whose_zone_has_no_node_left_stays_pending_for_the_schedulers_reason() {
        List<JournalEntry> journal = zonetest("zonetest-without-zone-3", 1);
        assertThat(journal).noneMatch(entry -> entry.type().equals("podScheduled"));
        assertThat(journal)
                .filteredOn(entry -> entry.type().equals("podUnschedulable"))
                .isNotEmpty()
                .allMatch(entry -> "zonetest/echo-1".equals(entry.fields().get("pod")));
        assertThat(journal.stream()
                        .filter(entry -> entry.type().equals("podUnschedulable"))
                        .map(entry -> String.valueOf(entry.fields().get("reason")))
                        .reduce((first, last) -> last)
                        .orElseThrow())
                .startsWith("0/5 nodes are available: ")
                .contains("node(s) had volume node affinity conflict");
    }

    @Test
    void a_quorum_and_two_of_three_brokers_are_up_at_every_moment_and_still_nearly_everything_is_lost() {
        Scenario scenario = read("rolling-wipe.yaml", "rolling-wipe");
        assertThat(play(scenario, "waiting").values()).containsEntry(Metric.LOST_RECORDS, 0.0);
        // 240 records a second, for 30 s before the first wipe and about half a minute until the third, of 192 MB
        // retained before.
        assertThat(play(scenario, "not-waiting").values().getOrDefault(Metric.LOST_RECORDS, 0.0))
                .isGreaterThan(0.8 * 240 * 60);
    }

    @Test
    void an_upgrade_that_waits_for_readiness_alone_can_lose_what_one_that_waits_for_in_sync_sets_keeps() {
        Scenario scenario = read("emptydir-rolling-upgrade.yaml", "emptydir-rolling-upgrade");
        assertThat(losses(scenario, "waits-for-isr-250Gi", 60)).isZero();
        // About one upgrade in four loses: none in 60 would have a probability of 0.73^60 < 1e-8.
        assertThat(losses(scenario, "waits-for-readiness-250Gi", 60)).isPositive();
    }

    /**
     * 192 partitions of 1 GB with three replicas are 576, of which each of four brokers holds 144. A replica grows by 24 MB/s / 192 =
     * 125 kB/s, 144 of them by 18 MB/s, which leaves 32 of 50 MB/s to catch up with: 144 GB take 4,500 s, in which at most 225 GB are
     * fetched by replicas outside the in-sync sets. It is a little less, because partitions that the new broker leads before the last one is complete are no longer fetched by it.
     */
    @Test
    void a_broker_that_joins_gets_its_quarter_at_the_throttle_and_one_that_is_replaced_leaves_nothing_behind() {
        Scenario scenario = read("add-and-replace-broker.yaml", "add-and-replace-broker");
        Composition option =
                new Composer(Catalogue.standard(), scenario).compose().get(0);
        List<JournalEntry> journal =
                Trial.journal(option.config(), scenario.simulation().seed(), 0);

        List<JournalEntry> began = entries(journal, "reassignmentBegan");
        List<JournalEntry> done = entries(journal, "reassignmentDone");
        assertThat(began)
                .hasSize(2)
                .allSatisfy(entry -> assertThat(entry.fields()).containsEntry("bytes", 144_000_000_000L));
        assertThat(began.get(0).fields().get("reason"))
                .isEqualTo("144 replicas move, 48 of them preferred leaders; at 50MB/s, at least 48m");
        assertThat(done).hasSize(2);
        for (int move = 0; move < 2; move++) {
            assertThat(done.get(move).millis() - began.get(move).millis()).isBetween(4_450_000L, 4_500_500L);
        }
        assertThat(entries(journal, "brokerUp"))
                .as("3 and 4 came, and 1 did not come back although somebody tried")
                .extracting(entry -> entry.fields().get("broker"))
                .containsExactly(3, 4);

        Map<Metric, Double> values =
                Trial.play(option.config(), scenario.simulation().seed(), 0).values();
        assertThat(values)
                .containsEntry(Metric.LOST_RECORDS, 0.0)
                .containsEntry(Metric.UNDER_REPLICATED, 0.0)
                .containsEntry(Metric.AT_MIN_ISR, 0.0)
                .containsEntry(Metric.LAST_COPY, 0.0);
        assertThat(values.get(Metric.RE_REPLICATED_BYTES)).isBetween(2 * 144e9, 2 * 225.1e9);
        assertThat(values.get(Metric.LEADER_ELECTIONS)).isBetween(88.0, 104.0);
    }

    @Test
    void azure_disk_is_out_no_longer_than_emptydir_once_the_storage_behind_it_hardly_ever_fails() {
        Scenario scenario = read("emptydir-or-disk.yaml", "emptydir-or-disk");

        double emptyDir = outageMinutes(scenario, "emptydir", 30);

        assertThat(outageMinutes(scenario, "disk-185d", 30)).isGreaterThan(2 * emptyDir);
        assertThat(outageMinutes(scenario, "disk-100y", 30)).isCloseTo(emptyDir, within(1.0));
    }

    private static double outageMinutes(Scenario scenario, String option, int trials) {
        Composition composed = compose(scenario, option);
        return LongStream.range(0, trials)
                .mapToDouble(trial -> Trial.play(
                                composed.config(), scenario.simulation().seed(), trial)
                        .value(Metric.OUTAGE_MINUTES))
                .average()
                .orElseThrow();
    }

    private static List<JournalEntry> entries(List<JournalEntry> journal, String type) {
        return journal.stream().filter(entry -> entry.type().equals(type)).toList();
    }

    private static long losses(Scenario scenario, String option, int trials) {
        Composition composed = compose(scenario, option);
        return LongStream.range(0, trials)
                .filter(trial ->
                        Trial.play(composed.config(), 1, trial).values().getOrDefault(Metric.DATA_LOSS_PROBABILITY, 0.0)
                                > 0)
                .count();
    }

    private static TrialResult play(Scenario scenario, String option) {
        return Trial.play(
                compose(scenario, option).config(), scenario.simulation().seed(), 0);
    }

    private static Composition compose(Scenario scenario, String option) {
        return new Composer(Catalogue.standard(), scenario.only(List.of(option)))
                .compose()
                .get(0);
    }

    private static List<JournalEntry> zonetest(String name, long seed) {
        Scenario scenario = read("zonetest.yaml", name);
        return Trial.journal(
                new Composer(Catalogue.standard(), scenario).compose().get(0).config(), seed, 0);
    }

    private static Scenario read(String file, String name) {
        return new ScenarioReader()
                .read(FOLDER.resolve(file)).stream()
                        .filter(scenario -> scenario.name().equals(name))
                        .findFirst()
                        .orElseThrow();
    }

    private static String only(
            List<JournalEntry> journal, String type, Predicate<Map<String, Object>> which, String field) {
        List<String> found = journal.stream()
                .filter(entry -> entry.type().equals(type) && which.test(entry.fields()))
                .map(entry -> String.valueOf(entry.fields().get(field)))
                .toList();
        assertThat(found).as("%s in %s", type, journal).hasSize(1);
        return found.get(0);
    }

    /** A disk that never moved is still attached where it was. */
    private static String attachedAtTheEnd(List<JournalEntry> journal, String pod) {
        String at = FIRST_NODE_OF_POD.getOrDefault(pod, "");
        for (JournalEntry entry : journal) {
            if (String.valueOf(VOLUME_OF_POD.get(pod)).equals(entry.fields().get("volume"))) {
                if (entry.type().equals("volumeDetached")) {
                    at = "";
                } else if (entry.type().equals("volumeAttached")) {
                    assertThat(at).as("attached twice: %s", journal).isEmpty();
                    at = String.valueOf(entry.fields().get("node"));
                }
            }
        }
        return at;
    }

    /** The pool's nodes lie in zones 1, 2, 3, 1, 2, 3. */
    private static String zone(String node) {
        return "westus2-" + (Integer.parseInt(node.substring(node.length() - 1)) % 3 + 1);
    }

    private static String node(int number) {
        return "aks-nodepool2-25997496-vmss00000" + number;
    }
}
