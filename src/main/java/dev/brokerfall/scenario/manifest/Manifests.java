package dev.brokerfall.scenario.manifest;

import dev.brokerfall.kubernetes.objects.ClusterObjects;
import java.util.List;

/**
 * What manifests say.
 *
 * @param skipped kinds that are of no concern here and how many of each, such as {@code ConfigMap (3)}
 */
public record Manifests(ClusterObjects objects, List<String> skipped) {

    public Manifests {
        skipped = List.copyOf(skipped);
    }
}
