package dev.brokerfall.kafka.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brokerfall.kafka.controller.AlterPartition.Answer;
import org.junit.jupiter.api.Test;

/** Three replicas of which 0 leads and 2 is out of sync; each broker is registered under epoch 7. */
final class AlterPartitionTest {

    private static final int WITH_2 = 0b111;

    private final PartitionState partition = new PartitionState(0b011, 0, 0, PartitionState.NONE, 3, 2, true);
    private final Brokers brokers = new Brokers();

    @Test
    void a_member_that_the_controller_knows_as_the_leader_does_is_taken_in() {
        assertThat(ask(WITH_2, 7, true)).isEqualTo(Answer.GRANTED);
    }

    @Test
    void a_member_that_has_restarted_since_is_refused() {
        brokers.epochs[2] = 8;

        assertThat(ask(WITH_2, 7, true)).isEqualTo(Answer.INELIGIBLE_REPLICA);
        assertThat(ask(WITH_2, 8, true)).as("the leader has heard of it").isEqualTo(Answer.GRANTED);
    }

    @Test
    void a_member_that_has_restarted_since_is_taken_in_where_nobody_looks() {
        brokers.epochs[2] = 8;

        assertThat(ask(WITH_2, 7, false)).as("KAFKA-14139").isEqualTo(Answer.GRANTED);
    }

    @Test
    void a_member_that_is_fenced_or_shutting_down_is_refused() {
        brokers.active[2] = false;

        assertThat(ask(WITH_2, 7, true)).isEqualTo(Answer.INELIGIBLE_REPLICA);
        assertThat(ask(WITH_2, 7, false)).isEqualTo(Answer.GRANTED);
    }

    @Test
    void members_that_stay_are_looked_at_as_those_that_come() {
        brokers.active[1] = false;

        assertThat(ask(WITH_2, 7, true)).isEqualTo(Answer.INELIGIBLE_REPLICA);
        assertThat(ask(0b101, 7, true)).isEqualTo(Answer.GRANTED);
    }

    @Test
    void a_leader_of_an_earlier_epoch_is_refused() {
        partition.change(0b010, 0, 0b111, Election.ONLINE);
        assertThat(partition.leader()).isEqualTo(1);

        Answer answer = new AlterPartition(0, 0b011, new int[] {7, 7, 7}).check(partition, brokers, true);

        assertThat(answer).isEqualTo(Answer.FENCED_LEADER_EPOCH);
    }

    @Test
    void a_set_without_the_leader_or_with_strangers_is_refused() {
        assertThat(ask(0b110, 7, true)).isEqualTo(Answer.INVALID_REQUEST);
        assertThat(ask(0b1011, 7, true)).isEqualTo(Answer.INVALID_REQUEST);
    }

    @Test
    void a_leader_that_has_not_recovered_from_an_unclean_election_stays_alone() {
        partition.change(0b000, 0b011, 0b100, Election.UNCLEAN);
        assertThat(partition.recovering()).isTrue();
        int epoch = partition.leaderEpoch();

        AlterPartition more = new AlterPartition(epoch, 0b101, new int[] {7, 7, 7});
        assertThat(more.check(partition, brokers, true)).isEqualTo(Answer.INVALID_REQUEST);
        partition.recovered();
        assertThat(more.check(partition, brokers, true)).isEqualTo(Answer.GRANTED);
    }

    private Answer ask(int targetIsr, int epochOf2, boolean epochCheck) {
        return new AlterPartition(partition.leaderEpoch(), targetIsr, new int[] {7, 7, epochOf2, 7})
                .check(partition, brokers, epochCheck);
    }

    private static final class Brokers implements AlterPartition.Members {
        private final int[] epochs = {7, 7, 7, 7};
        private final boolean[] active = {true, true, true, true};

        @Override
        public int epoch(int position) {
            return epochs[position];
        }

        @Override
        public boolean active(int position) {
            return active[position];
        }
    }
}
