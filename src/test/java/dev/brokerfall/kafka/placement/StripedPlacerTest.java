package dev.brokerfall.kafka.placement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brokerfall.random.Streams;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StripedPlacerTest {

    @Test
    void nine_brokers_in_three_racks_are_striped_as_the_algorithm_is_described() {
        // The class comment of StripedReplicaPlacer: with all offsets 0, partitions get A0 B0 C0, B1 C1 A1, C2 A2 B2.
        StripedPlacer placer = new StripedPlacer(List.of("a", "b", "c", "a", "b", "c", "a", "b", "c"), bound -> 0);

        assertThat(placer.next(3)).containsExactly(0, 1, 2);
        assertThat(placer.next(3)).containsExactly(4, 5, 3);
        assertThat(placer.next(3)).containsExactly(8, 6, 7);
    }

    @Test
    void brokers_without_racks_take_turns() {
        StripedPlacer placer = new StripedPlacer(Collections.nCopies(4, ""), bound -> 0);

        assertThat(placer.next(3)).containsExactly(0, 1, 2);
        assertThat(placer.next(3)).containsExactly(1, 2, 3);
        assertThat(placer.next(3)).containsExactly(2, 3, 0);
        assertThat(placer.next(3)).containsExactly(3, 0, 1);
    }

    @Test
    void after_as_many_partitions_as_brokers_the_pattern_is_shuffled() {
        StripedPlacer placer = new StripedPlacer(List.of("", "", "", ""), new Streams(1, 0).stream("placement"));
        HashSet<List<Integer>> lists = new HashSet<>();
        for (int partition = 0; partition < 400; partition++) {
            lists.add(placer.next(3));
        }

        // All 4 × 3 × 2 orders come up in time.
        assertThat(lists).hasSize(24);
    }

    /** From {@code AdminRackAwareTest.scala} of Apache Kafka (commit 22beaafbf5ee): racks and the figures are those of its tests. */
    @ParameterizedTest
    @CsvSource({"'1 2 2 3 3 1', 12, 2, 2, 4", "'1 2 2 3 3 1 1 2 2 3 1 3', 96, 3, 8, 24"})
    void racks_and_brokers_get_the_same_share(
            String racks, int partitions, int replicationFactor, int leadersPerBroker, int replicasPerBroker) {
        List<String> rackOf = List.of(racks.split(" "));
        StripedPlacer placer = new StripedPlacer(rackOf, new Streams(3, 0).stream("placement"));
        int[] leaders = new int[rackOf.size()];
        int[] replicas = new int[rackOf.size()];

        for (int partition = 0; partition < partitions; partition++) {
            List<Integer> placed = placer.next(replicationFactor);
            leaders[placed.get(0)]++;
            placed.forEach(broker -> replicas[broker]++);
            assertThat(placed.stream().map(rackOf::get).distinct()).hasSize(replicationFactor);
        }

        // The striped placer does not promise an equal number of leaders as the older one did; it is even over whole
        // rounds.
        assertThat(IntStream.of(replicas)).allMatch(count -> count == replicasPerBroker);
        assertThat(IntStream.of(leaders).sum()).isEqualTo(leadersPerBroker * rackOf.size());
    }
}
