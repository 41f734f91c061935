package dev.brokerfall.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brokerfall.storage.StorageConfig;
import dev.brokerfall.storage.StorageConfig.EmptyDir.Medium;
import dev.brokerfall.unit.DataSize;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a kubelet does when emptyDir volumes fill its disk. A disk of 100 GiB, of which 90 may be used; a broker writes 1 GiB a minute. */
final class DiskPressureTest {

    private static final double GIB = 1L << 30;
    private static final double GIB_A_MINUTE = GIB / 60_000;
    private static final NodeFileSystem DISK =
            new NodeFileSystem(DataSize.gibibytes(100), 0.1, Duration.ofSeconds(10), Duration.ofMinutes(5));

    @Test
    void a_broker_that_outgrows_its_node_is_evicted_and_comes_up_empty_on_another() {
        Play play = given(Play.EMPTY_DIR, 200);
        String full = play.nodeOf(0);

        play.run(Duration.ofMinutes(100));

        long evicted = play.when("podDeleted 0").get(0);
        assertThat(evicted).isBetween(90 * 60_000L, 90 * 60_000L + 10_000);
        assertThat(play.when("killed 0")).containsExactly(evicted);
        assertThat(play.when("stopRequested 0")).isEmpty();
        assertThat(play.when("volumeLost 0")).containsExactly(evicted);
        assertThat(play.when("started 0 EMPTY diskPressure")).hasSize(1);
        assertThat(play.nodeOf(0)).isNotEqualTo(full);
    }

    @Test
    void a_node_under_pressure_takes_no_pods_for_five_minutes() {
        // Two nodes a zone, one broker a zone and required apart: the other node of the zone is cordoned, so only the
        // full one is left.
        Play play = given(Play.EMPTY_DIR, 200);
        play.kubernetes.nodesOf(play.zoneOf(0)).stream()
                .filter(node -> node != play.kubernetes.nodeOf(0).orElseThrow())
                .forEach(node -> play.kubernetes.cordon(node, Play.CAUSE));
        play.kubernetes.nodesOf(play.zoneOf(1)).forEach(node -> play.kubernetes.cordon(node, Play.CAUSE));
        play.kubernetes.nodesOf(play.zoneOf(2)).forEach(node -> play.kubernetes.cordon(node, Play.CAUSE));

        play.run(Duration.ofMinutes(100));

        long evicted = play.when("podDeleted 0").get(0);
        assertThat(play.story)
                .anyMatch(line ->
                        line.contains("podUnschedulable 0") && line.contains("node.kubernetes.io/disk-pressure"));
        assertThat(play.when("podScheduled 0 stayed").get(0) - evicted).isBetween(300_000L, 310_000L);
    }

    @Test
    void what_fits_is_left_alone_and_costs_nothing() {
        Play play = given(Play.EMPTY_DIR, 90);

        play.run(Duration.ofDays(365));

        assertThat(play.when("podDeleted")).isEmpty();
        // One look at each of the three nodes that carry a broker.
        assertThat(play.agenda.handled()).isEqualTo(3);
    }

    @Test
    void a_pod_that_exceeds_its_size_limit_is_evicted_and_its_node_goes_on_taking_pods() {
        Play play =
                given(new StorageConfig.EmptyDir(Medium.EPHEMERAL_OS_DISK, Optional.of(DataSize.gibibytes(30))), 50);

        play.run(Duration.ofMinutes(31));

        long evicted = play.when("podDeleted 0").get(0);
        assertThat(evicted).isBetween(30 * 60_000L, 30 * 60_000L + 10_000);
        assertThat(play.when("started 0 EMPTY sizeLimitExceeded")).hasSize(1);
        assertThat(play.kubernetes.state().nodes)
                .allSatisfy(node -> assertThat(node.state.taints()).isEmpty());
    }

    @Test
    void memory_and_disks_of_their_own_fill_no_node() {
        Play memory = given(new StorageConfig.EmptyDir(Medium.MEMORY, Optional.empty()), 200);
        Play attached = given(Play.DISK, 200);

        memory.run(Duration.ofDays(1));
        attached.run(Duration.ofDays(1));

        assertThat(memory.when("podDeleted")).isEmpty();
        assertThat(attached.when("podDeleted")).isEmpty();
    }

    private static Play given(StorageConfig storage, double keepsGib) {
        List<PodSpec> pods = Play.brokers(3, storage, Play.ONE_PER_ZONE);
        Play play = Play.of(1, DISK, pods);
        play.workload.growth = GIB_A_MINUTE;
        play.workload.keeps = keepsGib * GIB;
        return play;
    }
}
