package dev.brokerfall.kubernetes;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A pool of equal nodes.
 *
 * @param zones names of the zones, or empty for a pool without zones
 * @param nodesPerZone nodes in each zone; of a pool without zones, all its nodes
 * @param osDisk what the system disk is
 * @param kubeletDisk where emptyDir volumes lie
 * @param autoscale how the cluster autoscaler treats it; empty for a pool of fixed size
 */
public record NodePoolConfig(
        String name,
        VmFacts vm,
        List<String> zones,
        int nodesPerZone,
        OsDisk osDisk,
        KubeletDisk kubeletDisk,
        UpgradeConfig upgrade,
        Optional<AutoscaleConfig> autoscale) {

    public NodePoolConfig {
        checkArgument(nodesPerZone >= 0, "nodesPerZone must not be negative, was %s", nodesPerZone);
        zones = List.copyOf(zones);
    }

    /** A pool of fixed size. */
    public NodePoolConfig(
            String name,
            VmFacts vm,
            List<String> zones,
            int nodesPerZone,
            OsDisk osDisk,
            KubeletDisk kubeletDisk,
            UpgradeConfig upgrade) {
        this(name, vm, zones, nodesPerZone, osDisk, kubeletDisk, upgrade, Optional.empty());
    }

    private static final int INSTANCE_DIGITS = 6;

    /**
     * Returns the name of a pool's node: that of its instance in the scale set, numbered to base 36.
     *
     * <p>Source: Azure, "Learn about names for virtual machine scale set instances".
     */
    public static String nodeName(String pool, int instance) {
        String number = Integer.toString(instance, Character.MAX_RADIX).toLowerCase(Locale.ROOT);
        return "aks-" + pool + "-vmss" + "0".repeat(Math.max(0, INSTANCE_DIGITS - number.length())) + number;
    }

    /** What a node's system disk is. */
    public enum OsDisk {
        EPHEMERAL,
        MANAGED
    }

    /** Where the kubelet keeps emptyDir volumes and images. */
    public enum KubeletDisk {
        OS,
        TEMPORARY
    }
}
