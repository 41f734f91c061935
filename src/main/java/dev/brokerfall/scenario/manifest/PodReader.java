package dev.brokerfall.scenario.manifest;

import dev.brokerfall.kubernetes.objects.HostPort;
import dev.brokerfall.kubernetes.objects.Pod;
import dev.brokerfall.kubernetes.objects.PodScheduling;
import dev.brokerfall.kubernetes.objects.PodTemplate;
import dev.brokerfall.kubernetes.objects.PodVolume;
import dev.brokerfall.kubernetes.objects.Resources;
import dev.brokerfall.kubernetes.objects.StatefulSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads pods and what makes them. */
final class PodReader {

    /** Kubernetes' default of {@code terminationGracePeriodSeconds}. */
    private static final int GRACE_SECONDS = 30;

    /** The two classes that every cluster has; pods that come from an API server carry the number itself. */
    private static final Map<String, Integer> PRIORITIES =
            Map.of("system-cluster-critical", 2_000_000_000, "system-node-critical", 2_000_001_000);

    /** Volumes that a pod names without a claim and that the scheduler looks at. */
    private static final List<String> DISKS_IN_TREE =
            List.of("awsElasticBlockStore", "azureDisk", "cinder", "csi", "gcePersistentDisk", "iscsi", "rbd");

    private PodReader() {}

    static Pod pod(Tree tree, String namespace, String name) {
        Optional<Tree> metadata = tree.map("metadata");
        Map<String, String> labels = metadata.map(its -> its.words("labels")).orElse(Map.of());
        Optional<Tree> spec = tree.map("spec");
        String phase = tree.at("status").flatMap(status -> status.text("phase")).orElse("");
        return new Pod(
                namespace,
                name,
                spec.map(its -> template(its, labels)).orElseGet(() -> empty(tree, labels)),
                spec.flatMap(its -> its.text("nodeName")).filter(node -> !node.isEmpty()),
                metadata.flatMap(its -> its.text("deletionTimestamp")).isPresent(),
                phase.equals("Succeeded") || phase.equals("Failed"),
                metadata.flatMap(PodReader::owner));
    }

    private static PodTemplate empty(Tree tree, Map<String, String> labels) {
        tree.problem("a Pod needs a spec");
        return new PodTemplate(
                labels,
                dev.brokerfall.kubernetes.objects.PodRules.NONE,
                Resources.NONE,
                List.of(),
                Duration.ofSeconds(GRACE_SECONDS));
    }

    private static Optional<String> owner(Tree metadata) {
        return metadata.items("ownerReferences").stream()
                .filter(reference -> reference.flag("controller"))
                .map(reference -> reference.text("kind", "") + "/" + reference.text("name", ""))
                .findFirst();
    }

    static StatefulSet statefulSet(Tree tree, String namespace, String name) {
        Optional<Tree> spec = tree.map("spec");
        Optional<Tree> template = tree.at("spec", "template");
        Map<String, String> labels = template.flatMap(its -> its.map("metadata"))
                .map(its -> its.words("labels"))
                .orElse(Map.of());
        return new StatefulSet(
                namespace,
                name,
                spec.flatMap(its -> its.integer("replicas")).orElse(1),
                spec.flatMap(its -> its.text("podManagementPolicy"))
                        .filter(policy -> policy.equals("Parallel"))
                        .isPresent(),
                template.flatMap(its -> its.map("spec"))
                        .map(its -> template(its, labels))
                        .orElseGet(() -> empty(tree, labels)),
                spec.map(its -> its.items("volumeClaimTemplates").stream()
                                .map(claim -> StorageReader.claim(
                                        claim,
                                        namespace,
                                        claim.map("metadata")
                                                .map(metadata -> metadata.required("name"))
                                                .orElse("")))
                                .toList())
                        .orElse(List.of()));
    }

    static PodTemplate template(Tree spec, Map<String, String> labels) {
        return new PodTemplate(
                labels,
                RulesReader.rules(spec, labels),
                RequestReader.requests(spec),
                spec.items("volumes").stream().map(PodReader::volume).toList(),
                Duration.ofSeconds(spec.integer("terminationGracePeriodSeconds").orElse(GRACE_SECONDS)),
                scheduling(spec));
    }

    private static PodScheduling scheduling(Tree spec) {
        return new PodScheduling(
                spec.integer("priority")
                        .orElseGet(() -> PRIORITIES.getOrDefault(spec.text("priorityClassName", ""), 0)),
                !spec.text("preemptionPolicy", "").equals("Never"),
                spec.items("schedulingGates").stream()
                        .map(gate -> gate.required("name"))
                        .toList(),
                hostPorts(spec));
    }

    /** Ports of containers and sidecars; on the node's own network every port is the node's. */
    private static List<HostPort> hostPorts(Tree spec) {
        boolean all = spec.flag("hostNetwork");
        return Stream.concat(
                        spec.items("containers").stream(),
                        spec.items("initContainers").stream().filter(RequestReader::isSidecar))
                .flatMap(container -> container.items("ports").stream())
                .flatMap(port -> port
                        .integer("hostPort")
                        .or(() -> all ? port.integer("containerPort") : Optional.empty())
                        .filter(number -> number > 0)
                        .map(number -> hostPort(port, number))
                        .stream())
                .toList();
    }

    private static HostPort hostPort(Tree port, int number) {
        String address = port.text("hostIP", "");
        return new HostPort(port.text("protocol", "TCP"), address.isEmpty() ? "0.0.0.0" : address, number);
    }

    /** Names what a pod says that decides where it may run and is not judged here. */
    static List<String> notJudged(Tree spec) {
        List<String> words = new ArrayList<>();
        if (!spec.items("resourceClaims").isEmpty()) {
            words.add("resourceClaims (devices that are allocated dynamically)");
        }
        spec.text("schedulerName")
                .filter(name -> !name.isEmpty() && !name.equals("default-scheduler"))
                .ifPresent(name -> words.add(
                        "schedulerName " + name + " (it is judged as if by kube-scheduler with its default plugins)"));
        String its = spec.text("priorityClassName", "");
        if (!its.isEmpty() && spec.find("priority").isEmpty() && !PRIORITIES.containsKey(its)) {
            words.add("priorityClassName " + its + " (without priority, it counts as 0)");
        }
        if (!spec.text("runtimeClassName", "").isEmpty()
                && spec.find("overhead").isEmpty()) {
            words.add("runtimeClassName (without overhead, it costs nothing)");
        }
        for (Tree volume : spec.items("volumes")) {
            DISKS_IN_TREE.stream()
                    .filter(kind -> volume.find(kind).isPresent())
                    .forEach(kind -> words.add("a volume of kind " + kind + " (its limits and conflicts)"));
        }
        return words;
    }

    private static PodVolume volume(Tree tree) {
        String name = tree.text("name", "");
        Optional<Tree> claim = tree.map("persistentVolumeClaim");
        if (claim.isPresent()) {
            return new PodVolume.Claim(name, claim.get().required("claimName"));
        }
        if (tree.find("ephemeral").isPresent()) {
            return new PodVolume.Ephemeral(name);
        }
        return tree.map("emptyDir")
                .<PodVolume>map(directory -> new PodVolume.EmptyDir(
                        name, directory.text("medium", "").equals("Memory")))
                .orElseGet(() -> new PodVolume.Other(name));
    }
}
