package dev.brokerfall.kafka.controller;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.primitives.ImmutableIntArray;
import java.util.stream.IntStream;

/**
 * The replicas of a partition, in the order in which they are asked to lead, and what a reassignment is doing to them. Replicas are known
 * by positions, which say nothing of that order; sets of them are bit masks.
 *
 * <pre>
 * what happens                              replicas                      adding               removing
 * reassignment to a target is ordered       target, then what is leaving  target - replicas    replicas - target
 * the ISR contains every replica that is
 *   not being removed, and there is one     target                        none                 none
 * </pre>
 *
 * <p>Source: {@code PartitionReassignmentReplicas.java} of Apache Kafka 4.1 and {@code changePartitionReassignment} in
 * {@code ReplicationControlManager.java}.
 *
 * @param replicas positions of the replicas, the preferred leader first
 * @param adding those of them that a reassignment is adding
 * @param removing those of them that a reassignment is removing
 */
public record Assignment(ImmutableIntArray replicas, int adding, int removing) {

    private static final int MOST_POSITIONS = Integer.SIZE - 1;

    public Assignment {
        int all = 0;
        for (int i = 0; i < replicas.length(); i++) {
            int position = replicas.get(i);
            checkArgument(
                    0 <= position && position < MOST_POSITIONS,
                    "a position must lie between 0 and %s, was %s",
                    MOST_POSITIONS - 1,
                    position);
            checkArgument((all >> position & 1) == 0, "position %s occurs twice in %s", position, replicas);
            all |= 1 << position;
        }
        checkArgument(all != 0, "a partition needs at least one replica");
        checkArgument(((adding | removing) & ~all) == 0, "only replicas of %s can be added or removed", replicas);
    }

    /** Returns the assignment of a new partition: positions 0 to {@code count - 1}, in this order. */
    public static Assignment ofFirst(int count) {
        return of(IntStream.range(0, count).toArray());
    }

    /** Returns an assignment that nothing is done to. */
    public static Assignment of(int... replicas) {
        return new Assignment(ImmutableIntArray.copyOf(replicas), 0, 0);
    }

    /** Returns this assignment when a reassignment to {@code target} has been ordered; whatever was under way before is forgotten. */
    public Assignment towards(ImmutableIntArray target) {
        int wanted = setOf(target);
        int leaving = all() & ~wanted;
        ImmutableIntArray.Builder order = ImmutableIntArray.builder(replicas.length() + target.length());
        order.addAll(target);
        for (int set = leaving; set != 0; set &= set - 1) {
            order.add(Integer.numberOfTrailingZeros(set));
        }
        return new Assignment(order.build(), wanted & ~all(), leaving);
    }

    /** Returns whether a reassignment is under way. */
    public boolean reassigning() {
        return (adding | removing) != 0;
    }

    /** Returns whether a reassignment is under way that this in-sync set completes. */
    public boolean completes(int isr) {
        if (!reassigning()) {
            return false;
        }
        int target = all() & ~removing;
        return target != 0 && (isr & target) == target;
    }

    /** Returns this assignment without the replicas that were being removed. */
    public Assignment completed() {
        return new Assignment(
                ImmutableIntArray.copyOf(replicas.stream().filter(position -> (removing >> position & 1) == 0)), 0, 0);
    }

    /** Returns the set of all replicas. */
    public int all() {
        return setOf(replicas);
    }

    /** Returns the replica that leads when it may. */
    public int preferred() {
        return replicas.get(0);
    }

    /** Returns the first replica that is among {@code set}, or {@link PartitionState#NONE}. */
    public int firstOf(int set) {
        for (int i = 0; i < replicas.length(); i++) {
            if ((set >> replicas.get(i) & 1) != 0) {
                return replicas.get(i);
            }
        }
        return PartitionState.NONE;
    }

    private static int setOf(ImmutableIntArray positions) {
        int set = 0;
        for (int i = 0; i < positions.length(); i++) {
            set |= 1 << positions.get(i);
        }
        return set;
    }
}
