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
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Public incidents, replayed: each scenario cites its source, and what that source tells must come out in every trial. */
final class IncidentsTest {

    private static final Path FOLDER = Path.of("scenarios", "incidents");
    private static final int TRIALS = 20;

    @ParameterizedTest
    @MethodSource("files")
    void every_incident_is_valid_without_a_warning_runs_and_repeats_itself(Path file) {
        for (Scenario scenario : new ScenarioReader().read(file)) {
            assertThat(scenario.warnings()).isEmpty();
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

    /** From the replaced broker's start until the last of its replicas is in sync. */
    private static double rebuildSeconds(List<JournalEntry> journal) {
        JournalEntry end = first(journal, "recoveryDone");
        return (end.millis() - first(journal, "brokerUp").millis()) / 1000.0;
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
