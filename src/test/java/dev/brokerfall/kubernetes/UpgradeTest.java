package dev.brokerfall.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brokerfall.kubernetes.UpgradeConfig.Channel;
import java.time.DayOfWeek;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Upgrades that meet obstacles: no room for extra nodes, drains that take too long, other pools, and people. */
final class UpgradeTest {

    private static final Duration ROOM_AGAIN = Duration.ofDays(1);

    @Test
    void with_fewer_extra_nodes_than_asked_for_an_upgrade_stops_before_it_has_touched_a_node() {
        Play play = shortOfRoom("1.33", upgrade(3, 0));

        assertThat(play.when("upgradeEnded stopped")).containsExactly(0L);
        assertThat(play.story)
                .anyMatch(
                        line -> line.endsWith("stopped: 2 of 3 extra nodes could be had; 6 nodes keep the old image"));
        assertThat(play.when("nodeCordoned")).isEmpty();
    }

    @Test
    void from_1_35_on_it_goes_on_with_one_node_at_a_time() {
        Play play = shortOfRoom("1.35", upgrade(3, 0));

        assertThat(play.when("upgradeEnded complete")).hasSize(1);
        assertThat(mostAtOnce(play)).isEqualTo(1);
    }

    @Test
    void with_max_unavailable_beside_max_surge_it_goes_on_in_place() {
        Play play = shortOfRoom("1.33", upgrade(3, 2));

        assertThat(play.when("upgradeEnded complete")).hasSize(1);
        assertThat(mostAtOnce(play)).isEqualTo(2);
    }

    private static Play shortOfRoom(String version, UpgradeConfig config) {
        Play play = play(version, config);
        play.kubernetes.allocationFailure("westus2-2", ROOM_AGAIN, Play.CAUSE);
        play.kubernetes.nodePoolUpgrade("nodepool2", OptionalInt.empty(), Play.CAUSE);
        return play.run(ROOM_AGAIN);
    }

    @Test
    void as_many_nodes_are_drained_at_a_time_as_there_are_extra_ones() {
        Play play = play("1.33", upgrade(2, 0));

        play.kubernetes.nodePoolUpgrade("nodepool2", OptionalInt.empty(), Play.CAUSE);
        play.run(ROOM_AGAIN);

        assertThat(mostAtOnce(play)).isEqualTo(2);
        assertThat(play.when("nodeDeleted")).as("the extra ones leave").hasSize(2);
        assertThat(play.when("nodeUncordoned")).hasSize(6);
    }

    /** Returns how many of the pool's own nodes were cordoned together at the most. */
    private static int mostAtOnce(Play play) {
        int now = 0;
        int most = 0;
        for (String line : play.story) {
            if (line.contains("nodeCordoned") && line.charAt(line.length() - 1) < '6') {
                now++;
            } else if (line.contains("nodeUncordoned")) {
                now--;
            }
            most = Math.max(most, now);
        }
        return most;
    }

    @Test
    void pools_are_upgraded_one_after_the_other() {
        AksConfig one = Play.config(Play.DRAIN_CLEANER, Play.ROUND, Play.WEEKLY);
        NodePoolConfig pool = one.nodePools().get(0);
        NodePoolConfig other = new NodePoolConfig(
                "others", pool.vm(), pool.zones(), 1, pool.osDisk(), pool.kubeletDisk(), pool.upgrade());
        Play play = Play.of(
                1,
                new AksConfig("1.33", "westus2", List.of(pool, other), one.operator(), one.timings()),
                Play.brokers(3, Play.DISK, Play.ONE_PER_ZONE));

        play.run(Duration.ofDays(7));

        List<Long> began = play.when("upgradeBegan");
        List<Long> ended = play.when("upgradeEnded complete");
        assertThat(play.when("upgradeBegan nodepool2")).containsExactly(began.get(0));
        assertThat(play.when("upgradeBegan others")).containsExactly(ended.get(0));
        assertThat(ended).hasSize(2);
    }

    @Test
    void upgrades_begin_within_the_window_and_go_on_beyond_it_and_pools_that_have_not_had_their_turn_wait() {
        // Saturday, 22:00 to midnight: the first pool takes more than an hour, the second as much, the third waits a
        // week.
        UpgradeConfig config =
                weekly(new UpgradeConfig.Window(DayOfWeek.SATURDAY, Duration.ofHours(22), Duration.ofHours(2)));
        AksConfig one = Play.config(Play.DRAIN_CLEANER, Play.ROUND, config);
        NodePoolConfig pool = one.nodePools().get(0);
        List<NodePoolConfig> pools = List.of("a", "b", "c").stream()
                .map(name ->
                        new NodePoolConfig(name, pool.vm(), pool.zones(), 3, pool.osDisk(), pool.kubeletDisk(), config))
                .toList();
        Play play = Play.of(1, new AksConfig("1.33", "westus2", pools, one.operator(), one.timings()), List.of());

        play.run(Duration.ofDays(20));

        long opens = play.when("upgradeBegan a").get(0);
        long closes = opens + Duration.ofHours(2).toMillis();
        long week = Duration.ofDays(7).toMillis();
        assertThat(opens % week).isEqualTo(Duration.ofDays(5).plusHours(22).toMillis());
        long first = play.when("upgradeEnded").get(0);
        assertThat(first - opens)
                .as("3 min for an extra node, 400 s for each of nine nodes")
                .isEqualTo(180_000 + 9 * 400_000);
        assertThat(play.when("upgradeBegan b").get(0)).isEqualTo(first).isLessThan(closes);
        assertThat(play.when("upgradeEnded").get(1))
                .as("in flight when the window closes")
                .isGreaterThan(closes);
        assertThat(play.when("upgradeBegan c"))
                .as("had to wait, and is the first a week later")
                .startsWith(opens + week);
    }

    @Test
    void a_stopped_upgrade_is_tried_again_when_the_window_opens() {
        UpgradeConfig.Window window =
                new UpgradeConfig.Window(DayOfWeek.SUNDAY, Duration.ofHours(2), Duration.ofHours(4));
        UpgradeConfig usual = weekly(window);
        UpgradeConfig config = new UpgradeConfig(
                usual.channel(),
                Duration.ofDays(28),
                usual.maxSurge(),
                0,
                usual.drainTimeout(),
                usual.soak(),
                Optional.of(Duration.ofHours(12)),
                usual.window());
        Play play = play("1.33", config);
        play.workload.mayEvict = false;

        play.run(Duration.ofDays(60));

        List<Long> began = play.when("upgradeBegan");
        assertThat(began).hasSizeGreaterThan(1);
        assertThat(began).allSatisfy(at -> assertThat(window.openFrom(at)).isEqualTo(at));
        assertThat(began.get(1) - began.get(0)).isEqualTo(Duration.ofDays(7).toMillis());
    }

    private static UpgradeConfig weekly(UpgradeConfig.Window window) {
        return new UpgradeConfig(
                Channel.NODE_IMAGE,
                Duration.ofDays(7),
                1,
                0,
                Duration.ofMinutes(30),
                Duration.ZERO,
                Optional.empty(),
                Optional.of(window));
    }

    @Test
    void a_node_that_a_stopped_upgrade_left_cordoned_is_uncordoned_when_a_pod_has_come_to_need_it() {
        Play play = stopped();
        String left = play.story.get(play.story.size() - 1).replaceFirst(".* stopped at (\\S+) .*", "$1");
        int pod = play.nodeOf(0).equals(left) ? 0 : play.nodeOf(1).equals(left) ? 1 : 2;
        Duration stopped = Duration.ofMillis(play.agenda.now());

        play.kubernetes.nodesOf(play.zoneOf(pod)).stream()
                .filter(node -> !play.kubernetes.nodeName(node).equals(left))
                .forEach(node -> play.kubernetes.nodeLoss(node, Optional.empty(), Play.CAUSE));
        play.run(stopped.plusHours(5));
        assertThat(play.when("nodeUncordoned " + left)).as("nobody needs it").isEmpty();
        play.kubernetes.deletePods("", Play.CAUSE);
        play.run(stopped.plusHours(10));

        long pending = play.when("podUnschedulable " + pod).get(0);
        assertThat(play.when("nodeUncordoned " + left)).containsExactly(pending + 1_800_000);
        assertThat(play.when("podScheduled " + pod)).containsExactly(pending + 1_800_000);
    }

    /** Returns a play in which an upgrade has just stopped because a pod did not go. */
    private static Play stopped() {
        UpgradeConfig config = upgrade(0, 1);
        Play play = play("1.33", config);
        play.workload.mayEvict = false;
        play.kubernetes.nodePoolUpgrade("nodepool2", OptionalInt.empty(), Play.CAUSE);
        while (play.when("upgradeEnded stopped").isEmpty()) {
            play.run(Duration.ofMillis(play.agenda.now()).plusMinutes(1));
        }
        assertThat(play.story).anyMatch(line -> line.contains("was not empty within 30m and stays cordoned"));
        return play;
    }

    @Test
    void a_second_upgrade_of_a_pool_is_refused_while_the_first_runs() {
        Play play = play("1.33", upgrade(1, 0));

        play.kubernetes.nodePoolUpgrade("nodepool2", OptionalInt.empty(), Play.CAUSE);
        play.kubernetes.nodePoolUpgrade("nodepool2", OptionalInt.empty(), Play.CAUSE);
        play.run(ROOM_AGAIN);

        assertThat(play.when("upgradeBegan")).hasSize(1);
        assertThat(play.story).anyMatch(line -> line.endsWith("refused: node pool nodepool2 is being upgraded"));
    }

    @Test
    void nothing_is_drained_while_the_control_plane_is_out_and_the_upgrade_goes_on_afterwards() {
        Play play = play("1.33", upgrade(0, 1));
        play.kubernetes.nodePoolUpgrade("nodepool2", OptionalInt.empty(), Play.CAUSE);
        play.run(Duration.ofMinutes(3));
        int before = play.story.size();

        play.kubernetes.controlPlaneOutage(Duration.ofHours(2), Play.CAUSE);
        play.run(Duration.ofHours(2));
        assertThat(play.story.subList(before, play.story.size()))
                .noneMatch(
                        line -> line.contains("Cordoned") || line.contains("podDeleted") || line.contains("Attached"));

        play.run(ROOM_AGAIN);
        assertThat(play.when("upgradeEnded complete")).hasSize(1);
    }

    private static Play play(String version, UpgradeConfig config) {
        AksConfig usual = Play.config(Play.DRAIN_CLEANER, Play.ROUND, config);
        return Play.of(
                1,
                new AksConfig(version, "westus2", usual.nodePools(), usual.operator(), usual.timings()),
                Play.brokers(3, Play.DISK, Play.ONE_PER_ZONE));
    }

    private static UpgradeConfig upgrade(int maxSurge, int maxUnavailable) {
        return new UpgradeConfig(
                Channel.NONE,
                Duration.ofDays(7),
                maxSurge,
                maxUnavailable,
                Duration.ofMinutes(30),
                Duration.ZERO,
                Optional.empty(),
                Optional.empty());
    }
}
