package dev.brokerfall.scenario.manifest;

import dev.brokerfall.kubernetes.objects.Resources;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads what pods request and nodes offer.
 *
 * <p>Source: staging/src/k8s.io/component-helpers/resource/helpers.go (PodRequests).
 */
final class RequestReader {

    /** More than any node has: what a manifest does not limit is not limited. */
    static final long PLENTY = Long.MAX_VALUE / 4;

    private static final Set<String> BASIC = Set.of("cpu", "memory", "ephemeral-storage", "pods", "storage");
    private static final String LIMIT_PREFIX = "attachable-volumes-";

    private RequestReader() {}

    /**
     * Returns what a pod requests: its containers and sidecars at once, or, if that is more, what an init container needs beside the
     * sidecars started before it; what the pod as a whole states goes before that; and the overhead.
     */
    static Resources requests(Tree spec) {
        Resources together = Resources.NONE;
        for (Tree container : spec.items("containers")) {
            together = together.plus(request(container));
        }
        Resources sidecars = Resources.NONE;
        Resources starting = Resources.NONE;
        for (Tree container : spec.items("initContainers")) {
            Resources its = request(container);
            if (isSidecar(container)) {
                together = together.plus(its);
                sidecars = sidecars.plus(its);
                starting = starting.max(sidecars);
            } else {
                starting = starting.max(sidecars.plus(its));
            }
        }
        return podLevel(spec, together.max(starting))
                .plus(spec.map("overhead").map(RequestReader::amounts).orElse(Resources.NONE));
    }

    /** Returns whether an init container goes on running beside the others. */
    static boolean isSidecar(Tree container) {
        return container.text("restartPolicy", "").equals("Always");
    }

    private static Resources podLevel(Tree spec, Resources ofContainers) {
        if (spec.map("resources").isEmpty()) {
            return ofContainers;
        }
        Tree resources = spec.map("resources").get();
        return new Resources(
                stated(resources, "cpu").isPresent() ? request(spec).cpuMillis() : ofContainers.cpuMillis(),
                stated(resources, "memory").isPresent() ? request(spec).memoryBytes() : ofContainers.memoryBytes(),
                ofContainers.ephemeralBytes(),
                ofContainers.extended());
    }

    private static Optional<String> stated(Tree resources, String name) {
        return resources
                .map("requests")
                .flatMap(its -> its.text(name))
                .or(() -> resources.map("limits").flatMap(its -> its.text(name)));
    }

    /** What is limited and not requested is requested as far as its limit, as the API server writes it. */
    private static Resources request(Tree holder) {
        Resources requested =
                holder.at("resources", "requests").map(RequestReader::amounts).orElse(Resources.NONE);
        Optional<Tree> limits = holder.at("resources", "limits");
        if (limits.isEmpty()) {
            return requested;
        }
        Optional<Tree> requests = holder.at("resources", "requests");
        Resources limited = amounts(limits.get());
        Map<String, Long> extended = new TreeMap<>(limited.extended());
        extended.putAll(requested.extended());
        return new Resources(
                states(requests, "cpu") ? requested.cpuMillis() : limited.cpuMillis(),
                states(requests, "memory") ? requested.memoryBytes() : limited.memoryBytes(),
                states(requests, "ephemeral-storage") ? requested.ephemeralBytes() : limited.ephemeralBytes(),
                extended);
    }

    private static boolean states(Optional<Tree> requests, String name) {
        return requests.flatMap(its -> its.find(name)).isPresent();
    }

    private static Resources amounts(Tree tree) {
        return new Resources(
                tree.millis("cpu").orElse(0L),
                tree.quantity("memory").orElse(0L),
                tree.quantity("ephemeral-storage").orElse(0L),
                extended(tree));
    }

    /** Returns what a node offers; what it does not state it has plenty of, but for what only some nodes have. */
    static Resources offer(Optional<Tree> allocatable) {
        return new Resources(
                allocatable.flatMap(its -> its.millis("cpu")).orElse(PLENTY),
                allocatable.flatMap(its -> its.quantity("memory")).orElse(PLENTY),
                allocatable.flatMap(its -> its.quantity("ephemeral-storage")).orElse(PLENTY),
                allocatable.map(RequestReader::extended).orElse(Map.of()));
    }

    private static Map<String, Long> extended(Tree tree) {
        Map<String, Long> amounts = new TreeMap<>();
        for (String name : tree.keys()) {
            if (!BASIC.contains(name) && !name.startsWith(LIMIT_PREFIX)) {
                tree.quantity(name).filter(amount -> amount > 0).ifPresent(amount -> amounts.put(name, amount));
            }
        }
        return amounts;
    }
}
