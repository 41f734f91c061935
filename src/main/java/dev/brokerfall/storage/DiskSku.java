package dev.brokerfall.storage;

import java.util.Arrays;
import java.util.Optional;

/**
 * A kind of Azure managed disk.
 *
 * <p>Source: Azure, "Select a disk type for Azure IaaS VMs"; zone-redundant ones exist of Premium SSD and Standard SSD only.
 */
public enum DiskSku {
    PREMIUM_LRS("Premium_LRS"),
    PREMIUM_ZRS("Premium_ZRS"),
    STANDARD_SSD_LRS("StandardSSD_LRS"),
    STANDARD_SSD_ZRS("StandardSSD_ZRS"),
    PREMIUM_V2_LRS("PremiumV2_LRS"),
    ULTRA_SSD_LRS("UltraSSD_LRS");

    private final String azureName;

    DiskSku(String azureName) {
        this.azureName = azureName;
    }

    /** Returns the disk whose Azure name is {@code name}, if there is one. */
    public static Optional<DiskSku> named(String name) {
        return Arrays.stream(values()).filter(sku -> sku.azureName.equals(name)).findFirst();
    }

    /** Returns the name Azure gives it, such as {@code Premium_LRS}. */
    public String azureName() {
        return azureName;
    }

    /** Returns whether its three copies lie in three zones. */
    public boolean zoneRedundant() {
        return azureName.endsWith("_ZRS");
    }
}
