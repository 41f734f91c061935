package dev.brokerfall.kafka.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.primitives.ImmutableIntArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The cases of {@code PartitionReassignmentReplicasTest.java} of Apache Kafka; lists and sets are strings of digits, {@code -} is none. */
final class AssignmentTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        // name,                   from, target, adding, removing, replicas
        "testNoneAddedOrRemoved,   321,  321,    -,      -,        321",
        "testAdditions,            321,  36215,  56,     -,        36215",
        "testRemovals,             3210, 31,     -,      02,       3102",
        "testAdditionsAndRemovals, 3210, 7319,   79,     02,       731902",
        "testRearrangement,        3210, 0132,   -,      -,        0132"
    })
    void a_reassignment_keeps_what_leaves_behind_what_shall_stay(
            String name, String from, String target, String adding, String removing, String replicas) {
        Assignment ordered = Assignment.of(list(from)).towards(ImmutableIntArray.copyOf(list(target)));

        assertThat(ordered.adding()).as(name).isEqualTo(set(adding));
        assertThat(ordered.removing()).isEqualTo(set(removing));
        assertThat(ordered.replicas().toArray()).containsExactly(list(replicas));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        // name,                                                               from, target, isr,    complete, replicas
        "testDoesNotCompleteReassignment,                                      012,  345,    01234,  false,    345012",
        "testDoesNotCompleteReassignmentIfNoneOngoing,                         012,  012,    012,    false,    012",
        "testDoesCompleteReassignmentAllNewReplicas,                           012,  345,    012345, true,     345",
        "testDoesCompleteReassignmentSomeNewReplicas,                          012,  013,    0123,   true,     013",
        "testDoesNotCompleteReassignmentIfIsrDoesNotHaveAllTargetReplicas,     012,  013,    3,      false,    0132",
        "nothing added: those that stay must all be in sync,                   0123, 01,     023,    false,    0123",
        "nothing added: what leaves need not be in sync,                       0123, 01,     01,     true,     01"
    })
    void it_is_complete_once_everything_that_shall_stay_is_in_sync(
            String name, String from, String target, String isr, boolean complete, String replicas) {
        Assignment ordered = Assignment.of(list(from)).towards(ImmutableIntArray.copyOf(list(target)));

        assertThat(ordered.completes(set(isr))).as(name).isEqualTo(complete);
        assertThat((complete ? ordered.completed() : ordered).replicas().toArray())
                .containsExactly(list(replicas));
    }

    @Test
    void a_new_target_forgets_the_old_one() {
        Assignment first = Assignment.of(list("012")).towards(ImmutableIntArray.copyOf(list("013")));

        Assignment second = first.towards(ImmutableIntArray.copyOf(list("014")));

        assertThat(second.replicas().toArray()).containsExactly(list("01423"));
        assertThat(second.adding()).isEqualTo(set("4"));
        assertThat(second.removing()).isEqualTo(set("23"));
    }

    @Test
    void a_partition_has_at_least_one_replica_and_none_twice() {
        assertThatThrownBy(() -> Assignment.of(list("0120"))).hasMessageContaining("position 0 occurs twice");
        assertThatThrownBy(Assignment::of).hasMessageContaining("at least one replica");
        assertThatThrownBy(() -> new Assignment(ImmutableIntArray.of(0, 1), 0b100, 0))
                .hasMessageContaining("can be added or removed");
    }

    private static int[] list(String positions) {
        return positions.chars().map(digit -> digit - '0').toArray();
    }

    private static int set(String positions) {
        return positions.equals("-")
                ? 0
                : positions.chars().map(digit -> 1 << (digit - '0')).sum();
    }
}
