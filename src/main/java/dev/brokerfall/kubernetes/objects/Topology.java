package dev.brokerfall.kubernetes.objects;

import java.util.Map;

/** The well-known labels that say where a node stands. */
public final class Topology {

    public static final String ZONE = "topology.kubernetes.io/zone";
    public static final String REGION = "topology.kubernetes.io/region";
    public static final String BETA_ZONE = "failure-domain.beta.kubernetes.io/zone";
    public static final String BETA_REGION = "failure-domain.beta.kubernetes.io/region";
    public static final String HOSTNAME = "kubernetes.io/hostname";

    /** The key by which the Azure Disk CSI driver binds a zonal disk to its zone. */
    public static final String AZURE_DISK_ZONE = "topology.disk.csi.azure.com/zone";

    private static final Map<String, String> GA = Map.of(BETA_ZONE, ZONE, BETA_REGION, REGION);

    private Topology() {}

    /** Returns the label that replaced a beta label; any other label is returned as it is. */
    public static String generallyAvailable(String key) {
        return GA.getOrDefault(key, key);
    }
}
