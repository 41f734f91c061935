package dev.brokerfall.scenario;

import dev.brokerfall.kafka.Acks;
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
    private final Latencies latencies;

    Sizing(Ledger ledger, ScenarioSpec spec, Latencies latencies) {
        this.ledger = ledger;
        this.spec = spec;
        this.latencies = latencies;
    }

    /** Returns the produce rate, in bytes a second over the whole cluster, that can be carried for good. */
    double sustainableProduce(BrokerLimits limits) {
        return Capacity.of(spec.kafka().orElseThrow(), limits).produce().bytesPerSecond();
    }

    /**
     * Returns how long producers wait for answers, of those topics whose producers wait longest; empty where more is produced than can be
     * carried for good. Producers are in every zone alike; followers are in other zones than their leader where replicas are placed by
     * racks, else in every zone alike.
     */
    Optional<ProduceLatency> produceLatency(BrokerLimits limits, int zones) {
        KafkaSpec kafka = spec.kafka().orElseThrow();
        double offered = kafka.workload().produce().bytesPerSecond();
        if (!Capacity.of(kafka, limits).carries(kafka.workload().produce())) {
            return Optional.empty();
        }
        int followers = kafka.topics().stream()
                .filter(topic -> topic.acks() == Acks.ALL)
                .mapToInt(topic -> topic.replicationFactor() - 1)
                .max()
                .orElse(0);
        double sameZone = zones > 1 ? 1.0 / zones : 1;
        boolean racks = zones > 1 && kafka.placement().rack() == KafkaSpec.Rack.ZONE;
        int pairs = kafka.brokers() * (kafka.brokers() - 1);
        double records = pairs == 0
                ? 0
                : offered
                        * (Load.replication(kafka) - 1)
                        / kafka.workload().recordSize().bytes()
                        / pairs;
        return Optional.of(latencies.of(
                roundTrips(sameZone), roundTrips(racks ? 0 : sameZone), followers, records / MILLIS_PER_SECOND));
    }

    private ProduceLatency.Mix roundTrips(double sameZone) {
        return new ProduceLatency.Mix(
                ledger.randomDuration("network.sameZone").seconds(),
                sameZone,
                ledger.randomDuration("network.crossZone").seconds());
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
