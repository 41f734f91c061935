package dev.brokerfall.kafka.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

/** The cases of Apache Kafka's {@code AdminRackAwareTest.scala} (commit 22beaafbf5ee), and what follows from them when brokers are lost. */
final class RoundRobinPlacerTest {

    @Test
    void five_brokers_without_racks_get_ten_partitions_as_AdminUtils_documents() {
        // given: testReplicaAssignment, whose start index and shift are 0
        RoundRobinPlacer placer = new RoundRobinPlacer(brokers(Collections.nCopies(5, "")), 0, 0);

        // when
        List<List<Integer>> assignment = place(placer, 10, 3);

        // then
        assertThat(assignment)
                .containsExactly(
                        List.of(0, 1, 2),
                        List.of(1, 2, 3),
                        List.of(2, 3, 4),
                        List.of(3, 4, 0),
                        List.of(4, 0, 1),
                        List.of(0, 2, 3),
                        List.of(1, 3, 4),
                        List.of(2, 4, 0),
                        List.of(3, 0, 1),
                        List.of(4, 1, 2));
    }

    @Test
    void six_brokers_in_three_racks_alternate() {
        // given: testGetRackAlternatedBrokerListAndAssignReplicasToBrokers
        RoundRobinPlacer placer = new RoundRobinPlacer(brokers(List.of("1", "3", "3", "2", "2", "1")), 0, 0);

        // when
        List<List<Integer>> assignment = place(placer, 7, 3);

        // then: the brokers alternate as 0, 3, 1, 5, 4, 2
        assertThat(assignment)
                .containsExactly(
                        List.of(0, 3, 1),
                        List.of(3, 1, 5),
                        List.of(1, 5, 4),
                        List.of(5, 4, 2),
                        List.of(4, 2, 0),
                        List.of(2, 0, 3),
                        List.of(0, 4, 2));
    }

    /**
     * testAssignmentWithRackAware, testAssignmentWith2ReplicasRackAware, testAssignmentWith2ReplicasRackAwareWith6Partitions,
     * testAssignmentWith2ReplicasRackAwareWith6PartitionsAnd3Brokers and testLargeNumberPartitionsAssignment.
     */
    @ParameterizedTest
    @CsvSource({
        "1 2 2 3 3 1, 6, 3, 1, 3",
        "1 2 2 3 3 1, 12, 2, 2, 4",
        "1 2 2 3 3 1, 6, 2, 1, 2",
        "1 2 3, 3, 2, 1, 2",
        "1 2 2 3 3 1 1 2 2 3 1 3, 96, 3, 8, 24"
    })
    void racks_and_brokers_get_the_same_share_wherever_the_round_starts(
            String racks, int partitions, int replicationFactor, int leadersPerBroker, int replicasPerBroker) {
        List<String> rackOf = List.of(racks.split(" "));
        for (int start = 0; start < rackOf.size(); start++) {
            for (int shift = 0; shift < rackOf.size(); shift++) {
                // when
                List<List<Integer>> assignment =
                        place(new RoundRobinPlacer(brokers(rackOf), start, shift), partitions, replicationFactor);

                // then
                int[] leaders = new int[rackOf.size()];
                int[] replicas = new int[rackOf.size()];
                for (List<Integer> placed : assignment) {
                    leaders[placed.get(0)]++;
                    placed.forEach(broker -> replicas[broker]++);
                    assertThat(placed).doesNotHaveDuplicates();
                    assertThat(placed.stream().map(rackOf::get).distinct()).hasSize(replicationFactor);
                }
                assertThat(leaders).containsOnly(leadersPerBroker);
                assertThat(replicas).containsOnly(replicasPerBroker);
            }
        }
    }

    @Test
    void more_replicas_than_racks_use_every_rack() {
        // given: testMoreReplicasThanRacks
        List<String> racks = List.of("1", "2", "2", "3", "3", "2");

        // when
        List<List<Integer>> assignment = place(new RoundRobinPlacer(brokers(racks), 4, 1), 6, 5);

        // then
        assertThat(assignment).allSatisfy(placed -> {
            assertThat(placed).hasSize(5).doesNotHaveDuplicates();
            assertThat(placed.stream().map(racks::get).distinct()).hasSize(3);
        });
    }

    @ParameterizedTest
    @CsvFileSource(resources = "lost-brokers.csv", useHeadersInDisplayName = true)
    void losing_brokers_costs_what_going_through_all_sets_of_them_says(
            int brokers,
            int zones,
            int partitions,
            int replicationFactor,
            int lost,
            int distinctSets,
            double anyPartitionLost,
            double partitionsLost,
            double anyPartitionBelowTwo,
            double partitionsBelowTwo) {
        // given
        List<String> zoneOf =
                IntStream.range(0, brokers).mapToObj(b -> "zone-" + b % zones).toList();
        int[] sets = place(new RoundRobinPlacer(brokers(zoneOf), 0, 0), partitions, replicationFactor).stream()
                .mapToInt(RoundRobinPlacerTest::set)
                .toArray();

        // when: every set of so many brokers is lost once
        int cases = 0;
        int anyLost = 0;
        int anyBelow = 0;
        long allGone = 0;
        long fewLeft = 0;
        for (int gone = 0; gone < 1 << brokers; gone++) {
            if (Integer.bitCount(gone) == lost) {
                long withoutReplica = withFewerThan(1, sets, gone);
                long withoutTwo = withFewerThan(2, sets, gone);
                cases++;
                anyLost += withoutReplica > 0 ? 1 : 0;
                anyBelow += withoutTwo > 0 ? 1 : 0;
                allGone += withoutReplica;
                fewLeft += withoutTwo;
            }
        }

        // then
        assertThat(IntStream.of(sets).distinct()).hasSize(distinctSets);
        closeTo(anyPartitionLost, (double) anyLost / cases);
        closeTo(anyPartitionBelowTwo, (double) anyBelow / cases);
        closeTo(partitionsLost, (double) allGone / cases / partitions);
        closeTo(partitionsBelowTwo, (double) fewLeft / cases / partitions);
    }

    private static long withFewerThan(int replicas, int[] sets, int gone) {
        return IntStream.of(sets)
                .filter(set -> Integer.bitCount(set & ~gone) < replicas)
                .count();
    }

    private static void closeTo(double expected, double actual) {
        assertThat(actual).isCloseTo(expected, within(1e-6 * expected));
    }

    private static int set(List<Integer> brokers) {
        return brokers.stream().mapToInt(broker -> 1 << broker).reduce(0, (one, other) -> one | other);
    }

    private static List<List<Integer>> place(ReplicaPlacer placer, int partitions, int replicationFactor) {
        List<List<Integer>> assignment = new ArrayList<>();
        for (int partition = 0; partition < partitions; partition++) {
            assignment.add(placer.next(replicationFactor));
        }
        return assignment;
    }

    private static List<UsableBroker> brokers(List<String> racks) {
        return IntStream.range(0, racks.size())
                .mapToObj(id -> new UsableBroker(id, racks.get(id), false))
                .toList();
    }
}
