package dev.brokerfall.kubernetes;

import dev.brokerfall.kubernetes.ClusterState.Pool;
import dev.brokerfall.kubernetes.objects.ClusterObjects;
import dev.brokerfall.kubernetes.objects.PersistentVolumeClaim;
import dev.brokerfall.kubernetes.objects.Pod;
import dev.brokerfall.kubernetes.objects.PodDisruptionBudget;
import dev.brokerfall.kubernetes.objects.PodVolume;
import dev.brokerfall.kubernetes.objects.StatefulSet;
import dev.brokerfall.kubernetes.objects.Taint;
import dev.brokerfall.kubernetes.objects.Toleration;
import dev.brokerfall.kubernetes.scheduling.NodeState;
import dev.brokerfall.kubernetes.scheduling.PodState;
import dev.brokerfall.random.Stream;
import dev.brokerfall.storage.StorageConfig;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who is on stage when the curtain rises: nodes, pods and volumes as a scenario or a cluster's manifests name them.
 *
 * @param storages the storage of each pod, in order
 * @param objects what the manifests say; empty for a cluster that a scenario describes
 */
record Cast(List<StorageConfig> storages, Optional<ClusterObjects> objects) {

    /** Returns the cast of a described cluster. */
    static Cast of(List<PodSpec> pods) {
        return new Cast(pods.stream().map(PodSpec::storage).toList(), Optional.empty());
    }

    /** Returns the cast of a cluster given by its objects. */
    static Cast of(ClusterObjects objects) {
        ManifestStorage storage = new ManifestStorage(objects);
        return new Cast(
                objects.pods().stream()
                        .filter(pod -> !pod.finished())
                        .map(storage::of)
                        .toList(),
                Optional.of(objects));
    }

    /** Adds the pods that StatefulSets lack, and those pods' claims. */
    static ClusterObjects complete(ClusterObjects objects) {
        Set<String> pods = new HashSet<>();
        Set<String> claims = new HashSet<>();
        objects.pods().forEach(pod -> pods.add(pod.id()));
        objects.claims().forEach(claim -> claims.add(claim.id()));
        List<Pod> allPods = new ArrayList<>(objects.pods());
        List<PersistentVolumeClaim> allClaims = new ArrayList<>(objects.claims());
        for (StatefulSet set : objects.statefulSets()) {
            for (int ordinal = 0; ordinal < set.replicas(); ordinal++) {
                String name = set.name() + "-" + ordinal;
                List<PodVolume> volumes = new ArrayList<>(set.template().volumes());
                for (PersistentVolumeClaim template : set.claimTemplates()) {
                    String claim = template.name() + "-" + name;
                    volumes.add(new PodVolume.Claim(template.name(), claim));
                    if (claims.add(set.namespace() + "/" + claim)) {
                        allClaims.add(new PersistentVolumeClaim(
                                set.namespace(),
                                claim,
                                template.storageClass(),
                                Optional.empty(),
                                template.requestBytes(),
                                Map.of(),
                                false,
                                false));
                    }
                }
                if (pods.add(set.namespace() + "/" + name)) {
                    allPods.add(new Pod(
                            set.namespace(),
                            name,
                            set.template().withVolumes(volumes),
                            Optional.empty(),
                            false,
                            false,
                            Optional.of("StatefulSet/" + set.name())));
                }
            }
        }
        return new ClusterObjects(
                objects.nodes(),
                allPods,
                objects.volumes(),
                allClaims,
                objects.storageClasses(),
                objects.attachments(),
                objects.statefulSets(),
                objects.budgets(),
                objects.capacities(),
                objects.capacityDrivers(),
                objects.namespaces());
    }

    /** Puts the nodes on stage. */
    void nodes(ClusterState cluster, Fleet fleet) {
        if (objects.isEmpty()) {
            cluster.pools.forEach(fleet::fill);
            return;
        }
        for (NodeState node : List.copyOf(cluster.cache.nodes())) {
            String pool = node.node().labels().getOrDefault("agentpool", "");
            fleet.adoptState(node, poolNamed(cluster, pool), zoneOf(node));
        }
    }

    private static String zoneOf(NodeState node) {
        String zone = node.node().zone().orElse("");
        // AKS labels a node without a zone with its fault domain, a bare number.
        return zone.chars().allMatch(Character::isDigit) ? "" : zone;
    }

    private static Pool poolNamed(ClusterState cluster, String name) {
        return cluster.pools.stream()
                .filter(pool -> pool.config.name().equals(name))
                .findFirst()
                .orElse(cluster.pools.get(0));
    }

    /** Puts the pods on stage: those that are bound run, the others are placed in order. */
    void pods(ClusterState cluster, PodLifecycle lifecycle) {
        Map<String, PodSet> sets = podSets();
        cluster.sets.putAll(sets);
        long toleration = cluster.timings.controlPlane().toleration().toMillis();
        List<PodState> states = cluster.cache.pods();
        for (int process = 0; process < states.size(); process++) {
            PodState state = states.get(process);
            Pod pod = state.pod();
            VolumeRun volume = new VolumeRun(
                    process,
                    storages.get(process),
                    volumeName(cluster, pod),
                    !pod.claims().isEmpty(),
                    cluster.timer(Kind.DISK_FORCE_DETACH, process));
            PodSet set = sets.get(pod.namespace() + "/" + pod.owner().orElse(""));
            Stream luck = cluster.streams.stream("pod", process, "life");
            PodRun run = new PodRun(
                    process, state, volume, pod.owner().isPresent(), set, toleration(pod, toleration), luck, cluster);
            if (set != null) {
                set.pods.add(run);
            }
            cluster.pods.add(run);
        }
        for (PodRun pod : cluster.pods) {
            if (pod.state.node() != null) {
                lifecycle.settle(pod, nodeBehind(cluster, pod));
            }
        }
        for (PodRun pod : cluster.pods) {
            if (pod.state.node() == null && !lifecycle.settle(pod, null)) {
                cluster.after(0, Kind.POD_UNPLACED, pod.process, 0);
            }
        }
    }

    private static @Nullable NodeRun nodeBehind(ClusterState cluster, PodRun pod) {
        for (NodeRun node : cluster.nodes) {
            if (node.state == pod.state.node()) {
                return node;
            }
        }
        return null;
    }

    private Map<String, PodSet> podSets() {
        Map<String, PodSet> sets = new LinkedHashMap<>();
        objects.ifPresent(its -> its.statefulSets().stream()
                .forEach(set -> sets.put(set.namespace() + "/StatefulSet/" + set.name(), new PodSet(set.parallel()))));
        return sets;
    }

    private static String volumeName(ClusterState cluster, Pod pod) {
        if (pod.claims().isEmpty()) {
            return "data-" + pod.name();
        }
        String claim = pod.claims().get(0);
        PersistentVolumeClaim its = cluster.cache.claim(pod.namespace() + "/" + claim);
        return its == null ? claim : its.volumeName().orElse("pv-" + claim);
    }

    private static long toleration(Pod pod, long usual) {
        Taint lost = new Taint(Taint.UNREACHABLE, "", Taint.Effect.NO_EXECUTE);
        for (Toleration toleration : pod.rules().tolerations()) {
            if (toleration.tolerates(lost)) {
                // One that is put up with for ever never runs out within a life that can be played.
                return toleration.seconds().isPresent()
                        ? toleration.seconds().getAsLong() * 1000
                        : Long.MAX_VALUE / 1024;
            }
        }
        return usual;
    }

    /** Returns the disruption budgets that hold evictions back. */
    List<Budget> budgets(ClusterState cluster) {
        if (objects.isEmpty()) {
            BitSet all = new BitSet();
            all.set(0, cluster.pods.size());
            return cluster.operator.podDisruptionBudget() && !cluster.pods.isEmpty()
                    ? List.of(new Budget(all, cluster.pods.size() - 1, false))
                    : List.of();
        }
        return objects.get().budgets().stream()
                .map(budget -> budget(budget, cluster.pods))
                .toList();
    }

    private static Budget budget(PodDisruptionBudget budget, List<PodRun> pods) {
        BitSet selected = new BitSet();
        for (PodRun pod : pods) {
            if (pod.pod().namespace().equals(budget.namespace())
                    && budget.selector().matches(pod.pod().labels())) {
                selected.set(pod.process);
            }
        }
        int count = selected.cardinality();
        int healthy = budget.minAvailable()
                .map(min -> amount(min, count))
                .orElseGet(() -> count
                        - budget.maxUnavailable().map(max -> amount(max, count)).orElse(1));
        return new Budget(selected, Math.max(0, healthy), budget.alwaysEvictsUnhealthy());
    }

    /** Returns a number of pods; a percentage is rounded up. */
    private static int amount(String text, int count) {
        return text.endsWith("%")
                ? (Integer.parseInt(text.substring(0, text.length() - 1)) * count + 99) / 100
                : Integer.parseInt(text);
    }
}
