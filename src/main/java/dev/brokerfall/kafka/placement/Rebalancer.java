package dev.brokerfall.kafka.placement;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.ArrayList;
import java.util.List;

/**
 * What moves when a cluster gets a broker. The new broker takes the place of an old one in the list of a partition's replicas, so that
 * what leads by preference moves with it; leaders themselves move by the next preferred election.
 *
 * <p>An added broker takes replicas from the fullest brokers until no broker has two more than it, of every topic its share of replicas
 * and of preferred leaders as nearly as may be; nothing moves between old brokers. A move is made only if the new broker's rack then holds
 * no more of the partition's replicas than its even share.
 *
 * <p>The rule is that of Cruise Control's {@code add_broker} with {@code RackAwareGoal} (where there are fewer racks than replicas,
 * {@code RackAwareDistributionGoal}) as hard and {@code ReplicaDistributionGoal} as only soft goal, but for its tolerance: Cruise Control
 * stops a few percent short of even counts ({@code replica.count.balance.threshold} 1.1, of which it uses 90 %), so that this is the
 * most that it would move.
 */
public final class Rebalancer {

    private final List<PlacedPartitions> before;
    private final List<String> racks;
    private final List<Integer> brokers;

    /**
     * Creates a planner for a cluster as it is.
     *
     * @param before where all partitions are
     * @param racks the rack of each broker, by its id
     * @param brokers ids of the brokers that may hold replicas, without the new one
     */
    public Rebalancer(List<PlacedPartitions> before, List<String> racks, List<Integer> brokers) {
        this.before = List.copyOf(before);
        this.racks = List.copyOf(racks);
        this.brokers = List.copyOf(brokers);
    }

    /** Returns, for each of the partitions given, into what they fall: every replica of {@code old} is one of {@code added} instead. */
    public List<List<PlacedPartitions>> replace(int old, int added) {
        return before.stream()
                .map(its -> List.of(moved(its, old, added, its.count())))
                .toList();
    }

    /** Returns, for each of the partitions given, into what they fall once {@code added} has taken its share. */
    public List<List<PlacedPartitions>> add(int added) {
        checkArgument(!brokers.contains(added), "broker %s is there already", added);
        return new Addition(added).plan();
    }

    private static PlacedPartitions moved(PlacedPartitions its, int from, int to, int count) {
        return new PlacedPartitions(
                its.topic(),
                its.replicas().stream()
                        .map(broker -> broker == from ? (Integer) to : broker)
                        .toList(),
                count);
    }

    /** The work of taking replicas one by one. */
    private final class Addition {

        private final int added;
        private final int[] left;
        private final int[][] taken;
        private final int[] held;
        private final double[] replicasDue;
        private final double[] leadersDue;

        Addition(int added) {
            this.added = added;
            int topics = before.stream().mapToInt(PlacedPartitions::topic).max().orElse(-1) + 1;
            left = before.stream().mapToInt(PlacedPartitions::count).toArray();
            taken = before.stream().map(its -> new int[its.replicas().size()]).toArray(int[][]::new);
            held = new int[racks.size()];
            replicasDue = new double[topics];
            leadersDue = new double[topics];
            double share = 1.0 / (brokers.size() + 1);
            for (PlacedPartitions its : before) {
                its.replicas().forEach(broker -> held[broker] += its.count());
                replicasDue[its.topic()] += share * its.count() * its.replicas().size();
                leadersDue[its.topic()] += share * its.count();
            }
        }

        List<List<PlacedPartitions>> plan() {
            while (takeOne()) {
                // One replica a round: the fullest broker is another after each.
            }
            List<List<PlacedPartitions>> after = new ArrayList<>();
            for (int g = 0; g < left.length; g++) {
                PlacedPartitions its = before.get(g);
                List<PlacedPartitions> parts = new ArrayList<>();
                if (left[g] > 0) {
                    parts.add(new PlacedPartitions(its.topic(), its.replicas(), left[g]));
                }
                for (int slot = 0; slot < taken[g].length; slot++) {
                    if (taken[g][slot] > 0) {
                        parts.add(moved(its, its.replicas().get(slot), added, taken[g][slot]));
                    }
                }
                after.add(parts);
            }
            return after;
        }

        /** Takes one replica from the fullest broker that can give one, and returns whether there was any. */
        private boolean takeOne() {
            int giver = -1;
            int best = -1;
            for (int broker : brokers) {
                if (held[broker] >= held[added] + 2 && (giver < 0 || held[broker] > held[giver])) {
                    int from = bestFrom(broker);
                    if (from >= 0) {
                        giver = broker;
                        best = from;
                    }
                }
            }
            if (giver < 0) {
                return false;
            }
            int slot = before.get(best).replicas().indexOf(giver);
            int topic = before.get(best).topic();
            left[best]--;
            taken[best][slot]++;
            held[giver]--;
            held[added]++;
            replicasDue[topic]--;
            leadersDue[topic] -= slot == 0 ? 1 : 0;
            return true;
        }

        /** Returns the partitions of which {@code giver} had best give one up; -1 when it may not. */
        private int bestFrom(int giver) {
            int best = -1;
            for (int g = 0; g < left.length; g++) {
                if (left[g] > 0 && mayMove(before.get(g), giver) && (best < 0 || isBetter(g, best, giver))) {
                    best = g;
                }
            }
            return best;
        }

        private boolean isBetter(int one, int other, int giver) {
            int topic = before.get(one).topic();
            double due = replicasDue[topic];
            double otherDue = replicasDue[before.get(other).topic()];
            if (due != otherDue) {
                return due > otherDue;
            }
            boolean fits = fits(before.get(one), giver);
            boolean otherFits = fits(before.get(other), giver);
            return fits != otherFits ? fits : left[one] > left[other];
        }

        /** Returns whether the replica is of the kind of which the new broker has too few of this topic: leading or following. */
        private boolean fits(PlacedPartitions its, int giver) {
            boolean leads = its.replicas().get(0) == giver;
            return leads == leadersDue[its.topic()] >= 1;
        }

        private boolean mayMove(PlacedPartitions its, int giver) {
            if (!its.replicas().contains(giver)) {
                return false;
            }
            String rack = racks.get(added);
            long there = its.replicas().stream()
                    .filter(broker -> broker != giver && racks.get(broker).equals(rack))
                    .count();
            long kinds = brokers.stream().map(racks::get).distinct().count()
                    + (brokers.stream().anyMatch(broker -> racks.get(broker).equals(rack)) ? 0 : 1);
            long share = (its.replicas().size() + kinds - 1) / kinds;
            return there < share;
        }
    }
}
