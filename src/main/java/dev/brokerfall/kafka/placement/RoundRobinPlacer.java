package dev.brokerfall.kafka.placement;

import static com.google.common.base.Preconditions.checkArgument;

import dev.brokerfall.random.Stream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;

/**
 * The placement of new topics before KRaft: first replicas go round the brokers, the others follow at a distance that grows by one each
 * time round. With racks the round alternates between them, and a rack gets a second replica of a partition only when all have one.
 * Where the round starts and how large the first distance is, is random for each topic.
 *
 * <p>The rule is that of {@code org.apache.kafka.admin.AdminUtils.assignReplicasToBrokers}, for a topic without partitions so far. It
 * does not know of fencing: every broker it is given is alive.
 */
public final class RoundRobinPlacer implements ReplicaPlacer {

    private final List<UsableBroker> round;
    private final int racks;
    private final int start;
    private int shift;
    private int partition;

    /** Creates a placer for one topic that starts where {@code luck} has it. */
    public RoundRobinPlacer(List<UsableBroker> brokers, Stream luck) {
        this(brokers, luck.index(brokers.size()), luck.index(brokers.size()));
    }

    /** Creates a placer for one topic whose first leader and whose first distance are given. */
    RoundRobinPlacer(List<UsableBroker> brokers, int start, int shift) {
        this.round = alternatingRacks(brokers);
        this.racks = (int) brokers.stream().map(UsableBroker::rack).distinct().count();
        this.start = start;
        this.shift = shift;
    }

    /** Returns the brokers in the order of a round: one of each rack in turn, racks and brokers each in their own order. */
    private static List<UsableBroker> alternatingRacks(List<UsableBroker> brokers) {
        TreeMap<String, List<UsableBroker>> byRack = new TreeMap<>();
        brokers.stream()
                .sorted(Comparator.comparingInt(UsableBroker::id))
                .forEach(broker -> byRack.computeIfAbsent(broker.rack(), rack -> new ArrayList<>())
                        .add(broker));
        List<Iterator<UsableBroker>> turns =
                byRack.values().stream().map(List::iterator).toList();
        List<UsableBroker> round = new ArrayList<>();
        while (round.size() < brokers.size()) {
            turns.stream().filter(Iterator::hasNext).forEach(turn -> round.add(turn.next()));
        }
        return round;
    }

    @Override
    public List<Integer> next(int replicationFactor) {
        checkArgument(
                1 <= replicationFactor && replicationFactor <= round.size(),
                "replicationFactor must lie between 1 and %s, was %s",
                round.size(),
                replicationFactor);
        if (partition > 0 && partition % round.size() == 0) {
            shift++;
        }
        int leader = (partition + start) % round.size();
        List<UsableBroker> placed = new ArrayList<>(replicationFactor);
        placed.add(round.get(leader));
        for (int step = 0; placed.size() < replicationFactor; step++) {
            UsableBroker candidate = round.get(follower(leader, step));
            if (!placed.contains(candidate) && addsRack(placed, candidate)) {
                placed.add(candidate);
            }
        }
        partition++;
        return placed.stream().map(UsableBroker::id).toList();
    }

    /** Every place of the round but the leader's comes up as {@code step} counts on. */
    private int follower(int leader, int step) {
        int others = round.size() - 1;
        // Brokers without racks are one rack, for which Kafka's two formulas are the same.
        return (leader + 1 + (shift * racks + step) % others) % round.size();
    }

    private boolean addsRack(List<UsableBroker> placed, UsableBroker candidate) {
        long used = placed.stream().map(UsableBroker::rack).distinct().count();
        return used == racks
                || placed.stream().noneMatch(broker -> broker.rack().equals(candidate.rack()));
    }
}
