package dev.brokerfall.scenario.manifest;

import com.google.common.collect.ImmutableMap;
import dev.brokerfall.kubernetes.objects.ClusterObjects;
import dev.brokerfall.kubernetes.objects.Node;
import dev.brokerfall.kubernetes.objects.PersistentVolume;
import dev.brokerfall.kubernetes.objects.PersistentVolumeClaim;
import dev.brokerfall.kubernetes.objects.Pod;
import dev.brokerfall.kubernetes.objects.PodDisruptionBudget;
import dev.brokerfall.kubernetes.objects.StatefulSet;
import dev.brokerfall.kubernetes.objects.StorageCapacity;
import dev.brokerfall.kubernetes.objects.StorageClass;
import dev.brokerfall.kubernetes.objects.Taint;
import dev.brokerfall.kubernetes.objects.VolumeAttachment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Collects the objects of all files. */
final class ObjectSink {

    private static final String LIMIT_PREFIX = "attachable-volumes-";

    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final Map<String, Map<String, Integer>> driverLimits = new LinkedHashMap<>();
    private final Map<String, Placed<Pod>> pods = new LinkedHashMap<>();
    private final Map<String, PersistentVolume> volumes = new LinkedHashMap<>();
    private final Map<String, Placed<PersistentVolumeClaim>> claims = new LinkedHashMap<>();
    private final Map<String, StorageClass> classes = new LinkedHashMap<>();
    private final Map<String, StatefulSet> sets = new LinkedHashMap<>();
    private final List<VolumeAttachment> attachments = new ArrayList<>();
    private final List<PodDisruptionBudget> budgets = new ArrayList<>();
    private final List<StorageCapacity> capacities = new ArrayList<>();
    private final Set<String> capacityDrivers = new LinkedHashSet<>();
    private final Map<String, Map<String, String>> namespaces = new LinkedHashMap<>();
    private final List<ManifestProblem> notJudged = new ArrayList<>();
    private final Map<String, Integer> skipped = new LinkedHashMap<>();
    private final Set<String> seen = new LinkedHashSet<>();
    private final List<ManifestObject> written = new ArrayList<>();
    private final boolean keepsWritten;

    /** Creates a collection; {@code keepsWritten} is whether it also keeps what is written, which takes thirty times its size. */
    ObjectSink(boolean keepsWritten) {
        this.keepsWritten = keepsWritten;
    }

    List<ManifestObject> written() {
        return written;
    }

    List<String> skipped() {
        return skipped.entrySet().stream()
                .map(kind -> kind.getKey() + " (" + kind.getValue() + ")")
                .toList();
    }

    void accept(String kind, Tree tree, Problems problems) {
        Optional<Tree> metadata = tree.map("metadata");
        String name = metadata.flatMap(its -> its.text("name")).orElse("");
        String namespace = metadata.flatMap(its -> its.text("namespace")).orElse("default");
        if (keepsWritten && !DROPPED.contains(kind)) {
            written.add(new ManifestObject(kind, namespace, name, tree));
        }
        Runnable reading = switch (kind) {
            case "Node" -> () -> nodes.put(name, node(tree, name));
            case "CSINode" -> () -> driverLimits.put(name, driverLimits(tree));
            case "Pod" ->
                () -> {
                    pods.put(
                            namespace + "/" + name, new Placed<>(PodReader.pod(tree, namespace, name), tree, problems));
                    tree.map("spec")
                            .map(PodReader::notJudged)
                            .orElse(List.of())
                            .forEach(words -> note(
                                    tree,
                                    problems,
                                    "Pod " + namespace + "/" + name + " has " + words + ", which is not judged"));
                };
            case "PersistentVolume" -> () -> volumes.put(name, StorageReader.volume(tree, name));
            case "PersistentVolumeClaim" ->
                () -> claims.put(
                        namespace + "/" + name,
                        new Placed<>(StorageReader.claim(tree, namespace, name), tree, problems));
            case "StorageClass" -> () -> classes.put(name, StorageReader.storageClass(tree, name));
            case "StatefulSet" -> () -> sets.put(namespace + "/" + name, PodReader.statefulSet(tree, namespace, name));
            case "VolumeAttachment" -> () -> attachments.add(StorageReader.attachment(tree, name));
            case "PodDisruptionBudget" -> () -> budgets.add(budget(tree, namespace, name));
            case "Namespace" ->
                () -> namespaces.put(
                        name, metadata.map(its -> its.words("labels")).orElse(Map.of()));
            case "CSIDriver" ->
                () -> {
                    if (tree.at("spec").map(its -> its.flag("storageCapacity")).orElse(false)) {
                        capacityDrivers.add(name);
                    }
                };
            case "CSIStorageCapacity" -> () -> capacities.add(StorageReader.capacity(tree));
            default -> () -> {};
        };
        if (skips(kind) || !isOurs(tree.text("apiVersion", ""), kind)) {
            skipped.merge(kind, 1, Integer::sum);
        } else if (name.isEmpty()) {
            tree.problem(kind + " has no metadata.name");
        } else if (!seen.add(kind + " " + namespace + "/" + name)) {
            tree.problem(kind + " " + name + " is there twice");
        } else {
            reading.run();
        }
    }

    private void note(Tree tree, Problems problems, String message) {
        notJudged.add(problems.at(tree.node(), message));
    }

    List<ManifestProblem> notJudged() {
        return notJudged;
    }

    /** Others have kinds of the same names: a {@code Node} of {@code longhorn.io} is none of Kubernetes'. */
    private static boolean isOurs(String apiVersion, String kind) {
        int slash = apiVersion.indexOf('/');
        String group = slash < 0 ? "" : apiVersion.substring(0, slash);
        return GROUPS.contains(group) && !(kind.equals("Node") && !group.isEmpty());
    }

    private static final Set<String> GROUPS = Set.of("", "apps", "policy", "storage.k8s.io");

    private static boolean skips(String kind) {
        return !KNOWN.contains(kind);
    }

    /** These may hold what nobody else should see: nothing of them is kept. */
    private static final Set<String> DROPPED = Set.of("Secret", "ConfigMap");

    private static final Set<String> KNOWN = Set.of(
            "Node",
            "CSINode",
            "Pod",
            "PersistentVolume",
            "PersistentVolumeClaim",
            "StorageClass",
            "StatefulSet",
            "VolumeAttachment",
            "PodDisruptionBudget",
            "Namespace",
            "CSIDriver",
            "CSIStorageCapacity");

    private static Node node(Tree tree, String name) {
        Optional<Tree> spec = tree.map("spec");
        Optional<Tree> allocatable = tree.at("status", "allocatable");
        List<Taint> taints = spec.map(its -> its.items("taints").stream()
                        .flatMap(taint -> RulesReader.taint(taint).stream())
                        .toList())
                .orElse(List.of());
        boolean ready = tree.at("status").map(its -> its.items("conditions")).orElse(List.of()).stream()
                .filter(condition -> condition.text("type", "").equals("Ready"))
                .allMatch(condition -> condition.text("status", "").equals("True"));
        return new Node(
                name,
                tree.map("metadata").map(its -> its.words("labels")).orElse(Map.of()),
                spec.map(its -> its.flag("unschedulable")).orElse(false),
                taints,
                RequestReader.offer(allocatable),
                (int) Math.min(
                        Integer.MAX_VALUE,
                        allocatable.flatMap(its -> its.quantity("pods")).orElse(RequestReader.PLENTY)),
                allocatable.map(ObjectSink::volumeLimits).orElse(ImmutableMap.of()),
                ready);
    }

    /** Before CSI a node gave its limits as resources; {@code attachable-volumes-azure-disk} was that of Azure disks. */
    private static Map<String, Integer> volumeLimits(Tree allocatable) {
        Map<String, Integer> limits = new LinkedHashMap<>();
        for (String key : allocatable.keys()) {
            if (key.startsWith(LIMIT_PREFIX)) {
                String driver = key.substring(LIMIT_PREFIX.length());
                allocatable
                        .quantity(key)
                        .ifPresent(limit -> limits.put(
                                driver.equals("azure-disk") ? "disk.csi.azure.com" : driver.replaceFirst("^csi-", ""),
                                (int) Math.min(Integer.MAX_VALUE, limit)));
            }
        }
        return limits;
    }

    private static Map<String, Integer> driverLimits(Tree tree) {
        Map<String, Integer> limits = new LinkedHashMap<>();
        tree.at("spec")
                .map(spec -> spec.items("drivers"))
                .orElse(List.of())
                .forEach(driver -> driver.map("allocatable")
                        .flatMap(its -> its.integer("count"))
                        .ifPresent(limit -> limits.put(driver.text("name", ""), limit)));
        return limits;
    }

    private static PodDisruptionBudget budget(Tree tree, String namespace, String name) {
        Optional<Tree> spec = tree.map("spec");
        return new PodDisruptionBudget(
                namespace,
                name,
                tree.at("spec", "selector").map(RulesReader::labelSelector).orElseGet(() -> {
                    tree.problem("a PodDisruptionBudget needs a selector");
                    return dev.brokerfall.kubernetes.objects.LabelSelector.EVERYTHING;
                }),
                spec.flatMap(its -> its.text("minAvailable")),
                spec.flatMap(its -> its.text("maxUnavailable")),
                spec.flatMap(its -> its.text("unhealthyPodEvictionPolicy")).equals(Optional.of("AlwaysAllow")));
    }

    ClusterObjects objects() {
        return new ClusterObjects(
                nodes.values().stream().map(this::withDriverLimits).toList(),
                pods.values().stream().map(Placed::object).toList(),
                List.copyOf(volumes.values()),
                claims.values().stream().map(Placed::object).toList(),
                List.copyOf(classes.values()),
                attachments,
                List.copyOf(sets.values()),
                budgets,
                capacities,
                capacityDrivers,
                namespaces);
    }

    private Node withDriverLimits(Node node) {
        Map<String, Integer> limits = new LinkedHashMap<>(node.volumeLimits());
        limits.putAll(driverLimits.getOrDefault(node.name(), Map.of()));
        return new Node(
                node.name(),
                node.labels(),
                node.unschedulable(),
                node.taints(),
                node.allocatable(),
                node.maxPods(),
                limits,
                node.ready());
    }

    /** Returns what names something that is not there. */
    List<ManifestProblem> missing() {
        List<ManifestProblem> found = new ArrayList<>();
        for (Placed<Pod> pod : pods.values()) {
            for (String claim : pod.object().claims()) {
                if (!claims.containsKey(pod.object().namespace() + "/" + claim)) {
                    found.add(pod.problem("Pod " + pod.object().id() + " mounts claim " + claim
                            + ", which is not among the manifests"));
                }
            }
            pod.object()
                    .nodeName()
                    .filter(node -> !nodes.containsKey(node))
                    .ifPresent(node -> found.add(pod.problem("Pod "
                            + pod.object().id() + " runs on node " + node + ", which is not among the manifests")));
        }
        for (Placed<PersistentVolumeClaim> claim : claims.values()) {
            claim.object()
                    .volumeName()
                    .filter(volume -> claim.object().bound() && !volumes.containsKey(volume))
                    .ifPresent(volume -> found.add(claim.problem("PersistentVolumeClaim "
                            + claim.object().id() + " is bound to volume " + volume
                            + ", which is not among the manifests")));
        }
        return found;
    }

    /** An object and where it stands; the text that it was read from is not kept. */
    private record Placed<T>(T object, ManifestProblem place) {

        Placed(T object, Tree tree, Problems problems) {
            this(object, problems.at(tree.node(), ""));
        }

        ManifestProblem problem(String message) {
            return new ManifestProblem(place.file(), place.line(), place.column(), message);
        }
    }
}
