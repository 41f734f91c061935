package dev.brokerfall.kafka;

import java.util.BitSet;

/** The cohorts that something may have changed in since this was last cleared, by index. */
final class Touched {

    final BitSet cohorts = new BitSet();

    private long touches;

    void add(int cohort) {
        cohorts.set(cohort);
        touches++;
    }

    /** Returns how often a cohort has been looked at to change it: the work that a cluster's life has cost. */
    long touches() {
        return touches;
    }
}
