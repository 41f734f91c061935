package dev.brokerfall.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brokerfall.random.Stream;
import dev.brokerfall.random.Streams;
import dev.brokerfall.storage.StorageConfig;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever happens, in whatever order: a disk is where its pod runs, the workload knows what runs, and calm brings everybody back. */
final class StormTest {

    private static final int EVENTS = 60;
    private static final List<StorageConfig> STORAGES = List.of(Play.DISK, Play.ZRS, Play.EMPTY_DIR, Play.LOCAL);

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void after_a_storm_every_pod_runs_again_with_its_disk_where_it_runs(int storage) {
        for (long seed = 0; seed < 40; seed++) {
            Play play = Play.of(
                    seed,
                    seed % 2 == 0 ? Play.NOBODY : Play.DRAIN_CLEANER,
                    Play.ROUND,
                    Play.WEEKLY,
                    Play.brokers(3, STORAGES.get(storage), Play.ONE_PER_ZONE));
            Stream luck = new Streams(seed, 1).stream("storm");
            long now = 0;
            for (int event = 0; event < EVENTS; event++) {
                now += (long) (luck.uniform() * Duration.ofHours(2).toMillis());
                play.run(Duration.ofMillis(now));
                strike(play, luck);
                check(play, seed);
            }
            for (int node = 0; node < 6; node++) {
                play.kubernetes.uncordon(node, Play.CAUSE);
            }
            play.run(Duration.ofMillis(now).plusDays(2));
            check(play, seed);
            for (int pod = 0; pod < 3; pod++) {
                assertThat(play.kubernetes.running(pod))
                        .as("seed %s, pod %s runs", seed, pod)
                        .isTrue();
            }
        }
    }

    private static void strike(Play play, Stream luck) {
        Kubernetes cluster = play.kubernetes;
        int pod = luck.index(3);
        String zone = "westus2-" + (1 + luck.index(3));
        Duration minutes = Duration.ofMinutes(1 + luck.index(40));
        List<Integer> nodes = cluster.nodesOf(zone);
        OptionalInt node = nodes.isEmpty() ? OptionalInt.empty() : OptionalInt.of(nodes.get(luck.index(nodes.size())));
        switch (luck.index(14)) {
            case 0 -> node.ifPresent(its -> cluster.nodeCrash(its, minutes, Play.CAUSE));
            case 1 -> node.ifPresent(its -> cluster.nodeHeal(its, minutes, Play.CAUSE));
            case 2 -> node.ifPresent(its -> cluster.nodeReboot(its, Play.CAUSE));
            case 3 -> node.ifPresent(its -> cluster.nodeFreeze(its, minutes, Play.CAUSE));
            case 4 -> node.ifPresent(its -> cluster.nodeRedeploy(its, minutes, Play.CAUSE));
            case 5 -> node.ifPresent(its -> cluster.nodeLoss(its, Optional.of(minutes), Play.CAUSE));
            case 6 -> cluster.zoneDrain(zone, Optional.of(minutes), Play.CAUSE);
            case 7 -> cluster.zoneOutage(zone, 0.7, minutes, Play.CAUSE);
            case 8 -> cluster.zonePartition(zone, minutes, Play.CAUSE);
            case 9 -> cluster.diskUnavailable(pod, minutes, Play.CAUSE);
            case 10 -> cluster.deletePods("", Play.CAUSE);
            case 11 -> cluster.deleteVolumeClaim(pod, Play.CAUSE);
            case 12 -> cluster.containerCrash(pod, Play.CAUSE);
            default -> cluster.nodePoolUpgrade("nodepool2", OptionalInt.empty(), Play.CAUSE);
        }
    }

    private static void check(Play play, long seed) {
        for (int pod = 0; pod < 3; pod++) {
            boolean running = play.kubernetes.running(pod);
            assertThat(play.workload.running.get(pod))
                    .as("seed %s, pod %s: the workload knows", seed, pod)
                    .isEqualTo(running);
            if (running && play.kubernetes.attachedTo(pod).isPresent()) {
                assertThat(play.kubernetes.attachedTo(pod))
                        .as("seed %s, pod %s: its disk is with it", seed, pod)
                        .isEqualTo(play.kubernetes.nodeOf(pod));
            }
        }
    }
}
