package dev.brokerfall.kubernetes.scheduling;

import dev.brokerfall.kubernetes.objects.ClusterObjects;
import dev.brokerfall.kubernetes.objects.NodeSelector;
import dev.brokerfall.kubernetes.objects.Pod;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;

/** Says of pods in a cluster's manifests where they fit. */
public final class Placements {

    private Placements() {}

    /** Judges all pods that are bound to no node, in order, each as if the others did not wait. */
    public static List<Placement> ofPending(ClusterObjects objects, Set<Plugin> plugins) {
        return objects.pods().stream()
                .filter(pod -> pod.nodeName().isEmpty() && !pod.finished() && !pod.terminating())
                .map(pod -> of(objects, pod.id(), plugins, Optional.empty()))
                .toList();
    }

    /**
     * Judges one pod; one that is bound is judged as if it were deleted and created again.
     *
     * @param id {@code namespace/name}
     * @param added an affinity that the scheduler itself adds
     * @throws NoSuchElementException when there is no such pod
     */
    public static Placement of(ClusterObjects objects, String id, Set<Plugin> plugins, Optional<NodeSelector> added) {
        SchedulerCache cache = new SchedulerCache(objects);
        PodState pod = cache.pods().stream()
                .filter(state -> state.pod().id().equals(id))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("there is no pod " + id));
        cache.renew(pod);
        return new Scheduler(cache, plugins, added).explainWithPreemption(pod);
    }

    /** Returns the names of all pods as {@code namespace/name}, in order. */
    public static List<String> names(ClusterObjects objects) {
        return objects.pods().stream().map(Pod::id).toList();
    }
}
