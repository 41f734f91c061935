package dev.brokerfall.scenario;

import dev.brokerfall.kubernetes.NodePoolConfig;
import dev.brokerfall.kubernetes.UpgradeConfig;
import dev.brokerfall.kubernetes.VmFacts;
import dev.brokerfall.kubernetes.objects.ClusterObjects;
import dev.brokerfall.kubernetes.objects.Node;
import dev.brokerfall.scenario.manifest.ManifestException;
import dev.brokerfall.scenario.manifest.ManifestProblem;
import dev.brokerfall.scenario.manifest.ManifestReader;
import dev.brokerfall.scenario.text.Place;
import dev.brokerfall.scenario.text.Problem;
import dev.brokerfall.scenario.text.ScenarioException;
import dev.brokerfall.scenario.text.SourceText;
import dev.brokerfall.unit.DataSize;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A cluster as manifests describe it.
 *
 * @param objects everything in it
 */
record FoundCluster(ClusterObjects objects) {

    private static final String POOL = "agentpool";
    private static final String INSTANCE_TYPE = "node.kubernetes.io/instance-type";
    private static final String DISK_DRIVER = "disk.csi.azure.com";

    /**
     * Reads manifests.
     *
     * @throws ScenarioException if they cannot be used
     */
    static FoundCluster read(List<String> files, Path folder) {
        try {
            return new FoundCluster(
                    ManifestReader.read(files.stream().map(folder::resolve).toList())
                            .objects());
        } catch (ManifestException e) {
            ScenarioException unusable = new ScenarioException(
                    e.problems().stream().map(FoundCluster::problem).toList());
            unusable.initCause(e);
            throw unusable;
        }
    }

    private static Problem problem(ManifestProblem problem) {
        String at =
                problem.line() == 0 ? problem.file() : problem.file() + ":" + problem.line() + ":" + problem.column();
        return Problem.error(new Place(new SourceText(at, List.of()), 1, 1), problem.message(), "");
    }

    /** Returns the node pools, as the nodes' labels name them; their nodes get no new images. */
    List<NodePoolConfig> pools() {
        Map<String, List<Node>> byPool = new LinkedHashMap<>();
        for (Node node : objects.nodes()) {
            byPool.computeIfAbsent(node.labels().getOrDefault(POOL, ""), name -> new ArrayList<>())
                    .add(node);
        }
        return byPool.entrySet().stream()
                .map(pool -> pool(pool.getKey(), pool.getValue()))
                .toList();
    }

    private static NodePoolConfig pool(String name, List<Node> nodes) {
        Map<String, Integer> perZone = new LinkedHashMap<>();
        nodes.forEach(node -> perZone.merge(zone(node), 1, Integer::sum));
        int most = perZone.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        return new NodePoolConfig(
                name,
                facts(nodes.get(0)),
                List.copyOf(perZone.keySet()),
                most,
                NodePoolConfig.OsDisk.MANAGED,
                NodePoolConfig.KubeletDisk.OS,
                new UpgradeConfig(
                        UpgradeConfig.Channel.NONE,
                        Duration.ZERO,
                        1,
                        0,
                        Duration.ZERO,
                        Duration.ZERO,
                        Optional.empty(),
                        Optional.empty()));
    }

    private static VmFacts facts(Node node) {
        return new VmFacts(
                node.labels().getOrDefault(INSTANCE_TYPE, ""),
                (int) Math.max(1, node.allocatable().cpuMillis()),
                new DataSize(node.allocatable().memoryBytes()),
                Math.max(1, node.maxPods()),
                node.volumeLimits().getOrDefault(DISK_DRIVER, 0),
                true);
    }

    private static String zone(Node node) {
        return node.zone().orElse("");
    }

    /** Returns how many nodes each zone has. */
    Map<String, Integer> slots() {
        Map<String, Integer> slots = new LinkedHashMap<>();
        objects.nodes().forEach(node -> slots.merge(zone(node), 1, Integer::sum));
        return slots;
    }
}
