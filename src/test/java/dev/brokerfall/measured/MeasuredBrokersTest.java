package dev.brokerfall.measured;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.brokerfall.Golden;
import dev.brokerfall.measured.MeasuredBrokers.Figure;
import dev.brokerfall.measured.MeasuredBrokers.Nature;
import dev.brokerfall.measured.MeasuredBrokers.Row;
import dev.brokerfall.measured.MeasuredBrokers.What;
import dev.brokerfall.unit.DataSize;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Given what was done to real brokers, when it is simulated over 1,000 seeds, then the same comes of it. */
final class MeasuredBrokersTest {

    private static final MeasuredBrokers MEASURED = MeasuredBrokers.read();

    /** Two producers, ten records a second each, for each of 12 partitions. */
    private static final double RECORDS_PER_SECOND = 240;

    private static final Set<Integer> NOBODY = Set.of(-1);

    /** The critical value of Kolmogorov's test for 1,000 independent seeds at 1 %. */
    private static final double CLOSE = 0.0516;

    private static final Law FENCING = Law.fencing();

    /** A partition in three was led by the victim: its gap ends when its new leader serves and its producer has found it. */
    private static final Law GAP = rediscovered(FENCING).or(1.0 / 3, FENCING);

    static List<Row> rows() {
        return MEASURED.rows();
    }

    static Stream<Row> rowsWithLoss() {
        return rows().stream().filter(row -> row.lost().stream().anyMatch(lost -> lost > 1000));
    }

    static Stream<Row> rowsWithoutLoss() {
        return rows().stream()
                .filter(row -> !row.lost().isEmpty() && row.lost().stream().allMatch(lost -> lost == 0));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void the_same_brokers_lead_at_the_end_and_all_replicas_are_in_sync(Row row) {
        Replay replay = Replay.of(row);

        if (row.race().isPresent()) {
            assertThat(replay.seen().stream().filter(one -> endsAs(row, one)))
                    .as("a race: %s", row.race().orElseThrow())
                    .hasSizeGreaterThan(Replay.SEEDS / 4);
        } else {
            assertThat(replay.seen()).allMatch(one -> endsAs(row, one));
        }
    }

    private static boolean endsAs(Row row, Observation one) {
        return one.leaders().equals(new TreeSet<>(row.leaders())) && one.allInSync();
    }

    @ParameterizedTest
    @MethodSource("rowsWithoutLoss")
    void nothing_is_lost_where_nothing_was(Row row) {
        assertThat(Replay.of(row).lost()).containsOnly(0);
    }

    @ParameterizedTest
    @MethodSource("rowsWithLoss")
    void as_much_is_lost_within_a_tenth_and_it_is_all_that_was_acknowledged_before(Row row) {
        double measured = row.lost().get(0);
        Replay replay = Replay.of(row);
        List<Observation> ended =
                replay.seen().stream().filter(one -> endsAs(row, one)).toList();

        double[] lost = ended.stream().mapToDouble(Observation::lost).sorted().toArray();
        assertThat(lost[lost.length / 2]).isCloseTo(measured, within(0.1 * measured));
        double preloaded = preloaded(replay);
        String lastWritten = row.scenario().equals("e8-last-leader-wiped") ? "two" : "second";
        for (Observation one : ended) {
            double stopped = one.began(lastWritten);
            double written = one.origin() + stopped - one.unwritable(stopped) / 12;
            assertThat(one.lost())
                    .as("all of the preload, and 240 a second while partitions took them")
                    .isCloseTo(preloaded + RECORDS_PER_SECOND * written, within(20.0));
        }
        assertThat(replay.seen().stream().filter(one -> !endsAs(row, one)))
                .as("where the other wins the race, nobody leads and nothing is lost yet")
                .allMatch(one -> one.leaders().equals(NOBODY) && one.lost() == 0);
    }

    @Test
    void acks_1_loses_what_nobody_had_fetched_yet() {
        Row row = row("e7-acks-1");
        Replay replay = Replay.of(row);
        double[] lost = replay.lost();

        assertThat(row.lost()).allMatch(measured -> lost[0] <= measured && measured <= lost[lost.length - 1]);
        // Four of 12 leaders die, which took 1,500 records a second: for 96 ms, the longest span that was measured,
        // 144.
        assertThat(lost[lost.length / 2]).isBetween(1.0, 144.0);
        assertThat(replay.seen()).allMatch(one -> one.unwritable(Double.POSITIVE_INFINITY) < 4 * 10.7);
    }

    private static double preloaded(Replay replay) {
        var preload = replay.config().kafka().orElseThrow().workload().preload().orElseThrow();
        DataSize record = preload.recordSize();
        return (double) preload.size().bytes() / record.bytes();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void measured_times_lie_within_the_simulated_ones(Row row) {
        Replay replay = Replay.of(row);
        for (Figure figure : row.figures()) {
            double[] values = replay.values(figure);
            if (figure.nature() == Nature.PREDICTED) {
                assertThat(figure.least()).as("%s", figure).isGreaterThanOrEqualTo(values[0]);
                assertThat(figure.most()).as("%s", figure).isLessThanOrEqualTo(values[values.length - 1]);
            } else if (figure.nature() == Nature.ROUNDED) {
                assertThat(values[values.length / 2]).as("%s", figure).isBetween(figure.least() - 1, figure.most() + 1);
            }
        }
    }

    static Stream<Arguments> laws() {
        Law assigned = Law.uniform(3000, 12_000).plusUniform(100, 700);
        return Stream.of(
                Arguments.of("e2-kill", What.LEADERS_MOVED, FENCING),
                Arguments.of("e2-kill", What.ISR_SHRUNK, FENCING),
                Arguments.of("e2-kill", What.PRODUCE_GAP, GAP),
                Arguments.of("e3-wiped-at-once", What.ISR_SHRUNK, FENCING.min(assigned)),
                Arguments.of("e3-wiped-late", What.LEADERS_MOVED, FENCING),
                Arguments.of("e3-wiped-late", What.PRODUCE_GAP, GAP),
                Arguments.of("e5-two-wiped", What.ISR_SHRUNK, Law.fencingOfTheFirst()),
                Arguments.of("e5-two-wiped", What.LEADERS_MOVED, Law.fencingOfTheLast()),
                Arguments.of("e7-acks-1", What.LEADERS_MOVED, FENCING),
                Arguments.of(
                        "e7-acks-1",
                        What.CONSUME_GAP,
                        FENCING.plusUniform(50, 500).or(1.0 / 3, FENCING)),
                Arguments.of("e8-last-leader-wiped", What.ISR_SHRUNK, FENCING),
                Arguments.of("e11-freeze-15s", What.LEADERS_MOVED, FENCING),
                Arguments.of("kafka-4.3-e2-kill", What.LEADERS_MOVED, FENCING),
                Arguments.of("kafka-4.3-e11-freeze-15s", What.LEADERS_MOVED, FENCING));
    }

    @ParameterizedTest
    @MethodSource("laws")
    void simulated_times_are_distributed_as_the_protocol_implies_and_no_wider(String scenario, What what, Law law) {
        Row row = rows().stream()
                .filter(each -> each.scenario().equals(scenario))
                .findFirst()
                .orElseThrow();

        double[] values =
                Replay.of(row).values(new Figure(what, Optional.empty(), Optional.empty(), 0, 0, Nature.PREDICTED));

        double millisecond = 0.002;
        assertThat(values[0]).isGreaterThanOrEqualTo(law.least() - millisecond);
        assertThat(values[values.length - 1]).isLessThanOrEqualTo(law.most() + millisecond);
        assertThat(law.distance(values)).isLessThan(CLOSE);
    }

    @Test
    void a_freeze_shorter_than_the_session_changes_no_metadata_and_stalls_every_partition_for_its_length() {
        Replay replay = Replay.of(row("e11-freeze-5s"));

        assertThat(replay.seen()).allMatch(one -> one.partitionsMoved() == 0 && one.partitionsShrunk() == 0);
        assertThat(replay.seen()).allSatisfy(one -> assertThat(one.gaps(0, 1)).containsOnly(5.0));
    }

    @Test
    void a_frozen_broker_is_unfenced_as_soon_as_it_wakes() {
        assertThat(Replay.of(row("e11-freeze-15s")).seen())
                .allSatisfy(one -> assertThat(one.unfenced(0)).isBetween(15.0, 15.001));
    }

    @Test
    void stock_clients_of_a_frozen_leader_wait_until_it_wakes_although_another_one_leads() {
        for (Observation one : Replay.of(row("e11-freeze-15s")).seen()) {
            assertThat(one.gaps(0, 1).stream().filter(gap -> gap > 11.7))
                    .as("the third that it led, and until they have found the new leader")
                    .hasSize(4)
                    .allMatch(gap -> 15.1 <= gap && gap <= 16);
        }
    }

    @Test
    void a_third_of_the_leaderships_moves_and_every_in_sync_set_shrinks() {
        for (String scenario : List.of("e1-controlled-shutdown", "e2-kill", "e3-wiped-late", "e11-freeze-15s")) {
            assertThat(Replay.of(row(scenario)).seen())
                    .as(scenario)
                    .allMatch(one -> one.partitionsMoved() == 4 && one.partitionsShrunk() == 12);
        }
    }

    @Test
    void without_a_quorum_nothing_stops_until_a_broker_dies_and_then_everything_does() {
        for (Observation one : Replay.of(row("e9a-controllers")).seen()) {
            assertThat(one.gaps(0, one.began("broker"))).containsOnly(0.0);
            assertThat(one.gaps(one.began("broker"), Double.POSITIVE_INFINITY)).allMatch(gap -> gap > 16);
        }
    }

    @Test
    void
            an_empty_last_leader_is_elected_when_its_directory_is_assigned_first_and_else_when_another_broker_is_unfenced() {
        List<Observation> seen = Replay.of(row("kafka-4.3-empty-last-leader")).seen();
        List<Observation> atOnce = seen.stream()
                .filter(one -> one.lastElected() == one.firstUnfenced(2))
                .toList();

        assertThat(seen)
                .filteredOn(one -> !atOnce.contains(one))
                .as("offline until another broker is unfenced")
                .isNotEmpty()
                .allMatch(one -> one.lastElected() == one.unfenced(0));
        assertThat(seen).allMatch(one -> one.electedUncleanly() && one.lost() > 6144);
        // U(0.1, 0.7) comes before U(0.3, 0.7) with probability 2/3; three standard deviations of 1,000 are 0.045.
        assertThat(atOnce.size() / 1000.0).isCloseTo(2.0 / 3, within(0.045));
    }

    @Test
    void a_forced_unclean_election_picks_the_empty_broker_although_intact_ones_are_there() {
        for (Observation one :
                Replay.of(row("kafka-4.3-empty-last-leader-forced")).seen()) {
            assertThat(one.leaders()).containsExactly(2);
            assertThat(one.lost()).isGreaterThan(6144);
            assertThat(one.lastElected()).isIn(one.firstUnfenced(2), one.began("forced"));
        }
    }

    @Test
    void the_document_is_current() throws IOException {
        Golden.check(Path.of("docs", "measured-brokers.md"), new MeasuredBrokersDocument(MEASURED).write());
    }

    private static Row row(String scenario) {
        return rows().stream()
                .filter(row -> row.scenario().equals(scenario))
                .findFirst()
                .orElseThrow();
    }

    private static Law rediscovered(Law decided) {
        return decided.plusUniform(50, 500).plusUniform(100, 1000);
    }
}
