package dev.brokerfall.kubernetes;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.List;
import java.util.Optional;

/**
 * An AKS cluster.
 *
 * @param version of Kubernetes, such as {@code 1.33}
 * @param region such as {@code westus2}
 * @param nodePools at least one
 * @param nodeFileSystem what the pods' emptyDir volumes fill; empty when that is not played
 */
public record AksConfig(
        String version,
        String region,
        List<NodePoolConfig> nodePools,
        OperatorConfig operator,
        AksTimings timings,
        Optional<NodeFileSystem> nodeFileSystem) {

    /** A cluster whose nodes have disk enough. */
    public AksConfig(
            String version,
            String region,
            List<NodePoolConfig> nodePools,
            OperatorConfig operator,
            AksTimings timings) {
        this(version, region, nodePools, operator, timings, Optional.empty());
    }

    public AksConfig {
        checkArgument(!nodePools.isEmpty(), "a cluster needs a node pool");
        nodePools = List.copyOf(nodePools);
    }
}
