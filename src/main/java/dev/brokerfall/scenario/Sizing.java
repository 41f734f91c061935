package dev.brokerfall.scenario;

import dev.brokerfall.kafka.BrokerLimits;
import dev.brokerfall.random.Distribution;
import dev.brokerfall.scenario.format.Words;
import dev.brokerfall.scenario.spec.KafkaSpec;
import dev.brokerfall.scenario.spec.ScenarioSpec;
import dev.brokerfall.storage.StorageConfig;
import dev.brokerfall.storage.StorageConfig.AzureFiles;
import java.util.Optional;

/** What is known of an option without playing it, beside its price: the rate it can carry and the latency of its storage. */
final class Sizing {

    private static final double MILLIS_PER_SECOND = 1000;

    private final Ledger ledger;
    private final ScenarioSpec spec;

    Sizing(Ledger ledger, ScenarioSpec spec) {
        this.ledger = ledger;
        this.spec = spec;
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
