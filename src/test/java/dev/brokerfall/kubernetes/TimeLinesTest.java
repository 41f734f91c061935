package dev.brokerfall.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brokerfall.kubernetes.objects.Taint;
import dev.brokerfall.storage.StorageConfig;
import dev.brokerfall.storage.StorageConfig.EmptyDir.Medium;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * The time lines that follow from Kubernetes' timers, over 1,000 seeds each: a dead machine is heard no more from T0 on, its last lease
 * is up to 10 s old, may be 50 s old (40 s before 1.32) and is looked at every 5 s, and pods put up with it for 300 s.
 */
final class TimeLinesTest {

    private static final int SEEDS = 1000;

    @Test
    void an_outage_that_ends_before_340_s_moves_nothing() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Play play = Play.of(seed, Play.DISK, Play.NOBODY);
            long down = 1000 + 338_000L * seed / SEEDS;

            play.kubernetes.nodeCrash(node(play, 0), Duration.ofMillis(down), Play.CAUSE);
            play.run(Duration.ofHours(1));

            assertThat(play.when("podDeleted")).isEmpty();
            assertThat(play.when("podScheduled")).isEmpty();
            assertThat(play.when("volumeDetached")).isEmpty();
            // It is back when the machine is, 8 s to mount and 3 s to start later.
            assertThat(play.when("started 0")).containsExactly(down + 11_000);
        }
    }

    @Test
    void pods_of_a_dead_machine_are_terminating_after_340_to_355_s_and_stuck() {
        List<Long> deleted = deletions(Play.ROUND);

        assertThat(deleted).hasSize(SEEDS);
        assertThat(deleted.get(0)).isBetween(340_000L, 341_500L);
        assertThat(deleted.get(SEEDS - 1)).isBetween(353_500L, 355_000L);
    }

    @Test
    void before_1_32_they_are_after_330_to_345_s() {
        AksTimings.ControlPlane usual = Play.ROUND.controlPlane();
        List<Long> deleted = deletions(withControlPlane(new AksTimings.ControlPlane(
                usual.lease(),
                usual.monitorPeriod(),
                Duration.ofSeconds(40),
                usual.toleration(),
                usual.cloudPoll(),
                usual.podGcLoop(),
                usual.podGcQuarantine())));

        assertThat(deleted.get(0)).isBetween(330_000L, 331_500L);
        assertThat(deleted.get(SEEDS - 1)).isBetween(343_500L, 345_000L);
    }

    /** Returns when the pod of a machine that never returns was marked for deletion, in order; nothing else ever happens to it. */
    private static List<Long> deletions(AksTimings timings) {
        List<Long> deleted = new ArrayList<>();
        for (int seed = 0; seed < SEEDS; seed++) {
            Play play = Play.of(seed, Play.NOBODY, timings, Play.NEVER, Play.brokers(3, Play.DISK, Play.ONE_PER_ZONE));
            play.kubernetes.powerLoss(node(play, 0), Duration.ofDays(30), Play.CAUSE);
            play.run(Duration.ofDays(7));
            deleted.addAll(play.when("podDeleted 0"));
            assertThat(play.when("podScheduled")).isEmpty();
            assertThat(play.when("volumeDetached")).isEmpty();
            assertThat(play.kubernetes.running(0)).isFalse();
        }
        Collections.sort(deleted);
        return deleted;
    }

    @Test
    void pods_move_40_to_80_s_after_the_node_object_of_a_machine_that_no_longer_exists_has_gone() {
        List<Long> waits = new ArrayList<>();
        for (int seed = 0; seed < SEEDS; seed++) {
            Play play = Play.of(seed, Play.EMPTY_DIR, Play.NOBODY);
            play.kubernetes.nodeLoss(node(play, 0), Optional.empty(), Play.CAUSE);
            play.run(Duration.ofHours(1));
            long gone = play.when("nodeDeleted").get(0);
            // NotReady after 40 to 55 s, and the cloud is asked within 5.
            assertThat(gone).isBetween(40_000L, 60_000L);
            waits.add(play.when("podScheduled 0 moved").get(0) - gone);
        }
        Collections.sort(waits);

        // Found within 20 s, then 40 s of quarantine, which the loop's third tick meets; one that just missed it would
        // take 80 s.
        assertThat(waits.get(0)).isBetween(40_000L, 41_000L);
        assertThat(waits.get(SEEDS - 1)).isBetween(59_000L, 80_000L);
    }

    @Test
    void a_machine_that_is_healed_after_8_to_15_minutes_lets_its_terminating_pod_go_and_a_new_one_come() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Play play = Play.of(seed, Play.DISK, Play.NOBODY);
            long healed = 480_000 + 420_000L * seed / SEEDS;

            play.kubernetes.nodeHeal(node(play, 0), Duration.ofMillis(healed), Play.CAUSE);
            play.run(Duration.ofHours(1));

            assertThat(play.when("podDeleted 0").get(0)).isBetween(340_000L, 355_000L);
            long back = play.when("started 0").get(0);
            assertThat(back - healed).isBetween(10_000L, 90_000L);
        }
    }

    @Test
    void the_taint_out_of_service_with_no_execute_frees_pods_within_20_s() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Play play = Play.of(seed, Play.DISK, Play.NOBODY);
            play.kubernetes.powerLoss(node(play, 0), Duration.ofDays(1), Play.CAUSE);
            play.run(Duration.ofSeconds(100));

            play.kubernetes.outOfServiceTaint(node(play, 0), Play.CAUSE);
            play.run(Duration.ofHours(1));

            long freed = play.when("podScheduled 0").get(0);
            assertThat(freed - 100_000).isBetween(0L, 20_000L);
            // Detaching begins at once: 1 s to collect requests, 30 s to detach.
            assertThat(play.when("volumeDetached 0")).containsExactly(freed + 31_000);
        }
    }

    @Test
    void with_no_schedule_it_waits_until_the_pods_are_terminating_anyway() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Play play = Play.of(seed, Play.DISK, Play.NOBODY);
            long tainted = seed % 2 == 0 ? 100 : 600;
            play.kubernetes.powerLoss(node(play, 0), Duration.ofDays(1), Play.CAUSE);
            play.run(Duration.ofSeconds(tainted));

            play.kubernetes.outOfServiceTaint(node(play, 0), Taint.Effect.NO_SCHEDULE, Play.CAUSE);
            play.run(Duration.ofHours(1));

            long terminating = play.when("podDeleted 0").get(0);
            long since = Math.max(terminating, tainted * 1000);
            assertThat(terminating).isBetween(340_000L, 355_000L);
            assertThat(play.when("podScheduled 0").get(0) - since).isBetween(0L, 20_000L);
        }
    }

    @Test
    void a_pod_that_is_force_deleted_without_that_taint_waits_360_s_for_its_disk() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Play play = Play.of(seed, Play.DISK, Play.NOBODY);
            play.kubernetes.powerLoss(node(play, 0), Duration.ofDays(1), Play.CAUSE);
            play.run(Duration.ofSeconds(400));

            play.kubernetes.forceDelete(0, Play.CAUSE);
            play.run(Duration.ofHours(1));

            assertThat(play.when("podScheduled 0 moved")).containsExactly(400_000L);
            assertThat(play.when("volumeDetached 0")).containsExactly(400_000L + 360_000 + 31_000);
        }
    }

    @Test
    void a_wholly_dead_zone_is_evicted_one_node_every_ten_seconds() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Play play = four(seed, 12, Play.ONE_PER_NODE);
            play.kubernetes.zonePowerLoss("westus2-1", Duration.ofDays(1), Play.CAUSE);
            play.run(Duration.ofHours(1));

            List<Long> deleted = play.when("podDeleted");
            assertThat(deleted).hasSize(4);
            // When the third is found before the fourth, the zone is partly disrupted for a moment; the limiter then
            // begins anew, empty.
            assertThat(deleted.get(0)).isBetween(340_000L, 365_000L);
            for (int next = 1; next < 4; next++) {
                assertThat(deleted.get(next) - deleted.get(next - 1)).isGreaterThanOrEqualTo(10_000L);
                assertThat(deleted.get(next)).isLessThanOrEqualTo(365_000L + next * 10_000L);
            }
        }
    }

    @Test
    void three_dead_nodes_of_four_stop_the_evictions_of_their_zone() {
        int untouched = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            Play play = four(seed, 12, Play.ONE_PER_NODE);
            List<Integer> zone = play.kubernetes.nodesOf("westus2-1");
            zone.subList(0, 3).forEach(node -> play.kubernetes.powerLoss(node, Duration.ofDays(1), Play.CAUSE));
            play.run(Duration.ofHours(3));

            // Those found before the third are tainted already; what is tainted is evicted when its pods' time is up.
            assertThat(play.when("podDeleted").size()).isLessThanOrEqualTo(2);
            untouched += play.when("podDeleted").isEmpty() ? 1 : 0;
        }
        assertThat(untouched).isLessThan(SEEDS);
    }

    @Test
    void two_dead_nodes_of_four_do_not() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Play play = four(seed, 12, Play.ONE_PER_NODE);
            List<Integer> zone = play.kubernetes.nodesOf("westus2-1");
            zone.subList(0, 2).forEach(node -> play.kubernetes.powerLoss(node, Duration.ofDays(1), Play.CAUSE));
            play.run(Duration.ofHours(1));

            assertThat(play.when("podDeleted")).hasSize(2);
        }
    }

    @Test
    void when_every_zone_is_dead_nothing_is_evicted() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Play play = four(seed, 12, Play.ONE_PER_NODE);
            play.kubernetes
                    .zones()
                    .forEach(zone -> play.kubernetes.zonePartition(zone, Duration.ofHours(1), Play.CAUSE));
            play.run(Duration.ofHours(2));

            assertThat(play.when("nodeNotReady")).hasSize(12);
            assertThat(play.when("podDeleted")).isEmpty();
            assertThat(play.kubernetes.state().nodes)
                    .allSatisfy(node -> assertThat(node.state.taints()).isEmpty());
        }
    }

    @Test
    void a_stopped_machine_keeps_its_node_object_with_a_taint_and_nobody_repairs_it() {
        Play play = four(1, 12, Play.ONE_PER_NODE, withRepairAfter(600));
        NodeRun node = play.kubernetes.state().nodes.get(node(play, 0));

        play.kubernetes.nodeStop(node.index, Duration.ofHours(6), Play.CAUSE);
        play.run(Duration.ofHours(5));

        assertThat(play.when("nodeDeleted")).isEmpty();
        assertThat(node.state.taints()).extracting(Taint::key).contains(Taint.SHUTDOWN);
        assertThat(node.repairSteps).isZero();
        assertThat(play.when("podScheduled 0")).isEmpty();

        play.run(Duration.ofHours(7));

        assertThat(node.state.taints()).isEmpty();
        assertThat(play.when("started 0")).hasSize(1);
    }

    @Test
    void auto_repair_works_on_one_node_at_a_time() {
        Play play = four(1, 12, Play.ONE_PER_NODE, withRepairAfter(600));
        List<Integer> zone = play.kubernetes.nodesOf("westus2-1");
        zone.subList(0, 2).forEach(node -> play.kubernetes.nodeHeal(node, Duration.ofHours(10), Play.CAUSE));

        play.run(Duration.ofHours(9));

        // 600 s until it acts and three steps of 300 s; the other node waits for the first and then takes its own
        // three.
        List<Long> lost = play.when("nodeNotReady");
        List<Long> back = play.when("nodeReady");
        assertThat(back).hasSize(2);
        assertThat(back.get(0)).isEqualTo(lost.get(0) + 600_000 + 900_000);
        assertThat(back.get(1)).isEqualTo(back.get(0) + 900_000);
    }

    @Test
    void a_redeploy_into_a_zone_without_room_is_tried_again_in_the_next_round() {
        Play play = four(1, 12, Play.ONE_PER_NODE, withRepairAfter(600));
        play.kubernetes.nodeHeal(node(play, 0), Duration.ofHours(10), Play.CAUSE);
        play.kubernetes.allocationFailure(play.zoneOf(0), Duration.ofMinutes(30), Play.CAUSE);

        play.run(Duration.ofHours(9));

        long lost = play.when("nodeNotReady").get(0);
        assertThat(play.when("nodeReady")).containsExactly(lost + 600_000 + 2 * 900_000);
    }

    @Test
    void a_series_without_live_migration_is_moved_instead_of_paused_and_loses_its_local_disk() {
        for (boolean liveMigration : new boolean[] {true, false}) {
            AksConfig config = Play.config(Play.NOBODY, Play.ROUND, Play.NEVER, 2, liveMigration);
            Play play = Play.of(1, config, Play.brokers(3, Play.LOCAL, Play.ONE_PER_ZONE));

            play.kubernetes.zoneMaintenance(
                    play.zoneOf(0),
                    Kubernetes.Maintenance.FREEZE,
                    Duration.ofMinutes(15),
                    Duration.ofSeconds(8),
                    new MaintenancePace.OneAtATime(),
                    Play.CAUSE);
            play.run(Duration.ofHours(3));

            assertThat(play.when("frozen 0")).hasSize(liveMigration ? 1 : 0);
            assertThat(play.when("volumeLost 0")).hasSize(liveMigration ? 0 : 1);
            assertThat(play.when("nodeCordoned")).hasSize(liveMigration ? 0 : 2);
        }
    }

    @Test
    void memory_is_lost_with_a_reboot_and_a_disk_of_the_node_is_not() {
        for (Medium medium : List.of(Medium.MEMORY, Medium.TEMPORARY, Medium.NVME, Medium.MANAGED_OS_DISK)) {
            Play play = Play.of(1, new StorageConfig.EmptyDir(medium, Optional.empty()), Play.NOBODY);

            play.kubernetes.nodeReboot(node(play, 0), Play.CAUSE);
            play.run(Duration.ofHours(1));

            assertThat(play.when("started 0 " + (medium == Medium.MEMORY ? "EMPTY" : "INTACT")))
                    .as("%s", medium)
                    .hasSize(1);
        }
    }

    private static AksTimings withControlPlane(AksTimings.ControlPlane controlPlane) {
        AksTimings usual = Play.ROUND;
        return new AksTimings(controlPlane, usual.evictions(), usual.pods(), usual.volumes(), usual.machines());
    }

    private static AksTimings withRepairAfter(double seconds) {
        AksTimings usual = Play.ROUND;
        return new AksTimings(
                usual.controlPlane(),
                usual.evictions(),
                usual.pods(),
                usual.volumes(),
                new AksTimings.Machines(
                        usual.machines().reboot(),
                        usual.machines().redeploy(),
                        usual.machines().reimage(),
                        usual.machines().provision(),
                        0,
                        Play.seconds(seconds),
                        Play.seconds(300),
                        Duration.ofHours(1),
                        3));
    }

    private static Play four(long seed, int pods, PlacementConfig placement) {
        return four(seed, pods, placement, Play.ROUND);
    }

    /** Three zones of four nodes. */
    private static Play four(long seed, int pods, PlacementConfig placement, AksTimings timings) {
        return Play.of(
                seed, Play.config(Play.NOBODY, timings, Play.NEVER, 4, true), Play.brokers(pods, Play.DISK, placement));
    }

    private static int node(Play play, int process) {
        return play.kubernetes.nodeOf(process).orElseThrow();
    }
}
