package dev.brokerfall.kubernetes;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.base.Splitter;
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

    private static final int SURGE_FALLS_BACK_FROM_MINOR = 35;

    public AksConfig {
        checkArgument(!nodePools.isEmpty(), "a cluster needs a node pool");
        nodePools = List.copyOf(nodePools);
    }

    /**
     * Returns whether an upgrade for whose extra nodes Azure has not room goes on with one of them.
     *
     * <p>Source: AKS, "Configure rolling upgrades for AKS node pools" (agent pools with Kubernetes 1.35 or later).
     */
    boolean surgeFallsBack() {
        List<String> parts = Splitter.on('.').splitToList(version);
        return Integer.parseInt(parts.get(0)) > 1 || Integer.parseInt(parts.get(1)) >= SURGE_FALLS_BACK_FROM_MINOR;
    }
}
