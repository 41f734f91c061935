package dev.brokerfall.scenario.manifest;

import dev.brokerfall.kubernetes.objects.ClusterObjects;
import java.util.List;

/**
 * What manifests say.
 *
 * @param written all objects as they are written, but those that may hold secrets
 * @param skipped kinds that are of no concern here and how many of each, such as {@code ConfigMap (3)}
 * @param missing what is named and not there: a pod's claim or node, a claim's volume
 * @param notJudged what pods say that decides where they may run and is not judged
 */
public record Manifests(
        ClusterObjects objects,
        List<ManifestObject> written,
        List<String> skipped,
        List<ManifestProblem> missing,
        List<ManifestProblem> notJudged) {

    public Manifests {
        written = List.copyOf(written);
        skipped = List.copyOf(skipped);
        missing = List.copyOf(missing);
        notJudged = List.copyOf(notJudged);
    }
}
