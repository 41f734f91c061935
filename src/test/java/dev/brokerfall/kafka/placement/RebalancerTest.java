package dev.brokerfall.kafka.placement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brokerfall.random.Streams;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RebalancerTest {

    /** 192 partitions on three brokers are 576 replicas, of which each of four brokers gets 144, and 48 of 192 leaders. */
    @Test
    void a_fourth_broker_takes_a_quarter_of_the_replicas_and_of_the_leaders() {
        List<PlacedPartitions> before = placed(List.of(192), 3, List.of("", "", ""), 7);

        List<PlacedPartitions> after = add(before, List.of("", "", "", ""), 3);

        assertThat(held(after, 4)).containsExactly(144, 144, 144, 144);
        assertThat(leads(after, 4)[3]).isEqualTo(48);
        assertThat(IntStream.of(leads(after, 4)).boxed()).allMatch(count -> 44 <= count && count <= 52);
    }

    /** Only the replica in its own rack can go to it: of 100 on the one old broker there, half. */
    @Test
    void in_racks_it_takes_from_the_broker_of_its_own_rack_alone() {
        List<PlacedPartitions> before = placed(List.of(100), 3, List.of("a", "b", "c"), 7);

        List<PlacedPartitions> after = add(before, List.of("a", "b", "c", "a"), 3);

        assertThat(held(after, 4)).containsExactly(50, 100, 100, 50);
    }

    @Test
    void a_rack_of_its_own_lets_it_take_from_everybody() {
        List<PlacedPartitions> before = placed(List.of(100), 3, List.of("a", "b", "c"), 7);

        List<PlacedPartitions> after = add(before, List.of("a", "b", "c", "d"), 3);

        assertThat(held(after, 4)).containsExactly(75, 75, 75, 75);
    }

    @Test
    void every_topic_gives_its_share() {
        List<PlacedPartitions> before = placed(List.of(40, 80, 4), 3, List.of("", "", ""), 7);

        List<PlacedPartitions> after = add(before, List.of("", "", "", ""), 3);

        assertThat(heldOf(0, 3, after)).isBetween(29, 31);
        assertThat(heldOf(1, 3, after)).isBetween(59, 61);
        assertThat(heldOf(2, 3, after)).isBetween(2, 4);
    }

    @Test
    void a_replaced_broker_hands_over_slot_by_slot() {
        List<PlacedPartitions> before =
                List.of(new PlacedPartitions(0, List.of(1, 0, 2), 5), new PlacedPartitions(0, List.of(2, 0, 3), 7));

        List<List<PlacedPartitions>> after =
                new Rebalancer(before, List.of("a", "b", "c", "a", "b"), List.of(0, 1, 2, 3)).replace(1, 4);

        assertThat(after)
                .containsExactly(
                        List.of(new PlacedPartitions(0, List.of(4, 0, 2), 5)),
                        List.of(new PlacedPartitions(0, List.of(2, 0, 3), 7)));
    }

    /** Seeded clusters of all shapes: nothing moves but to the new broker, racks stay even, and no balancing move is left out. */
    @Test
    void whatever_the_cluster_only_the_new_broker_gains_racks_stay_even_and_counts_are_balanced() {
        SplittableRandom random = new SplittableRandom(20261122);
        for (int story = 0; story < 300; story++) {
            int brokers = random.nextInt(1, 9);
            int kinds = random.nextInt(1, 4);
            List<String> racks = IntStream.rangeClosed(0, brokers)
                    .mapToObj(broker -> "rack" + random.nextInt(kinds))
                    .toList();
            int factor = random.nextInt(1, Math.min(brokers, 4) + 1);
            List<Integer> topics = IntStream.range(0, random.nextInt(1, 4))
                    .mapToObj(topic -> random.nextInt(1, 40))
                    .toList();
            List<PlacedPartitions> before = placed(topics, factor, racks.subList(0, brokers), story);

            List<List<PlacedPartitions>> parts = new Rebalancer(
                            before, racks, IntStream.range(0, brokers).boxed().toList())
                    .add(brokers);

            List<PlacedPartitions> after =
                    parts.stream().flatMap(Collection::stream).toList();
            int[] counts = held(after, brokers + 1);
            for (int g = 0; g < before.size(); g++) {
                List<Integer> old = before.get(g).replicas();
                assertThat(parts.get(g).stream()
                                .mapToInt(PlacedPartitions::count)
                                .sum())
                        .isEqualTo(before.get(g).count());
                for (PlacedPartitions part : parts.get(g)) {
                    assertThat(part.replicas()).doesNotHaveDuplicates().hasSameSizeAs(old);
                    for (int slot = 0; slot < factor; slot++) {
                        assertThat(part.replicas().get(slot)).isIn(old.get(slot), brokers);
                    }
                    assertThat(mostInARack(part.replicas(), racks))
                            .as("story %s: %s became %s in %s", story, old, part.replicas(), racks)
                            .isLessThanOrEqualTo(Math.max(mostInARack(old, racks), evenShare(factor, racks)));
                    assertNoMoveIsLeft(part, brokers, counts, racks, story);
                }
            }
        }
    }

    private static void assertNoMoveIsLeft(
            PlacedPartitions part, int added, int[] counts, List<String> racks, int story) {
        if (part.replicas().contains(added)) {
            return;
        }
        for (int slot = 0; slot < part.replicas().size(); slot++) {
            int giver = part.replicas().get(slot);
            List<Integer> moved = new ArrayList<>(part.replicas());
            moved.set(slot, added);
            long there = moved.stream()
                    .filter(broker -> racks.get(broker).equals(racks.get(added)))
                    .count();
            if (there <= evenShare(moved.size(), racks)) {
                assertThat(counts[giver])
                        .as("story %s: %s could still give a replica of %s", story, giver, part.replicas())
                        .isLessThanOrEqualTo(counts[added] + 1);
            }
        }
    }

    private static long evenShare(int factor, List<String> racks) {
        long kinds = racks.stream().distinct().count();
        return (factor + kinds - 1) / kinds;
    }

    private static long mostInARack(List<Integer> replicas, List<String> racks) {
        return replicas.stream()
                .mapToLong(one -> replicas.stream()
                        .filter(other -> racks.get(other).equals(racks.get(one)))
                        .count())
                .max()
                .orElse(0);
    }

    private static List<PlacedPartitions> add(List<PlacedPartitions> before, List<String> racks, int added) {
        return new Rebalancer(before, racks, IntStream.range(0, added).boxed().toList())
                .add(added).stream().flatMap(Collection::stream).toList();
    }

    private static List<PlacedPartitions> placed(List<Integer> topics, int factor, List<String> racks, long seed) {
        List<UsableBroker> brokers = IntStream.range(0, racks.size())
                .mapToObj(broker -> new UsableBroker(broker, racks.get(broker), false))
                .toList();
        List<PlacedPartitions> placed = new ArrayList<>();
        for (int topic = 0; topic < topics.size(); topic++) {
            ReplicaPlacer placer = new StripedPlacer(brokers, new Streams(seed, topic).stream("placement"));
            Map<List<Integer>, Integer> counts = new LinkedHashMap<>();
            for (int partition = 0; partition < topics.get(topic); partition++) {
                counts.merge(placer.next(factor), 1, Integer::sum);
            }
            for (Map.Entry<List<Integer>, Integer> entry : counts.entrySet()) {
                placed.add(new PlacedPartitions(topic, entry.getKey(), entry.getValue()));
            }
        }
        return placed;
    }

    private static int[] held(List<PlacedPartitions> placed, int brokers) {
        int[] held = new int[brokers];
        placed.forEach(its -> its.replicas().forEach(broker -> held[broker] += its.count()));
        return held;
    }

    private static int[] leads(List<PlacedPartitions> placed, int brokers) {
        int[] leads = new int[brokers];
        placed.forEach(its -> leads[its.replicas().get(0)] += its.count());
        return leads;
    }

    private static int heldOf(int topic, int broker, List<PlacedPartitions> placed) {
        return placed.stream()
                .filter(its -> its.topic() == topic && its.replicas().contains(broker))
                .mapToInt(PlacedPartitions::count)
                .sum();
    }
}
