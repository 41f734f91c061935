package dev.brokerfall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.brokerfall.catalogue.Catalogue;
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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Public incidents, replayed: each scenario cites its source, and what that source tells must come out in every trial. */
final class IncidentsTest {

    private static final Path FOLDER = Path.of("scenarios", "incidents");
    private static final int TRIALS = 20;

    /** When the fourth node of courtlistener-3245 is asked for. */
    private static final long FOURTH_NODE = Duration.ofDays(7).plusHours(3).toMillis();

    @ParameterizedTest
    @MethodSource("files")
    void every_incident_is_valid_without_a_warning_but_of_what_it_shows_runs_and_repeats_itself(Path file) {
        for (Scenario scenario : new ScenarioReader().read(file)) {
            assertThat(scenario.warnings())
                    .allMatch(warning -> scenario.name().equals("risingwave-8250")
                            && warning.message().contains("the kubelet will evict it"));
            for (Composition option : new Composer(Catalogue.standard(), scenario).compose()) {
                TrialResult once = Trial.play(option.config(), 1, 0);
                assertThat(Trial.play(option.config(), 1, 0)).isEqualTo(once);
            }
        }
    }

    static Stream<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.sorted().toList().stream();
        }
    }

    @Test
    void kafka_3919_elects_the_in_sync_broker_that_lost_its_tail_cleanly_and_loses_exactly_the_2228_records_it_lacks() {
        for (int trial = 0; trial < TRIALS; trial++) {
            // given, when: 2011, which is broker 2 here, is back first; the log of 2012 is 1239742830 - 1239740602
            // records longer
            List<JournalEntry> journal = play("kafka-3919", trial);

            // then
            assertThat(electionAfterOffline(journal).fields()).containsEntry("leader", 2);
            assertThat(journal)
                    .filteredOn(entry -> entry.type().equals("leaderElected"))
                    .allMatch(entry -> Boolean.TRUE.equals(entry.fields().get("clean")));
            assertThat(lostRecords(journal)).isEqualTo(2228);
        }
    }

    @Test
    void mail_2016_06_22_loses_exactly_the_20_records_of_those_that_were_away_longer_with_unclean_election() {
        for (int trial = 0; trial < TRIALS; trial++) {
            // given, when
            List<JournalEntry> journal = play("mail-2016-06-22", "unclean", trial);

            // then: broker 1, which is 0 here, leads as soon as it is back
            assertThat(lostRecords(journal)).isEqualTo(20);
            assertThat(journal)
                    .filteredOn(entry -> entry.type().equals("leaderElected")
                            && Boolean.FALSE.equals(entry.fields().get("clean")))
                    .singleElement()
                    .satisfies(entry -> assertThat(entry.fields()).containsEntry("leader", 0));
        }
    }

    @Test
    void mail_2016_06_22_loses_nothing_with_clean_elections_and_stays_offline_until_the_last_in_sync_broker_is_back() {
        for (int trial = 0; trial < TRIALS; trial++) {
            // given, when
            List<JournalEntry> journal = play("mail-2016-06-22", "clean", trial);

            // then: broker 3, which is 2 here, is started after an hour, and leads
            assertThat(lostRecords(journal)).isZero();
            JournalEntry next = electionAfterOffline(journal);
            assertThat(next.millis()).isGreaterThan(3_600_000);
            assertThat(next.fields()).containsEntry("leader", 2).containsEntry("clean", true);
        }
    }

    @Test
    void strimzi_3749_pushes_partitions_below_their_minimum_when_drains_look_at_readiness_alone() {
        for (int trial = 0; trial < TRIALS; trial++) {
            // given, when
            List<JournalEntry> journal = play("strimzi-3749", "waits-for-readiness", trial);

            // then
            assertThat(belowMinimum(journal)).isPositive();
            assertThat(journal).anyMatch(entry -> entry.type().equals("leaderless"));
        }
    }

    @Test
    void strimzi_3749_has_no_second_below_the_minimum_when_the_same_drains_wait_for_in_sync_sets() {
        for (int trial = 0; trial < TRIALS; trial++) {
            // given, when
            List<JournalEntry> journal = play("strimzi-3749", "waits-for-isr", trial);

            // then: all five brokers have moved all the same
            assertThat(belowMinimum(journal)).isZero();
            assertThat(journal)
                    .filteredOn(entry -> entry.type().equals("podDeleted")
                            && String.valueOf(entry.fields().get("pod")).contains("broker"))
                    .hasSizeGreaterThanOrEqualTo(5);
            assertThat(lostRecords(journal)).isZero();
        }
    }

    /**
     * 300 GB are three quarters of 400 GB, three copies of it on four brokers. A leader has a third of 18 MB/s; while broker 3 copies it
     * sends that to 5/4 followers on average and to 7 groups of consumers, and a third of 250 MB/s to broker 3. Chance decides which
     * broker has how many of the partitions that broker 3 led: hence the tolerances of pace and time.
     */
    @Test
    void confluent_4460_lowers_throughput_at_once_though_the_new_broker_leads_nothing_and_a_throttle_restores_it() {
        double live = 18 / 3.0 * (5 / 4.0 + 7);
        double pace = 120 / (live + 250 / 3.0);
        double copied = 250 * pace;
        assertThat(copied).isCloseTo(250, withinPercentage(10));
        double unthrottledSeconds = 300_000 / (copied - 18 * 0.75 * pace);
        double throttledSeconds = 300_000 / (80 - 18 * 0.75);
        for (int trial = 0; trial < TRIALS; trial++) {
            // given, when
            List<JournalEntry> unthrottled = play("confluent-4460", "unthrottled", trial);
            List<JournalEntry> throttled = play("confluent-4460", "throttled", trial);

            // then: it slows producers from its first fetch on, and leads nothing
            long begin = first(unthrottled, "brokerUp").millis();
            assertThat(unthrottled)
                    .filteredOn(entry -> entry.type().equals("producePaced") && entry.millis() == begin)
                    .hasSize(3)
                    .allSatisfy(entry -> assertThat(Double.parseDouble(
                                    String.valueOf(entry.fields().get("percent"))))
                            .as("broker %s", entry.fields().get("broker"))
                            .isCloseTo(100 * pace, within(6.0)));
            assertThat(List.of(unthrottled, throttled))
                    .allSatisfy(journal -> assertThat(journal)
                            .noneMatch(entry -> entry.type().equals("leaderElected")
                                    && Objects.equals(entry.fields().get("leader"), 3)));
            assertThat(throttled).noneMatch(entry -> entry.type().equals("producePaced"));
            // and: the throttle makes the rebuild 3.1 times as long, about
            double free = rebuildSeconds(unthrottled);
            double held = rebuildSeconds(throttled);
            assertThat(free).isCloseTo(unthrottledSeconds, withinPercentage(5));
            assertThat(held).isCloseTo(throttledSeconds, withinPercentage(5));
            assertThat(held / free).isCloseTo(250 / 80.0, withinPercentage(10));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"fourth-node-in-its-zone", "fourth-node-elsewhere"})
    void courtlistener_3245_leaves_pending_exactly_the_pod_whose_zone_got_no_new_node(String option) {
        for (int trial = 0; trial < TRIALS; trial++) {
            // given, when
            List<JournalEntry> journal = play("courtlistener-3245", option, trial);

            // then: before the fourth node is asked for, one of three pods has been Pending for days, the others run
            List<JournalEntry> week = until(journal, FOURTH_NODE);
            assertThat(pendingPods(week)).hasSize(1);
            JournalEntry said = last(week, "podUnschedulable");
            assertThat(said.fields().get("pod")).isEqualTo(pendingPods(week).get(0));
            assertThat(String.valueOf(said.fields().get("reason")))
                    .isEqualTo("0/3 nodes are available: 3 node(s) had volume node affinity conflict.");
            assertThat(FOURTH_NODE - said.millis())
                    .isGreaterThanOrEqualTo(Duration.ofDays(5).toMillis());
            assertThat(runningBrokers(week, 3)).hasSize(2);
            // and: no other error; partitions are writable all the while
            assertThat(unwritablePartitions(week)).isZero();
        }
    }

    @Test
    void courtlistener_3245_starts_the_pod_with_its_data_when_one_node_comes_up_in_its_zone_and_never_without() {
        for (int trial = 0; trial < TRIALS; trial++) {
            // given, when
            List<JournalEntry> helped = play("courtlistener-3245", "fourth-node-in-its-zone", trial);
            List<JournalEntry> unlucky = play("courtlistener-3245", "fourth-node-elsewhere", trial);

            // then
            assertThat(pendingPods(helped)).isEmpty();
            assertThat(runningBrokers(helped, 3)).hasSize(3);
            assertThat(helped).noneMatch(entry -> entry.type().equals("volumeLost"));
            assertThat(lostRecords(helped)).isZero();
            // and: it has missed what was written meanwhile, and copies no more than that of 100 GiB
            assertThat(last(helped, "recoveryDone").millis() - FOURTH_NODE)
                    .isLessThan(Duration.ofHours(1).toMillis());
            // and: a month later it waits still where luck went the other way
            assertThat(pendingPods(unlucky)).hasSize(1);
            assertThat(runningBrokers(unlucky, 3)).hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"local-nobody-waits", "emptydir-nobody-waits"})
    void aks_461_loses_everything_on_local_disks_when_nobody_waits_for_the_copies(String option) {
        for (int trial = 0; trial < TRIALS; trial++) {
            // given, when
            List<JournalEntry> journal = play("aks-461", option, trial);

            // then: every broker's volume is wiped, and not a record of 667 GB is left
            assertThat(journal)
                    .filteredOn(entry -> entry.type().equals("volumeLost"))
                    .hasSize(3);
            assertThat(lostBytes(journal)).isGreaterThanOrEqualTo(667_000_000_000L - 60);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"local-waits", "emptydir-waits"})
    void aks_461_loses_nothing_on_local_disks_when_drains_wait_44_minutes_a_node_for_the_in_sync_sets(String option) {
        for (int trial = 0; trial < TRIALS; trial++) {
            // given, when
            List<JournalEntry> journal = play("aks-461", option, trial);

            // then: every volume is wiped all the same, and copied again in full: 667 GB at 250 MB/s
            assertThat(journal)
                    .filteredOn(entry -> entry.type().equals("volumeLost"))
                    .hasSize(3);
            assertThat(lostBytes(journal)).isZero();
            assertThat(rebuildMinutes(journal))
                    .hasSize(3)
                    .allSatisfy(minutes -> assertThat(minutes).isCloseTo(667_000 / 250.0 / 60, withinPercentage(3)));
        }
    }

    @Test
    void aks_461_loses_nothing_on_azure_disks_though_nobody_waits() {
        for (int trial = 0; trial < TRIALS; trial++) {
            // given, when
            List<JournalEntry> journal = play("aks-461", "azure-disk", trial);

            // then: all three nodes have been written anew
            assertThat(journal)
                    .filteredOn(entry -> entry.type().equals("nodeNotReady"))
                    .hasSize(3);
            assertThat(journal).noneMatch(entry -> entry.type().equals("volumeLost"));
            assertThat(lostBytes(journal)).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({"gardener, 7200", "gke, 3600"})
    void strimzi_13101_keeps_the_broker_of_a_dead_node_out_for_the_whole_drain_timeout(String option, long timeout) {
        List<Double> outages = new ArrayList<>();
        for (int trial = 0; trial < TRIALS; trial++) {
            // given, when
            List<JournalEntry> journal = play("strimzi-13101", option, trial);

            // then: its pod is Terminating within six minutes, and no other takes its place until the machine is gone
            // by force
            long died = first(journal, "faultBegan").millis();
            long terminating = first(journal, "podDeleted").millis();
            long givenUp = last(journal, "faultBegan").millis();
            long replaced = first(journal, "podScheduled").millis();
            assertThat(terminating - died).isBetween(330_000L, 360_000L);
            assertThat(first(journal, "nodeDeleted").millis()).isEqualTo(givenUp + timeout * 1000);
            // and: what an orphaned pod lasts until it is collected
            assertThat(replaced - givenUp - timeout * 1000).isBetween(40_000L, 80_000L);
            outages.add((first(journal, "brokerUp").millis() - givenUp) / 1000.0);
        }
        // and: the disk has to be detached by force, which takes six minutes, and half a segment of each of 120 logs
        // be read at no more than the disk's 170 MB/s, which takes 379 s: about a quarter of an hour unless the
        // attachment is slow
        outages.sort(Double::compare);
        assertThat(outages.get(0)).isGreaterThan((double) timeout);
        assertThat(outages.get(TRIALS / 2)).isBetween(timeout + 360.0 + 379.0, timeout + 960.0);
    }

    @Test
    void strimzi_13101_ends_the_outage_after_eviction_and_drain_without_drain_cleaner() {
        for (int trial = 0; trial < TRIALS; trial++) {
            // given, when
            List<JournalEntry> journal = play("strimzi-13101", "without-drain-cleaner", trial);

            // then: the drain leaves the pod behind five minutes after it was marked for deletion
            long leave = first(journal, "podDeleted").millis() + 300_000;
            assertThat(first(journal, "nodeDeleted").millis())
                    .isEqualTo(Math.max(leave, last(journal, "faultBegan").millis()));
            long died = first(journal, "faultBegan").millis();
            assertThat(first(journal, "brokerUp").millis() - died).isLessThan(3_600_000);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gardener", "gke", "without-drain-cleaner"})
    void strimzi_13101_stays_writable_with_no_broker_to_spare(String option) {
        for (int trial = 0; trial < TRIALS; trial++) {
            // given, when
            List<JournalEntry> journal = play("strimzi-13101", option, trial);

            // then: once the dead broker is fenced, two of three are in sync where two must be, until a new pod has it
            long fenced = first(journal, "brokerFenced").millis() + 1000;
            List<JournalEntry> out = journal.stream()
                    .filter(entry -> entry.millis() > fenced)
                    .takeWhile(entry -> !entry.type().equals("brokerUp"))
                    .toList();
            assertThat(out)
                    .noneMatch(entry -> List.of("unwritable", "isrShrunk", "isrExpanded", "leaderElected")
                            .contains(entry.type()));
            assertThat(journal)
                    .filteredOn(entry -> entry.type().equals("isrShrunk"))
                    .isNotEmpty()
                    .allSatisfy(entry ->
                            assertThat((List<?>) entry.fields().get("isr")).hasSize(2));
            assertThat(journal.stream()
                            .filter(entry -> entry.type().equals("isrShrunk"))
                            .mapToInt(entry -> (Integer)
                                    Objects.requireNonNull(entry.fields().get("partitions")))
                            .sum())
                    .isEqualTo(120);
            assertThat(lostRecords(journal)).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({"azure-files-smb, 3", "azure-files-smb-five-nodes, 5"})
    void bitnami_27624_takes_every_node_with_a_copy_of_the_deleted_topic_down_for_good(String option, int nodes) {
        for (int trial = 0; trial < TRIALS; trial++) {
            // given, when
            List<JournalEntry> journal = play("bitnami-27624", option, trial);

            // then: their only log directories fail at once; as many as there were copies
            long deleted = first(journal, "topicDeleted").millis();
            List<?> copies = (List<?>) first(journal, "topicDeleted").fields().get("replicas");
            Set<Object> failed = new HashSet<>();
            journal.stream()
                    .filter(entry -> entry.type().equals("logDirectoryFailed") && entry.millis() == deleted)
                    .forEach(entry -> failed.add(entry.fields().get("broker")));
            assertThat(failed).hasSize(3).isEqualTo(new HashSet<>(copies));
            // and: none of them heals itself, the others run
            assertThat(runningBrokers(journal, nodes)).hasSize(nodes - 3).doesNotContainAnyElementsOf(failed);
            // and: each dies again at each start, after waits that double up to five minutes, and begin anew after ten
            // without a death
            for (Object broker : failed) {
                List<Long> deaths = journal.stream()
                        .filter(entry -> entry.type().equals("logDirectoryFailed")
                                && broker.equals(entry.fields().get("broker")))
                        .map(JournalEntry::millis)
                        .toList();
                assertThat(deaths).hasSizeGreaterThan(20);
                int inARow = 0;
                for (int death = 1; death < deaths.size(); death++) {
                    long since = deaths.get(death) - deaths.get(death - 1);
                    assertThat(since).isGreaterThan(Math.min(300_000, 10_000L << Math.min(inARow, 10)));
                    inARow = since > 600_000 ? 0 : inARow + 1;
                }
            }
        }
    }

    @Test
    void bitnami_27624_takes_the_quorum_with_the_nodes_where_all_have_a_copy() {
        for (int trial = 0; trial < TRIALS; trial++) {
            // given, when
            List<JournalEntry> journal = play("bitnami-27624", "azure-files-smb", trial);

            // then: the quorum is lost at once, and whenever it is back it is lost again; nobody can write the other
            // topic any more
            long deleted = first(journal, "topicDeleted").millis();
            assertThat(first(journal, "quorumLost").millis()).isEqualTo(deleted);
            assertThat(journal)
                    .filteredOn(entry -> entry.type().equals("quorumLost"))
                    .hasSizeGreaterThan(5);
            assertThat(unwritablePartitions(journal)).isEqualTo(59);
            assertThat(journal).noneMatch(entry -> entry.type().equals("writable"));
        }
    }

    @Test
    void bitnami_27624_has_no_effect_on_azure_disks_but_that_the_topic_is_gone() {
        for (int trial = 0; trial < TRIALS; trial++) {
            // given, when
            List<JournalEntry> journal = play("bitnami-27624", "azure-disk", trial);

            // then
            assertThat(journal)
                    .extracting(JournalEntry::type)
                    .containsExactly("faultBegan", "topicDeleted", "faultEnded");
        }
    }

    @Test
    void mosip_1940_restarts_one_broker_seven_times_with_a_full_recovery_each_and_loses_nothing() {
        // 60 of 300 replicas lie on a broker, each with a last segment of half a gigabyte. One thread would read 150
        // MB/s, but
        // a share of 1 TiB has 100 + 41 + 62 MiB/s for five brokers.
        double recovery = 60 * 0.5 * 1024 / (203 / 5.0);
        for (int trial = 0; trial < TRIALS; trial++) {
            // given, when
            List<JournalEntry> journal = play("mosip-1940", trial);

            // then: killed by the kubelet, seven times, and none of the others; no log directory has failed
            List<JournalEntry> kills = journal.stream()
                    .filter(entry -> entry.type().equals("containerKilled"))
                    .toList();
            assertThat(kills)
                    .hasSize(7)
                    .allSatisfy(entry -> assertThat(entry.fields())
                            .containsEntry("pod", "kafka/broker-3")
                            .containsEntry("reason", "liveness probe failed, exit code 137"));
            assertThat(journal).noneMatch(entry -> entry.type().equals("logDirectoryFailed"));
            assertThat(lostRecords(journal)).isZero();
            // and: it comes back when the share answers again, and reads all its logs first
            for (JournalEntry kill : kills) {
                List<JournalEntry> after = journal.stream()
                        .filter(entry -> entry.millis() > kill.millis())
                        .toList();
                JournalEntry registered = first(after, "brokerRegistered");
                JournalEntry up = first(after, "brokerUp");
                assertThat(registered.millis() - kill.millis()).isGreaterThan(240_000);
                assertThat(List.of(registered, up))
                        .allMatch(entry -> Objects.equals(entry.fields().get("broker"), 3));
                double start = (up.millis() - first(after, "faultEnded").millis()) / 1000.0;
                assertThat(start).isBetween(recovery, recovery + 90);
            }
        }
    }

    @Test
    void mosip_1940_leaves_the_hung_broker_the_leader_of_what_nobody_can_write_until_it_is_killed() {
        for (int trial = 0; trial < TRIALS; trial++) {
            // given, when
            List<JournalEntry> journal = play("mosip-1940", trial);

            // then: from the stall to the kill it serves nothing and no other leader is elected; afterwards others lead
            List<JournalEntry> stall = journal.stream()
                    .takeWhile(entry -> !entry.type().equals("containerKilled"))
                    .toList();
            assertThat(first(stall, "brokerDown").fields()).containsEntry("broker", 3);
            assertThat(stall)
                    .noneMatch(entry -> List.of("leaderElected", "leaderless", "brokerFenced")
                            .contains(entry.type()));
            assertThat(unwritablePartitions(stall)).isEqualTo(20);
            assertThat(first(journal, "leaderElected").millis())
                    .isGreaterThan(first(journal, "containerKilled").millis());
        }
    }

    @Test
    void mosip_1940_freezes_all_five_brokers_together_when_the_server_stalls() {
        for (int trial = 0; trial < TRIALS; trial++) {
            // given, when
            List<JournalEntry> journal = play("mosip-1940", trial);

            // then
            long stalled = last(journal, "faultBegan").millis();
            List<JournalEntry> before = journal.stream()
                    .filter(entry -> entry.millis() <= stalled + 39_000)
                    .toList();
            assertThat(before)
                    .filteredOn(entry -> entry.type().equals("brokerDown") && entry.millis() == stalled)
                    .extracting(entry -> entry.fields().get("broker"))
                    .containsExactlyInAnyOrder(0, 1, 2, 3, 4);
            assertThat(unwritablePartitions(before)).isEqualTo(100);
            // and: all go on when it answers, with nobody killed
            assertThat(runningBrokers(journal, 5)).hasSize(5);
            assertThat(unwritablePartitions(journal)).isZero();
        }
    }

    @Test
    void risingwave_8250_evicts_the_broker_that_fills_its_node_with_all_records_and_keeps_the_topics() {
        for (int trial = 0; trial < TRIALS; trial++) {
            // given, when
            List<JournalEntry> journal = play("risingwave-8250", trial);

            // then: the first time after some eleven hours
            List<JournalEntry> evictions = journal.stream()
                    .filter(entry -> entry.type().equals("podDeleted"))
                    .toList();
            assertThat(evictions)
                    .hasSizeGreaterThan(1)
                    .allSatisfy(entry -> assertThat(entry.fields())
                            .containsEntry("pod", "kafka/broker-0")
                            .containsEntry("fault", "diskPressure"));
            assertThat(evictions.get(0).millis() / 3_600_000.0).isCloseTo(11, within(0.5));
            // and: its directory goes with it, and with that everything that was acknowledged until then
            JournalEntry gone = first(journal, "volumeLost");
            assertThat(gone.millis()).isEqualTo(evictions.get(0).millis());
            double written = 12 * 1024 * 1024 + 7.0 * 1024 * 1024 * gone.millis() / 1000;
            long back = first(journal, "brokerUp").millis();
            List<JournalEntry> once = until(journal, back + 60_000);
            assertThat((double) lostBytes(once)).isCloseTo(written, withinPercentage(0.01));
            // and: the topic is still known, and written to again
            assertThat(journal).noneMatch(entry -> entry.type().equals("metadataLost"));
            assertThat(unwritablePartitions(once)).isZero();
        }
    }

    /** From the replaced broker's start until the last of its replicas is in sync. */
    private static double rebuildSeconds(List<JournalEntry> journal) {
        JournalEntry end = first(journal, "recoveryDone");
        return (end.millis() - first(journal, "brokerUp").millis()) / 1000.0;
    }

    private static List<JournalEntry> until(List<JournalEntry> journal, long millis) {
        return journal.stream().filter(entry -> entry.millis() < millis).toList();
    }

    private static JournalEntry last(List<JournalEntry> journal, String type) {
        return journal.stream()
                .filter(entry -> entry.type().equals(type))
                .reduce((one, other) -> other)
                .orElseThrow();
    }

    /** Returns the pods that were told to fit nowhere and have not been scheduled since. */
    private static List<String> pendingPods(List<JournalEntry> journal) {
        Set<String> pending = new TreeSet<>();
        for (JournalEntry entry : journal) {
            String pod = String.valueOf(entry.fields().get("pod"));
            if (entry.type().equals("podUnschedulable")) {
                pending.add(pod);
            } else if (entry.type().equals("podScheduled")) {
                pending.remove(pod);
            }
        }
        return List.copyOf(pending);
    }

    /** Returns which of the first {@code brokers} brokers, all up at the beginning, are up in the end. */
    private static Set<Object> runningBrokers(List<JournalEntry> journal, int brokers) {
        Set<Object> running = new HashSet<>();
        for (int broker = 0; broker < brokers; broker++) {
            running.add(broker);
        }
        for (JournalEntry entry : journal) {
            if (entry.type().equals("brokerDown")) {
                running.remove(entry.fields().get("broker"));
            } else if (entry.type().equals("brokerUp")) {
                running.add(entry.fields().get("broker"));
            }
        }
        return running;
    }

    /** Returns how many partitions cannot be written in the end. */
    private static long unwritablePartitions(List<JournalEntry> journal) {
        long partitions = 0;
        for (JournalEntry entry : journal) {
            long concerned = ((Number) entry.fields().getOrDefault("partitions", 0)).longValue();
            partitions += entry.type().equals("unwritable") ? concerned : 0;
            partitions -= entry.type().equals("writable") ? concerned : 0;
        }
        return partitions;
    }

    private static long lostBytes(List<JournalEntry> journal) {
        return journal.stream()
                .filter(entry -> entry.type().equals("recordsLost"))
                .mapToLong(entry -> (Long) Objects.requireNonNull(entry.fields().get("bytes")))
                .sum();
    }

    /** Returns, for each broker that came up, the minutes until it was in sync with all partitions again. */
    private static List<Double> rebuildMinutes(List<JournalEntry> journal) {
        List<Double> minutes = new ArrayList<>();
        long up = 0;
        for (JournalEntry entry : journal) {
            if (entry.type().equals("brokerUp")) {
                up = entry.millis();
            } else if (entry.type().equals("recoveryDone")) {
                minutes.add((entry.millis() - up) / 60_000.0);
            }
        }
        return minutes;
    }

    private static JournalEntry first(List<JournalEntry> journal, String type) {
        return journal.stream()
                .filter(entry -> entry.type().equals(type))
                .findFirst()
                .orElseThrow();
    }

    private static List<JournalEntry> play(String name, int trial) {
        return play(name, "", trial);
    }

    private static List<JournalEntry> play(String name, String option, int trial) {
        Scenario scenario =
                new ScenarioReader().read(FOLDER.resolve(name + ".yaml")).get(0);
        Composition played = new Composer(Catalogue.standard(), scenario)
                .compose().stream()
                        .filter(its -> option.isEmpty() || its.variant().name().equals(option))
                        .findFirst()
                        .orElseThrow();
        return Trial.journal(played.config(), scenario.simulation().seed(), trial);
    }

    /** Returns the election that ends the time without a leader. */
    private static JournalEntry electionAfterOffline(List<JournalEntry> journal) {
        List<String> types = journal.stream().map(JournalEntry::type).toList();
        int offline = types.indexOf("leaderless");
        assertThat(offline).isNotNegative();
        return journal.stream()
                .skip(offline)
                .filter(entry -> entry.type().equals("leaderElected"))
                .findFirst()
                .orElseThrow();
    }

    private static long lostRecords(List<JournalEntry> journal) {
        return journal.stream()
                .filter(entry -> entry.type().equals("recordsLost"))
                .mapToLong(entry -> (Long) Objects.requireNonNull(entry.fields().get("records")))
                .sum();
    }

    /** How many times a partition's in-sync set shrank below the two that its topic asks for. */
    private static long belowMinimum(List<JournalEntry> journal) {
        return journal.stream()
                .filter(entry -> entry.type().equals("isrShrunk"))
                .filter(entry -> ((List<?>) entry.fields().getOrDefault("isr", List.of())).size() < 2)
                .mapToLong(
                        entry -> (Integer) Objects.requireNonNull(entry.fields().get("partitions")))
                .sum();
    }
}
