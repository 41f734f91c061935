package dev.brokerfall.scenario;

import dev.brokerfall.kafka.BrokerChange;
import dev.brokerfall.kafka.ConsumerReads;
import dev.brokerfall.kafka.ControllerConfig;
import dev.brokerfall.kafka.ControllerTimings;
import dev.brokerfall.kafka.FileWork;
import dev.brokerfall.kafka.KafkaConfig;
import dev.brokerfall.kafka.KafkaSettings;
import dev.brokerfall.kafka.KafkaTimings;
import dev.brokerfall.kafka.LogLoading;
import dev.brokerfall.kafka.TopicConfig;
import dev.brokerfall.kafka.Workload;
import dev.brokerfall.metric.ClientConfig;
import dev.brokerfall.scenario.spec.KafkaSpec;
import dev.brokerfall.scenario.spec.KafkaSpec.TopicSpec;
import dev.brokerfall.storage.StorageConfig;
import dev.brokerfall.unit.DataRate;
import dev.brokerfall.unit.DataSize;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes a Kafka cluster of a scenario and the catalogue. */
final class KafkaComposer {

    private static final double MILLIS_PER_SECOND = 1000;
    private static final double NANOS_PER_MILLISECOND = 1e6;

    private final Ledger ledger;
    private final boolean onShares;

    /** Creates a composer for brokers whose data lies on {@code storage}. */
    KafkaComposer(Ledger ledger, Optional<StorageConfig> storage) {
        this.ledger = ledger;
        this.onShares =
                storage.filter(StorageConfig.AzureFiles.class::isInstance).isPresent();
    }

    /**
     * Returns the cluster.
     *
     * @param zones of the machines, for racks; broker i lies in the i-th of them, round and round
     * @param changes the brokers to come
     */
    KafkaConfig config(KafkaSpec kafka, KafkaSettings settings, List<String> zones, List<BrokerChange> changes) {
        ledger.note("kafka.semantics." + kafka.semantics().word());
        boolean racks = kafka.placement().rack() == KafkaSpec.Rack.ZONE && !zones.isEmpty();
        return new KafkaConfig(
                kafka.brokers(),
                new ControllerConfig(
                        kafka.controllers().count(), kafka.controllers().quorum()),
                kafka.semantics().semantics(),
                kafka.topics().stream().map(topic -> topic(kafka, topic)).toList(),
                new Workload(
                        kafka.workload().produce(),
                        kafka.workload().recordSize(),
                        Load.retained(kafka),
                        kafka.workload().localRetained(),
                        kafka.workload().consumerGroups(),
                        Load.pattern(kafka),
                        ConsumerReads.UNLIMITED,
                        kafka.workload()
                                .preload()
                                .map(preload -> new Workload.Preload(preload.size(), preload.recordSize()))),
                settings,
                racks ? racks(kafka.brokers(), zones, changes) : List.of(),
                timings(kafka),
                changes);
    }

    /** A broker that takes the place of another lies where that one does. */
    private static List<String> racks(int brokers, List<String> zones, List<BrokerChange> changes) {
        List<String> racks = new ArrayList<>();
        for (int broker = 0; broker < brokers; broker++) {
            racks.add(zones.get(broker % zones.size()));
        }
        for (BrokerChange change : changes) {
            racks.add(change.replaces().map(racks::get).orElse(zones.get(racks.size() % zones.size())));
        }
        return racks;
    }

    private static TopicConfig topic(KafkaSpec kafka, TopicSpec topic) {
        return new TopicConfig(
                topic.name(),
                topic.partitions(),
                topic.replicationFactor(),
                topic.minInsyncReplicas(),
                topic.acks(),
                topic.uncleanLeaderElection(),
                Load.isEven(kafka) ? Optional.empty() : Optional.of(Load.of(kafka, topic)));
    }

    private KafkaTimings timings(KafkaSpec kafka) {
        return new KafkaTimings(
                kafka.startup(),
                ledger.randomDuration("kafka.unfencing"),
                ledger.randomDuration("kafka.directoryAssignment"),
                ledger.randomDuration("kafka.controlledShutdown"),
                ledger.randomDuration("kafka.leaderMove"),
                controllers(kafka),
                ledger.randomDuration("kafka.unflushedTail"),
                ledger.randomDuration("kafka.followerLag"),
                new LogLoading(
                        ledger.duration("kafka.logLoading.log").plus(roundTrips("openLog")),
                        ledger.duration("kafka.logLoading.segment").plus(roundTrips("openSegment")),
                        ledger.rate("kafka.recoveryRate"),
                        ledger.share("kafka.logLoading.activeSegment")),
                ledger.rate("kafka.catchUpRate"),
                ledger.duration("kafka.fetchRoundTrip"),
                new FileWork(roundTrips("newLeader"), roundTrips("closeLog")));
    }

    /** Returns how long the operations take on a share, one after the other, that what is done needs of its server. */
    private Duration roundTrips(String done) {
        if (!onShares) {
            return Duration.ZERO;
        }
        double each =
                ledger.randomDuration("azureFiles.metadataLatency").seconds().mean() * MILLIS_PER_SECOND;
        return Duration.ofNanos(
                Math.round(each * ledger.number("azureFiles.operations." + done) * NANOS_PER_MILLISECOND));
    }

    /** What concerns ZooKeeper is taken only where there is one, so that a result lists what it rests on. */
    private ControllerTimings controllers(KafkaSpec kafka) {
        boolean zookeeper = kafka.semantics() == KafkaSpec.SemanticsProfile.KAFKA_2_4_ZK;
        return new ControllerTimings(
                ledger.randomDuration("kafka.controllerStartup"),
                ledger.randomDuration("kafka.controllerMessage"),
                ledger.randomDuration("kafka.controllerReconnect"),
                ledger.duration("kafka.config.metadata.max.idle.interval.ms"),
                ledger.duration("kafka.controllerHandover"),
                zookeeper ? ledger.duration("kafka.zookeeper.election") : Duration.ZERO,
                zookeeper ? ledger.duration("kafka.zookeeper.partitionElection") : Duration.ZERO,
                zookeeper ? ledger.duration("kafka.zookeeper.partitionRead") : Duration.ZERO);
    }

    /** Returns how groups of consumers that were away read what they have missed, from brokers on these machines. */
    ConsumerReads reads(Optional<Iron> iron) {
        return new ConsumerReads(
                ledger.rate("kafka.consumerReadRate"),
                iron.map(machines -> machines.vm().memory().bytes())
                        .map(memory -> new DataSize((long) (memory * ledger.share("kafka.pageCache"))))
                        .orElse(DataSize.ZERO));
    }

    /** Returns how patient producers are, which share the load evenly. */
    ClientConfig client(DataRate produce) {
        return new ClientConfig(
                ledger.duration("kafka.client.delivery.timeout.ms"),
                ledger.size("kafka.client.buffer.memory"),
                ledger.duration("kafka.client.max.block.ms"),
                ledger.duration("kafka.client.request.timeout.ms"),
                new DataRate(produce.bytesPerSecond() / ledger.count("kafka.client.producers")));
    }
}
