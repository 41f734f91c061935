package dev.brokerfall.scenario;

import dev.brokerfall.catalogue.Catalogue;
import dev.brokerfall.kafka.Acks;
import dev.brokerfall.kafka.BrokerLimits;
import dev.brokerfall.kubernetes.NodePoolConfig.OsDisk;
import dev.brokerfall.scenario.format.Words;
import dev.brokerfall.scenario.spec.KafkaSpec;
import dev.brokerfall.scenario.spec.StorageSpec;
import dev.brokerfall.storage.DiskSku;
import dev.brokerfall.storage.StorageConfig;
import dev.brokerfall.storage.StorageConfig.AzureFiles;
import dev.brokerfall.storage.StorageConfig.EmptyDir.Medium;
import dev.brokerfall.unit.DataRate;
import dev.brokerfall.unit.DataSize;
import java.util.Locale;
import java.util.Optional;

/** Finds storage that the machines do not have, and data that does not fit. */
final class StorageChecks {

    private static final double GIB = 1L << 30;

    private final KafkaSpec kafka;
    private final Iron iron;
    private final Ledger ledger;
    private final Volumes volumes;
    private final Site site;

    StorageChecks(KafkaSpec kafka, Iron iron, Catalogue catalogue, Site site) {
        this.kafka = kafka;
        this.iron = iron;
        this.ledger = new Ledger(catalogue);
        this.volumes = new Volumes(ledger, iron, kafka.brokers());
        this.site = site;
    }

    /** Looks at where brokers keep their data. */
    void brokers(StorageSpec storage) {
        if (possible(storage, "spec.storage")) {
            fits(storage);
            carries(storage);
        }
    }

    /** Looks whether disks and networks carry what is produced. */
    private void carries(StorageSpec storage) {
        BrokerLimits limits = volumes.limits(volumes.config(storage));
        Capacity capacity = Capacity.of(kafka, limits);
        DataRate offered = kafka.workload().produce();
        DataRate peak =
                new DataRate(offered.bytesPerSecond() * Load.pattern(kafka).peak());
        if (capacity.carries(offered) && !capacity.carries(peak)) {
            site.warning(
                    "spec.kafka.workload.pattern",
                    "in the busiest hour " + capacity.shortfall(peak, limits),
                    "take larger disks or machines, or more brokers, unless that hour may be slower");
        } else if (!capacity.carries(offered)) {
            boolean waits = kafka.topics().stream().allMatch(topic -> topic.acks() == Acks.ALL);
            site.warning(
                    "spec.kafka.workload.produce",
                    capacity.shortfall(offered, limits),
                    waits
                            ? "producers will be slowed down; take larger disks or machines, or more brokers"
                            : "followers of topics without acks: all will be outrun and leave the in-sync sets");
        }
    }

    /** Looks at where controllers keep the metadata. */
    void controllers(StorageSpec storage) {
        boolean unused = possible(storage, "spec.kafka.controllers.storage");
    }

    private boolean possible(StorageSpec storage, String path) {
        if (storage instanceof StorageSpec.AzureDisk disk) {
            return disk(disk, path + ".azureDisk");
        }
        if (storage instanceof StorageSpec.AzureFiles files) {
            return files(files, path + ".azureFiles");
        }
        if (storage instanceof StorageSpec.EmptyDir directory) {
            return emptyDir(directory, path + ".emptyDir");
        }
        return local((StorageSpec.LocalVolume) storage, path + ".localVolume");
    }

    private boolean disk(StorageSpec.AzureDisk disk, String path) {
        StorageConfig.AzureDisk config = (StorageConfig.AzureDisk) volumes.config(disk);
        boolean provisioned = config.sku() == DiskSku.PREMIUM_V2_LRS || config.sku() == DiskSku.ULTRA_SSD_LRS;
        if (!provisioned) {
            if (disk.iops().isPresent() || disk.throughput().isPresent()) {
                site.error(
                        path + (disk.iops().isPresent() ? ".iops" : ".throughput"),
                        "the size of a %s disk decides its performance"
                                .formatted(config.sku().azureName()),
                        "leave it out, or use PremiumV2_LRS or UltraSSD_LRS");
                return false;
            }
            if (volumes.tier(config).isEmpty()) {
                site.error(
                        path + ".size",
                        "no %s disk is as large as %s".formatted(config.sku().azureName(), disk.size()));
                return false;
            }
            return true;
        }
        String kind = config.sku() == DiskSku.PREMIUM_V2_LRS ? "azureDisk.premiumV2." : "azureDisk.ultra.";
        if (disk.size().compareTo(ledger.size(kind + "maxSize")) > 0) {
            site.error(
                    path + ".size",
                    "no %s disk is as large as %s".formatted(config.sku().azureName(), disk.size()));
            return false;
        }
        if (disk.iops().orElse(0L) > ledger.number(kind + "maxIops")) {
            site.error(path + ".iops", "at most %s can be provisioned".formatted(ledger.text(kind + "maxIops")));
            return false;
        }
        if (disk.throughput().isPresent() && disk.throughput().get().compareTo(ledger.rate(kind + "maxRate")) > 0) {
            site.error(path + ".throughput", "at most %s can be provisioned".formatted(ledger.text(kind + "maxRate")));
            return false;
        }
        return true;
    }

    private boolean files(StorageSpec.AzureFiles files, String path) {
        if (files.protocol() == AzureFiles.Protocol.NFS && files.tier() != AzureFiles.Tier.PREMIUM) {
            site.error(path + ".tier", "NFS needs the premium tier of Azure Files");
            return false;
        }
        DataSize least = ledger.size("azureFiles.minSize");
        if (files.tier() == AzureFiles.Tier.PREMIUM && files.size().compareTo(least) < 0) {
            site.error(path + ".size", "a premium share has at least %s".formatted(least));
            return false;
        }
        return true;
    }

    private boolean emptyDir(StorageSpec.EmptyDir directory, String path) {
        Medium medium = ((StorageConfig.EmptyDir) volumes.config(directory)).on();
        boolean has = switch (medium) {
            case EPHEMERAL_OS_DISK ->
                iron.osDisk() == OsDisk.EPHEMERAL && iron.vm().ephemeralOsRoom().isPresent();
            case MANAGED_OS_DISK -> true;
            case TEMPORARY -> iron.vm().tempDisk().isPresent();
            case NVME -> iron.vm().nvme().isPresent();
            case MEMORY -> true;
        };
        if (!has) {
            site.error(
                    path + ".on",
                    "%s has no %s here".formatted(iron.vm().name(), Words.of(medium)),
                    "its local disks: " + localDisks());
        }
        return has;
    }

    private boolean local(StorageSpec.LocalVolume volume, String path) {
        Optional<DataSize> device = volumes.deviceSize(volume.device());
        boolean azure = volume.device() == StorageConfig.LocalVolume.Device.NVME
                || volume.device() == StorageConfig.LocalVolume.Device.TEMP_SSD;
        if (device.isEmpty() && (azure || iron.kubernetes().isPresent())) {
            site.error(
                    path + ".device",
                    "%s has no %s".formatted(iron.vm().name(), Words.of(volume.device())),
                    "its local disks: " + localDisks());
            return false;
        }
        if (device.isEmpty() && volume.size().isEmpty()) {
            site.error(
                    path + ".device",
                    "how large the %s is must be said".formatted(Words.of(volume.device())),
                    "add size");
            return false;
        }
        if (device.isPresent()
                && volume.size().isPresent()
                && volume.size().get().compareTo(device.get()) > 0) {
            site.error(
                    path + ".size",
                    "the %s of %s has %s"
                            .formatted(Words.of(volume.device()), iron.vm().name(), device.get()));
            return false;
        }
        return true;
    }

    private String localDisks() {
        String temp =
                iron.vm().tempDisk().map(disk -> "temp-ssd of " + disk.size()).orElse("");
        String nvme = iron.vm().nvme().map(disk -> "nvme of " + disk.size()).orElse("");
        String both = temp.isEmpty() || nvme.isEmpty() ? temp + nvme : temp + ", " + nvme;
        return both.isEmpty() ? "none" : both;
    }

    private void fits(StorageSpec storage) {
        StorageConfig config = volumes.config(storage);
        DataSize stored = Load.stored(kafka);
        Optional<DataSize> capacity = volumes.capacity(config);
        if (capacity.isPresent() && stored.compareTo(capacity.get()) > 0) {
            if (volumes.nodeFileSystem(config).isPresent()
                    && Load.storedAtFirst(kafka).compareTo(capacity.get()) <= 0) {
                site.warning(
                        "spec.storage",
                        String.format(
                                Locale.ROOT,
                                "each broker grows to %.1f GiB, and its volume holds %.1f GiB: the kubelet will evict it",
                                stored.bytes() / GIB,
                                capacity.get().bytes() / GIB),
                        "keep less, or take larger machines");
                return;
            }
            DataSize kept = Load.keptOnBrokers(kafka);
            site.error(
                    "spec.storage",
                    String.format(
                            Locale.ROOT,
                            "each broker stores %.1f GiB (%.1f GiB × %.3g copies / %s brokers), and its volume holds %.1f GiB",
                            stored.bytes() / GIB,
                            kept.bytes() / GIB,
                            Load.copiesKept(kafka),
                            kafka.brokers(),
                            capacity.get().bytes() / GIB),
                    config instanceof StorageConfig.EmptyDir directory && directory.on() != Medium.MEMORY
                            ? "the kubelet evicts pods when less than %s of the disk is free"
                                    .formatted(ledger.text("emptyDir.evictBelowFree"))
                            : "keep less, or take a larger volume");
        }
    }
}
