package dev.brokerfall.kafka.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brokerfall.random.Streams;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The lists of brokers that carry a name of a test are those of Apache Kafka's {@code StripedReplicaPlacerTest.java} (0ad8dc4d51ff). */
final class StripedPlacerTest {

    @Test
    void nine_brokers_in_three_racks_are_striped_as_the_algorithm_is_described() {
        // The class comment of StripedReplicaPlacer: with all offsets 0, partitions get A0 B0 C0, B1 C1 A1, C2 A2 B2.
        StripedPlacer placer =
                new StripedPlacer(unfenced(List.of("a", "b", "c", "a", "b", "c", "a", "b", "c")), bound -> 0);

        assertThat(placer.next(3)).containsExactly(0, 1, 2);
        assertThat(placer.next(3)).containsExactly(4, 5, 3);
        assertThat(placer.next(3)).containsExactly(8, 6, 7);
    }

    @Test
    void brokers_without_racks_take_turns() {
        StripedPlacer placer = new StripedPlacer(unfenced(Collections.nCopies(4, "")), bound -> 0);

        assertThat(placer.next(3)).containsExactly(0, 1, 2);
        assertThat(placer.next(3)).containsExactly(1, 2, 3);
        assertThat(placer.next(3)).containsExactly(2, 3, 0);
        assertThat(placer.next(3)).containsExactly(3, 0, 1);
    }

    @Test
    void after_as_many_partitions_as_brokers_the_pattern_is_shuffled() {
        StripedPlacer placer =
                new StripedPlacer(unfenced(List.of("", "", "", "")), new Streams(1, 0).stream("placement"));
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
        StripedPlacer placer = new StripedPlacer(unfenced(rackOf), new Streams(3, 0).stream("placement"));
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

    @Test
    void a_fenced_broker_gets_nothing_while_there_are_unfenced_ones_enough() {
        // given: testAvoidFencedReplicaIfPossibleOnSingleRack
        StripedPlacer placer = new StripedPlacer(
                List.of(broker(3, ""), fenced(1, ""), broker(0, ""), broker(4, ""), broker(2, "")), new MockRandom());

        // when, then: Kafka's own five placements
        assertThat(placer.next(4)).containsExactly(3, 4, 0, 2);
        assertThat(placer.next(4)).containsExactly(4, 0, 2, 3);
        assertThat(placer.next(4)).containsExactly(0, 2, 3, 4);
        assertThat(placer.next(4)).containsExactly(2, 3, 4, 0);
        assertThat(placer.next(4)).containsExactly(0, 4, 3, 2);
    }

    @Test
    void a_fenced_broker_is_used_when_it_must_be_and_never_leads() {
        // given: testPlacementOnFencedReplicaOnSingleRack
        StripedPlacer placer =
                new StripedPlacer(List.of(broker(3, ""), fenced(1, ""), broker(2, "")), new MockRandom());

        // when, then
        assertThat(placer.next(3)).containsExactly(3, 2, 1);
        assertThat(placer.next(3)).containsExactly(2, 3, 1);
        assertThat(placer.next(3)).containsExactly(3, 2, 1);
        assertThat(placer.next(3)).containsExactly(2, 3, 1);
    }

    @Test
    void a_fenced_broker_is_used_before_its_rack_goes_without() {
        // given: testRackListWithMultipleRacks
        StripedPlacer placer = new StripedPlacer(
                List.of(
                        broker(11, "1"),
                        broker(10, "1"),
                        broker(30, "3"),
                        broker(31, "3"),
                        broker(21, "2"),
                        fenced(20, "2")),
                new MockRandom());

        // when, then
        assertThat(placer.next(4)).containsExactly(11, 21, 31, 10);
        assertThat(placer.next(4)).containsExactly(21, 30, 10, 20);
        assertThat(placer.next(4)).containsExactly(31, 11, 21, 30);
    }

    @Test
    void racks_of_fenced_brokers_alone_lead_nothing() {
        // given: testRackListWithInvalidRacks
        StripedPlacer placer = new StripedPlacer(
                List.of(
                        broker(11, "1"),
                        broker(10, "1"),
                        fenced(30, "3"),
                        fenced(31, "3"),
                        fenced(20, "2"),
                        fenced(21, "2"),
                        broker(41, "4"),
                        fenced(40, "4")),
                new MockRandom());

        // when, then
        assertThat(placer.next(4)).containsExactly(41, 11, 21, 30);
        assertThat(placer.next(4)).containsExactly(10, 20, 31, 41);
        assertThat(placer.next(4)).containsExactly(41, 21, 30, 11);
    }

    @Test
    void a_topic_goes_where_Kafka_puts_it() {
        // given: testSuccessfulPlacement
        StripedPlacer placer = new StripedPlacer(unfenced(Collections.nCopies(4, "")), new MockRandom());

        // when, then
        assertThat(placer.next(3)).containsExactly(2, 3, 0);
        assertThat(placer.next(3)).containsExactly(3, 0, 1);
        assertThat(placer.next(3)).containsExactly(0, 1, 2);
        assertThat(placer.next(3)).containsExactly(1, 2, 3);
        assertThat(placer.next(3)).containsExactly(1, 0, 2);
    }

    @Test
    void two_hundred_partitions_are_spread_as_Kafka_spreads_them() {
        // given: testEvenDistribution
        StripedPlacer placer = new StripedPlacer(unfenced(Collections.nCopies(4, "")), new MockRandom());

        // when
        TreeMap<String, Integer> counts = new TreeMap<>();
        for (int partition = 0; partition < 200; partition++) {
            counts.merge(placer.next(2).toString(), 1, Integer::sum);
        }

        // then
        assertThat(counts)
                .containsExactlyEntriesOf(new TreeMap<>(Map.ofEntries(
                        Map.entry("[0, 1]", 14),
                        Map.entry("[0, 2]", 22),
                        Map.entry("[0, 3]", 14),
                        Map.entry("[1, 0]", 17),
                        Map.entry("[1, 2]", 17),
                        Map.entry("[1, 3]", 16),
                        Map.entry("[2, 0]", 13),
                        Map.entry("[2, 1]", 17),
                        Map.entry("[2, 3]", 20),
                        Map.entry("[3, 0]", 20),
                        Map.entry("[3, 1]", 19),
                        Map.entry("[3, 2]", 11))));
    }

    @Test
    void one_unfenced_broker_leads_everything() {
        // given: testMultiPartitionTopicPlacementOnSingleUnfencedBroker
        StripedPlacer placer = new StripedPlacer(List.of(broker(0, ""), fenced(1, "")), new MockRandom());

        // when, then
        for (int partition = 0; partition < 3; partition++) {
            assertThat(placer.next(1)).containsExactly(0);
        }
    }

    @Test
    void without_an_unfenced_broker_nothing_is_placed() {
        // given: testAllBrokersFenced
        List<UsableBroker> brokers = List.of(fenced(11, "1"), fenced(10, "1"));

        // when, then
        assertThatThrownBy(() -> new StripedPlacer(brokers, new MockRandom()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("All brokers are currently fenced.");
    }

    private static UsableBroker broker(int id, String rack) {
        return new UsableBroker(id, rack, false);
    }

    private static UsableBroker fenced(int id, String rack) {
        return new UsableBroker(id, rack, true);
    }

    private static List<UsableBroker> unfenced(List<String> racks) {
        return IntStream.range(0, racks.size())
                .mapToObj(id -> broker(id, racks.get(id)))
                .toList();
    }

    /** The numbers of Kafka's {@code org.apache.kafka.server.util.MockRandom}, whose state starts at 17. */
    private static final class MockRandom extends Random implements IntUnaryOperator {

        private long state = 17;

        @Override
        protected int next(int bits) {
            state = state * 2862933555777941757L + 3037000493L;
            return (int) (state >>> (64 - bits));
        }

        @Override
        public int applyAsInt(int bound) {
            return nextInt(bound);
        }
    }
}
