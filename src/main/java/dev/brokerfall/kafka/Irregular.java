package dev.brokerfall.kafka;

import static dev.brokerfall.kafka.controller.PartitionState.NONE;

import java.util.BitSet;

/**
 * Which cohorts are not as they were made, by what is wrong with them, so that nobody need look at all of them to find those. Sets are of
 * cohort indices; a cohort may enter or leave them while one walks through by {@link BitSet#nextSetBit}.
 */
final class Irregular {

    /** Those without a leader. */
    final BitSet leaderless = new BitSet();

    /** Those that their preferred replica does not lead, with or without another leader. */
    final BitSet displaced = new BitSet();

    /** Those whose new leader does not serve yet. */
    final BitSet moving = new BitSet();

    /** Those with a replica that is not in sync. */
    final BitSet incomplete = new BitSet();

    /** Knows no more of a cohort. */
    void forget(LiveCohort cohort) {
        leaderless.clear(cohort.index);
        displaced.clear(cohort.index);
        moving.clear(cohort.index);
        incomplete.clear(cohort.index);
    }

    /** Sorts a cohort in anew. */
    void update(LiveCohort cohort) {
        int leader = cohort.state.leader();
        leaderless.set(cohort.index, leader == NONE);
        displaced.set(cohort.index, leader != cohort.state.assignment().preferred());
        moving.set(cohort.index, cohort.moving);
        incomplete.set(cohort.index, cohort.state.isr() != cohort.state.all());
    }
}
