package dev.brokerfall.kafka.controller;

import static dev.brokerfall.kafka.controller.PartitionState.NONE;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.primitives.ImmutableIntArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Replica sets are written as strings of digits, each a position in the assignment; {@code -} is none. */
final class PartitionStateTest {

    /** The first replica of two is the only one in sync and down, or it is in sync with nobody alive, or the second is in sync alone. */
    @ParameterizedTest
    @CsvSource({"UNCLEAN, 0, 1, 1", "UNCLEAN, 0, -, -", "PREFERRED, 1, 01, 1"})
    void a_partition_without_a_leader_elects(Election election, String isr, String acceptable, String leader) {
        PartitionState partition = new PartitionState(set(isr), 0, NONE, NONE, 2, 1, false);

        partition.change(partition.isr(), 0, set(acceptable), election);

        assertThat(partition.leader()).isEqualTo(leader.equals("-") ? NONE : Integer.parseInt(leader));
    }

    /** From {@code PartitionChangeBuilderTest.java}, testElectLeader: replicas [2, 1, 3], leader 1, broker 3 not acceptable. */
    @ParameterizedTest
    @CsvSource({"PREFERRED, 0", "ONLINE, 1", "UNCLEAN, 1"})
    void a_leader_that_may_stay_yields_only_to_a_preferred_election(Election election, int leader) {
        PartitionState partition = new PartitionState(0b111, 0, 1, NONE, 3, 2, true);

        partition.change(partition.isr(), 0, set("01"), election);

        assertThat(partition.leader()).isEqualTo(leader);
        assertThat(partition.lastElectionClean()).isTrue();
    }

    @Test
    void without_elr_the_last_member_stays_in_sync_when_it_is_fenced() {
        PartitionState partition = new PartitionState(set("0"), 0, 0, NONE, 3, 2, false);

        partition.change(0, 0, set("12"), Election.ONLINE);

        assertThat(partition.isr()).isEqualTo(set("0"));
        assertThat(partition.leader()).isEqualTo(NONE);
        assertThat(partition.candidates()).isEqualTo(set("0"));
        assertThat(partition.leaderEpoch()).isEqualTo(1);
    }

    @Test
    void with_elr_the_last_member_becomes_eligible_when_it_is_fenced() {
        PartitionState partition = new PartitionState(set("0"), set("1"), 0, NONE, 3, 2, true);

        partition.change(0, 0, 0, Election.ONLINE);

        assertThat(partition.isr()).isZero();
        assertThat(partition.elr()).isEqualTo(set("01"));
        assertThat(partition.lastKnownLeader()).isZero();
        partition.change(0, set("0"), set("2"), Election.ONLINE);
        assertThat(partition.elr()).as("it registered after an unclean stop").isEqualTo(set("1"));
        partition.change(0, 0, set("012"), Election.ONLINE);
        assertThat(partition.leader()).isEqualTo(1);
        assertThat(partition.isr()).isEqualTo(set("1"));
        assertThat(partition.elr()).isZero();
        assertThat(partition.lastElectionClean()).isTrue();
        assertThat(partition.lastKnownLeader()).isEqualTo(NONE);
    }

    @Test
    void the_last_known_leader_is_elected_when_nobody_is_in_sync_or_eligible() {
        PartitionState partition = new PartitionState(0, set("1"), NONE, 0, 3, 2, true);
        assertThat(partition.change(0, 0, set("02"), Election.ONLINE))
                .as("1 is eligible")
                .isFalse();

        partition.clearElr();
        partition.change(0, 0, set("12"), Election.ONLINE);
        assertThat(partition.leader()).as("0 is not acceptable").isEqualTo(NONE);
        partition.change(0, 0, set("02"), Election.ONLINE);

        assertThat(partition.leader()).isZero();
        assertThat(partition.lastElectionClean()).isFalse();
        assertThat(partition.recovering()).isTrue();
        assertThat(partition.isr()).isEqualTo(set("0"));
    }

    @Test
    void a_change_of_the_in_sync_set_alone_starts_no_new_epoch() {
        PartitionState partition = new PartitionState(3, 2, true);

        assertThat(partition.change(set("02"), 0, set("02"), Election.ONLINE)).isTrue();
        assertThat(partition.change(set("02"), 0, set("02"), Election.ONLINE)).isFalse();

        assertThat(partition.leaderEpoch()).isZero();
        assertThat(partition.underMinIsr()).isFalse();
    }

    /** Clean recovery with ELR (KIP-966): 1 and 2 leave, 0 stops uncleanly, 2 is eligible and leads. */
    @Test
    void the_case_that_elr_was_made_for_ends_well() {
        PartitionState partition = new PartitionState(3, 2, true);

        partition.change(set("02"), 0, set("02"), Election.ONLINE);
        partition.change(set("0"), 0, set("02"), Election.ONLINE);
        assertThat(partition.elr()).isEqualTo(set("2"));
        partition.change(0, set("0"), set("2"), Election.ONLINE);

        assertThat(partition.leader()).isEqualTo(2);
        assertThat(partition.isr()).isEqualTo(set("2"));
        assertThat(partition.elr()).isZero();
    }

    /** From {@code PartitionChangeBuilderTest.java}, testStoppedLeaderIsDemotedAfterReassignmentCompletesEvenIfNoNewEligibleLeaders. */
    @Test
    void a_leader_that_was_removed_does_not_stay_even_if_nobody_else_may_lead() {
        PartitionState partition = new PartitionState(
                set("01"), 0, 0, NONE, new Assignment(ImmutableIntArray.of(2, 3, 0, 1), set("23"), set("01")), 2, true);

        partition.change(set("0123"), 0, 0, Election.ONLINE);

        assertThat(partition.assignment()).isEqualTo(Assignment.of(2, 3));
        assertThat(partition.isr()).isEqualTo(set("23"));
        assertThat(partition.leader()).isEqualTo(NONE);
        assertThat(partition.leaderEpoch()).isEqualTo(1);
    }

    /** From {@code PartitionChangeBuilderTest.java}, testIsrEnlargementCompletesReassignment: brokers 1 to 4 are positions 0 to 3. */
    @Test
    void an_enlarged_in_sync_set_completes_a_reassignment_and_the_leader_moves_if_it_was_removed() {
        PartitionState partition = new PartitionState(
                set("012"), 0, 0, NONE, new Assignment(ImmutableIntArray.of(1, 2, 3, 0), set("3"), set("0")), 1, false);

        partition.change(set("0123"), 0, set("0123"), Election.ONLINE);

        assertThat(partition.assignment()).isEqualTo(Assignment.of(1, 2, 3));
        assertThat(partition.isr()).isEqualTo(set("123"));
        assertThat(partition.leader()).isEqualTo(1);
    }

    /** {@code triggerLeaderEpochBumpForReplicaReassignmentIfNeeded}. */
    @Test
    void a_replica_that_leaves_starts_a_new_epoch_of_the_same_leader() {
        PartitionState partition = new PartitionState(3, 2, true);

        assertThat(partition.reassign(ImmutableIntArray.of(0, 1, 3), set("0123")))
                .isTrue();
        assertThat(partition.leaderEpoch()).isZero();
        assertThat(partition.all()).isEqualTo(set("0123"));
        assertThat(partition.underReplicated())
                .as("what is being added does not count")
                .isFalse();
        partition.change(set("0123"), 0, set("0123"), Election.ONLINE);

        assertThat(partition.assignment()).isEqualTo(Assignment.of(0, 1, 3));
        assertThat(partition.leader()).isZero();
        assertThat(partition.leaderEpoch()).isEqualTo(1);
        assertThat(partition.lastElectionClean()).isTrue();
    }

    @Test
    void
            a_reassignment_that_only_changes_the_order_is_complete_at_once_and_only_a_preferred_election_moves_the_leader() {
        PartitionState partition = new PartitionState(3, 2, true);

        assertThat(partition.reassign(ImmutableIntArray.of(2, 1, 0), set("012")))
                .isTrue();
        assertThat(partition.reassign(ImmutableIntArray.of(2, 1, 0), set("012")))
                .isFalse();

        assertThat(partition.assignment().reassigning()).isFalse();
        assertThat(partition.leader()).isZero();
        partition.change(set("012"), 0, set("012"), Election.PREFERRED);
        assertThat(partition.leader()).isEqualTo(2);
    }

    /** {@code Partition.effectiveMinIsr}: min.insync.replicas 2 cannot ask for two of a single replica, but for two of two. */
    @Test
    void a_replica_that_is_being_added_can_raise_the_minimum() {
        PartitionState partition = new PartitionState(1, 2, false);
        assertThat(partition.underMinIsr()).isFalse();

        partition.reassign(ImmutableIntArray.of(1), set("01"));
        assertThat(partition.minIsr()).isEqualTo(2);
        assertThat(partition.underMinIsr()).isTrue();
        partition.change(set("01"), 0, set("01"), Election.ONLINE);

        assertThat(partition.assignment()).isEqualTo(Assignment.of(1));
        assertThat(partition.minIsr()).isEqualTo(1);
        assertThat(partition.underMinIsr()).isFalse();
        assertThat(partition.leader()).isEqualTo(1);
    }

    @Test
    void elections_go_by_the_order_of_the_assignment() {
        PartitionState partition = new PartitionState(set("012"), 0, 0, NONE, Assignment.of(0, 2, 1), 1, false);

        partition.change(set("12"), 0, set("12"), Election.ONLINE);
        assertThat(partition.leader()).isEqualTo(2);
        partition.change(partition.isr(), 0, set("1"), Election.ONLINE);

        assertThat(partition.leader()).isEqualTo(1);
    }

    private static int set(String positions) {
        return positions.equals("-")
                ? 0
                : positions.chars().map(digit -> 1 << (digit - '0')).sum();
    }
}
