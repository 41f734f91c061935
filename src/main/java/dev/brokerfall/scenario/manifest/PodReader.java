package dev.brokerfall.scenario.manifest;

import dev.brokerfall.kubernetes.objects.Pod;
import dev.brokerfall.kubernetes.objects.PodTemplate;
import dev.brokerfall.kubernetes.objects.PodVolume;
import dev.brokerfall.kubernetes.objects.Resources;
import dev.brokerfall.kubernetes.objects.StatefulSet;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads pods and what makes them. */
final class PodReader {

    /** Kubernetes' default of {@code terminationGracePeriodSeconds}. */
    private static final int GRACE_SECONDS = 30;

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
                requests(spec),
                spec.items("volumes").stream().map(PodReader::volume).toList(),
                Duration.ofSeconds(spec.integer("terminationGracePeriodSeconds").orElse(GRACE_SECONDS)));
    }

    /** All containers at once, or the largest init container if that is more, and the overhead (pkg/api/v1/resource/helpers.go). */
    private static Resources requests(Tree spec) {
        Resources together = Resources.NONE;
        for (Tree container : spec.items("containers")) {
            together = together.plus(request(container));
        }
        for (Tree container : spec.items("initContainers")) {
            together = together.max(request(container));
        }
        return together.plus(spec.map("overhead").map(PodReader::amounts).orElse(Resources.NONE));
    }

    private static Resources request(Tree container) {
        return container.at("resources", "requests").map(PodReader::amounts).orElse(Resources.NONE);
    }

    private static Resources amounts(Tree tree) {
        return new Resources(
                tree.millis("cpu").orElse(0L), tree.quantity("memory").orElse(0L));
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
