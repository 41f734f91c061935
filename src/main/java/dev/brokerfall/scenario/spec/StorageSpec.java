package dev.brokerfall.scenario.spec;

import dev.brokerfall.scenario.format.ExactlyOne;
import dev.brokerfall.scenario.format.Key;
import dev.brokerfall.scenario.format.Meaning;
import dev.brokerfall.scenario.format.Words;
import dev.brokerfall.storage.DiskSku;
import dev.brokerfall.storage.StorageConfig;
import dev.brokerfall.unit.DataRate;
import dev.brokerfall.unit.DataSize;
import java.util.Optional;

/** Where data lies. */
public sealed interface StorageSpec
        permits StorageSpec.AzureDisk, StorageSpec.AzureFiles, StorageSpec.EmptyDir, StorageSpec.LocalVolume {

    /** Azure managed disks. */
    @Meaning("Azure managed disks.")
    @ExactlyOne({"sku", "storageClass"})
    record AzureDisk(
            @Key("Kind of disk.") Optional<DiskSku> sku,

            @Key("A built-in storage class, which the version of Kubernetes and the zones turn into a kind of disk.")
            Optional<StorageClass> storageClass,

            @Key(value = "Size of the disk.", positive = true)
            DataSize size,

            @Key("Provisioned operations a second, for PremiumV2_LRS and UltraSSD_LRS.")
            Optional<Long> iops,

            @Key("Provisioned throughput, for PremiumV2_LRS and UltraSSD_LRS.")
            Optional<DataRate> throughput)
            implements StorageSpec {}

    /** A built-in storage class of AKS. */
    enum StorageClass implements Words.Worded {
        MANAGED_CSI("managed-csi"),
        MANAGED_CSI_PREMIUM("managed-csi-premium");

        private final String word;

        StorageClass(String word) {
            this.word = word;
        }

        @Override
        public String word() {
            return word;
        }
    }

    /** Shares of Azure Files. */
    @Meaning("Shares of Azure Files.")
    record AzureFiles(
            @Key(value = "File protocol.", preset = "smb") StorageConfig.AzureFiles.Protocol protocol,
            @Key(value = "Media tier.", preset = "premium") StorageConfig.AzureFiles.Tier tier,
            @Key(value = "Redundancy.", preset = "LRS") StorageConfig.AzureFiles.Redundancy redundancy,

            @Key(value = "Size of the share.", positive = true)
            DataSize size,

            @Key(value = "Whether each broker has a share of its own.", preset = "per-broker")
            StorageConfig.AzureFiles.Share share,

            @Key(value = "Whether the shares lie in one storage account.", preset = "one")
            StorageConfig.AzureFiles.Account account,

            @Key(value = "How the account is reached.", preset = "private")
            StorageConfig.AzureFiles.Endpoint endpoint)
            implements StorageSpec {}

    /** A directory that is made with the pod and dies with it. */
    @Meaning("A directory that is made with the pod and dies with it.")
    record EmptyDir(
            @Key("What it lies on; left out, what the pool has.")
            Optional<StorageConfig.EmptyDir.Medium> on,

            @Key(value = "Cap after which the pod is evicted.", positive = true)
            Optional<DataSize> sizeLimit)
            implements StorageSpec {}

    /** A local PersistentVolume, which outlives the pod but not the node. */
    @Meaning("A local PersistentVolume, which outlives the pod but not the node.")
    record LocalVolume(
            @Key("Device it lies on.") StorageConfig.LocalVolume.Device device,

            @Key(value = "Size; left out, the device's.", positive = true)
            Optional<DataSize> size)
            implements StorageSpec {}
}
