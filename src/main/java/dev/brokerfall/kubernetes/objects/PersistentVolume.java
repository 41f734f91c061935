package dev.brokerfall.kubernetes.objects;

import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A volume.
 *
 * @param capacityBytes its size
 * @param storageClass empty for none
 * @param claim {@code namespace/name} of the claim it is reserved for or bound to
 * @param affinity nodes it can be used on; empty for all
 * @param driver its CSI driver, in-tree kinds translated; empty for what has none, such as a local volume
 * @param handle what the driver calls it
 * @param source what it is, and what that survives, as far as the manifest tells
 * @param accessModes how it can be mounted; empty when not stated
 */
public record PersistentVolume(
        String name,
        Map<String, String> labels,
        long capacityBytes,
        String storageClass,
        Optional<String> claim,
        Optional<NodeSelector> affinity,
        String driver,
        String handle,
        Phase phase,
        VolumeSource source,
        List<String> accessModes) {

    public PersistentVolume {
        labels = ImmutableMap.copyOf(labels);
        accessModes = List.copyOf(accessModes);
    }

    /** A volume that says nothing of how it can be mounted. */
    public PersistentVolume(
            String name,
            Map<String, String> labels,
            long capacityBytes,
            String storageClass,
            Optional<String> claim,
            Optional<NodeSelector> affinity,
            String driver,
            String handle,
            Phase phase,
            VolumeSource source) {
        this(name, labels, capacityBytes, storageClass, claim, affinity, driver, handle, phase, source, List.of());
    }

    /** Where a volume stands in its life. */
    public enum Phase {
        AVAILABLE,
        BOUND,
        RELEASED,
        FAILED
    }
}
