package dev.brokerfall.kubernetes.objects;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The objects of a cluster at one instant.
 *
 * @param capacities what drivers can still make, and where
 * @param capacityDrivers the drivers that say so
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
        List<StorageCapacity> capacities,
        Set<String> capacityDrivers,
        Map<String, Map<String, String>> namespaces) {

    public static final ClusterObjects NONE = new ClusterObjects(
            List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), Set.of(),
            Map.of());

    public ClusterObjects {
        nodes = List.copyOf(nodes);
        pods = List.copyOf(pods);
        volumes = List.copyOf(volumes);
        claims = List.copyOf(claims);
        storageClasses = List.copyOf(storageClasses);
        attachments = List.copyOf(attachments);
        statefulSets = List.copyOf(statefulSets);
        budgets = List.copyOf(budgets);
        capacities = List.copyOf(capacities);
        capacityDrivers = ImmutableSet.copyOf(capacityDrivers);
        namespaces = ImmutableMap.copyOf(namespaces);
    }
}
