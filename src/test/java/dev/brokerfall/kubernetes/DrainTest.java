package dev.brokerfall.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Drains and the upgrades that consist of them. */
final class DrainTest {

    @Test
    void with_the_drain_cleaner_a_pod_leaves_only_when_the_workload_lets_it_go() {
        Play play = Play.of(1, Play.EMPTY_DIR, Play.DRAIN_CLEANER);
        play.workload.mayEvict = false;

        play.kubernetes.drain(node(play, 0), Play.CAUSE);
        play.run(Duration.ofHours(1));
        assertThat(play.when("podDeleted")).isEmpty();

        play.workload.mayEvict = true;
        play.kubernetes.workloadChanged();
        play.run(Duration.ofHours(2));
        // At the operator's next tick, 120 s apart.
        assertThat(play.when("podDeleted 0"))
                .singleElement()
                .satisfies(at -> assertThat(at).isBetween(3_600_000L, 3_720_000L));
        assertThat(play.when("started 0 EMPTY")).hasSize(1);
    }

    @Test
    void without_it_a_budget_looks_at_readiness_alone() {
        Play play = Play.of(1, Play.EMPTY_DIR, Play.BUDGET_ONLY);
        play.workload.mayEvict = false;

        play.kubernetes.drain(node(play, 0), Play.CAUSE);

        assertThat(play.when("podDeleted 0")).containsExactly(0L);
    }

    @Test
    void a_budget_of_one_refuses_a_second_eviction_until_the_first_pod_is_ready_again() {
        Play play = Play.of(
                1, Play.BUDGET_ONLY, Play.ROUND, Play.NEVER, Play.brokers(3, Play.EMPTY_DIR, Play.ONE_PER_NODE));
        play.workload.stops = false;

        play.kubernetes.drain(node(play, 0), Play.CAUSE);
        play.kubernetes.drain(node(play, 1), Play.CAUSE);
        play.run(Duration.ofSeconds(10));
        assertThat(play.when("podDeleted")).containsExactly(0L);

        play.workload.running.clear(0);
        play.kubernetes.exited(0);
        play.run(Duration.ofMinutes(2));
        // Out at 10 s; 20 s to pull the image and 3 s to start; the eviction is tried again 5 s later.
        assertThat(play.when("started 0")).containsExactly(33_000L);
        assertThat(play.when("podDeleted 1")).containsExactly(38_000L);
    }

    @Test
    void a_silent_node_with_one_pod_left_behind_and_one_refused_is_removed_when_both_may_be_left() {
        PlacementConfig anywhere =
                new PlacementConfig(PlacementConfig.Topology.NODE, PlacementConfig.Mode.NONE, Optional.empty());
        Play play = Play.of(1, Play.BUDGET_ONLY, Play.ROUND, Play.NEVER, Play.brokers(12, Play.EMPTY_DIR, anywhere));
        int node = node(play, 0);

        play.workload.stops = false;
        play.kubernetes.replaceNode(node, Optional.empty(), Optional.empty(), Play.CAUSE);
        play.run(Duration.ofSeconds(10));
        play.kubernetes.powerLoss(node, Duration.ofDays(1), Play.CAUSE);
        play.run(Duration.ofHours(1));

        // The budget lets one pod go at once; the other is marked when the node's taint evicts it, and left five
        // minutes later.
        List<Long> marked = play.when("podDeleted");
        assertThat(marked).hasSize(2).first().isEqualTo(0L);
        assertThat(marked.get(1)).isBetween(350_000L, 365_000L);
        assertThat(play.when("nodeDeleted")).containsExactly(marked.get(1) + 300_000L);
    }

    @Test
    void a_pod_that_does_not_stop_is_killed_after_its_grace() {
        Play play = Play.of(1, Play.EMPTY_DIR, Play.NOBODY);
        play.workload.stops = false;

        play.kubernetes.deletePods("", Play.CAUSE);
        play.run(Duration.ofMinutes(5));

        assertThat(play.when("killed")).containsExactly(30_000L, 30_000L, 30_000L);
    }

    @Test
    void a_weekly_upgrade_drains_and_rewrites_each_node_once_in_order_of_name() {
        Play play = upgrade(Play.DISK, Play.WEEKLY);

        play.run(Duration.ofDays(7));

        assertThat(play.when("upgradeEnded complete")).hasSize(1);
        assertThat(play.story.stream()
                        .filter(line -> line.contains("nodeCordoned"))
                        .map(line -> line.substring(line.length() - 1)))
                // The seventh is the extra node, which is drained last and leaves.
                .containsExactly("0", "1", "2", "3", "4", "5", "6");
        assertThat(play.when("nodeDeleted")).hasSize(1);
        assertThat(play.agenda.handled()).isLessThan(150);
    }

    @Test
    void an_upgrade_empties_every_empty_dir_it_meets_and_no_disk() {
        Play directories = upgrade(Play.EMPTY_DIR, Play.WEEKLY).run(Duration.ofDays(7));
        Play disks = upgrade(Play.DISK, Play.WEEKLY).run(Duration.ofDays(7));

        assertThat(directories.when("volumeLost")).hasSizeGreaterThanOrEqualTo(3);
        assertThat(directories.story).noneMatch(line -> line.contains("INTACT"));
        assertThat(disks.when("volumeLost")).isEmpty();
        assertThat(disks.story).noneMatch(line -> line.contains("EMPTY") || line.contains("TAIL_LOST"));
    }

    @Test
    void a_drain_that_outlasts_its_time_stops_the_upgrade_and_leaves_the_node_cordoned() {
        Play play = upgrade(Play.EMPTY_DIR, Play.WEEKLY);
        play.workload.mayEvict = false;

        play.run(Duration.ofDays(7));

        long began = play.when("upgradeBegan").get(0);
        long stopped = play.when("upgradeEnded stopped").get(0);
        long cordoned = play.when("nodeCordoned").get(play.when("nodeCordoned").size() - 1);
        assertThat(stopped - cordoned).isEqualTo(Duration.ofMinutes(30).toMillis());
        assertThat(stopped).isGreaterThan(began);
        assertThat(play.when("upgradeEnded complete")).isEmpty();
        assertThat(play.when("podDeleted")).isEmpty();
    }

    @Test
    void a_stopped_upgrade_that_is_tried_again_goes_on_where_it_stopped() {
        UpgradeConfig again = new UpgradeConfig(
                UpgradeConfig.Channel.NODE_IMAGE,
                Duration.ofDays(7),
                1,
                0,
                Duration.ofMinutes(30),
                Duration.ZERO,
                Optional.of(Duration.ofHours(12)),
                Optional.empty());
        Play play = upgrade(Play.EMPTY_DIR, again);
        play.workload.mayEvict = false;
        play.run(Duration.ofDays(6).plusHours(19));
        List<Long> stopped = play.when("upgradeEnded stopped");
        assertThat(stopped).hasSize(1);

        play.workload.mayEvict = true;
        play.kubernetes.workloadChanged();
        play.run(Duration.ofDays(7).plusHours(18));

        assertThat(play.when("upgradeBegan").get(1) - stopped.get(0))
                .isEqualTo(Duration.ofHours(12).toMillis());
        assertThat(play.when("upgradeEnded complete")).hasSize(1);
    }

    @Test
    void in_place_a_zonal_pod_waits_for_its_node_when_the_zone_has_no_other() {
        UpgradeConfig inPlace = new UpgradeConfig(
                UpgradeConfig.Channel.NODE_IMAGE,
                Duration.ofDays(7),
                0,
                1,
                Duration.ofMinutes(30),
                Duration.ZERO,
                Optional.empty(),
                Optional.empty());

        Play play = upgrade(Play.LOCAL, inPlace).run(Duration.ofDays(7));

        // A local volume waits for its node, which comes back 400 s later with an empty device.
        assertThat(play.when("podUnschedulable")).hasSize(3);
        assertThat(play.when("started 0 EMPTY")).hasSize(1);
        assertThat(play.when("upgradeEnded complete")).hasSize(1);
    }

    private static Play upgrade(dev.brokerfall.storage.StorageConfig storage, UpgradeConfig config) {
        return Play.of(1, Play.DRAIN_CLEANER, Play.ROUND, config, Play.brokers(3, storage, Play.ONE_PER_ZONE));
    }

    private static int node(Play play, int process) {
        OptionalInt node = play.kubernetes.nodeOf(process);
        return node.orElseThrow();
    }
}
