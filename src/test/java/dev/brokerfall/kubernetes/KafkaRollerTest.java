package dev.brokerfall.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brokerfall.kernel.Cause;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * Strimzi's rolling restarts and Drain Cleaner. Three brokers (0, 1, 2) and three controllers (3, 4, 5) on six nodes, on volumes that come
 * back at once; the active controller is 3. A restarted pod is ready 3 s after its deletion.
 */
final class KafkaRollerTest {

    private static final Cause ROLL = new Cause("rollingUpdate", 0);
    private static final long RECONCILE = 120_000;

    @Nested
    final class A_rolling_update {

        @Test
        void restarts_controllers_then_brokers_those_that_are_not_ready_first_and_the_active_controller_last() {
            // given
            Play play = cluster();
            play.workload.unready.set(5);
            play.workload.unready.set(1);

            // when
            play.kubernetes.rollingUpdate(ROLL);
            play.run(Duration.ofMinutes(20));

            // then
            assertThat(play.deleted()).containsExactly(5, 4, 3, 1, 0, 2);
            assertThat(play.when("rollEnded rollingUpdate")).hasSize(1);
        }

        @Test
        void restarts_the_active_controller_after_all_others_wherever_it_stands_in_the_list() {
            for (int active = 3; active <= 5; active++) {
                // given
                Play play = cluster();
                play.workload.activeController = active;

                // when
                play.kubernetes.rollingUpdate(ROLL);
                play.run(Duration.ofMinutes(20));

                // then
                assertThat(play.deleted()).hasSize(6).element(2).isEqualTo(active);
            }
        }

        @Test
        void takes_the_next_pod_when_the_last_one_is_ready() {
            // given
            Play play = cluster();

            // when
            play.kubernetes.rollingUpdate(ROLL);
            play.run(Duration.ofMinutes(20));

            // then: at most 120 s until the operator reconciles; then every 3 s
            List<Long> deletions = play.when("podDeleted");
            long first = deletions.get(0);
            assertThat(first).isBetween(1L, RECONCILE);
            assertThat(deletions)
                    .containsExactly(first, first + 3000, first + 6000, first + 9000, first + 12_000, first + 15_000);
        }

        @Test
        void gives_a_pod_that_is_not_ready_300_s_before_it_is_restarted() {
            // given
            Play play = cluster();
            play.workload.unready.set(5);

            // when
            play.kubernetes.rollingUpdate(ROLL);
            play.run(Duration.ofMinutes(20));

            // then
            long reconciled = play.when("podDeleted 5").get(0) - 300_000;
            assertThat(reconciled).isBetween(1L, RECONCILE);
            assertThat(play.when("podDeleted 4")).containsExactly(reconciled + 303_000);
        }

        @Test
        void ends_when_a_restarted_pod_is_not_ready_within_300_s_and_goes_on_at_a_later_reconciliation() {
            // given
            Play play = cluster();
            play.kubernetes.rollingUpdate(ROLL);
            play.run(Duration.ofMillis(reconciliation()));
            assertThat(play.deleted()).containsExactly(4);

            // when: nothing can be started for ten minutes
            play.kubernetes.diskUnavailable(4, Duration.ofMinutes(10), Play.CAUSE);
            play.run(Duration.ofMinutes(20));

            // then: the reconciliations find it still starting and end at once, until the first after it is back
            assertThat(play.deleted()).containsExactly(4, 5, 3, 0, 1, 2);
            assertThat(play.when("podDeleted 5")).containsExactly(reconciliation() + 6 * RECONCILE);
        }

        @Test
        void restarts_nobody_while_a_broker_that_was_restarted_before_is_not_ready() {
            // given: broker 0 was restarted, which took so long that the roll ended, and is running but not ready
            Play play = cluster();
            long first = reconciliation();
            play.kubernetes.rollingUpdate(ROLL);
            play.run(Duration.ofMillis(first + 9_500));
            assertThat(play.deleted()).containsExactly(4, 5, 3, 0);
            play.kubernetes.diskUnavailable(0, Duration.ofSeconds(330), Play.CAUSE);
            play.run(Duration.ofMillis(first + 350_000));
            assertThat(play.when("started 0")).hasSize(1);
            play.workload.unready.set(0);

            // when: the roll that begins after 360 s waits for 300 s and ends; that after 720 s waits, too
            play.run(Duration.ofMillis(first + 800_000));
            assertThat(play.deleted()).containsExactly(4, 5, 3, 0);
            play.workload.unready.clear(0);
            play.kubernetes.workloadChanged();
            play.run(Duration.ofMinutes(20));

            // then
            assertThat(play.deleted()).containsExactly(4, 5, 3, 0, 1, 2);
            assertThat(play.when("podDeleted 1")).containsExactly(first + 800_000);
        }

        @Test
        void restarts_a_pod_that_is_not_starting_without_asking_because_its_revision_is_old() {
            // given: broker 1 does not come up, and Kafka would let nobody go
            Play play = cluster();
            play.kubernetes.diskUnavailable(1, Duration.ofDays(1), Play.CAUSE);
            play.kubernetes.containerCrash(1, Play.CAUSE);
            play.workload.mayEvict = false;
            play.workload.controllers.clear();
            play.run(Duration.ofSeconds(10));

            // when
            play.kubernetes.rollingUpdate(ROLL);
            play.run(Duration.ofMinutes(2));

            // then
            assertThat(play.deleted()).containsExactly(1);
        }
    }

    @Nested
    final class A_pod_that_must_not_be_restarted {

        @Test
        void is_tried_again_after_250_ms_and_twice_as_long_each_time_ten_times_in_all() {
            // given
            Play play = cluster();
            play.workload.mayEvict = false;
            play.kubernetes.drain(node(play, 0), Play.CAUSE);

            // when: it may go from 40 s after the first attempt on
            play.run(Duration.ofMillis(reconciliation() + 40_000));
            play.workload.mayEvict = true;
            play.run(Duration.ofMinutes(20));

            // then: the attempts are 0, 0.25, 0.75, 1.75, 3.75, 7.75, 15.75, 31.75, 63.75 and 127.75 s after the first
            assertThat(play.when("podDeleted 0")).containsExactly(reconciliation() + 63_750);
        }

        @Test
        void is_left_after_ten_attempts_to_the_next_reconciliation_after_them() {
            // given
            Play play = cluster();
            play.workload.mayEvict = false;
            play.kubernetes.drain(node(play, 0), Play.CAUSE);

            // when: it may go from 130 s after the first attempt on
            play.run(Duration.ofMillis(reconciliation() + 130_000));
            play.workload.mayEvict = true;
            play.kubernetes.workloadChanged();
            play.run(Duration.ofMinutes(20));

            // then: the reconciliation after 120 s was skipped, for the roll was still running
            assertThat(play.when("podDeleted 0")).containsExactly(reconciliation() + 2 * RECONCILE);
        }

        @Test
        void does_not_keep_the_others_waiting() {
            // given
            Play play = cluster();
            play.workload.indispensable.set(0);
            play.kubernetes.drain(node(play, 0), Play.CAUSE);
            play.kubernetes.drain(node(play, 1), Play.CAUSE);

            // when
            play.run(Duration.ofMillis(reconciliation()));

            // then
            assertThat(play.deleted()).containsExactly(1);
        }

        @Test
        void keeps_every_broker_waiting_when_it_is_a_controller() {
            // given
            Play play = cluster();
            play.workload.indispensable.set(4);
            play.kubernetes.drain(node(play, 0), Play.CAUSE);
            play.kubernetes.drain(node(play, 4), Play.CAUSE);

            // when
            play.run(Duration.ofMinutes(30));
            assertThat(play.deleted()).isEmpty();
            play.workload.indispensable.clear();
            play.kubernetes.workloadChanged();
            play.run(Duration.ofMinutes(40));

            // then
            assertThat(play.deleted()).containsExactly(4, 0);
        }

        @Test
        void costs_no_events_while_nothing_changes() {
            // given
            Play play = cluster();
            play.workload.mayEvict = false;
            play.kubernetes.drain(node(play, 0), Play.CAUSE);

            // when
            play.run(Duration.ofDays(30));

            // then: one reconciliation and nine attempts more
            assertThat(play.agenda.handled()).isEqualTo(10);
        }
    }

    @Nested
    final class The_Drain_Cleaner {

        @Test
        void denies_an_eviction_and_has_the_pod_restarted_at_the_next_reconciliation() {
            // given
            Play play = cluster();

            // when
            play.kubernetes.drain(node(play, 2), Play.CAUSE);
            assertThat(play.deleted()).isEmpty();
            play.run(Duration.ofMinutes(2));

            // then
            assertThat(play.when("podDeleted 2")).containsExactly(reconciliation());
        }

        @Test
        void has_the_pods_of_all_drained_nodes_restarted_one_at_a_time_as_any_roll() {
            // given
            Play play = cluster();

            // when
            for (int process = 0; process < 6; process++) {
                play.kubernetes.drain(node(play, process), Play.CAUSE);
            }
            for (int process = 0; process < 6; process++) {
                play.kubernetes.uncordon(node(play, process), Play.CAUSE);
            }
            play.run(Duration.ofMinutes(3));

            // then
            assertThat(play.deleted()).containsExactly(4, 5, 3, 0, 1, 2);
            List<Long> deletions = play.when("podDeleted");
            for (int i = 1; i < deletions.size(); i++) {
                assertThat(deletions.get(i))
                        .isGreaterThanOrEqualTo(play.when("started").get(i - 1));
            }
        }

        @Test
        void lets_nobody_go_any_more_once_a_restarted_pod_fits_nowhere() {
            // given
            Play play = cluster();

            // when: all nodes are cordoned
            for (int process = 0; process < 6; process++) {
                play.kubernetes.drain(node(play, process), Play.CAUSE);
            }
            play.run(Duration.ofMinutes(3));

            // then
            assertThat(play.deleted()).containsExactly(4);
            assertThat(play.when("podUnschedulable 4")).hasSize(1);
        }

        @Test
        void has_a_pod_restarted_even_if_its_drain_was_given_up_meanwhile() {
            // given
            Play play = cluster();
            play.kubernetes.drain(node(play, 2), Play.CAUSE);

            // when
            play.kubernetes.uncordon(node(play, 2), Play.CAUSE);
            play.run(Duration.ofMinutes(2));

            // then
            assertThat(play.deleted()).containsExactly(2);
        }

        @Test
        void sees_neither_a_deleted_pod_nor_a_crashed_machine() {
            // given
            Play play = cluster();
            play.workload.mayEvict = false;

            // when
            play.kubernetes.nodeCrash(node(play, 0), Duration.ofMinutes(2), Play.CAUSE);
            play.kubernetes.deletePods("", Play.CAUSE);

            // then
            assertThat(play.when("killed 0")).containsExactly(0L);
            assertThat(play.when("podDeleted")).hasSize(6).containsOnly(0L);
        }

        @Test
        void leaves_a_drained_pod_that_is_not_starting_alone_and_ends_the_roll_for_all() {
            // given: broker 1 does not come up
            Play play = cluster();
            play.kubernetes.diskUnavailable(1, Duration.ofMinutes(30), Play.CAUSE);
            play.kubernetes.containerCrash(1, Play.CAUSE);
            play.run(Duration.ofSeconds(10));

            // when
            play.kubernetes.drain(node(play, 1), Play.CAUSE);
            play.kubernetes.drain(node(play, 2), Play.CAUSE);
            play.run(Duration.ofMinutes(29));

            // then: nothing is restarted until it is up again
            assertThat(play.deleted()).isEmpty();
            play.kubernetes.uncordon(node(play, 1), Play.CAUSE);
            play.run(Duration.ofMinutes(35));
            assertThat(play.deleted()).containsExactly(1, 2);
        }
    }

    /** When the operator first reconciles, which is the same in every play of this seed. */
    private static long reconciliation() {
        Play play = cluster();
        play.kubernetes.rollingUpdate(ROLL);
        play.run(Duration.ofMinutes(2));
        return play.when("podDeleted").get(0);
    }

    private static Play cluster() {
        Play play = Play.of(
                1, Play.DRAIN_CLEANER, Play.ROUND, Play.NEVER, Play.brokers(6, Play.EMPTY_DIR, Play.ONE_PER_NODE));
        play.workload.controllers.set(3, 6);
        play.workload.activeController = 3;
        return play;
    }

    private static int node(Play play, int process) {
        return play.kubernetes.nodeOf(process).orElseThrow();
    }
}
