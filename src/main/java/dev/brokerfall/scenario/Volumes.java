package dev.brokerfall.scenario;

import com.google.common.base.Splitter;
import dev.brokerfall.catalogue.DiskTier;
import dev.brokerfall.catalogue.VmSize;
import dev.brokerfall.kafka.BrokerLimits;
import dev.brokerfall.kafka.Burst;
import dev.brokerfall.kubernetes.NodePoolConfig.KubeletDisk;
import dev.brokerfall.kubernetes.NodePoolConfig.OsDisk;
import dev.brokerfall.scenario.format.Words;
import dev.brokerfall.scenario.spec.StorageSpec;
import dev.brokerfall.storage.DiskSku;
import dev.brokerfall.storage.StorageConfig;
import dev.brokerfall.storage.StorageConfig.AzureFiles;
import dev.brokerfall.storage.StorageConfig.EmptyDir.Medium;
import dev.brokerfall.unit.DataRate;
import dev.brokerfall.unit.DataSize;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What a choice of storage is on given machines: which disk, how large, how fast. */
final class Volumes {

    private static final double GIB = 1L << 30;
    private static final String BURST_LASTS = "azureDisk.bursting.lasts";

    private final Ledger ledger;
    private final Iron iron;
    private final int brokers;

    Volumes(Ledger ledger, Iron iron, int brokers) {
        this.ledger = ledger;
        this.iron = iron;
        this.brokers = brokers;
    }

    /** Returns the storage as the model takes it. */
    StorageConfig config(StorageSpec spec) {
        if (spec instanceof StorageSpec.AzureDisk disk) {
            return new StorageConfig.AzureDisk(sku(disk), disk.size(), disk.iops(), disk.throughput(), false, 1, false);
        }
        if (spec instanceof StorageSpec.AzureFiles files) {
            return new AzureFiles(
                    files.protocol(),
                    files.tier(),
                    files.redundancy(),
                    files.size(),
                    files.share(),
                    files.account(),
                    files.endpoint());
        }
        if (spec instanceof StorageSpec.EmptyDir directory) {
            return new StorageConfig.EmptyDir(directory.on().orElseGet(this::medium), directory.sizeLimit());
        }
        StorageSpec.LocalVolume volume = (StorageSpec.LocalVolume) spec;
        DataSize size = volume.size().or(() -> deviceSize(volume.device())).orElse(DataSize.ZERO);
        return new StorageConfig.LocalVolume(volume.device(), size);
    }

    private DiskSku sku(StorageSpec.AzureDisk disk) {
        if (disk.sku().isPresent()) {
            return disk.sku().get();
        }
        String path = "azureDisk.storageClass." + Words.of(disk.storageClass().orElseThrow());
        boolean zrs =
                iron.zones().size() > 1 && atLeast(iron.kubernetes().orElse("0.0"), ledger.column(path, "zrsFrom"));
        String name = ledger.column(path, "sku") + (zrs ? "_ZRS" : "_LRS");
        return DiskSku.named(name).orElseThrow();
    }

    private static boolean atLeast(String version, String least) {
        List<String> parts = Splitter.on('.').splitToList(version);
        List<String> wanted = Splitter.on('.').splitToList(least);
        int major = Integer.compare(Integer.parseInt(parts.get(0)), Integer.parseInt(wanted.get(0)));
        return major > 0 || (major == 0 && Integer.parseInt(parts.get(1)) >= Integer.parseInt(wanted.get(1)));
    }

    private Medium medium() {
        if (iron.kubeletDisk() == KubeletDisk.TEMPORARY) {
            return Medium.TEMPORARY;
        }
        return iron.osDisk() == OsDisk.EPHEMERAL ? Medium.EPHEMERAL_OS_DISK : Medium.MANAGED_OS_DISK;
    }

    /** Returns the size of a device of the machine, if it has one of known size. */
    Optional<DataSize> deviceSize(StorageConfig.LocalVolume.Device device) {
        return switch (device) {
            case NVME -> iron.vm().nvme().map(VmSize.LocalDisk::size);
            case TEMP_SSD -> iron.vm().tempDisk().map(VmSize.LocalDisk::size);
            case SSD, HDD -> Optional.empty();
        };
    }

    /** Returns how much data a volume holds before something breaks; empty if the machine has no such device. */
    Optional<DataSize> capacity(StorageConfig storage) {
        if (storage instanceof StorageConfig.AzureDisk disk) {
            return Optional.of(disk.size());
        }
        if (storage instanceof AzureFiles files) {
            return Optional.of(
                    files.share() == AzureFiles.Share.ONE
                            ? new DataSize(files.size().bytes() / brokers)
                            : files.size());
        }
        if (storage instanceof StorageConfig.LocalVolume volume) {
            return volume.size().bytes() > 0 ? Optional.of(volume.size()) : Optional.empty();
        }
        StorageConfig.EmptyDir directory = (StorageConfig.EmptyDir) storage;
        Optional<DataSize> room = mediumSize(directory.on());
        double usable = directory.on() == Medium.MEMORY ? 1 : 1 - ledger.share("emptyDir.evictBelowFree");
        return room.map(size -> new DataSize((long) (size.bytes() * usable)))
                .map(size -> directory
                        .sizeLimit()
                        .filter(limit -> limit.compareTo(size) < 0)
                        .orElse(size));
    }

    /** Returns the size of the nodes' file system that a broker's volume shares with other pods; empty if it lies elsewhere. */
    Optional<DataSize> nodeFileSystem(StorageConfig storage) {
        return storage instanceof StorageConfig.EmptyDir directory && directory.on() != Medium.MEMORY
                ? mediumSize(directory.on())
                : Optional.empty();
    }

    private Optional<DataSize> mediumSize(Medium medium) {
        return switch (medium) {
            case EPHEMERAL_OS_DISK -> iron.vm().ephemeralOsRoom();
            case MANAGED_OS_DISK ->
                Optional.of(ledger.catalogue().osDiskTier(iron.vm().vcpus()).size());
            case TEMPORARY -> iron.vm().tempDisk().map(VmSize.LocalDisk::size);
            case NVME -> iron.vm().nvme().map(VmSize.LocalDisk::size);
            case MEMORY -> Optional.of(iron.vm().memory());
        };
    }

    /**
     * Returns the bandwidth of one broker: its disk's, but of remote disks no more than the machine takes (Azure,
     * "Virtual machine and disk performance": the lower of the two caps), and the machine's network. Small disks and all machines carry
     * more while they have credits, each its own (Azure, "Managed disk bursting").
     */
    BrokerLimits limits(StorageConfig storage) {
        DataRate disk = rate(storage);
        DataRate nic = iron.vm().nicRate();
        return new BrokerLimits(DataRate.UNLIMITED, DataRate.UNLIMITED, disk, nic, nic, bursts(storage));
    }

    /** Returns the caps of a remote disk and its machine, which both may burst; none for what does not pass through a machine's cap. */
    private List<Burst> bursts(StorageConfig storage) {
        Optional<Burst> disk = Optional.empty();
        if (storage instanceof StorageConfig.AzureDisk managed) {
            disk = Optional.of(tier(managed)
                    .map(this::burst)
                    .orElseGet(() -> steady(managed.sku().azureName(), diskRate(managed))));
        } else if (storage instanceof StorageConfig.EmptyDir directory && directory.on() == Medium.MANAGED_OS_DISK) {
            disk = Optional.of(burst(ledger.catalogue().osDiskTier(iron.vm().vcpus())));
        }
        VmSize vm = iron.vm();
        return disk.map(its -> List.of(
                        its, new Burst(vm.name(), vm.uncachedRate(), vm.burstRate(), ledger.duration(BURST_LASTS))))
                .orElse(List.of());
    }

    private Burst burst(DiskTier tier) {
        String largest = "azureDisk.bursting." + (tier.name().startsWith("P") ? "premiumUpTo" : "standardSsdUpTo");
        return tier.size().compareTo(ledger.size(largest)) <= 0
                ? new Burst(tier.name(), tier.rate(), tier.burstRate(), ledger.duration(BURST_LASTS))
                : steady(tier.name(), tier.rate());
    }

    private static Burst steady(String of, DataRate rate) {
        return new Burst(of, rate, rate, Duration.ZERO);
    }

    private DataRate rate(StorageConfig storage) {
        if (storage instanceof StorageConfig.AzureDisk disk) {
            return lower(diskRate(disk), iron.vm().uncachedRate());
        }
        if (storage instanceof AzureFiles files) {
            return filesRate(files);
        }
        if (storage instanceof StorageConfig.LocalVolume volume) {
            return switch (volume.device()) {
                case NVME -> local(iron.vm().nvme());
                case TEMP_SSD -> local(iron.vm().tempDisk());
                case SSD -> ledger.rate("localVolume.rate.ssd");
                case HDD -> ledger.rate("localVolume.rate.hdd");
            };
        }
        return switch (((StorageConfig.EmptyDir) storage).on()) {
            case EPHEMERAL_OS_DISK, TEMPORARY -> local(iron.vm().tempDisk());
            case MANAGED_OS_DISK ->
                lower(
                        ledger.catalogue().osDiskTier(iron.vm().vcpus()).rate(),
                        iron.vm().uncachedRate());
            case NVME -> local(iron.vm().nvme());
            case MEMORY -> DataRate.UNLIMITED;
        };
    }

    /** Returns what the disk itself delivers: its tier, or what is provisioned. */
    DataRate diskRate(StorageConfig.AzureDisk disk) {
        return switch (disk.sku()) {
            case PREMIUM_LRS, PREMIUM_ZRS, STANDARD_SSD_LRS, STANDARD_SSD_ZRS ->
                tier(disk).map(DiskTier::rate).orElse(DataRate.UNLIMITED);
            case PREMIUM_V2_LRS -> disk.throughput().orElseGet(() -> ledger.rate("azureDisk.premiumV2.baseRate"));
            case ULTRA_SSD_LRS -> disk.throughput().orElseGet(() -> ledger.rate("azureDisk.ultra.minRate"));
        };
    }

    /** Returns the tier that rates and prices a disk; empty for kinds without tiers, and for too large a disk. */
    Optional<DiskTier> tier(StorageConfig.AzureDisk disk) {
        return switch (disk.sku()) {
            case PREMIUM_LRS, PREMIUM_ZRS -> ledger.catalogue().diskTier("premium", disk.size());
            case STANDARD_SSD_LRS, STANDARD_SSD_ZRS -> ledger.catalogue().diskTier("standardSsd", disk.size());
            case PREMIUM_V2_LRS, ULTRA_SSD_LRS -> Optional.empty();
        };
    }

    /** Premium: 100 MiB/s and two allowances that grow with the size, each rounded up; one share is split among the brokers. */
    private DataRate filesRate(AzureFiles files) {
        if (files.tier() == AzureFiles.Tier.STANDARD) {
            return ledger.rate("azureFiles.standard.rate");
        }
        double gib = files.size().bytes() / GIB;
        double mebibytes = mebibytes("azureFiles.premium.rateBase")
                + Math.ceil(gib * mebibytes("azureFiles.premium.ratePerGibIn"))
                + Math.ceil(gib * mebibytes("azureFiles.premium.ratePerGibOut"));
        DataRate share = DataRate.mebibytesPerSecond(mebibytes);
        return files.share() == AzureFiles.Share.ONE ? new DataRate(share.bytesPerSecond() / brokers) : share;
    }

    private double mebibytes(String path) {
        return ledger.rate(path).bytesPerSecond() / (1 << 20);
    }

    private static DataRate local(Optional<VmSize.LocalDisk> disk) {
        return disk.map(VmSize.LocalDisk::rate).orElse(DataRate.UNLIMITED);
    }

    private static DataRate lower(DataRate one, DataRate other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
