package dev.brokerfall.scenario;

import static com.google.common.base.Preconditions.checkArgument;

import dev.brokerfall.random.Distribution;
import java.util.stream.IntStream;

/**
 * How long a producer waits for its answer while nothing is broken and nothing is full.
 *
 * <pre>
 * acks = all   client's round trip + the slowest follower's wait
 * otherwise    client's round trip
 * a follower's wait = what is left of its fetch under way + one round trip of the fetch that takes the record
 * </pre>
 *
 * <p>A leader appends to its page cache and does not wait for its disk; nor does a follower. With {@code acks=all} it answers when every
 * member of the in-sync set, however few {@code min.insync.replicas} asks for, has fetched what comes after the record: that is when the
 * next fetch of the slowest has arrived ({@code Partition.maybeIncrementLeaderHW}, {@code DelayedProduce}). A follower has one fetch under
 * way at a time. If it waits at the leader, the record goes out at once; else the record waits until the fetch that is answered has gone
 * there and back, which is a uniform part of a round trip, long ones being met more often. With records that come to a leader and go to a
 * follower at λ a second, one by one and independently, and round trips of R seconds, e^(-λR) of all fetches find nothing when they
 * arrive and then take one record with them without wait; so e^(-λR) / (λR + e^(-λR)) of all records do not wait.
 *
 * <p>The time that brokers and clients compute, wait for processors, or let records linger is left out. Disks have no part in it up to the
 * rate that the cluster sustains; beyond it, queues grow for as long as that lasts, and there is no latency to speak of.
 */
final class ProduceLatency {

    private static final double MILLIS_PER_SECOND = 1000;

    /** Cells of the grid that all sums of ways fit on. */
    private static final int CELLS = 2000;

    private static final int QUANTILES = 2000;

    private final double[] density;
    private final double millisPerCell;

    private ProduceLatency(double[] density, double millisPerCell) {
        this.density = density;
        this.millisPerCell = millisPerCell;
    }

    /**
     * Reckons a latency.
     *
     * @param client the round trips of producers to a leader
     * @param fetch the round trips of followers to a leader
     * @param followers how many followers are waited for
     * @param recordsPerMillisecond how many records a leader sends to one follower
     */
    static ProduceLatency of(Mix client, Mix fetch, int followers, double recordsPerMillisecond) {
        checkArgument(followers >= 0, "followers must not be negative, was %s", followers);
        double cell = (client.longest() + (followers == 0 ? 0 : 2 * fetch.longest())) / (CELLS - 1);
        double[] way = client.density(cell);
        if (followers == 0) {
            return new ProduceLatency(way, cell);
        }
        double[] trip = fetch.density(cell);
        double busy = recordsPerMillisecond * fetch.mean();
        double straight = StrictMath.exp(-busy) / (busy + StrictMath.exp(-busy));
        double[] wait = residual(trip);
        for (int i = 0; i < CELLS; i++) {
            wait[i] *= 1 - straight;
        }
        wait[0] += straight;
        return new ProduceLatency(sum(way, slowest(sum(wait, trip), followers)), cell);
    }

    /** Two kinds of round trip, in seconds, of which a part of all go one and the rest the other. */
    record Mix(Distribution one, double part, Distribution other) {

        private double[] density(double cell) {
            double[] density = new double[CELLS];
            spread(density, one, part, cell);
            spread(density, other, 1 - part, cell);
            return density;
        }

        private double mean() {
            return (part * one.mean() + (1 - part) * other.mean()) * MILLIS_PER_SECOND;
        }

        private double longest() {
            double last = 1 - 0.5 / QUANTILES;
            return Math.max(one.quantile(last), other.quantile(last)) * MILLIS_PER_SECOND;
        }

        private static void spread(double[] density, Distribution way, double weight, double cell) {
            for (int i = 0; i < QUANTILES; i++) {
                double millis = way.quantile((i + 0.5) / QUANTILES) * MILLIS_PER_SECOND;
                density[(int) Math.min(CELLS - 1, Math.round(millis / cell))] += weight / QUANTILES;
            }
        }
    }

    /** Returns what is left of a way in whose midst somebody comes: its density is proportional to the chance that a way is longer. */
    private static double[] residual(double[] density) {
        double[] left = new double[CELLS];
        double longer = 1;
        double all = 0;
        for (int cell = 0; cell < CELLS; cell++) {
            longer -= density[cell] / 2;
            left[cell] = Math.max(0, longer);
            longer -= density[cell] / 2;
            all += left[cell];
        }
        for (int cell = 0; cell < CELLS; cell++) {
            left[cell] /= all;
        }
        return left;
    }

    private static double[] sum(double[] one, double[] other) {
        double[] sum = new double[CELLS];
        int[] met = IntStream.range(0, CELLS).filter(b -> other[b] > 0).toArray();
        for (int a = 0; a < CELLS; a++) {
            if (one[a] > 0) {
                for (int b : met) {
                    sum[Math.min(CELLS - 1, a + b)] += one[a] * other[b];
                }
            }
        }
        return sum;
    }

    private static double[] slowest(double[] density, int of) {
        double[] slowest = new double[CELLS];
        double upTo = 0;
        double before = 0;
        for (int cell = 0; cell < CELLS; cell++) {
            upTo += density[cell];
            double all = StrictMath.pow(upTo, of);
            slowest[cell] = all - before;
            before = all;
        }
        return slowest;
    }

    /** Returns the milliseconds within which the part {@code p} of all answers come. */
    double quantile(double p) {
        double upTo = 0;
        int cell = 0;
        while (cell < CELLS - 1 && upTo + density[cell] < p) {
            upTo += density[cell++];
        }
        return cell * millisPerCell;
    }

    /** Returns the mean in milliseconds. */
    double mean() {
        double mean = 0;
        for (int cell = 0; cell < CELLS; cell++) {
            mean += density[cell] * cell * millisPerCell;
        }
        return mean;
    }
}
