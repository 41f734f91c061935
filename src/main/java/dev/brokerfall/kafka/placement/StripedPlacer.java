package dev.brokerfall.kafka.placement;

import static com.google.common.base.Preconditions.checkArgument;

import dev.brokerfall.random.Stream;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;

/**
 * Kafka's placement of a new topic: the replicas of each partition go round the racks, each partition starting one rack further, and
 * within a rack round its brokers, so that neither a rack nor a broker gets more than its share. Both rounds start at random; after as
 * many partitions as there are brokers, racks and brokers are shuffled so that the pattern does not repeat.
 *
 * <p>The rule is that of {@code org.apache.kafka.metadata.placement.StripedReplicaPlacer} for a cluster in which no broker is fenced and
 * the topic is new.
 */
public final class StripedPlacer {

    private final IntUnaryOperator random;
    private final List<Rack> racks = new ArrayList<>();
    private final int brokers;
    private int firstRack;
    private int round;

    /**
     * Creates a placer for one topic.
     *
     * @param racks the rack of each broker, in order of broker id; brokers without racks are all in one
     * @param luck decides where the rounds start and how they are shuffled
     */
    public StripedPlacer(List<String> racks, Stream luck) {
        this(racks, luck::index);
    }

    /** As the other, with {@code random} giving a number from 0 to less than its argument. */
    StripedPlacer(List<String> rackOfBroker, IntUnaryOperator random) {
        this.random = random;
        this.brokers = rackOfBroker.size();
        TreeMap<String, Rack> byName = new TreeMap<>();
        for (int broker = 0; broker < brokers; broker++) {
            byName.computeIfAbsent(rackOfBroker.get(broker), name -> new Rack())
                    .members
                    .add(broker);
        }
        racks.addAll(byName.values());
        for (Rack rack : racks) {
            rack.offset = random.applyAsInt(rack.members.size());
        }
        firstRack = random.applyAsInt(racks.size());
    }

    /** Returns the brokers of the next partition's replicas, the preferred leader first. */
    public List<Integer> next(int replicationFactor) {
        checkArgument(
                1 <= replicationFactor && replicationFactor <= brokers,
                "replicationFactor must lie between 1 and %s, was %s",
                brokers,
                replicationFactor);
        if (round == brokers && brokers > 1) {
            shuffle(racks);
            racks.forEach(rack -> shuffle(rack.members));
            round = 0;
        }
        List<Integer> replicas = new ArrayList<>(replicationFactor);
        int rack = firstRack % racks.size();
        while (replicas.size() < replicationFactor) {
            int broker = racks.get(rack).next(round);
            if (broker >= 0) {
                replicas.add(broker);
            }
            rack = (rack + 1) % racks.size();
        }
        round++;
        firstRack = (firstRack + 1) % racks.size();
        return replicas;
    }

    /** Fisher and Yates's shuffle, from the last place down, as {@code java.util.Collections.shuffle} does it. */
    private <T> void shuffle(List<T> list) {
        for (int size = list.size(); size > 1; size--) {
            int other = random.applyAsInt(size);
            T last = list.set(size - 1, list.get(other));
            list.set(other, last);
        }
    }

    private static final class Rack {

        private final List<Integer> members = new ArrayList<>();
        private int offset;
        private int taken;
        private int lastRound;

        /** Returns the next broker of this rack, or -1 when all have been taken in this round. */
        int next(int round) {
            if (round != lastRound) {
                lastRound = round;
                taken = 0;
                offset = (offset + 1) % members.size();
            }
            if (taken >= members.size()) {
                return -1;
            }
            return members.get((taken++ + offset) % members.size());
        }
    }
}
