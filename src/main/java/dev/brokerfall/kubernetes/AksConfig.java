package dev.brokerfall.kubernetes;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.List;

/**
 * An AKS cluster.
 *
 * @param version of Kubernetes, such as {@code 1.33}
 * @param region such as {@code westus2}
 * @param nodePools at least one
 */
public record AksConfig(
        String version, String region, List<NodePoolConfig> nodePools, OperatorConfig operator, AksTimings timings) {

    public AksConfig {
        checkArgument(!nodePools.isEmpty(), "a cluster needs a node pool");
        nodePools = List.copyOf(nodePools);
    }
}
