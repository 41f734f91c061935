package dev.brokerfall.scenario;

import dev.brokerfall.catalogue.Catalogue;
import dev.brokerfall.catalogue.VmSize;
import dev.brokerfall.kubernetes.NodePoolConfig.KubeletDisk;
import dev.brokerfall.kubernetes.NodePoolConfig.OsDisk;
import dev.brokerfall.scenario.spec.PlatformSpec;
import dev.brokerfall.scenario.spec.PlatformSpec.NodePoolSpec;
import dev.brokerfall.scenario.spec.ScenarioSpec;
import dev.brokerfall.scenario.spec.StorageSpec;
import dev.brokerfall.storage.StorageConfig;
import java.util.List;
import java.util.Optional;

/**
 * The machines that brokers run on.
 *
 * @param pools names of the node pools that brokers may run on; empty on hosts
 * @param zones names of their zones; empty for none
 * @param nodesPerZone machines in each zone, or in all where there are no zones
 * @param vm what one machine can do
 * @param osDisk what its system disk is
 * @param kubeletDisk where emptyDir volumes lie
 * @param kubernetes the version of Kubernetes; empty on hosts
 */
record Iron(
        List<String> pools,
        List<String> zones,
        int nodesPerZone,
        VmSize vm,
        OsDisk osDisk,
        KubeletDisk kubeletDisk,
        Optional<String> kubernetes) {

    /** Returns the machines of {@code spec}; empty if there are none or the catalogue does not know them. */
    static Optional<Iron> of(ScenarioSpec spec, Catalogue catalogue) {
        if (spec.platform() instanceof PlatformSpec.Hosts hosts) {
            return catalogue
                    .vmSize(hosts.vmSize())
                    .map(vm -> new Iron(
                            List.of(),
                            hosts.zones(),
                            hosts.agentsPerZone(),
                            vm,
                            OsDisk.MANAGED,
                            KubeletDisk.OS,
                            Optional.empty()));
        }
        if (spec.platform() instanceof PlatformSpec.Aks aks && !aks.nodePools().isEmpty()) {
            List<NodePoolSpec> homes = homes(aks.nodePools());
            NodePoolSpec home = homes.get(0);
            return catalogue
                    .vmSize(home.vmSize())
                    .map(vm -> new Iron(
                            homes.stream().map(NodePoolSpec::name).toList(),
                            homes.stream()
                                    .flatMap(pool -> pool.zones().stream())
                                    .distinct()
                                    .toList(),
                            homes.stream().mapToInt(Iron::nodesPerZone).sum(),
                            vm,
                            osDisk(home, vm, spec.storage()),
                            home.kubeletDisk(),
                            Optional.of(aks.kubernetes())));
        }
        return Optional.empty();
    }

    /** Brokers run on the pools that have zones, or on all if none has. */
    private static List<NodePoolSpec> homes(List<NodePoolSpec> pools) {
        List<NodePoolSpec> zonal =
                pools.stream().filter(pool -> !pool.zones().isEmpty()).toList();
        return zonal.isEmpty() ? pools : zonal;
    }

    /** Returns how many nodes a pool has in each of its zones, or in all where it has none. */
    static int nodesPerZone(NodePoolSpec pool) {
        int zones = Math.max(1, pool.zones().size());
        return pool.nodesPerZone().orElseGet(() -> pool.nodes().orElse(0) / zones);
    }

    /** An ephemeral OS disk takes the whole temporary disk, unless something else is to lie there. */
    static OsDisk osDisk(NodePoolSpec pool, VmSize vm, Optional<StorageSpec> storage) {
        return pool.osDisk()
                .orElseGet(() -> vm.ephemeralOsRoom().isPresent() && !usesTemporaryDisk(pool, vm, storage)
                        ? OsDisk.EPHEMERAL
                        : OsDisk.MANAGED);
    }

    private static boolean usesTemporaryDisk(NodePoolSpec pool, VmSize vm, Optional<StorageSpec> storage) {
        if (vm.cacheSize().isPresent()) {
            return false;
        }
        boolean local = storage.isPresent()
                && storage.get() instanceof StorageSpec.LocalVolume volume
                && volume.device() == StorageConfig.LocalVolume.Device.TEMP_SSD;
        boolean emptyDir = storage.isPresent()
                && storage.get() instanceof StorageSpec.EmptyDir directory
                && directory.on().equals(Optional.of(StorageConfig.EmptyDir.Medium.TEMPORARY));
        return local || emptyDir || pool.kubeletDisk() == KubeletDisk.TEMPORARY;
    }

    /** Returns how many machines there are. */
    int nodes() {
        return Math.max(1, zones.size()) * nodesPerZone;
    }
}
