package dev.brokerfall.scenario.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brokerfall.kubernetes.objects.ClusterObjects;
import dev.brokerfall.kubernetes.scheduling.NodeState;
import dev.brokerfall.kubernetes.scheduling.Placement;
import dev.brokerfall.kubernetes.scheduling.Placements;
import dev.brokerfall.kubernetes.scheduling.Plugin;
import dev.brokerfall.kubernetes.scheduling.PodState;
import dev.brokerfall.kubernetes.scheduling.Scheduler;
import dev.brokerfall.kubernetes.scheduling.SchedulerCache;
import dev.brokerfall.random.Streams;
import java.util.EnumSet;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules of kube-scheduler that its own tables leave out, by way of manifests. */
final class SchedulingRulesTest {

    private static final String NODE = """
            ---
            kind: Node
            metadata: {name: n1, labels: {kubernetes.io/hostname: n1}}
            status: {allocatable: {cpu: "4", memory: 8Gi, ephemeral-storage: 100Gi, pods: "3"}}
            """;

    private static String pod(String name, String spec) {
        return "---\nkind: Pod\nmetadata: {name: " + name + "}\nspec: " + spec + "\n";
    }

    private static Placement judged(String manifests) {
        return Placements.of(
                ManifestReader.readAsFound("case", manifests).objects(),
                "default/p",
                EnumSet.allOf(Plugin.class),
                Optional.empty());
    }

    // 4 cores and 8 GiB: each row asks for a little more, or exactly as much, by another way of asking.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {containers: [{resources: {requests: {cpu: 4001m}}}]}                                         | Insufficient cpu
            {containers: [{resources: {limits: {cpu: 4001m}}}]}                                           | Insufficient cpu
            {containers: [{resources: {requests: {cpu: 4}, limits: {cpu: 9}}}]}                           | fits
            {containers: [{resources: {requests: {cpu: 4e3m}}}]}                                          | fits
            {containers: [{resources: {requests: {cpu: 4}}}], overhead: {cpu: 1m}}                        | Insufficient cpu
            {containers: [{resources: {requests: {ephemeral-storage: 101Gi}}}]}                           | Insufficient ephemeral-storage
            {containers: [{resources: {requests: {nvidia.com/gpu: 1}}}]}                                  | Insufficient nvidia.com/gpu
            {containers: [{resources: {requests: {cpu: 3}}}], initContainers: [{resources: {requests: {cpu: 4}}}]}                        | fits
            {containers: [{resources: {requests: {cpu: 3}}}], initContainers: [{restartPolicy: Always, resources: {requests: {cpu: 2}}}]} | Insufficient cpu
            {containers: [], initContainers: [{restartPolicy: Always, resources: {requests: {cpu: 2}}}, {resources: {requests: {cpu: 3}}}]} | Insufficient cpu
            {resources: {requests: {cpu: 4}}, containers: [{resources: {requests: {cpu: 9}}}]}            | fits
            """)
    void what_a_pod_requests_is_added_up_as_the_scheduler_adds_it_up(String spec, String reason) {
        Placement placement = judged(NODE + pod("p", spec));

        assertThat(placement.schedulable() ? "fits" : reason(placement)).isEqualTo(reason);
    }

    private static String reason(Placement placement) {
        return String.join(", ", placement.nodes().get(0).verdict().reasons());
    }

    @Test
    void what_the_whole_node_lacks_no_other_pod_can_make_room_for() {
        assertThat(judged(NODE + pod("p", "{containers: [{resources: {requests: {cpu: 5, memory: 1Gi}}}]}"))
                        .sentence())
                .isEqualTo("0/1 nodes are available: 1 Insufficient cpu. preemption: 0/1 nodes are available: "
                        + "1 Preemption is not helpful for scheduling.");
    }

    @Test
    void pods_that_have_ended_hold_nothing_and_terminating_ones_hold_all() {
        String full = NODE + pod("p", "{containers: [{resources: {requests: {cpu: 2}}}]}") + """
                ---
                kind: Pod
                metadata: {name: other%s}
                spec: {nodeName: n1, containers: [{resources: {requests: {cpu: 3}}}]}
                status: {phase: %s}
                """;

        assertThat(judged(full.formatted("", "Succeeded")).schedulable()).isTrue();
        assertThat(judged(full.formatted("", "Failed")).schedulable()).isTrue();
        assertThat(judged(full.formatted(", deletionTimestamp: 2026-01-01T00:00:00Z", "Running"))
                        .sentence())
                .isEqualTo("0/1 nodes are available: 1 Insufficient cpu. preemption: 0/1 nodes are available: "
                        + "1 No preemption victims found for incoming pod.");
    }

    @Test
    void a_node_takes_only_so_many_pods() {
        String three = pod("a", "{nodeName: n1}") + pod("b", "{nodeName: n1}") + pod("c", "{nodeName: n1}");

        assertThat(judged(NODE + three + pod("p", "{containers: []}")).sentence())
                .startsWith("0/1 nodes are available: 1 Too many pods. preemption: ");
    }

    // Kubernetes' own: 0.0.0.0 is all addresses; another protocol, port or address is another port.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {containerPort: 9092, hostPort: 9092}                                  | false
            {containerPort: 9092, hostPort: 9092, hostIP: 10.0.0.1}                | false
            {containerPort: 9092, hostPort: 9093}                                  | true
            {containerPort: 9092, hostPort: 9092, protocol: UDP}                   | true
            {containerPort: 9092}                                                  | true
            """)
    void two_pods_cannot_have_one_port_of_a_node(String port, boolean fits) {
        Placement placement = judged(NODE
                + pod("a", "{nodeName: n1, hostNetwork: true, containers: [{ports: [{containerPort: 9092}]}]}")
                + pod("p", "{containers: [{ports: [" + port + "]}]}"));

        assertThat(placement.schedulable()).isEqualTo(fits);
        if (!fits) {
            assertThat(reason(placement)).isEqualTo("node(s) didn't have free ports for the requested pod ports");
        }
    }

    @ParameterizedTest
    @CsvSource({"ReadWriteOncePod,false", "ReadWriteOnce,true"})
    void a_claim_for_one_pod_keeps_every_other_pod_off_every_node(String mode, boolean fits) {
        Placement placement = judged(NODE
                + NODE.replace("n1", "n2")
                + """
                ---
                kind: PersistentVolumeClaim
                metadata: {name: c, annotations: {pv.kubernetes.io/bind-completed: "yes"}}
                spec: {accessModes: [%s], volumeName: v}
                ---
                kind: PersistentVolume
                metadata: {name: v}
                spec: {capacity: {storage: 1Gi}, csi: {driver: disk.csi.azure.com, volumeHandle: v}}
                """.formatted(mode)
                + pod("a", "{nodeName: n1, volumes: [{name: v, persistentVolumeClaim: {claimName: c}}]}")
                + pod("p", "{volumes: [{name: v, persistentVolumeClaim: {claimName: c}}]}"));

        assertThat(placement.schedulable()).isEqualTo(fits);
        if (!fits) {
            assertThat(placement.sentence())
                    .startsWith("0/2 nodes are available: 2 node has pod using PersistentVolumeClaim with the same "
                            + "name and ReadWriteOncePod access mode. preemption: ");
        }
    }

    @Test
    void the_limits_of_a_csi_node_count_volumes_and_those_attached_for_nobody() {
        String disks = NODE + """
                ---
                {kind: CSINode, apiVersion: storage.k8s.io/v1, metadata: {name: n1}, spec: {drivers: [{name: disk.csi.azure.com, allocatable: {count: %d}}]}}
                ---
                {kind: PersistentVolumeClaim, metadata: {name: c, annotations: {pv.kubernetes.io/bind-completed: ""}}, spec: {volumeName: v}}
                ---
                {kind: PersistentVolume, metadata: {name: v}, spec: {csi: {driver: disk.csi.azure.com, volumeHandle: v}}}
                ---
                {kind: PersistentVolume, metadata: {name: w}, spec: {csi: {driver: disk.csi.azure.com, volumeHandle: w}}}
                ---
                {kind: VolumeAttachment, metadata: {name: a}, spec: {attacher: disk.csi.azure.com, nodeName: n1, source: {persistentVolumeName: w}}}
                """ + pod("p", "{volumes: [{name: v, persistentVolumeClaim: {claimName: c}}]}");

        assertThat(judged(disks.formatted(2)).schedulable()).isTrue();
        assertThat(reason(judged(disks.formatted(1)))).isEqualTo("node(s) exceed max volume count");
    }

    @Test
    void a_gated_pod_waits_and_one_whose_claim_is_unknown_is_refused_before_any_node_is_looked_at() {
        assertThat(judged(NODE + pod("p", "{schedulingGates: [{name: hold}]}")).sentence())
                .startsWith("0/1 nodes are available: waiting for scheduling gates: [hold].");
        assertThat(judged(NODE + pod("p", "{volumes: [{name: v, persistentVolumeClaim: {claimName: c}}]}"))
                        .sentence())
                .isEqualTo("0/1 nodes are available: persistentvolumeclaim \"c\" not found. "
                        + "preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.");
    }

    @Test
    void a_pod_that_names_its_node_as_daemon_sets_do_is_told_of_the_others_apart() {
        String own = "{affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: "
                + "[{matchFields: [{key: metadata.name, operator: In, values: [n1]}]}]}}}, "
                + "containers: [{resources: {requests: {cpu: 2}}}]}";

        assertThat(judged(NODE
                                + NODE.replace("n1", "n2")
                                + pod("a", "{nodeName: n1, containers: [{resources: {requests: {cpu: 3}}}]}")
                                + pod("p", own))
                        .sentence())
                .isEqualTo("0/2 nodes are available: 1 Insufficient cpu, 1 node(s) didn't satisfy plugin(s) "
                        + "[NodeAffinity]. preemption: 0/2 nodes are available: 1 No preemption victims found for "
                        + "incoming pod, 1 Preemption is not helpful for scheduling.");
    }

    @Test
    void pods_of_lower_priority_can_make_room_unless_the_pod_may_not_make_them_leave() {
        String low = NODE + pod("a", "{nodeName: n1, priority: 5, containers: [{resources: {requests: {cpu: 3}}}]}");
        String wanted = "{priority: %d, preemptionPolicy: %s, containers: [{resources: {requests: {cpu: 2}}}]}";

        Placement higher = judged(low + pod("p", wanted.formatted(6, "PreemptLowerPriority")));
        assertThat(higher.sentence()).isEqualTo("0/1 nodes are available: 1 Insufficient cpu.");
        assertThat(higher.preemption().orElseThrow().nodes()).containsExactly("n1");
        assertThat(judged(low + pod("p", wanted.formatted(5, "PreemptLowerPriority")))
                        .sentence())
                .endsWith("preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod.");
        assertThat(judged(low + pod("p", wanted.formatted(6, "Never"))).sentence())
                .isEqualTo("0/1 nodes are available: 1 Insufficient cpu. preemption: not eligible due to "
                        + "preemptionPolicy=Never.");
    }

    @Test
    void reasons_are_sorted_as_text_and_without_a_node_there_is_one_sentence() {
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 12; i++) {
            many.append("---\n{kind: Node, metadata: {name: m").append(i).append("}, spec: {unschedulable: true}}\n");
        }

        // "1 …" before "12 …": as text a space is less than a digit.
        assertThat(judged(many + NODE + pod("p", "{containers: [{resources: {requests: {cpu: 5}}}]}"))
                        .sentence())
                .startsWith("0/13 nodes are available: 1 Insufficient cpu, 12 node(s) were unschedulable. ");
        assertThat(judged(pod("p", "{}")).sentence()).isEqualTo("no nodes available to schedule pods");
    }

    @Test
    void neighbours_of_other_namespaces_count_where_their_labels_are_selected() {
        String cluster = NODE + """
                ---
                {kind: Namespace, metadata: {name: kafka, labels: {team: streams}}}
                ---
                {kind: Pod, metadata: {name: broker, namespace: kafka, labels: {app: broker}}, spec: {nodeName: n1}}
                """;
        String far = "{affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{labelSelector: "
                + "{matchLabels: {app: broker}}, namespaceSelector: {matchLabels: {team: %s}}, "
                + "topologyKey: kubernetes.io/hostname}]}}}";

        assertThat(reason(judged(cluster + pod("p", far.formatted("streams")))))
                .isEqualTo("node(s) didn't match pod anti-affinity rules");
        assertThat(judged(cluster + pod("p", far.formatted("web"))).schedulable())
                .isTrue();
    }

    // Which node is best when both fit; the first row has nothing to choose by.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {containers: []}                                                                         | n1 n2
            {affinity: {nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 1, preference: {matchExpressions: [{key: disk, operator: In, values: [nvme]}]}}]}}} | n2
            {tolerations: [{key: tired, operator: Exists}], topologySpreadConstraints: [{maxSkew: 1, topologyKey: kubernetes.io/hostname, whenUnsatisfiable: ScheduleAnyway, labelSelector: {matchLabels: {app: broker}}}]} | n3
            {affinity: {podAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 9, podAffinityTerm: {labelSelector: {matchLabels: {app: broker}}, topologyKey: kubernetes.io/hostname}}]}}} | n1 n2
            """)
    void among_nodes_that_fit_the_better_one_is_chosen(String spec, String chosen) {
        ClusterObjects objects =
                ManifestReader.readAsFound("case", """
                        {kind: Node, metadata: {name: n1, labels: {kubernetes.io/hostname: n1}}}
                        ---
                        {kind: Node, metadata: {name: n2, labels: {kubernetes.io/hostname: n2, disk: nvme}}}
                        ---
                        {kind: Node, metadata: {name: n3, labels: {kubernetes.io/hostname: n3}}, spec: {taints: [{key: tired, effect: PreferNoSchedule}]}}
                        ---
                        {kind: Pod, metadata: {name: b1, labels: {app: broker}}, spec: {nodeName: n1}}
                        ---
                        {kind: Pod, metadata: {name: b2, labels: {app: broker}}, spec: {nodeName: n2}}
                        """ + pod("p", spec)).objects();
        SchedulerCache cache = new SchedulerCache(objects);
        PodState pod = cache.pods().get(2);
        Scheduler scheduler = new Scheduler(cache);

        var seen = new java.util.TreeSet<String>();
        for (int seed = 0; seed < 40; seed++) {
            NodeState node = scheduler.choose(pod, new Streams(seed, 0).stream("scheduler"));
            seen.add(node == null ? "none" : node.name());
        }

        assertThat(String.join(" ", seen)).isEqualTo(chosen);
    }
}
