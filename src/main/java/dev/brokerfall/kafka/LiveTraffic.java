package dev.brokerfall.kafka;

import static dev.brokerfall.kafka.controller.PartitionState.NONE;

import java.util.Arrays;

/**
 * How many partitions are written to through which brokers, counted as cohorts change. All partitions are offered the same, so that
 * whole numbers do, and no order of events leaves a trace of rounding in them.
 */
final class LiveTraffic {

    private final int[] in;
    private final int[] out;
    private final int[] leader;
    private final int[] followers;
    private boolean changed;

    LiveTraffic(int brokers, int cohorts) {
        this.in = new int[brokers];
        this.out = new int[brokers];
        this.leader = new int[cohorts];
        this.followers = new int[cohorts];
        Arrays.fill(leader, NONE);
    }

    /** Counts a cohort as it is now in the place of what it was. */
    void update(LiveCohort cohort) {
        boolean written = cohort.ingest > 0;
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
        in[source] += partitions;
        for (int set = followers[cohort.index]; set != 0; set &= set - 1) {
            in[cohort.brokers[Integer.numberOfTrailingZeros(set)]] += partitions;
            out[source] += partitions;
        }
    }

    /** Returns how many partitions a broker takes in, whether it leads or follows them. */
    int in(int broker) {
        return in[broker];
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
