package dev.brokerfall.scenario.imports;

import dev.brokerfall.catalogue.Catalogue;
import dev.brokerfall.catalogue.VmSize;
import dev.brokerfall.unit.DataSize;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What else the brokers' data could lie on. */
final class Alternatives {

    private static final String DEFAULT_SIZE = "512Gi";
    private static final String SMALLEST_SHARE = "azureFiles.minSize";

    private final Catalogue catalogue;
    private final List<PoolFound> pools;
    private final PlacementFinder.Placed placement;

    Alternatives(Catalogue catalogue, List<PoolFound> pools, PlacementFinder.Placed placement) {
        this.catalogue = catalogue;
        this.pools = pools;
        this.placement = placement;
    }

    /** Returns the present storage, then the others. */
    List<Alternative> around(StorageFound present) {
        DataSize size = present.size().filter(its -> its.bytes() > 0).orElse(DataSize.parse(DEFAULT_SIZE));
        Optional<VmSize> vm = pools.stream()
                .flatMap(pool -> catalogue.vmSize(pool.vmSize()).stream())
                .findFirst();
        List<Alternative> all = new ArrayList<>();
        all.add(new Alternative(present.name(), present.yaml(), Map.of(), "as it is now"));
        add(all, StorageFound.disk("Premium_LRS", size), Map.of(), "");
        add(
                all,
                StorageFound.disk("Premium_ZRS", size),
                placement.zonesRequired() ? Map.of("spec.kafka.placement.antiAffinity.mode", "preferred") : Map.of(),
                placement.zonesRequired() ? "helps after a zone loss only if the pod may enter another zone" : "");
        DataSize least = catalogue.size(SMALLEST_SHARE);
        DataSize share = size.compareTo(least) < 0 ? least : size;
        add(
                all,
                new StorageFound(
                        "azure-files",
                        "{azureFiles: {protocol: nfs, tier: premium, redundancy: LRS, size: %s}}".formatted(share),
                        Optional.of(share)),
                Map.of(),
                "");
        add(all, new StorageFound("emptydir", "{emptyDir: {}}", Optional.empty()), Map.of(), "");
        LocalDevice.of(vm)
                .ifPresent(device -> add(
                        all,
                        new StorageFound(
                                LocalDevice.option(device),
                                "{localVolume: {device: %s}}".formatted(device),
                                Optional.empty()),
                        Map.of(),
                        ""));
        return all;
    }

    /** A kind that is there already is not proposed again. */
    private static void add(List<Alternative> all, StorageFound storage, Map<String, String> set, String comment) {
        if (all.stream().noneMatch(its -> its.name().equals(storage.name()))) {
            all.add(new Alternative(storage.name(), storage.yaml(), new LinkedHashMap<>(set), comment));
        }
    }
}
