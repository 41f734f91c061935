package dev.brokerfall.kubernetes.objects;

import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A claim to a volume.
 *
 * @param storageClass empty for none
 * @param volumeName the volume it is bound to, or should be
 * @param requestBytes how much it asks for
 * @param accessModes how it is mounted, such as {@code ReadWriteOnce}; empty when not stated
 * @param selector of the volumes it may be bound to, by their labels; empty for all
 */
public record PersistentVolumeClaim(
        String namespace,
        String name,
        String storageClass,
        Optional<String> volumeName,
        long requestBytes,
        Map<String, String> annotations,
        boolean lost,
        boolean terminating,
        List<String> accessModes,
        Optional<LabelSelector> selector) {

    /** Marks a claim whose binding is done (pkg/controller/volume/persistentvolume). */
    public static final String BIND_COMPLETED = "pv.kubernetes.io/bind-completed";

    /** Names the node for which a volume is being made. */
    public static final String SELECTED_NODE = "volume.kubernetes.io/selected-node";

    public PersistentVolumeClaim {
        annotations = ImmutableMap.copyOf(annotations);
        accessModes = List.copyOf(accessModes);
    }

    /** A claim that says nothing of how it is mounted, nor of the volumes it may be bound to. */
    public PersistentVolumeClaim(
            String namespace,
            String name,
            String storageClass,
            Optional<String> volumeName,
            long requestBytes,
            Map<String, String> annotations,
            boolean lost,
            boolean terminating) {
        this(
                namespace,
                name,
                storageClass,
                volumeName,
                requestBytes,
                annotations,
                lost,
                terminating,
                List.of(),
                Optional.empty());
    }

    /** Returns whether only one pod at a time may use it. */
    public boolean oncePod() {
        return accessModes.contains("ReadWriteOncePod");
    }

    /** Returns {@code namespace/name}. */
    public String id() {
        return namespace + "/" + name;
    }

    /** Returns whether its binding is done. */
    public boolean bound() {
        return volumeName.isPresent() && annotations.containsKey(BIND_COMPLETED);
    }
}
