package dev.brokerfall.scenario.imports;

import dev.brokerfall.unit.DataSize;
import java.util.Optional;

/**
 * Where pods keep their data, as a scenario writes it.
 *
 * @param name what to call an option that has it
 * @param yaml the value of {@code storage}, on one line
 * @param size of one pod's volume, where it has one
 */
record StorageFound(String name, String yaml, Optional<DataSize> size) {

    /** What manifests do not tell. */
    static final StorageFound UNKNOWN = new StorageFound("present-storage", "TODO", Optional.empty());

    static StorageFound disk(String sku, DataSize size) {
        return new StorageFound(
                diskName(sku), "{azureDisk: {sku: %s, size: %s}}".formatted(sku, size), Optional.of(size));
    }

    static String diskName(String sku) {
        return switch (sku) {
            case "Premium_LRS" -> "azure-disk-lrs";
            case "Premium_ZRS" -> "azure-disk-zrs";
            case "StandardSSD_LRS" -> "standard-ssd-lrs";
            case "StandardSSD_ZRS" -> "standard-ssd-zrs";
            case "PremiumV2_LRS" -> "premium-v2-lrs";
            default -> "ultra-ssd-lrs";
        };
    }
}
