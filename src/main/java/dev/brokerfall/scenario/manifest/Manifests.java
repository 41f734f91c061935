package dev.brokerfall.scenario.manifest;

import dev.brokerfall.kubernetes.objects.ClusterObjects;
import java.util.List;

/**
 * What manifests say.
 *
 * @param written all objects as they are written, but those that may hold secrets
 * @param skipped kinds that are of no concern here and how many of each, such as {@code ConfigMap (3)}
 */
public record Manifests(ClusterObjects objects, List<ManifestObject> written, List<String> skipped) {

    public Manifests {
        written = List.copyOf(written);
        skipped = List.copyOf(skipped);
    }
}
