package dev.brokerfall.kafka.placement;

import static com.google.common.base.Preconditions.checkArgument;

import dev.brokerfall.random.Stream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;

/**
 * KRaft's placement of a new topic: the replicas of each partition go round the racks, each partition starting one rack further, and
 * within a rack round its brokers, so that neither a rack nor a broker gets more than its share. Both rounds start at random; after as
 * many partitions as there are unfenced brokers, racks and brokers are shuffled so that the pattern does not repeat. A fenced broker
 * never leads, and gets a replica only when its rack has no unfenced one left for the partition.
 *
 * <p>The rule is that of {@code org.apache.kafka.metadata.placement.StripedReplicaPlacer}.
 */
public final class StripedPlacer implements ReplicaPlacer {

    private final IntUnaryOperator random;
    private final List<Rack> racks = new ArrayList<>();
    private final int brokers;
    private final int unfenced;
    private int firstRack;
    private int round;

    /**
     * Creates a placer for one topic.
     *
     * @param brokers the registered brokers; those without racks are all in one
     * @param luck decides where the rounds start and how they are shuffled
     */
    public StripedPlacer(List<UsableBroker> brokers, Stream luck) {
        this(brokers, luck::index);
    }

    /** As the other, with {@code random} giving a number from 0 to less than its argument. */
    StripedPlacer(List<UsableBroker> registered, IntUnaryOperator random) {
        this.random = random;
        this.brokers = registered.size();
        this.unfenced =
                (int) registered.stream().filter(broker -> !broker.fenced()).count();
        checkArgument(unfenced > 0, "All brokers are currently fenced.");
        TreeMap<String, Rack> byName = new TreeMap<>();
        registered.stream()
                .sorted(Comparator.comparingInt(UsableBroker::id))
                .forEach(broker -> byName.computeIfAbsent(broker.rack(), name -> new Rack())
                        .listOf(broker)
                        .add(broker.id()));
        racks.addAll(byName.values());
        racks.forEach(rack -> rack.start(random));
        firstRack = random.applyAsInt(racks.size());
    }

    @Override
    public List<Integer> next(int replicationFactor) {
        checkArgument(
                1 <= replicationFactor && replicationFactor <= brokers,
                "replicationFactor must lie between 1 and %s, was %s",
                brokers,
                replicationFactor);
        if (round == unfenced && unfenced > 1) {
            shuffle(racks, random);
            racks.forEach(rack -> rack.shuffle(random));
            round = 0;
        }
        List<Integer> replicas = new ArrayList<>(replicationFactor);
        int leaders = rackOfLeader(replicas);
        boolean leadersPassed = false;
        for (int rack = firstRack; replicas.size() < replicationFactor; rack = (rack + 1) % racks.size()) {
            // The leader's rack has had its first turn already.
            if (rack == leaders && !leadersPassed) {
                leadersPassed = true;
            } else {
                int broker = racks.get(rack).next(round);
                if (broker != BrokerList.NONE) {
                    replicas.add(broker);
                }
            }
        }
        round++;
        firstRack = (firstRack + 1) % racks.size();
        return replicas;
    }

    /** Places the leader on the first rack, from where the round is, that has an unfenced broker; returns that rack. */
    private int rackOfLeader(List<Integer> replicas) {
        int rack = firstRack;
        int leader = racks.get(rack).unfenced.next(round);
        while (leader == BrokerList.NONE) {
            rack = (rack + 1) % racks.size();
            leader = racks.get(rack).unfenced.next(round);
        }
        replicas.add(leader);
        return rack;
    }

    /** Fisher and Yates's shuffle, from the last place down, as {@code java.util.Collections.shuffle} does it. */
    private static <T> void shuffle(List<T> list, IntUnaryOperator random) {
        for (int size = list.size(); size > 1; size--) {
            int other = random.applyAsInt(size);
            T last = list.set(size - 1, list.get(other));
            list.set(other, last);
        }
    }

    private static final class Rack {

        private final BrokerList fenced = new BrokerList();
        private final BrokerList unfenced = new BrokerList();

        List<Integer> listOf(UsableBroker broker) {
            return broker.fenced() ? fenced.members : unfenced.members;
        }

        void start(IntUnaryOperator random) {
            fenced.start(random);
            unfenced.start(random);
        }

        void shuffle(IntUnaryOperator random) {
            StripedPlacer.shuffle(fenced.members, random);
            StripedPlacer.shuffle(unfenced.members, random);
        }

        int next(int round) {
            int broker = unfenced.next(round);
            return broker == BrokerList.NONE ? fenced.next(round) : broker;
        }
    }

    private static final class BrokerList {

        static final int NONE = -1;

        private final List<Integer> members = new ArrayList<>();
        private int offset;
        private int taken;
        private int lastRound;

        void start(IntUnaryOperator random) {
            if (!members.isEmpty()) {
                offset = random.applyAsInt(members.size());
            }
        }

        /** Returns the next of these brokers, or {@link #NONE} when all have been taken in this round. */
        int next(int round) {
            if (members.isEmpty()) {
                return NONE;
            }
            if (round != lastRound) {
                lastRound = round;
                taken = 0;
                offset = (offset + 1) % members.size();
            }
            if (taken >= members.size()) {
                return NONE;
            }
            return members.get((taken++ + offset) % members.size());
        }
    }
}
