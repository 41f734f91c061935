package dev.brokerfall.storage;

import static com.google.common.base.Preconditions.checkArgument;
import static dev.brokerfall.storage.Fate.KEPT;
import static dev.brokerfall.storage.Fate.LOST;
import static dev.brokerfall.storage.Fate.TAIL_LOST;

import dev.brokerfall.unit.DataRate;
import dev.brokerfall.unit.DataSize;
import java.util.Optional;

/** A choice of storage for a pod's data: what it is, what it survives and from where it can be used. */
public sealed interface StorageConfig {

    /** Returns what becomes of the data when {@code event} strikes the machine or the pod. */
    Fate survives(IronEvent event);

    /** Returns from where the volume can be used. */
    Reach reach();

    /** Returns whether the volume must be attached to a machine, by an operation on that machine, before it can be mounted. */
    boolean needsAttachment();

    /** Returns whether it may be attached to several machines at once. */
    default boolean shared() {
        return false;
    }

    /**
     * Returns whether the data is out of reach while its zone has no power, because it lies in that zone alone.
     *
     * <p>Source: Azure, "Redundancy options for managed disks", "Reliability in Azure Files".
     */
    boolean downWithItsZone();

    /**
     * Azure managed disks. The disk is remote: no fate of the machine touches it, but what the guest had not written back is lost
     * with the guest's memory.
     *
     * <p>Source: Azure, "Redundancy options for managed disks", "Understand a system reboot for Azure VM" (attached disks are
     * always preserved).
     *
     * @param size of each disk
     * @param iops provisioned operations a second; empty for what the tier gives
     * @param throughput provisioned throughput; empty for what the tier gives
     * @param bursting whether on-demand bursting is bought
     * @param disks how many disks a broker has, at least 1
     * @param shared whether the disk may be attached to several machines
     */
    record AzureDisk(
            DiskSku sku,
            DataSize size,
            Optional<Long> iops,
            Optional<DataRate> throughput,
            boolean bursting,
            int disks,
            boolean shared)
            implements StorageConfig {

        public AzureDisk {
            checkArgument(disks >= 1, "a broker needs at least one disk, had %s", disks);
        }

        /** One disk of this kind and size with what its tier gives. */
        public AzureDisk(DiskSku sku, DataSize size) {
            this(sku, size, Optional.empty(), Optional.empty(), false, 1, false);
        }

        @Override
        public Fate survives(IronEvent event) {
            return remote(event);
        }

        @Override
        public Reach reach() {
            return sku.zoneRedundant() ? Reach.REGION : Reach.ZONE;
        }

        @Override
        public boolean needsAttachment() {
            return true;
        }

        @Override
        public boolean downWithItsZone() {
            return !sku.zoneRedundant();
        }
    }

    /**
     * A share of Azure Files, mounted over the network.
     *
     * <p>Source: Azure, "Reliability in Azure Files"; "Errors when mounting Azure disk volumes" (no attachment, not bound to a zone).
     */
    record AzureFiles(
            Protocol protocol,
            Tier tier,
            Redundancy redundancy,
            DataSize size,
            Share share,
            Account account,
            Endpoint endpoint)
            implements StorageConfig {

        public AzureFiles {
            checkArgument(
                    protocol == Protocol.SMB || tier == Tier.PREMIUM, "NFS needs the premium tier of Azure Files");
        }

        @Override
        public Fate survives(IronEvent event) {
            return remote(event);
        }

        @Override
        public Reach reach() {
            return Reach.REGION;
        }

        @Override
        public boolean needsAttachment() {
            return false;
        }

        @Override
        public boolean downWithItsZone() {
            return redundancy == Redundancy.LRS;
        }

        /** The file protocol. */
        public enum Protocol {
            NFS,
            SMB
        }

        /** The media tier. */
        public enum Tier {
            PREMIUM,
            STANDARD
        }

        /** How the share is replicated. */
        public enum Redundancy {
            LRS,
            ZRS
        }

        /** Whether each broker has a share of its own. */
        public enum Share {
            PER_BROKER,
            ONE
        }

        /** Whether the shares lie in one storage account. */
        public enum Account {
            ONE,
            PER_BROKER
        }

        /** How the account is reached. */
        public enum Endpoint {
            PRIVATE,
            SERVICE
        }
    }

    /**
     * A directory that is made with the pod and deleted with it.
     *
     * <p>Source: Kubernetes, "Volumes", emptyDir; Azure, "Ephemeral OS disks for Azure VMs" (not preserved on redeploy, service
     * healing and reimage); "Introduction to Azure managed disks" (the temporary disk persists over a standard restart).
     *
     * @param sizeLimit the cap after which the pod is evicted; empty for none
     */
    record EmptyDir(Medium on, Optional<DataSize> sizeLimit) implements StorageConfig {

        @Override
        public Fate survives(IronEvent event) {
            return switch (event) {
                case CONTAINER_RESTART -> KEPT;
                case GUEST_REBOOT -> on == Medium.MEMORY ? LOST : KEPT;
                case CRASH, POWER_LOSS -> on == Medium.MEMORY ? LOST : TAIL_LOST;
                case REDEPLOY, DEALLOCATE -> on == Medium.MANAGED_OS_DISK ? TAIL_LOST : LOST;
                case POD_MOVE, REIMAGE, VM_LOSS -> LOST;
            };
        }

        @Override
        public Reach reach() {
            return Reach.POD;
        }

        @Override
        public boolean needsAttachment() {
            return false;
        }

        @Override
        public boolean downWithItsZone() {
            return true;
        }

        /** What the directory lies on. */
        public enum Medium {
            EPHEMERAL_OS_DISK,
            MANAGED_OS_DISK,
            TEMPORARY,
            NVME,
            MEMORY
        }
    }

    /**
     * A local PersistentVolume: a directory or device of one node, which outlives the pod but not the node.
     *
     * <p>Source: Kubernetes, "Volumes", local; Azure, "Scheduled Events for Linux VMs" (Redeploy: ephemeral disks are lost);
     * "Lsv3 series" (data is lost when the VM is stopped or deallocated). That a reimage wipes the device is not documented for
     * every size; users report it (Azure/AKS issue 461).
     */
    record LocalVolume(Device device, DataSize size) implements StorageConfig {

        @Override
        public Fate survives(IronEvent event) {
            return switch (event) {
                case CONTAINER_RESTART, GUEST_REBOOT, POD_MOVE -> KEPT;
                case CRASH, POWER_LOSS -> TAIL_LOST;
                case REIMAGE, REDEPLOY, DEALLOCATE, VM_LOSS -> LOST;
            };
        }

        @Override
        public Reach reach() {
            return Reach.NODE;
        }

        @Override
        public boolean needsAttachment() {
            return false;
        }

        @Override
        public boolean downWithItsZone() {
            return true;
        }

        /** The device below. */
        public enum Device {
            NVME,
            TEMP_SSD,
            SSD,
            HDD
        }
    }

    private static Fate remote(IronEvent event) {
        return switch (event) {
            case CONTAINER_RESTART, GUEST_REBOOT, POD_MOVE, REIMAGE -> KEPT;
            case CRASH, POWER_LOSS, REDEPLOY, DEALLOCATE, VM_LOSS -> TAIL_LOST;
        };
    }
}
