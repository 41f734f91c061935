package dev.brokerfall.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brokerfall.cluster.DataState;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the control plane makes of a node that falls silent. Defaults of Kubernetes 1.32 and later. */
final class NodeLifeTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void a_dead_machine_is_noticed_after_40_to_55_s_and_its_pods_are_deleted_after_340_to_355_s(long seed) {
        // The last lease is 0 to 10 s old, may be 50 s old, and is looked at every 5 s; then 300 s of toleration.
        Play play = Play.of(seed, Play.DISK, Play.NOBODY);

        play.kubernetes.nodeCrash(node(play, 0), Duration.ofDays(1), Play.CAUSE);
        play.run(Duration.ofHours(2));

        assertThat(play.when("nodeNotReady"))
                .singleElement()
                .satisfies(at -> assertThat(at).isBetween(40_000L, 55_000L));
        assertThat(play.when("podDeleted 0"))
                .singleElement()
                .satisfies(at -> assertThat(at).isBetween(340_000L, 355_000L));
    }

    @Test
    void a_pod_on_a_dead_machine_is_stuck_when_nobody_helps() {
        Play play = Play.of(1, Play.DISK, Play.NOBODY);

        play.kubernetes.nodeCrash(node(play, 0), Duration.ofDays(2), Play.CAUSE);
        play.run(Duration.ofDays(1));

        assertThat(play.when("podScheduled")).isEmpty();
        assertThat(play.when("volumeDetached")).isEmpty();
        assertThat(play.kubernetes.running(0)).isFalse();
    }

    @Test
    void a_reboot_before_eviction_moves_nothing() {
        Play play = Play.of(1, Play.EMPTY_DIR, Play.NOBODY);

        play.kubernetes.nodeReboot(node(play, 0), Play.CAUSE);
        play.run(Duration.ofHours(2));

        // 120 s of reboot and 3 s to start, the directory is still there.
        assertThat(play.when("started 0 " + DataState.INTACT)).containsExactly(123_000L);
        assertThat(play.when("podDeleted")).isEmpty();
        assertThat(play.when("podScheduled")).isEmpty();
        assertThat(play.when("volumeLost")).isEmpty();
    }

    @Test
    void an_outage_longer_than_the_toleration_costs_an_empty_dir_its_data_although_the_node_returns() {
        Play play = Play.of(1, Play.EMPTY_DIR, Play.NOBODY);

        play.kubernetes.nodeCrash(node(play, 0), Duration.ofMinutes(8), Play.CAUSE);
        play.run(Duration.ofHours(2));

        assertThat(play.when("volumeLost 0")).containsExactly(480_000L);
        assertThat(play.when("started 0 EMPTY")).hasSize(1);
    }

    @Test
    void a_disk_keeps_all_but_the_tail_when_its_machine_crashes() {
        Play play = Play.of(1, Play.DISK, Play.NOBODY);

        play.kubernetes.nodeCrash(node(play, 0), Duration.ofMinutes(2), Play.CAUSE);
        play.run(Duration.ofHours(2));

        // 120 s down, 8 s to mount, 3 s to start.
        assertThat(play.when("started 0 TAIL_LOST")).containsExactly(131_000L);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void pods_of_a_machine_that_no_longer_exists_move_40_to_80_s_after_its_node_object_goes(long seed) {
        Play play = Play.of(seed, Play.EMPTY_DIR, Play.NOBODY);

        play.kubernetes.nodeLoss(node(play, 0), Optional.empty(), Play.CAUSE);
        play.run(Duration.ofHours(2));

        long deleted = play.when("nodeDeleted").get(0);
        assertThat(play.when("podScheduled 0 moved").get(0) - deleted).isBetween(40_000L, 80_000L);
    }

    @Test
    void a_disk_left_behind_on_a_lost_machine_is_detached_by_force_after_six_minutes() {
        Play play = Play.of(1, Play.DISK, Play.NOBODY);

        play.kubernetes.nodeLoss(node(play, 0), Optional.empty(), Play.CAUSE);
        play.run(Duration.ofHours(2));

        // 360 s of waiting for an unmount, 1 s to collect requests, 30 s to detach; then 1 + 15 s to attach, 8 + 20 + 3
        // s to start.
        long moved = play.when("podScheduled 0 moved").get(0);
        assertThat(play.when("volumeDetached 0")).containsExactly(moved + 391_000);
        assertThat(play.when("started 0")).containsExactly(moved + 391_000 + 47_000);
    }

    @Test
    void with_the_out_of_service_taint_the_disk_is_detached_at_once() {
        OperatorConfig operator = new OperatorConfig(
                false,
                false,
                Duration.ofMinutes(2),
                Duration.ofMinutes(5),
                Duration.ofMillis(250),
                10,
                Optional.of(Duration.ofMinutes(1)),
                Play.seconds(1800));
        Play play = Play.of(1, Play.DISK, operator);

        play.kubernetes.nodeCrash(node(play, 0), Duration.ofDays(1), Play.CAUSE);
        play.run(Duration.ofHours(2));

        long notReady = play.when("nodeNotReady").get(0);
        long moved = play.when("podScheduled 0 moved").get(0);
        assertThat(moved - notReady).isBetween(60_000L, 80_000L);
        assertThat(play.when("volumeDetached 0")).containsExactly(moved + 31_000);
    }

    @Test
    void auto_repair_brings_a_machine_whose_host_failed_back_by_its_third_step_with_an_empty_local_disk() {
        AksTimings round = Play.ROUND;
        AksTimings.Machines machines = new AksTimings.Machines(
                Play.seconds(120),
                Play.seconds(480),
                Play.seconds(400),
                Play.seconds(180),
                0,
                Play.seconds(600),
                Play.seconds(300),
                Duration.ofHours(1),
                3);
        AksTimings timings =
                new AksTimings(round.controlPlane(), round.evictions(), round.pods(), round.volumes(), machines);
        Play play = Play.of(1, Play.NOBODY, timings, Play.NEVER, Play.brokers(3, Play.LOCAL, Play.ONE_PER_ZONE));

        play.kubernetes.nodeHeal(node(play, 0), Duration.ofHours(10), Play.CAUSE);
        play.run(Duration.ofHours(2));

        // 600 s until it acts, then 300 s each of reboot, reimage and redeploy.
        long notReady = play.when("nodeNotReady").get(0);
        assertThat(play.when("nodeReady")).containsExactly(notReady + 1_500_000);
        assertThat(play.when("started 0 EMPTY")).hasSize(1);
    }

    @Test
    void nothing_happens_in_a_quiet_cluster() {
        Play play = Play.of(1, Play.DISK, Play.DRAIN_CLEANER);

        play.run(Duration.ofDays(365));

        assertThat(play.agenda.handled()).isZero();
    }

    private static int node(Play play, int process) {
        OptionalInt node = play.kubernetes.nodeOf(process);
        return node.orElseThrow();
    }
}
