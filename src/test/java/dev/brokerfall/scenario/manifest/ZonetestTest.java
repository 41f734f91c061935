package dev.brokerfall.scenario.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brokerfall.cluster.IdleWorkload;
import dev.brokerfall.kernel.Agenda;
import dev.brokerfall.kernel.Cause;
import dev.brokerfall.kubernetes.Kubernetes;
import dev.brokerfall.kubernetes.KubernetesListener;
import dev.brokerfall.kubernetes.Playground;
import dev.brokerfall.kubernetes.objects.ClusterObjects;
import dev.brokerfall.kubernetes.objects.Node;
import dev.brokerfall.kubernetes.scheduling.Placement;
import dev.brokerfall.kubernetes.scheduling.Placements;
import dev.brokerfall.kubernetes.scheduling.Plugin;
import dev.brokerfall.random.Streams;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A StatefulSet on a real cluster of three zones with two nodes each: where pods and their disks go. */
final class ZonetestTest {

    private static final Cause CAUSE = new Cause("deletePods", 0);
    private static final String NODE = "aks-nodepool2-25997496-vmss00000";

    private final ClusterObjects objects = ManifestReader.read(List.of(Path.of("scenarios/manifests/zonetest.yaml")))
            .objects();
    private final Agenda agenda = new Agenda();
    private final List<String> unschedulable = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void after_all_pods_were_deleted_each_comes_up_in_the_zone_of_its_volume_which_is_attached_there(long seed) {
        Kubernetes kubernetes = play(objects, seed);

        kubernetes.deletePods("app=echo", CAUSE);
        agenda.runUntil(Duration.ofHours(1).toMillis(), 1000);

        assertThat(zones(kubernetes)).containsExactly("westus2-2", "westus2-3", "westus2-1");
        for (int pod = 0; pod < 3; pod++) {
            assertThat(kubernetes.running(pod)).isTrue();
            assertThat(kubernetes.attachedTo(pod)).isEqualTo(kubernetes.nodeOf(pod));
        }
    }

    @Test
    void with_its_node_cordoned_each_pod_comes_up_on_the_other_node_of_its_zone() {
        Kubernetes kubernetes = play(objects, 1);
        for (int pod = 0; pod < 3; pod++) {
            kubernetes.cordon(kubernetes.nodeOf(pod).orElseThrow(), CAUSE);
        }

        kubernetes.deletePods("app=echo", CAUSE);
        agenda.runUntil(Duration.ofHours(1).toMillis(), 1000);

        assertThat(nodes(kubernetes)).containsExactly(NODE + "4", NODE + "5", NODE + "3");
        for (int pod = 0; pod < 3; pod++) {
            assertThat(kubernetes.attachedTo(pod)).isEqualTo(kubernetes.nodeOf(pod));
        }
    }

    @Test
    void without_a_node_in_the_zone_of_its_volume_a_pod_stays_pending_for_the_scheduler_s_reason() {
        Kubernetes kubernetes = play(objects, 1);

        kubernetes.scaleNodes("westus2-3", 0, CAUSE);
        agenda.runUntil(Duration.ofHours(1).toMillis(), 1000);

        assertThat(kubernetes.nodeOf(1)).isEmpty();
        assertThat(kubernetes.attachedTo(1)).isEmpty();
        // While it was evicted its own node still stood there, cordoned; then there were five.
        assertThat(unschedulable)
                .containsExactly(
                        "zonetest/echo-1 0/6 nodes are available: 1 node(s) didn't match Pod's node affinity/selector, "
                                + "1 node(s) were unschedulable, 4 node(s) had volume node affinity conflict.",
                        "zonetest/echo-1 0/5 nodes are available: 1 node(s) didn't match Pod's node affinity/selector, "
                                + "4 node(s) had volume node affinity conflict.");
    }

    @Test
    void without_zone_3_every_node_is_refused_in_the_scheduler_s_words() {
        Placement placement =
                Placements.of(without("westus2-3"), "zonetest/echo-1", EnumSet.allOf(Plugin.class), Optional.empty());

        assertThat(placement.schedulable()).isFalse();
        assertThat(placement.sentence())
                .isEqualTo("0/5 nodes are available: 1 node(s) didn't match Pod's node affinity/selector, "
                        + "4 node(s) had volume node affinity conflict. preemption: 0/5 nodes are available: "
                        + "5 Preemption is not helpful for scheduling.");
    }

    @Test
    void with_zone_3_its_two_nodes_fit() {
        Placement placement = Placements.of(objects, "zonetest/echo-1", EnumSet.allOf(Plugin.class), Optional.empty());

        assertThat(placement.fitting()).containsExactly(NODE + "2", NODE + "5");
    }

    private ClusterObjects without(String zone) {
        List<Node> nodes = objects.nodes().stream()
                .filter(node -> !node.zone().orElse("").equals(zone))
                .toList();
        return new ClusterObjects(
                nodes,
                objects.pods(),
                objects.volumes(),
                objects.claims(),
                objects.storageClasses(),
                objects.attachments(),
                objects.statefulSets(),
                objects.budgets(),
                objects.capacities(),
                objects.capacityDrivers(),
                objects.namespaces());
    }

    private Kubernetes play(ClusterObjects its, long seed) {
        IdleWorkload idle = new IdleWorkload();
        Kubernetes kubernetes =
                new Kubernetes(agenda, new Streams(seed, 0), Playground.config(), its, idle, new KubernetesListener() {
                    @Override
                    public void podUnschedulable(int process, String pod, Supplier<String> reason, Cause cause) {
                        unschedulable.add(pod + " " + reason.get());
                    }
                });
        idle.onExit(kubernetes::exited);
        return kubernetes;
    }

    private static List<String> zones(Kubernetes kubernetes) {
        return List.of(0, 1, 2).stream()
                .map(pod -> kubernetes.zoneOf(kubernetes.nodeOf(pod).orElseThrow()))
                .toList();
    }

    private static List<String> nodes(Kubernetes kubernetes) {
        return List.of(0, 1, 2).stream()
                .map(pod -> kubernetes.nodeName(kubernetes.nodeOf(pod).orElseThrow()))
                .toList();
    }
}
