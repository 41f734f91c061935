package dev.brokerfall.scenario;

import dev.brokerfall.catalogue.Entry;
import dev.brokerfall.catalogue.Label;
import dev.brokerfall.catalogue.Source;
import dev.brokerfall.metric.BillItem;
import dev.brokerfall.scenario.format.Words;
import dev.brokerfall.scenario.spec.KafkaSpec;
import dev.brokerfall.scenario.spec.KafkaSpec.TopicSpec;
import dev.brokerfall.scenario.spec.PlatformSpec;
import dev.brokerfall.scenario.spec.PlatformSpec.NodePoolSpec;
import dev.brokerfall.scenario.spec.ScenarioSpec;
import dev.brokerfall.stats.Estimate;
import dev.brokerfall.storage.StorageConfig;
import dev.brokerfall.storage.StorageConfig.AzureDisk;
import dev.brokerfall.storage.StorageConfig.AzureFiles;
import dev.brokerfall.unit.Money;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an option costs a month, line by line: the machines of every pool, whether brokers need them or not, the disks or shares of
 * brokers and controllers, and what is sent from zone to zone. A price without a source counts with its range.
 *
 * <p>An upgrade's extra nodes, discounts, snapshots, transactions and traffic to the outside are left out.
 */
final class Pricing {

    private static final double GIB = 1L << 30;
    private static final double MEGA = 1e6;
    private static final double GIGA = 1e9;
    private static final double SECONDS_PER_HOUR = 3600;

    private final Ledger ledger;
    private final ScenarioSpec spec;
    private final List<BillItem> items = new ArrayList<>();
    private final double hours;
    private final double region;

    private Pricing(Ledger ledger, ScenarioSpec spec) {
        this.ledger = ledger;
        this.spec = spec;
        this.hours = ledger.number("prices.hoursPerMonth");
        this.region = ledger.number("prices.regionFactor");
    }

    /** Returns the bill of an option. */
    static List<BillItem> bill(
            Ledger ledger,
            ScenarioSpec spec,
            Optional<StorageConfig> brokers,
            Optional<StorageConfig> controllers,
            Optional<Volumes> volumes) {
        Pricing pricing = new Pricing(ledger, spec);
        List<String> zones = pricing.machines();
        if (volumes.isPresent() && spec.kafka().isPresent()) {
            KafkaSpec kafka = spec.kafka().get();
            brokers.ifPresent(storage -> pricing.volume(storage, kafka.brokers(), "brokers", volumes.get()));
            controllers.ifPresent(
                    storage -> pricing.volume(storage, kafka.controllers().count(), "controllers", volumes.get()));
            pricing.traffic(kafka, zones.size());
        }
        return List.copyOf(pricing.items);
    }

    /** Adds the machines, and returns the zones they stand in. */
    private List<String> machines() {
        if (spec.platform() instanceof PlatformSpec.Hosts hosts) {
            int count = hosts.zones().size() * hosts.agentsPerZone();
            add("%s × %s".formatted(count, hosts.vmSize()), count * hours, "hour", "prices.vm." + hosts.vmSize());
            return hosts.zones();
        }
        List<String> zones = new ArrayList<>();
        if (spec.platform() instanceof PlatformSpec.Aks aks) {
            for (NodePoolSpec pool : aks.nodePools()) {
                int count = Math.max(1, pool.zones().size()) * Iron.nodesPerZone(pool);
                add(
                        "%s × %s, pool %s".formatted(count, pool.vmSize(), pool.name()),
                        count * hours,
                        "hour",
                        "prices.vm." + pool.vmSize());
                pool.zones().stream().filter(zone -> !zones.contains(zone)).forEach(zones::add);
            }
        }
        return zones;
    }

    private void volume(StorageConfig storage, int count, String whose, Volumes volumes) {
        if (storage instanceof AzureDisk disk) {
            disk(disk, count, whose, volumes);
        } else if (storage instanceof AzureFiles files) {
            String tier = files.tier() == AzureFiles.Tier.PREMIUM ? "Premium" : "Standard";
            int shares = files.share() == AzureFiles.Share.ONE ? 1 : count;
            add(
                    "%s × %s %s share of %s, %s"
                            .formatted(
                                    shares, Words.of(files.tier()), Words.of(files.redundancy()), files.size(), whose),
                    shares * files.size().bytes() / GIB,
                    "GiB-month",
                    "prices.files%sPerGib.%s".formatted(tier, Words.of(files.redundancy())));
        }
    }

    private void disk(AzureDisk disk, int count, String whose, Volumes volumes) {
        String what = "%s × %s of %s, %s".formatted(count, disk.sku().azureName(), disk.size(), whose);
        double gib = disk.size().bytes() / GIB * count;
        switch (disk.sku()) {
            case PREMIUM_LRS, STANDARD_SSD_LRS -> add(what, count, "disk-month", tier(disk, volumes));
            case PREMIUM_ZRS, STANDARD_SSD_ZRS -> {
                Estimate price = price(tier(disk, volumes));
                Estimate factor = price("prices.zrsFactor");
                // What is not known is the factor, unless the tier's own price is not known either.
                String doubtful = isPlaceHolder(tier(disk, volumes)) ? tier(disk, volumes) : "prices.zrsFactor";
                add(
                        what,
                        count,
                        "disk-month",
                        new Estimate(
                                price.value() * factor.value(),
                                price.lower() * factor.lower(),
                                price.upper() * factor.upper()),
                        doubtful);
            }
            case PREMIUM_V2_LRS -> {
                add(what, gib, "GiB-month", "prices.premiumV2PerGib");
                double iops = disk.iops().orElse(0L) - ledger.number("azureDisk.premiumV2.baseIops");
                double rate = volumes.diskRate(disk).bytesPerSecond()
                        - ledger.rate("azureDisk.premiumV2.baseRate").bytesPerSecond();
                extra(
                        what + ": IOPS beyond the base",
                        Math.max(0, iops) * count,
                        "IOPS-month",
                        "prices.premiumV2PerIops");
                extra(
                        what + ": throughput beyond the base",
                        Math.max(0, rate) / MEGA * count,
                        "MB/s-month",
                        "prices.premiumV2PerMegabytePerSecond");
            }
            case ULTRA_SSD_LRS -> {
                add(what, gib, "GiB-month", "prices.ultraPerGib");
                double iops =
                        disk.iops().map(Long::doubleValue).orElseGet(() -> ledger.number("azureDisk.ultra.minIops"));
                add(what + ": IOPS", iops * count, "IOPS-month", "prices.ultraPerIops");
                add(
                        what + ": throughput",
                        volumes.diskRate(disk).bytesPerSecond() / MEGA * count,
                        "MB/s-month",
                        "prices.ultraPerMegabytePerSecond");
            }
        }
    }

    /** What is not bought is not listed, but its price was looked at all the same. */
    private void extra(String what, double amount, String basis, String entry) {
        String looked = ledger.note(entry);
        if (amount > 0) {
            add(what, amount, basis, looked);
        }
    }

    private static String tier(AzureDisk disk, Volumes volumes) {
        return "prices.disk." + volumes.tier(disk).orElseThrow().name();
    }

    /**
     * What is produced goes to leaders in all zones alike, from clients in all zones alike, and the same from leaders to consumers; a leader
     * sends it to followers, with racks to other zones first. Copies that are made anew after a failure come on top and are not reckoned.
     */
    private void traffic(KafkaSpec kafka, int zones) {
        if (zones < 2) {
            return;
        }
        double elsewhere = (zones - 1.0) / zones;
        boolean racks = kafka.placement().rack() == KafkaSpec.Rack.ZONE;
        double clients = (1 + kafka.workload().consumerGroups()) * elsewhere;
        double crossing = 0;
        for (TopicSpec topic : kafka.topics()) {
            int copies = topic.replicationFactor();
            double replicated = racks ? copies - besideLeader(copies, zones) : (copies - 1) * elsewhere;
            crossing += Load.produce(kafka, topic).bytesPerSecond() * (replicated + clients);
        }
        double gigabytes = crossing * hours * SECONDS_PER_HOUR / GIGA;
        add("traffic between %s zones".formatted(zones), gigabytes, "GB", "prices.crossZonePerGb");
    }

    /** Returns how many copies are in their leader's zone, itself among them, when they are as even as they can be and each may lead. */
    private static double besideLeader(int copies, int zones) {
        int fewer = copies / zones;
        int zonesWithMore = copies % zones;
        double pairs = (zones - zonesWithMore) * fewer * fewer + zonesWithMore * (fewer + 1.0) * (fewer + 1);
        return pairs / copies;
    }

    private void add(String what, double amount, String basis, String entry) {
        add(what, amount, basis, price(entry), entry);
    }

    private void add(String what, double amount, String basis, Estimate price, String entry) {
        String date = ledger.catalogue().entry(entry).sources().stream()
                .map(Source::date)
                .filter(its -> !its.isEmpty())
                .findFirst()
                .orElse("");
        Estimate here = price.times(region);
        items.add(new BillItem(what, amount, basis, here, here.times(amount), entry, isPlaceHolder(entry), date));
    }

    private boolean isPlaceHolder(String entry) {
        return ledger.catalogue().entry(entry).label() == Label.UNKNOWN;
    }

    private Estimate price(String path) {
        Entry entry = ledger.catalogue().entry(ledger.note(path));
        double value = number(entry.value());
        return entry.label() == Label.UNKNOWN && entry.range().size() == 2
                ? new Estimate(
                        value,
                        Math.min(value, number(entry.range().get(0))),
                        Math.max(value, number(entry.range().get(1))))
                : Estimate.exactly(value);
    }

    private static double number(Object value) {
        return value instanceof Number number
                ? number.doubleValue()
                : Money.parse(value.toString()).usd();
    }
}
