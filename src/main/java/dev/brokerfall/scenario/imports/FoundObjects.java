package dev.brokerfall.scenario.imports;

import dev.brokerfall.kubernetes.objects.ClusterObjects;
import dev.brokerfall.kubernetes.objects.Pod;
import dev.brokerfall.scenario.manifest.ManifestObject;
import dev.brokerfall.scenario.manifest.Manifests;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The objects of a cluster, to be looked up. */
final class FoundObjects {

    private static final String CLUSTER_SCOPE = "default";

    private final Manifests manifests;
    private final Map<String, ManifestObject> byName = new HashMap<>();

    FoundObjects(Manifests manifests) {
        this.manifests = manifests;
        manifests.written().forEach(object -> byName.putIfAbsent(object.kind() + " " + object.id(), object));
    }

    ClusterObjects typed() {
        return manifests.objects();
    }

    List<ManifestObject> all() {
        return manifests.written();
    }

    List<String> skipped() {
        return manifests.skipped();
    }

    /** Returns the objects of a kind, in the order written. */
    List<ManifestObject> of(String kind) {
        return manifests.written().stream()
                .filter(object -> object.kind().equals(kind))
                .toList();
    }

    /** Returns an object of a namespace. */
    Optional<ManifestObject> find(String kind, String namespace, String name) {
        return Optional.ofNullable(byName.get(kind + " " + namespace + "/" + name));
    }

    /** Returns an object that is of no namespace, such as a Node. */
    Optional<ManifestObject> find(String kind, String name) {
        return find(kind, CLUSTER_SCOPE, name);
    }

    /** Returns the living pods of a namespace that {@code wanted} picks. */
    List<Pod> pods(String namespace, Predicate<Pod> wanted) {
        return manifests.objects().pods().stream()
                .filter(pod -> pod.namespace().equals(namespace) && !pod.finished())
                .filter(wanted)
                .toList();
    }
}
