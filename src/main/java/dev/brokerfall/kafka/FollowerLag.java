package dev.brokerfall.kafka;

import static dev.brokerfall.kafka.controller.PartitionState.NONE;

import dev.brokerfall.random.Stream;
import java.util.Arrays;

/**
 * The milliseconds by which an in-sync follower is behind its leader, which show when one of the two stops without warning.
 *
 * <p>A follower fetches from a leading broker in one loop for all partitions, and a fetch is answered as soon as there is a byte
 * ({@code replica.fetch.min.bytes=1}): what the leader appended since it answered last is on no other broker. With {@code acks=all}
 * none of that has been acknowledged. With {@code acks=1} and {@code acks=0} all of it has, and it is lost if a follower leads next;
 * it is not if the leader comes back first.
 *
 * <p>One lag is drawn for each pair of brokers, as there is one loop. How many records of all its partitions together are missing is
 * rounded at random to a whole number, so that thin traffic loses the right amount on average and mostly nothing; each partition then
 * misses its share, however partitions are grouped.
 */
final class FollowerLag {

    private final ClusterState cluster;
    private final double recordBytes;
    private final double[] offered;
    private final int[] trailing;
    private final double[] millis;

    FollowerLag(ClusterState cluster) {
        this.cluster = cluster;
        this.recordBytes = cluster.config.workload().recordSize().bytes();
        this.offered = cluster.loads.offered();
        this.trailing = new int[cluster.brokers.length * offered.length];
        this.millis = new double[cluster.brokers.length];
    }

    /**
     * Lets the followers of a broker that has just stopped to serve from some of its log directories, and itself as a follower, lack
     * what they had not fetched yet.
     */
    void stopped(Broker broker, int directories) {
        Arrays.fill(trailing, 0);
        boolean any = false;
        for (int i = 0; i < broker.cohorts.length; i++) {
            LiveCohort cohort = cluster.cohorts[broker.cohorts[i]];
            for (int set = trailing(cohort, broker, i, directories); set != 0; set &= set - 1) {
                int other = other(cohort, broker, Integer.numberOfTrailingZeros(set));
                trailing[other * offered.length + cohort.load] += cohort.partitions;
                any = true;
            }
        }
        if (!any) {
            return;
        }
        draw(broker.lagLuck);
        for (int i = 0; i < broker.cohorts.length; i++) {
            LiveCohort cohort = cluster.cohorts[broker.cohorts[i]];
            int set = trailing(cohort, broker, i, directories);
            if (set != 0) {
                cohort.settle();
            }
            for (; set != 0; set &= set - 1) {
                int position = Integer.numberOfTrailingZeros(set);
                double bytes = millis[other(cohort, broker, position)] * cohort.ingestNow();
                cohort.caughtUpAt[position] = cluster.agenda.now();
                cohort.logs.trail(position, cohort.state.leader(), bytes);
            }
        }
    }

    /** Returns the replicas that lack something because the broker's {@code i}-th replica has stopped. */
    private static int trailing(LiveCohort cohort, Broker broker, int i, int directories) {
        int stopped = broker.positions[i];
        int leader = cohort.state.leader();
        boolean concerned = (directories >> broker.placed[i] & 1) != 0;
        if (!concerned || cohort.topic.acks() == Acks.ALL || leader == NONE || cohort.ingest == 0) {
            return 0;
        }
        int followers = cohort.logs.linked() & cohort.state.isr();
        return stopped == leader ? followers : followers & 1 << stopped;
    }

    /** Returns the broker at the other end of the loop in which the replica at {@code position} is fetched. */
    private static int other(LiveCohort cohort, Broker stopped, int position) {
        int follower = cohort.brokers[position];
        return follower == stopped.id ? cohort.leaderBroker() : follower;
    }

    private void draw(Stream luck) {
        for (int b = 0; b < millis.length; b++) {
            long lag = cluster.config.timings().followerLag().drawMillis(luck);
            double chance = luck.uniform();
            double perMillisecond = offered(b) / recordBytes;
            millis[b] = perMillisecond > 0 ? Math.floor(lag * perMillisecond + chance) / perMillisecond : 0;
        }
    }

    /** Returns what producers offer to the partitions that lack something in a broker's loop, in bytes a millisecond. */
    private double offered(int broker) {
        double rate = 0;
        double now = cluster.pattern.at(cluster.agenda.now());
        for (int load = 0; load < offered.length; load++) {
            rate += offered[load] * trailing[broker * offered.length + load];
        }
        return rate * now;
    }
}
