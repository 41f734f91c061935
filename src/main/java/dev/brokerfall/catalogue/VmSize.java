package dev.brokerfall.catalogue;

import dev.brokerfall.unit.DataRate;
import dev.brokerfall.unit.DataSize;
import java.util.Optional;

/**
 * What an Azure VM of a size can do.
 *
 * @param name Azure's name, such as {@code Standard_D8ds_v5}
 * @param vcpus virtual processors
 * @param memory installed memory
 * @param maxDataDisks how many data disks it takes
 * @param uncachedIops operations a second to all remote disks together, for good
 * @param uncachedRate throughput to all remote disks together, for good
 * @param burstRate the same for at most half an hour
 * @param nicRate the network's upper limit
 * @param tempDisk the local temporary disk, if it has one
 * @param nvme the local NVMe disks, if it has any
 * @param cacheSize the cache in which an ephemeral OS disk may lie, if that is not the temporary disk
 * @param ephemeralOs whether the OS disk can be ephemeral
 * @param liveMigration whether Azure can move it to another host while it runs
 */
public record VmSize(
        String name,
        int vcpus,
        DataSize memory,
        int maxDataDisks,
        int uncachedIops,
        DataRate uncachedRate,
        DataRate burstRate,
        DataRate nicRate,
        Optional<LocalDisk> tempDisk,
        Optional<LocalDisk> nvme,
        Optional<DataSize> cacheSize,
        boolean ephemeralOs,
        boolean liveMigration) {

    /**
     * Disks inside the host.
     *
     * @param count how many
     * @param size of each
     * @param rate throughput of each
     */
    public record LocalDisk(int count, DataSize size, DataRate rate) {}

    /** Returns the room for an ephemeral OS disk: the cache, or else the temporary disk. */
    public Optional<DataSize> ephemeralOsRoom() {
        return ephemeralOs ? cacheSize.or(() -> tempDisk.map(LocalDisk::size)) : Optional.empty();
    }
}
