package dev.brokerfall.scenario.imports;

import dev.brokerfall.storage.DiskSku;
import dev.brokerfall.unit.DataSize;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads what kind of Azure disk a class or volume means.
 *
 * <p>Source: kubernetes-sigs/azuredisk-csi-driver, docs/driver-parameters.md: {@code skuName} (or {@code storageAccountType}) is
 * StandardSSD_LRS when left out; {@code DiskIOPSReadWrite} and {@code DiskMBpsReadWrite} are for provisioned disks.
 */
final class DiskReader {

    private static final String DRIVERS_OWN = "StandardSSD_LRS";

    private final String place;
    private final String subject;
    private final String what;
    private final Remarks remarks;

    DiskReader(String place, String subject, String what, Remarks remarks) {
        this.place = place;
        this.subject = subject;
        this.what = what;
        this.remarks = remarks;
    }

    /**
     * Returns the disk.
     *
     * @param builtIn the class of AKS it is of, if it is one
     * @param parameter looks up a parameter of the driver
     */
    StorageFound read(DataSize size, Optional<String> builtIn, Function<String, Optional<String>> parameter) {
        Optional<String> named = parameter.apply("skuName").or(() -> parameter.apply("storageAccountType"));
        if (named.isEmpty() && builtIn.isPresent()) {
            remarks.guessed(
                    place,
                    subject,
                    "class %s without parameters, which the version of Kubernetes and the zones turn into a disk"
                            .formatted(builtIn.get()));
            return new StorageFound(
                    "azure-disk-" + builtIn.get(),
                    "{azureDisk: {storageClass: %s, size: %s}}".formatted(builtIn.get(), size),
                    Optional.of(size));
        }
        Optional<DiskSku> sku = named.flatMap(DiskReader::sku);
        if (sku.isPresent()) {
            remarks.used(
                    place,
                    subject,
                    "Azure disk %s of %s, of %s".formatted(sku.get().azureName(), size, what));
        } else {
            remarks.guessed(
                    place,
                    subject,
                    named.map(name ->
                                    "%s, which comes nearest to %s, which is not modelled".formatted(DRIVERS_OWN, name))
                            .orElse(DRIVERS_OWN + ", which the driver takes when told nothing"));
        }
        if (parameter.apply("enableBursting").filter("true"::equalsIgnoreCase).isPresent()) {
            remarks.ignored(place, "enableBursting", "bursting on demand is not built yet");
        }
        return written(sku.orElse(DiskSku.STANDARD_SSD_LRS), size, parameter);
    }

    private static Optional<DiskSku> sku(String name) {
        return Arrays.stream(DiskSku.values())
                .filter(sku -> sku.azureName().equalsIgnoreCase(name))
                .findFirst();
    }

    private static StorageFound written(DiskSku sku, DataSize size, Function<String, Optional<String>> parameter) {
        if (sku != DiskSku.PREMIUM_V2_LRS && sku != DiskSku.ULTRA_SSD_LRS) {
            return StorageFound.disk(sku.azureName(), size);
        }
        List<String> keys = new ArrayList<>(List.of("sku: " + sku.azureName(), "size: " + size));
        parameter.apply("DiskIOPSReadWrite").ifPresent(iops -> keys.add("iops: " + iops));
        parameter.apply("DiskMBpsReadWrite").ifPresent(rate -> keys.add("throughput: %sMB/s".formatted(rate)));
        return new StorageFound(
                StorageFound.diskName(sku.azureName()),
                "{azureDisk: {%s}}".formatted(String.join(", ", keys)),
                Optional.of(size));
    }
}
