package dev.brokerfall.scenario.imports;

import dev.brokerfall.catalogue.Catalogue;
import dev.brokerfall.kubernetes.objects.Node;
import dev.brokerfall.kubernetes.objects.Pod;
import dev.brokerfall.kubernetes.objects.PodRules;
import dev.brokerfall.kubernetes.objects.Taint;
import dev.brokerfall.kubernetes.objects.Topology;
import dev.brokerfall.scenario.manifest.ManifestObject;
import dev.brokerfall.scenario.manifest.Tree;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Finds the node pools that brokers run on.
 *
 * <p>Source: Azure, "Use labels in an AKS cluster" (reserved labels); Azure/AgentBaker, {@code GetKubernetesLabels}: {@code
 * storageprofile=managed} is written only for managed OS disks. Nodes of pools without zones have the zone label {@code "0"}, or
 * the number of a fault domain.
 */
final class PoolFinder {

    private static final String AT = "spec.platform.aks.nodePools";
    private static final List<String> POOL_LABELS =
            List.of("kubernetes.azure.com/agentpool", "agentpool", "karpenter.sh/nodepool");
    private static final String INSTANCE_TYPE = "node.kubernetes.io/instance-type";
    private static final String STORAGE_PROFILE = "kubernetes.azure.com/storageprofile";
    private static final String MODE = "kubernetes.azure.com/mode";
    private static final String PRIORITY = "kubernetes.azure.com/scalesetpriority";
    private static final String IMAGE = "kubernetes.azure.com/node-image-version";

    private final FoundObjects objects;
    private final KafkaFound kafka;
    private final Catalogue catalogue;
    private final Remarks remarks;

    PoolFinder(FoundObjects objects, KafkaFound kafka, Catalogue catalogue, Remarks remarks) {
        this.objects = objects;
        this.kafka = kafka;
        this.catalogue = catalogue;
        this.remarks = remarks;
    }

    /** Returns the pools, in the order of the manifests. */
    List<PoolFound> find() {
        Map<String, List<Node>> byPool = new LinkedHashMap<>();
        objects.typed()
                .nodes()
                .forEach(node -> byPool.computeIfAbsent(pool(node), name -> new ArrayList<>())
                        .add(node));
        if (byPool.isEmpty()) {
            remarks.todo(
                    kafka.place(), AT, "there is no Node among the manifests: VM size and number of nodes are open");
            return List.of(
                    new PoolFound("kafka", "TODO", List.of("1", "2", "3"), Optional.empty(), Optional.empty(), ""));
        }
        List<String> homes = homes(byPool);
        byPool.forEach((name, nodes) -> {
            if (!homes.contains(name)) {
                remarks.ignored(
                        place(nodes.get(0)),
                        "node pool " + name,
                        "%s nodes of %s on which no broker runs: pods of a scenario run on any pool it has"
                                .formatted(nodes.size(), most(nodes, PoolFinder::vmSize)));
            }
        });
        controllersElsewhere(homes);
        return homes.stream()
                .map(name -> found(name, byPool.getOrDefault(name, List.of())))
                .toList();
    }

    private void controllersElsewhere(List<String> homes) {
        List<String> others = nodesOf(kafka.controllers()).stream()
                .map(PoolFinder::pool)
                .filter(pool -> !homes.contains(pool))
                .distinct()
                .toList();
        if (!others.isEmpty()) {
            remarks.ignored(
                    kafka.controllers().get(0).place(),
                    "node pool of the controllers",
                    "they run on %s, and a scenario's controllers share the brokers' pools"
                            .formatted(String.join(", ", others)));
        }
    }

    /** Where brokers run, or else where their rules and the nodes' taints let them. */
    private List<String> homes(Map<String, List<Node>> byPool) {
        List<Node> used = nodesOf(kafka.brokers());
        if (!used.isEmpty()) {
            return byPool.keySet().stream()
                    .filter(name -> used.stream().anyMatch(node -> pool(node).equals(name)))
                    .toList();
        }
        List<Node> nodes = byPool.values().stream().flatMap(List::stream).toList();
        List<String> allowed = pools(nodes.stream().filter(this::allowed).toList());
        List<String> user = pools(nodes.stream()
                .filter(this::allowed)
                .filter(node -> !"system".equals(node.labels().get(MODE)))
                .toList());
        List<String> homes = !user.isEmpty() ? user : !allowed.isEmpty() ? allowed : pools(nodes);
        remarks.guessed(
                kafka.place(),
                AT,
                "no broker's pod with a node is among the manifests: brokers are taken to run on %s, where their rules let them"
                        .formatted(String.join(", ", homes)));
        return homes;
    }

    private static List<String> pools(List<Node> nodes) {
        return nodes.stream().map(PoolFinder::pool).distinct().toList();
    }

    private List<Node> nodesOf(List<PodGroup> groups) {
        TreeSet<String> names = groups.stream()
                .flatMap(group -> group.pods().stream())
                .map(Pod::nodeName)
                .flatMap(Optional::stream)
                .collect(Collectors.toCollection(TreeSet::new));
        return objects.typed().nodes().stream()
                .filter(node -> names.contains(node.name()))
                .toList();
    }

    private boolean allowed(Node node) {
        return kafka.brokers().stream().map(PodGroup::rules).anyMatch(rules -> allowed(rules, node));
    }

    private static boolean allowed(PodRules rules, Node node) {
        boolean selected = rules.nodeSelector().entrySet().stream()
                .allMatch(label -> label.getValue().equals(node.labels().get(label.getKey())));
        boolean near = rules.nodeAffinity()
                .map(affinity -> affinity.matches(node.name(), node.labels()))
                .orElse(true);
        boolean tolerated = node.taints().stream()
                .filter(taint -> taint.effect() != Taint.Effect.PREFER_NO_SCHEDULE)
                .filter(taint -> !taint.key().startsWith("node.kubernetes.io/"))
                .allMatch(taint -> rules.tolerations().stream().anyMatch(toleration -> toleration.tolerates(taint)));
        return selected && near && tolerated;
    }

    private PoolFound found(String name, List<Node> nodes) {
        String at = AT + "[" + name + "]";
        Node first = nodes.get(0);
        String place = place(first);
        states(name, nodes);
        Map<String, Integer> perZone = new TreeMap<>();
        nodes.forEach(node -> zone(node).ifPresent(zone -> perZone.merge(zone, 1, Integer::sum)));
        String vm = vm(nodes, at);
        Optional<String> osDisk = Optional.ofNullable(first.labels().get(STORAGE_PROFILE))
                .filter(profile -> profile.equalsIgnoreCase("managed"))
                .map(profile -> "managed");
        if (osDisk.isPresent()) {
            remarks.used(place, at + ".osDisk", "managed, of label " + STORAGE_PROFILE);
        } else {
            remarks.guessed(
                    place,
                    at + ".osDisk",
                    "left out, ephemeral where the VM size allows it: no label says that it is managed");
        }
        remarks.guessed(
                place,
                at + ".upgrade",
                "left out, as the catalogue has it: channel, maxSurge and drainTimeout are Azure's, not in Kubernetes objects");
        return new PoolFound(
                name,
                vm,
                List.copyOf(perZone.keySet()),
                Optional.of(count(at, nodes, perZone)),
                osDisk,
                "%s nodes".formatted(nodes.size()));
    }

    private int count(String at, List<Node> nodes, Map<String, Integer> perZone) {
        String place = place(nodes.get(0));
        if (perZone.isEmpty()) {
            remarks.used(place, at + ".nodes", "%s, without zones".formatted(nodes.size()));
            return nodes.size();
        }
        remarks.used(place, at + ".zones", String.join(", ", perZone.keySet()));
        int least = perZone.values().stream().mapToInt(Integer::intValue).min().orElse(0);
        if (nodes.size() == least * perZone.size()) {
            remarks.used(place, at + ".nodesPerZone", "%s, of %s nodes".formatted(least, nodes.size()));
        } else {
            remarks.guessed(
                    place,
                    at + ".nodesPerZone",
                    "%s, as in the zone with the fewest: there are %s, and a scenario's zones have equally many"
                            .formatted(least, perZone));
        }
        return least;
    }

    private String vm(List<Node> nodes, String at) {
        String place = place(nodes.get(0));
        String vm = most(nodes, PoolFinder::vmSize);
        if (vm.isEmpty()) {
            remarks.todo(place, at + ".vmSize", "the nodes have no label " + INSTANCE_TYPE);
            return "TODO";
        }
        TreeSet<String> sizes = nodes.stream().map(PoolFinder::vmSize).collect(Collectors.toCollection(TreeSet::new));
        if (sizes.size() > 1) {
            remarks.guessed(place, at + ".vmSize", "%s, which most nodes are, of %s".formatted(vm, sizes));
        }
        if (catalogue.vmSize(vm).isPresent()) {
            remarks.used(place, at + ".vmSize", vm);
            return vm;
        }
        String near = new NearestVm(catalogue).of(vm, nodes.get(0));
        remarks.guessed(
                place,
                at + ".vmSize",
                "%s, the nearest that the catalogue has to %s: disk, network and price are those of %s"
                        .formatted(near, vm, near));
        return near;
    }

    private void states(String name, List<Node> nodes) {
        List<String> cordoned =
                nodes.stream().filter(Node::unschedulable).map(Node::name).toList();
        List<String> down =
                nodes.stream().filter(node -> !node.ready()).map(Node::name).toList();
        if (!cordoned.isEmpty()) {
            remarks.ignored(
                    placeOf(cordoned.get(0)),
                    "node pool " + name,
                    "cordoned: %s; a scenario begins with nodes that take pods".formatted(String.join(", ", cordoned)));
        }
        if (!down.isEmpty()) {
            remarks.ignored(
                    placeOf(down.get(0)),
                    "node pool " + name,
                    "not ready: %s; a scenario begins with all nodes up".formatted(String.join(", ", down)));
        }
        TreeSet<String> images = nodes.stream()
                .flatMap(node -> Optional.ofNullable(node.labels().get(IMAGE)).stream())
                .collect(Collectors.toCollection(TreeSet::new));
        if (images.size() > 1) {
            remarks.ignored(
                    place(nodes.get(0)),
                    "node pool " + name,
                    "%s node images, so an upgrade is under way or stopped: a scenario begins between two"
                            .formatted(images.size()));
        }
        if (nodes.stream().anyMatch(node -> "spot".equals(node.labels().get(PRIORITY)))) {
            remarks.ignored(
                    place(nodes.get(0)),
                    "node pool " + name,
                    "spot nodes: that Azure takes them back is not built yet");
        }
        List<Taint> taints = nodes.get(0).taints().stream()
                .filter(taint -> !taint.key().startsWith("node.kubernetes.io/"))
                .toList();
        if (!taints.isEmpty()) {
            remarks.ignored(
                    place(nodes.get(0)),
                    "node pool " + name,
                    "taints %s: only Kafka's pods run on a scenario's pools"
                            .formatted(taints.stream().map(Taint::key).collect(Collectors.joining(", "))));
        }
    }

    /** Returns the version of Kubernetes that the kubelets of most nodes tell. */
    Optional<String> kubernetes() {
        Map<String, Integer> versions = new TreeMap<>(Comparator.reverseOrder());
        String place = kafka.place();
        for (ManifestObject node : objects.of("Node")) {
            Optional<Tree> info = node.tree().at("status", "nodeInfo");
            Optional<String> version = info.flatMap(its -> its.text("kubeletVersion"))
                    .map(text -> text.replaceFirst("^v", "").replaceFirst("[-+].*$", ""));
            version.ifPresent(text -> versions.merge(text, 1, Integer::sum));
            place = versions.size() == 1 && version.isPresent() && place.equals(kafka.place())
                    ? info.orElseThrow().place()
                    : place;
        }
        String at = "spec.platform.aks.kubernetes";
        Optional<String> most = versions.entrySet().stream()
                .filter(version -> version.getKey().matches("\\d+\\.\\d+(\\.\\d+)?"))
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey);
        if (most.isEmpty()) {
            remarks.guessed(place, at, "left out, as the catalogue has it: no node tells its kubelet's version");
        } else if (versions.size() > 1) {
            remarks.guessed(place, at, "%s, which most kubelets are, of %s".formatted(most.get(), versions));
        } else {
            remarks.used(place, at, "%s, of every kubelet".formatted(most.get()));
        }
        return most;
    }

    /** Returns the region that the nodes' labels name. */
    Optional<String> region() {
        Optional<Node> named = objects.typed().nodes().stream()
                .filter(node -> node.labels().containsKey(Topology.REGION))
                .findFirst();
        String at = "spec.platform.aks.region";
        if (named.isEmpty()) {
            remarks.guessed(kafka.place(), at, "left out, westus2: no node names its region");
            return Optional.empty();
        }
        String region = named.get().labels().getOrDefault(Topology.REGION, "");
        remarks.used(place(named.get()), at, region);
        return Optional.of(region);
    }

    private String place(Node node) {
        return placeOf(node.name());
    }

    private String placeOf(String node) {
        return objects.find("Node", node).map(ManifestObject::place).orElse(kafka.place());
    }

    private static String pool(Node node) {
        return POOL_LABELS.stream()
                .flatMap(label -> Optional.ofNullable(node.labels().get(label)).stream())
                .findFirst()
                .orElse("nodes");
    }

    private static String vmSize(Node node) {
        return node.labels().getOrDefault(INSTANCE_TYPE, "");
    }

    /** Returns the zone, if there is one: a number alone is a fault domain of a pool without zones. */
    static Optional<String> zone(Node node) {
        String region = node.labels().getOrDefault(Topology.REGION, "");
        return node.zone()
                .filter(zone -> !zone.isEmpty())
                .filter(zone -> region.isEmpty() || zone.startsWith(region + "-"));
    }

    private static String most(List<Node> nodes, Function<Node, String> trait) {
        Map<String, Integer> counts = new TreeMap<>();
        nodes.forEach(node -> counts.merge(trait.apply(node), 1, Integer::sum));
        return counts.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse("");
    }
}
