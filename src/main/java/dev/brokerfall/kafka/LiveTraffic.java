package dev.brokerfall.kafka;

import static dev.brokerfall.kafka.controller.PartitionState.NONE;

import java.util.Arrays;

/**
 * How many partitions are written to through which brokers, counted as cohorts change. All partitions are offered the same, so that
 * whole numbers do, and no order of events leaves a trace of rounding in them.
 */
final class LiveTraffic {

    private final int brokers;
    private final int[] led;
    private final int[] in;
    private final int[] out;
    private final int[] replicated;
    private final int[] leader;
    private final int[] followers;
    private boolean changed;

    LiveTraffic(int brokers, int cohorts) {
        this.brokers = brokers;
        this.led = new int[brokers];
        this.in = new int[brokers];
        this.out = new int[brokers];
        this.replicated = new int[brokers * brokers];
        this.leader = new int[cohorts];
        this.followers = new int[cohorts];
        Arrays.fill(leader, NONE);
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
        led[source] += partitions;
        in[source] += partitions;
        for (int set = followers[cohort.index]; set != 0; set &= set - 1) {
            int follower = cohort.brokers[Integer.numberOfTrailingZeros(set)];
            in[follower] += partitions;
            out[source] += partitions;
            replicated[source * brokers + follower] += partitions;
        }
    }

    /** Returns how many partitions that are written to a broker leads. */
    int led(int broker) {
        return led[broker];
    }

    /** Returns how many partitions go from a leading broker to a follower that keeps up. */
    int replicated(int source, int follower) {
        return replicated[source * brokers + follower];
    }

    /** Returns how many partitions a broker takes in, whether it leads or follows them. */
    int in(int broker) {
        return in[broker];
    }

    /** Returns how many partitions a broker follows without lag. */
    int fetched(int broker) {
        return in[broker] - led[broker];
    }

    /** Returns how many streams of partitions a broker sends to followers that keep up. */
    int out(int broker) {
        return out[broker];
    }

    /** Returns whether anything is different since this was last asked. */
    boolean takeChanged() {
        boolean was = changed;
        changed = false;
        return was;
    }
}
