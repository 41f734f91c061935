package dev.brokerfall.scenario;

import dev.brokerfall.catalogue.Entry;
import dev.brokerfall.catalogue.Label;
import dev.brokerfall.kafka.BrokerLimits;
import dev.brokerfall.random.Distribution;
import dev.brokerfall.scenario.format.Words;
import dev.brokerfall.scenario.spec.KafkaSpec;
import dev.brokerfall.scenario.spec.PlatformSpec;
import dev.brokerfall.scenario.spec.PlatformSpec.NodePoolSpec;
import dev.brokerfall.scenario.spec.ScenarioSpec;
import dev.brokerfall.stats.Estimate;
import dev.brokerfall.storage.StorageConfig;
import dev.brokerfall.storage.StorageConfig.AzureFiles;
import dev.brokerfall.unit.Money;
import java.util.Optional;

/** What is known of an option without playing it: its price, the rate it can carry and the latency of its storage. */
final class Sizing {

    private static final double GIB = 1L << 30;
    private static final double MEGA = 1e6;
    private static final double MILLIS_PER_SECOND = 1000;

    private final Ledger ledger;
    private final ScenarioSpec spec;

    Sizing(Ledger ledger, ScenarioSpec spec) {
        this.ledger = ledger;
        this.spec = spec;
    }

    /** A sum of prices; those without a source count with their range. */
    private static final class Bill {
        private double value;
        private double lower;
        private double upper;

        void add(Estimate price, double count) {
            value += price.value() * count;
            lower += price.lower() * count;
            upper += price.upper() * count;
        }

        Estimate total() {
            return new Estimate(value, Math.min(lower, value), Math.max(upper, value));
        }
    }

    /**
     * Returns what machines and volumes cost a month, in US dollars: the machines of every pool, whether brokers need them or not,
     * and the disks or shares of brokers and controllers. The interval spans the ranges of prices without a source.
     */
    Estimate monthlyCost(
            Optional<StorageConfig> brokers, Optional<StorageConfig> controllers, Optional<Volumes> volumes) {
        Bill bill = new Bill();
        double hours = ledger.number("prices.hoursPerMonth") * ledger.number("prices.regionFactor");
        if (spec.platform() instanceof PlatformSpec.Aks aks) {
            for (NodePoolSpec pool : aks.nodePools()) {
                int nodes = Math.max(1, pool.zones().size()) * Iron.nodesPerZone(pool);
                bill.add(price("prices.vm." + pool.vmSize()), nodes * hours);
            }
        } else if (spec.platform() instanceof PlatformSpec.Hosts hosts) {
            bill.add(
                    price("prices.vm." + hosts.vmSize()),
                    (double) hosts.zones().size() * hosts.agentsPerZone() * hours);
        }
        double region = ledger.number("prices.regionFactor");
        if (volumes.isPresent() && spec.kafka().isPresent()) {
            KafkaSpec kafka = spec.kafka().get();
            brokers.ifPresent(storage -> volume(bill, storage, kafka.brokers(), region, volumes.get()));
            controllers.ifPresent(
                    storage -> volume(bill, storage, kafka.controllers().count(), region, volumes.get()));
        }
        return bill.total();
    }

    private void volume(Bill bill, StorageConfig storage, int count, double region, Volumes volumes) {
        if (storage instanceof StorageConfig.AzureDisk disk) {
            disk(bill, disk, count * region, volumes);
        } else if (storage instanceof AzureFiles files) {
            String tier = files.tier() == AzureFiles.Tier.PREMIUM ? "Premium" : "Standard";
            double shares = files.share() == AzureFiles.Share.ONE ? 1 : count;
            bill.add(
                    price("prices.files%sPerGib.%s".formatted(tier, Words.of(files.redundancy()))),
                    shares * region * files.size().bytes() / GIB);
        }
    }

    private void disk(Bill bill, StorageConfig.AzureDisk disk, double count, Volumes volumes) {
        double gib = disk.size().bytes() / GIB;
        switch (disk.sku()) {
            case PREMIUM_LRS, STANDARD_SSD_LRS -> bill.add(tierPrice(disk, volumes), count);
            case PREMIUM_ZRS, STANDARD_SSD_ZRS -> {
                Estimate tier = tierPrice(disk, volumes);
                Estimate factor = price("prices.zrsFactor");
                bill.add(
                        new Estimate(
                                tier.value() * factor.value(),
                                tier.lower() * factor.lower(),
                                tier.upper() * factor.upper()),
                        count);
            }
            case PREMIUM_V2_LRS -> {
                bill.add(price("prices.premiumV2PerGib"), gib * count);
                double iops = disk.iops().orElse(0L) - ledger.number("azureDisk.premiumV2.baseIops");
                double rate = volumes.diskRate(disk).bytesPerSecond()
                        - ledger.rate("azureDisk.premiumV2.baseRate").bytesPerSecond();
                bill.add(price("prices.premiumV2PerIops"), Math.max(0, iops) * count);
                bill.add(price("prices.premiumV2PerMegabytePerSecond"), Math.max(0, rate) / MEGA * count);
            }
            case ULTRA_SSD_LRS -> {
                bill.add(price("prices.ultraPerGib"), gib * count);
                bill.add(
                        price("prices.ultraPerIops"),
                        disk.iops().map(Long::doubleValue).orElseGet(() -> ledger.number("azureDisk.ultra.minIops"))
                                * count);
                bill.add(
                        price("prices.ultraPerMegabytePerSecond"),
                        volumes.diskRate(disk).bytesPerSecond() / MEGA * count);
            }
        }
    }

    private Estimate tierPrice(StorageConfig.AzureDisk disk, Volumes volumes) {
        return price("prices.disk." + volumes.tier(disk).orElseThrow().name());
    }

    private Estimate price(String path) {
        Entry entry = ledger.catalogue().entry(ledger.note(path));
        double value = number(entry.value());
        return entry.label() == Label.UNKNOWN && entry.range().size() == 2
                ? new Estimate(
                        value,
                        number(entry.range().get(0)),
                        number(entry.range().get(1)))
                : Estimate.exactly(value);
    }

    private static double number(Object value) {
        return value instanceof Number number
                ? number.doubleValue()
                : Money.parse(value.toString()).usd();
    }

    /**
     * Returns the produce rate, in bytes a second over the whole cluster, that can be carried for good.
     *
     * <p>With RF copies on average and b brokers, each broker writes r × RF / b to its disk and receives as much over its network
     * (r / b from producers, the rest from leaders); it sends r × (RF − 1) / b to followers and r × g / b to the g groups of consumers,
     * who are served from memory. So r is the least of b / RF × disk, b / RF × network in and b / (RF − 1 + g) × network out.
     */
    double sustainableProduce(BrokerLimits limits) {
        KafkaSpec kafka = spec.kafka().orElseThrow();
        double copies = Load.replication(kafka);
        double written = Math.min(
                Math.min(limits.diskTotal().bytesPerSecond(), limits.diskWrite().bytesPerSecond()),
                limits.nicIn().bytesPerSecond());
        double rate = kafka.brokers() / copies * written;
        double sent = copies - 1 + kafka.workload().consumerGroups();
        return sent > 0
                ? Math.min(rate, kafka.brokers() / sent * limits.nicOut().bytesPerSecond())
                : rate;
    }

    /** Returns the mean latency of a write to the storage in milliseconds, if the catalogue tells it. */
    Optional<Double> writeLatency(StorageConfig storage) {
        if (storage instanceof AzureFiles files) {
            double base = millis("azureFiles.writeLatency." + Words.of(files.tier()));
            return Optional.of(
                    files.redundancy() == AzureFiles.Redundancy.ZRS
                            ? base + millis("azureFiles.writeLatency.zrsExtra")
                            : base);
        }
        return latencyPath(storage).map(this::millis);
    }

    private static Optional<String> latencyPath(StorageConfig storage) {
        if (storage instanceof StorageConfig.AzureDisk disk) {
            return Optional.of("azureDisk.writeLatency." + disk.sku().azureName());
        }
        if (storage instanceof StorageConfig.LocalVolume volume) {
            return Optional.of("localVolume.writeLatency." + Words.of(volume.device()));
        }
        return switch (((StorageConfig.EmptyDir) storage).on()) {
            case EPHEMERAL_OS_DISK, TEMPORARY -> Optional.of("localVolume.writeLatency.temp-ssd");
            case MANAGED_OS_DISK -> Optional.of("azureDisk.writeLatency.Premium_LRS");
            case NVME -> Optional.of("localVolume.writeLatency.nvme");
            case MEMORY -> Optional.empty();
        };
    }

    private double millis(String path) {
        Distribution latency = ledger.randomDuration(path).seconds();
        return latency.mean() * MILLIS_PER_SECOND;
    }
}
