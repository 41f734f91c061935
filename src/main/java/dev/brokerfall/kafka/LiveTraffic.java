package dev.brokerfall.kafka;

import static dev.brokerfall.kafka.controller.PartitionState.NONE;

import java.util.Arrays;

/**
 * What producers offer to which brokers, and what leaders pass on of it. Partitions are counted as cohorts change, those that are offered
 * the same together, so that whole numbers are added up, and no order of events leaves a trace of rounding in them.
 *
 * <p>Rates are those of the time that it was last told of ({@link #offer}).
 */
final class LiveTraffic {

    private final int brokers;
    private final double[] offered;
    private final boolean[] waits;
    private final boolean allWait;
    private final int[] led;
    private final int[] in;
    private final int[] out;
    private final int[] replicated;
    private final int[] leader;
    private final int[] followers;
    private double multiple = 1;
    private boolean changed;

    /**
     * Creates the traffic of a cluster in which nothing is counted yet.
     *
     * @param offered what producers offer to one partition on average, in bytes a millisecond, by the number of the cohort's load
     * @param waits whether they wait until followers have it, likewise
     */
    LiveTraffic(int brokers, int cohorts, double[] offered, boolean[] waits) {
        this.brokers = brokers;
        this.offered = offered.clone();
        this.waits = waits.clone();
        boolean all = true;
        for (boolean its : waits) {
            all &= its;
        }
        this.allWait = all;
        this.led = new int[brokers * offered.length];
        this.in = new int[brokers * offered.length];
        this.out = new int[brokers * offered.length];
        this.replicated = new int[brokers * brokers * offered.length];
        this.leader = new int[cohorts];
        this.followers = new int[cohorts];
        Arrays.fill(leader, NONE);
    }

    /** Has producers offer so many times what they do on average. */
    void offer(double times) {
        multiple = times;
    }

    /** Counts a cohort as it is now in the place of what it was. */
    void update(LiveCohort cohort) {
        boolean written = cohort.writable;
        int leads = written ? cohort.state.leader() : NONE;
        int follow = written ? cohort.logs.linked() : 0;
        if (leads == leader[cohort.index] && follow == followers[cohort.index]) {
            return;
        }
        count(cohort, -cohort.partitions);
        leader[cohort.index] = leads;
        followers[cohort.index] = follow;
        count(cohort, cohort.partitions);
        changed = true;
    }

    private void count(LiveCohort cohort, int partitions) {
        if (leader[cohort.index] == NONE) {
            return;
        }
        int source = cohort.brokers[leader[cohort.index]];
        led[place(source, cohort.load)] += partitions;
        in[place(source, cohort.load)] += partitions;
        for (int set = followers[cohort.index]; set != 0; set &= set - 1) {
            int follower = cohort.brokers[Integer.numberOfTrailingZeros(set)];
            in[place(follower, cohort.load)] += partitions;
            out[place(source, cohort.load)] += partitions;
            replicated[place(source * brokers + follower, cohort.load)] += partitions;
        }
    }

    private int place(int broker, int load) {
        return broker * offered.length + load;
    }

    /** Returns what producers offer to the partitions that a broker leads, in bytes a millisecond. */
    double led(int broker) {
        return rate(led, broker);
    }

    /** Returns whether every producer waits until followers have what it sends. */
    boolean allWait() {
        return allWait;
    }

    /** Returns what those producers offer to the partitions that a broker leads who wait for followers, or who do not. */
    double led(int broker, boolean waiting) {
        return rate(led, broker, waiting);
    }

    /** Returns what goes from a leading broker to a follower that keeps up, of what producers do or do not wait for. */
    double replicated(int source, int follower, boolean waiting) {
        return rate(replicated, source * brokers + follower, waiting);
    }

    /** Returns what a broker sends to followers that keep up and to groups of consumers, of what producers do or do not wait for. */
    double sent(int broker, int consumerGroups, boolean waiting) {
        return rate(out, broker, waiting) + consumerGroups * rate(led, broker, waiting);
    }

    /** Returns what goes from a leading broker to a follower that keeps up, in bytes a millisecond. */
    double replicated(int source, int follower) {
        return rate(replicated, source * brokers + follower);
    }

    /** Returns what a broker takes in of the partitions that it leads, or follows without lag, in bytes a millisecond. */
    double in(int broker) {
        return rate(in, broker);
    }

    /** Returns what a broker takes in of the partitions that it follows without lag, in bytes a millisecond. */
    double fetched(int broker) {
        double rate = 0;
        for (int load = 0; load < offered.length; load++) {
            rate += (in[place(broker, load)] - led[place(broker, load)]) * offered[load];
        }
        return rate * multiple;
    }

    /** Returns what a broker sends to followers that keep up, in bytes a millisecond. */
    double out(int broker) {
        return rate(out, broker);
    }

    /** Returns what a broker sends to followers that keep up and to groups of consumers, in bytes a millisecond. */
    double sent(int broker, int consumerGroups) {
        double rate = 0;
        for (int load = 0; load < offered.length; load++) {
            double streams = out[place(broker, load)] + (double) consumerGroups * led[place(broker, load)];
            rate += streams * offered[load];
        }
        return rate * multiple;
    }

    private double rate(int[] partitions, int of) {
        double rate = 0;
        for (int load = 0; load < offered.length; load++) {
            rate += partitions[place(of, load)] * offered[load];
        }
        return rate * multiple;
    }

    private double rate(int[] partitions, int of, boolean waiting) {
        double rate = 0;
        for (int load = 0; load < offered.length; load++) {
            if (waits[load] == waiting) {
                rate += partitions[place(of, load)] * offered[load];
            }
        }
        return rate * multiple;
    }

    /** Returns whether anything is different since this was last asked. */
    boolean takeChanged() {
        boolean was = changed;
        changed = false;
        return was;
    }
}
