package dev.brokerfall.kubernetes.objects;

import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A node.
 *
 * @param unschedulable whether it is cordoned
 * @param allocatable what its pods may request together
 * @param maxPods how many pods it takes
 * @param volumeLimits how many volumes of a CSI driver can be attached, by driver
 */
public record Node(
        String name,
        Map<String, String> labels,
        boolean unschedulable,
        List<Taint> taints,
        Resources allocatable,
        int maxPods,
        Map<String, Integer> volumeLimits,
        boolean ready) {

    public Node {
        labels = ImmutableMap.copyOf(labels);
        taints = List.copyOf(taints);
        volumeLimits = ImmutableMap.copyOf(volumeLimits);
    }

    /** Returns the availability zone it says it stands in: the label that replaced the beta one, or else the beta one. */
    public Optional<String> zone() {
        return Optional.ofNullable(labels.get(Topology.ZONE))
                .or(() -> Optional.ofNullable(labels.get(Topology.BETA_ZONE)));
    }
}
