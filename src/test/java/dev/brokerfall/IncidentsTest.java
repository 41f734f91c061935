package dev.brokerfall;

import static org.assertj.core.api.Assertions.assertThat;

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
