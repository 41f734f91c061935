package dev.brokerfall.kubernetes.objects;

import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.Map;

/**
 * The objects of a cluster at one instant.
 *
 * @param namespaces labels by name of namespace
 */
public record ClusterObjects(
        List<Node> nodes,
        List<Pod> pods,
        List<PersistentVolume> volumes,
        List<PersistentVolumeClaim> claims,
        List<StorageClass> storageClasses,
        List<VolumeAttachment> attachments,
        List<StatefulSet> statefulSets,
        List<PodDisruptionBudget> budgets,
        Map<String, Map<String, String>> namespaces) {

    public static final ClusterObjects NONE = new ClusterObjects(
            List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), Map.of());

    public ClusterObjects {
        nodes = List.copyOf(nodes);
        pods = List.copyOf(pods);
        volumes = List.copyOf(volumes);
        claims = List.copyOf(claims);
        storageClasses = List.copyOf(storageClasses);
        attachments = List.copyOf(attachments);
        statefulSets = List.copyOf(statefulSets);
        budgets = List.copyOf(budgets);
        namespaces = ImmutableMap.copyOf(namespaces);
    }
}
