package dev.brokerfall.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brokerfall.storage.StorageConfig;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Zones that fail, and volumes that can or cannot leave them. */
final class ZoneTest {

    private static final PlacementConfig PREFER_ZONES =
            new PlacementConfig(PlacementConfig.Topology.ZONE, PlacementConfig.Mode.PREFERRED, Optional.empty());

    private static OperatorConfig taintAfterFiveMinutes() {
        return new OperatorConfig(
                false,
                false,
                Duration.ofMinutes(2),
                Duration.ofMinutes(5),
                Duration.ofMillis(250),
                10,
                Optional.of(Duration.ofMinutes(5)),
                Play.seconds(1800));
    }

    @Test
    void a_zonal_disk_keeps_its_pod_waiting_while_its_zone_is_out() {
        Play play = outage(Play.DISK);

        assertThat(play.when("podScheduled 0 moved"))
                .allMatch(at -> at >= Duration.ofHours(4).toMillis());
        assertThat(play.when("podUnschedulable 0")).hasSize(1);
        // Back after four hours: attached and mounted again, all but the tail is there.
        assertThat(play.when("started 0 TAIL_LOST"))
                .singleElement()
                .satisfies(
                        at -> assertThat(at).isGreaterThan(Duration.ofHours(4).toMillis()));
    }

    @Test
    void a_zone_redundant_disk_moves_when_the_pod_may_and_the_node_is_said_to_be_out_of_service() {
        Play play = outage(Play.ZRS);

        assertThat(play.when("podScheduled 0 moved"))
                .singleElement()
                .satisfies(
                        at -> assertThat(at).isLessThan(Duration.ofMinutes(10).toMillis()));
        assertThat(play.when("started 0 TAIL_LOST"))
                .singleElement()
                .satisfies(
                        at -> assertThat(at).isLessThan(Duration.ofMinutes(15).toMillis()));
    }

    @Test
    void required_anti_affinity_over_three_zones_keeps_even_a_zone_redundant_pod_waiting() {
        Play play = Play.of(
                1, taintAfterFiveMinutes(), Play.ROUND, Play.NEVER, Play.brokers(3, Play.ZRS, Play.ONE_PER_ZONE));

        play.kubernetes.zoneOutage(play.zoneOf(0), 1, Duration.ofHours(4), Play.CAUSE);
        play.run(Duration.ofHours(3));

        assertThat(play.kubernetes.nodeOf(0)).isEmpty();
    }

    private static Play outage(StorageConfig storage) {
        Play play = Play.of(1, taintAfterFiveMinutes(), Play.ROUND, Play.NEVER, Play.brokers(3, storage, PREFER_ZONES));
        play.kubernetes.zoneOutage(play.zoneOf(0), 1, Duration.ofHours(4), Play.CAUSE);
        return play.run(Duration.ofHours(8));
    }

    @Test
    void a_local_volume_waits_for_ever_for_a_node_that_is_gone_until_someone_deletes_its_claim() {
        Play play = Play.of(1, Play.LOCAL, Play.NOBODY);

        play.kubernetes.nodeLoss(
                play.kubernetes.nodeOf(0).orElseThrow(), Optional.of(Duration.ofMinutes(10)), Play.CAUSE);
        play.run(Duration.ofHours(2));

        // The reaction takes 1800 s from the first time that the pod fitted nowhere; then the volume is a new one.
        long pending = play.when("podUnschedulable 0").get(0);
        assertThat(play.when("podScheduled 0")).containsExactly(pending + 1_800_000);
        assertThat(play.when("started 0 EMPTY")).hasSize(1);
    }

    @Test
    void a_partitioned_zone_is_given_up_and_its_processes_stop_when_it_is_back() {
        Play play = Play.of(1, Play.DISK, Play.NOBODY);

        play.kubernetes.zonePartition(play.zoneOf(0), Duration.ofMinutes(20), Play.CAUSE);
        play.run(Duration.ofHours(2));

        assertThat(play.when("partitioned 0")).containsExactly(0L);
        assertThat(play.when("podDeleted 0"))
                .singleElement()
                .satisfies(at -> assertThat(at).isBetween(340_000L, 365_000L));
        assertThat(play.when("stopRequested 0")).containsExactly(1_200_000L);
        assertThat(play.when("started 0 INTACT")).hasSize(1);
    }

    @Test
    void while_the_control_plane_is_out_nothing_moves() {
        Play play = Play.of(1, Play.EMPTY_DIR, Play.NOBODY);

        play.kubernetes.controlPlaneOutage(Duration.ofHours(1), Play.CAUSE);
        play.kubernetes.nodeLoss(play.kubernetes.nodeOf(0).orElseThrow(), Optional.empty(), Play.CAUSE);
        play.run(Duration.ofHours(3));

        assertThat(play.when("nodeNotReady").get(0)).isGreaterThanOrEqualTo(3_600_000L);
        assertThat(play.when("podScheduled 0").get(0)).isGreaterThan(3_600_000L);
    }

    @Test
    void a_disk_that_does_not_answer_hangs_its_process() {
        Play play = Play.of(1, Play.DISK, Play.NOBODY);

        play.kubernetes.diskUnavailable(0, Duration.ofMinutes(1), Play.CAUSE);
        play.run(Duration.ofHours(1));

        assertThat(play.when("hung 0")).containsExactly(0L);
        assertThat(play.when("unhung 0")).containsExactly(60_000L);
    }

    @Test
    void five_pods_apart_on_three_zones_leave_two_pending_from_the_start() {
        Play play = Play.of(1, Play.NOBODY, Play.ROUND, Play.NEVER, Play.brokers(5, Play.DISK, Play.ONE_PER_ZONE));

        play.run(Duration.ofMinutes(1));

        assertThat(play.when("podUnschedulable")).hasSize(2);
        assertThat(play.story)
                .anyMatch(line ->
                        line.endsWith("0/6 nodes are available: 6 node(s) didn't match pod anti-affinity rules."));
    }

    @Test
    void maintenance_one_at_a_time_begins_with_a_node_when_the_one_before_is_back() {
        Play play = Play.of(1, Play.DISK, Play.NOBODY);

        play.kubernetes.zoneMaintenance(
                play.zoneOf(0),
                Kubernetes.Maintenance.REDEPLOY,
                Duration.ofMinutes(10),
                Duration.ofMinutes(8),
                new MaintenancePace.OneAtATime(),
                Play.CAUSE);
        play.run(Duration.ofHours(2));

        // 10 min of notice, during which the node is drained, and 8 min of work, twice.
        assertThat(play.when("nodeReady")).containsExactly(1_080_000L, 2_160_000L);
        assertThat(play.when("killed")).isEmpty();
    }

    @Test
    void machines_of_one_update_domain_stand_still_together_and_those_of_the_next_half_an_hour_later() {
        int together = 0;
        for (int seed = 0; seed < 200; seed++) {
            Play play = Play.of(seed, Play.DISK, Play.NOBODY);

            play.kubernetes.zoneMaintenance(
                    play.zoneOf(0),
                    Kubernetes.Maintenance.REBOOT,
                    Duration.ofMinutes(15),
                    Duration.ofMinutes(5),
                    new MaintenancePace.ByUpdateDomain(5, Duration.ofMinutes(30)),
                    Play.CAUSE);
            play.run(Duration.ofHours(2));

            // 15 min of notice and 5 min of work; 30 min of pause; the same again.
            List<Long> ready = play.when("nodeReady");
            assertThat(ready).hasSize(2).first().isEqualTo(1_200_000L);
            assertThat(ready.get(1)).isIn(1_200_000L, 4_200_000L);
            together += ready.get(1).equals(ready.get(0)) ? 1 : 0;
        }

        // Two machines share one of five domains in a fifth of all cases: 40 of 200, give or take three deviations of
        // 5.7.
        assertThat(together).isBetween(23, 57);
    }

    @Test
    void a_pause_meant_for_a_machine_that_is_down_does_not_hold_up_the_next() {
        Play play = IntStream.range(0, 100)
                .mapToObj(seed -> Play.of(seed, Play.DISK, Play.NOBODY))
                .filter(its -> its.kubernetes.nodeOf(0).getAsInt()
                        != its.kubernetes.nodesOf(its.zoneOf(0)).get(0))
                .findFirst()
                .orElseThrow();

        play.kubernetes.zoneMaintenance(
                play.zoneOf(0),
                Kubernetes.Maintenance.FREEZE,
                Duration.ofMinutes(15),
                Duration.ofSeconds(8),
                new MaintenancePace.OneAtATime(),
                Play.CAUSE);
        play.run(Duration.ofSeconds(899));
        play.kubernetes.nodeReboot(play.kubernetes.nodesOf(play.zoneOf(0)).get(0), Play.CAUSE);
        play.run(Duration.ofHours(1));

        assertThat(play.when("frozen 0")).containsExactly(1_800_000L);
    }
}
