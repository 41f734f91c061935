package dev.brokerfall.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the cluster autoscaler can do for a pod without a place, and what it cannot. */
final class AutoscalerTest {

    private static final PlacementConfig PREFER_ZONES =
            new PlacementConfig(PlacementConfig.Topology.ZONE, PlacementConfig.Mode.PREFERRED, Optional.empty());

    /** Looks every 10 s, decides in 15 s, gives up after 15 min, and leaves a group alone for 5 to 30 min. */
    private static final AutoscaleConfig.Timings TIMINGS = new AutoscaleConfig.Timings(
            Duration.ofSeconds(10),
            Play.seconds(15),
            Duration.ofMinutes(15),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(3),
            Duration.ofMinutes(20),
            0.45,
            3,
            0);

    private static AksConfig config(int nodesPerZone, AutoscaleConfig autoscale) {
        AksConfig usual = Play.config(Play.NOBODY, Play.ROUND, Play.NEVER);
        NodePoolConfig pool = usual.nodePools().get(0);
        return new AksConfig(
                usual.version(),
                usual.region(),
                List.of(new NodePoolConfig(
                        pool.name(),
                        pool.vm(),
                        pool.zones(),
                        nodesPerZone,
                        pool.osDisk(),
                        pool.kubeletDisk(),
                        pool.upgrade(),
                        Optional.of(autoscale))),
                usual.operator(),
                usual.timings());
    }

    private static AutoscaleConfig oneGroup(int min, int max) {
        return new AutoscaleConfig(min, max, false, false, TIMINGS);
    }

    private static AutoscaleConfig perZone(int min, int max) {
        return new AutoscaleConfig(min, max, true, false, TIMINGS);
    }

    /** One node in each zone; that of broker 0 takes no pods any more, and its pod is created again. */
    private static Play cordoned(long seed, AutoscaleConfig autoscale) {
        Play play = Play.of(seed, config(1, autoscale), Play.brokers(3, Play.DISK, Play.ONE_PER_ZONE));
        play.kubernetes.cordon(play.kubernetes.nodeOf(0).orElseThrow(), Play.CAUSE);
        play.kubernetes.drain(play.kubernetes.nodeOf(0).orElseThrow(), Play.CAUSE);
        return play;
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "3", "4", "5"})
    void a_group_over_all_zones_cannot_aim_and_leaves_the_pod_pending(long seed) {
        Play play = cordoned(seed, oneGroup(3, 9)).run(Duration.ofDays(1));

        assertThat(play.kubernetes.nodeOf(0)).isEmpty();
        assertThat(play.when("nodeReady")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "3", "4", "5"})
    void a_group_for_the_zone_brings_a_node_where_the_disk_is(long seed) {
        Play play = cordoned(seed, perZone(1, 2));
        String zone = play.zoneOf(0);

        play.run(Duration.ofHours(1));

        long pending = play.when("podUnschedulable 0").get(0);
        long ready = play.when("nodeReady").get(0);
        assertThat(play.when("nodeReady")).hasSize(1);
        // 15 s to decide, and the machine's own time.
        assertThat(ready)
                .isEqualTo(pending
                        + 15_000
                        + Play.ROUND
                                .machines()
                                .provision()
                                .drawMillis(new dev.brokerfall.random.Streams(seed, 0).stream("any")));
        assertThat(play.when("podScheduled 0 moved")).containsExactly(ready);
        assertThat(play.zoneOf(0)).isEqualTo(zone);
    }

    @Test
    void a_full_group_does_not_grow() {
        Play play = cordoned(1, perZone(1, 1)).run(Duration.ofDays(1));

        assertThat(play.when("nodeReady")).isEmpty();
    }

    @Test
    void a_group_whose_machine_was_refused_is_left_alone_longer_each_time() {
        Play play = cordoned(1, perZone(1, 2));

        play.kubernetes.allocationFailure(play.zoneOf(0), Duration.ofHours(1), Play.CAUSE);
        play.run(Duration.ofHours(3));

        // Asked for after 15 s, and then 5, 10, 20 and 30 min later: the fifth time, after 65 min, there is room again.
        long asked = play.when("podUnschedulable 0").get(0)
                + 15_000
                + Duration.ofMinutes(65).toMillis();
        assertThat(play.when("nodeReady"))
                .singleElement()
                .satisfies(at -> assertThat(at)
                        .isBetween(asked, asked + Duration.ofMinutes(12).toMillis()));
    }

    @Test
    void a_node_that_stays_unready_is_taken_away_after_20_minutes_which_frees_its_stuck_pods() {
        Play play = Play.of(1, config(2, oneGroup(3, 9)), Play.brokers(3, Play.ZRS, PREFER_ZONES));

        play.kubernetes.powerLoss(play.kubernetes.nodeOf(0).orElseThrow(), Duration.ofHours(6), Play.CAUSE);
        play.run(Duration.ofHours(2));

        long notReady = play.when("nodeNotReady").get(0);
        long taken = notReady + Duration.ofMinutes(20).toMillis();
        assertThat(play.when("nodeDeleted")).containsExactly(taken);
        assertThat(play.when("podScheduled 0 moved"))
                .singleElement()
                .satisfies(at -> assertThat(at).isBetween(taken, taken + 60_000));
    }

    @Test
    void a_pool_keeps_its_smallest_size_and_nothing_is_done_while_most_nodes_are_unready() {
        Play smallest = Play.of(1, config(2, oneGroup(6, 9)), Play.brokers(3, Play.ZRS, PREFER_ZONES));
        smallest.kubernetes.powerLoss(smallest.kubernetes.nodeOf(0).orElseThrow(), Duration.ofHours(6), Play.CAUSE);
        smallest.run(Duration.ofHours(2));
        assertThat(smallest.when("nodeDeleted")).isEmpty();

        // Four of six: more than 3, and more than 45 %.
        Play most = Play.of(1, config(2, oneGroup(1, 9)), Play.brokers(3, Play.ZRS, PREFER_ZONES));
        most.kubernetes.zonePowerLoss("westus2-1", Duration.ofHours(6), Play.CAUSE);
        most.kubernetes.zonePowerLoss("westus2-2", Duration.ofHours(6), Play.CAUSE);
        most.run(Duration.ofHours(2));
        assertThat(most.when("nodeNotReady")).hasSize(4);
        assertThat(most.when("nodeDeleted")).isEmpty();
    }
}
