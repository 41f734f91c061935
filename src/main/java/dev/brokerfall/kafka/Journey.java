package dev.brokerfall.kafka;

import com.google.common.primitives.ImmutableIntArray;
import dev.brokerfall.kafka.placement.PlacedPartitions;
import dev.brokerfall.kafka.placement.Rebalancer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The lists of replicas that partitions of one topic have in turn: one at the start, and one after each change of brokers. Partitions
 * with the same journey and the same log directories behave alike for their whole life.
 *
 * @param topic the number of the topic
 * @param lists the brokers of the replicas, the preferred leader first
 * @param directories the log directory of each replica that there ever is, in the order of {@link #brokers()}; while brokers to come have
 *     chosen none, of those of the first list
 * @param partitions how many partitions, at least 1
 */
record Journey(int topic, List<List<Integer>> lists, List<Integer> directories, int partitions) {

    Journey {
        lists = List.copyOf(lists);
        directories = List.copyOf(directories);
    }

    /**
     * Returns where all partitions go.
     *
     * @param placed where they are at the start
     * @param racks the rack of each broker, those to come among them
     * @param brokers how many brokers there are at the start
     */
    static List<Journey> plan(List<Journey> placed, List<String> racks, int brokers, List<BrokerChange> changes) {
        List<Journey> journeys = placed;
        List<Integer> present =
                new ArrayList<>(IntStream.range(0, brokers).boxed().toList());
        for (int change = 0; change < changes.size(); change++) {
            int added = brokers + change;
            Rebalancer rebalancer =
                    new Rebalancer(journeys.stream().map(Journey::latest).toList(), racks, present);
            journeys = onward(
                    journeys,
                    changes.get(change)
                            .replaces()
                            .map(old -> rebalancer.replace(old, added))
                            .orElseGet(() -> rebalancer.add(added)));
            changes.get(change).replaces().ifPresent(present::remove);
            present.add(added);
        }
        return journeys;
    }

    private static List<Journey> onward(List<Journey> journeys, List<List<PlacedPartitions>> parts) {
        List<Journey> onward = new ArrayList<>();
        for (int j = 0; j < journeys.size(); j++) {
            for (PlacedPartitions part : parts.get(j)) {
                List<List<Integer>> lists = new ArrayList<>(journeys.get(j).lists());
                lists.add(part.replicas());
                onward.add(new Journey(part.topic(), lists, journeys.get(j).directories(), part.count()));
            }
        }
        return onward;
    }

    private PlacedPartitions latest() {
        return new PlacedPartitions(topic, lists.get(lists.size() - 1), partitions);
    }

    /** Returns every broker that ever holds a replica, those of the start first and in order: places in it are positions. */
    List<Integer> brokers() {
        return lists.stream().flatMap(List::stream).distinct().toList();
    }

    /** Returns the replicas after {@code change}, as positions. */
    ImmutableIntArray target(int change) {
        Map<Integer, Integer> positions = new LinkedHashMap<>();
        brokers().forEach(broker -> positions.put(broker, positions.size()));
        ImmutableIntArray.Builder target = ImmutableIntArray.builder();
        lists.get(change + 1).forEach(broker -> target.add(positions.getOrDefault(broker, 0)));
        return target.build();
    }

    /**
     * Returns what {@code change} has to do to {@code count} of these partitions.
     *
     * @param bytes what one replica of one partition holds
     */
    Moves moves(int change, int count, double bytes) {
        List<Integer> from = lists.get(change);
        List<Integer> to = lists.get(change + 1);
        int added = (int) to.stream().filter(broker -> !from.contains(broker)).count() * count;
        int leaders = from.get(0).equals(to.get(0)) ? 0 : count;
        return new Moves(added, added * bytes, leaders);
    }
}
