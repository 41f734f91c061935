package dev.brokerfall.world;

import dev.brokerfall.fault.BackgroundFault;
import dev.brokerfall.fault.TimelineEntry;
import dev.brokerfall.fault.Topology;
import dev.brokerfall.kafka.Acks;
import dev.brokerfall.kafka.BrokerLimits;
import dev.brokerfall.kafka.ControllerConfig;
import dev.brokerfall.kafka.ControllerTimings;
import dev.brokerfall.kafka.KafkaConfig;
import dev.brokerfall.kafka.KafkaSettings;
import dev.brokerfall.kafka.KafkaTimings;
import dev.brokerfall.kafka.LogLoading;
import dev.brokerfall.kafka.QuorumSettings;
import dev.brokerfall.kafka.Semantics;
import dev.brokerfall.kafka.TopicConfig;
import dev.brokerfall.kafka.Workload;
import dev.brokerfall.kubernetes.AksConfig;
import dev.brokerfall.kubernetes.AksTimings;
import dev.brokerfall.kubernetes.NodePoolConfig;
import dev.brokerfall.kubernetes.OperatorConfig;
import dev.brokerfall.kubernetes.PlacementConfig;
import dev.brokerfall.kubernetes.PodSpec;
import dev.brokerfall.kubernetes.UpgradeConfig;
import dev.brokerfall.kubernetes.VmFacts;
import dev.brokerfall.metric.ClientConfig;
import dev.brokerfall.random.Distribution;
import dev.brokerfall.random.RandomDuration;
import dev.brokerfall.storage.DiskSku;
import dev.brokerfall.storage.StorageConfig;
import dev.brokerfall.unit.DataRate;
import dev.brokerfall.unit.DataSize;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Clusters on AKS for tests: three brokers and three controllers, one of each a zone, two nodes a zone. */
final class Worlds {

    static final List<String> ZONES = List.of("westus2-1", "westus2-2", "westus2-3");
    static final StorageConfig DISK = new StorageConfig.AzureDisk(DiskSku.PREMIUM_LRS, DataSize.gibibytes(512));
    static final StorageConfig SMALL_DISK = new StorageConfig.AzureDisk(DiskSku.PREMIUM_LRS, DataSize.gibibytes(16));
    static final StorageConfig EMPTY_DIR =
            new StorageConfig.EmptyDir(StorageConfig.EmptyDir.Medium.EPHEMERAL_OS_DISK, Optional.empty());
    static final StorageConfig LOCAL =
            new StorageConfig.LocalVolume(StorageConfig.LocalVolume.Device.TEMP_SSD, DataSize.gibibytes(300));

    private Worlds() {}

    static TrialConfig aks(
            Duration horizon,
            StorageConfig storage,
            boolean drainCleaner,
            boolean weeklyUpgrades,
            List<BackgroundFault> faults,
            List<TimelineEntry> timeline) {
        return new TrialConfig(
                horizon,
                new PlatformConfig.Aks(aksConfig(drainCleaner, weeklyUpgrades), pods(storage)),
                Optional.of(kafka()),
                false,
                new BrokerLimits(
                        DataRate.megabytesPerSecond(290),
                        DataRate.megabytesPerSecond(290),
                        DataRate.megabytesPerSecond(290),
                        DataRate.megabytesPerSecond(1562),
                        DataRate.megabytesPerSecond(1562)),
                new RestartBackOff(seconds(10, 10), Duration.ZERO),
                Duration.ofMinutes(8),
                Duration.ofMinutes(10),
                false,
                new ClientConfig(
                        Duration.ofMinutes(2),
                        DataSize.mebibytes(32),
                        Duration.ofMinutes(1),
                        Duration.ofSeconds(30),
                        DataRate.mebibytesPerSecond(1)),
                faults,
                new Topology(ZONES, 2, 3, 5),
                timeline);
    }

    /** Three brokers with a topic of their own. */
    static TrialConfig aks(Duration horizon, StorageConfig storage, TopicConfig topic, List<TimelineEntry> timeline) {
        TrialConfig usual = aks(horizon, storage, true, false, List.of(), timeline);
        return new TrialConfig(
                usual.horizon(),
                usual.platform(),
                Optional.of(kafka(3, topic)),
                false,
                usual.limits(),
                usual.processRestart(),
                usual.healing(),
                usual.notice(),
                usual.waitForFullIsr(),
                usual.client(),
                usual.faults(),
                usual.topology(),
                usual.timeline());
    }

    /** Six brokers, two a zone, no two on one node. */
    static TrialConfig sixBrokers(List<TimelineEntry> timeline) {
        TrialConfig three = aks(Duration.ofHours(4), DISK, true, false, List.of(), timeline);
        PlacementConfig onePerNode =
                new PlacementConfig(PlacementConfig.Topology.NODE, PlacementConfig.Mode.REQUIRED, Optional.empty());
        List<PodSpec> pods = new ArrayList<>();
        for (int number = 0; number < 6; number++) {
            pods.add(broker(number, DISK, onePerNode));
        }
        pods.addAll(pods(DISK).subList(3, 6));
        return new TrialConfig(
                three.horizon(),
                new PlatformConfig.Aks(aksConfig(true, false), pods),
                Optional.of(kafka(6)),
                false,
                three.limits(),
                three.processRestart(),
                three.healing(),
                three.notice(),
                three.waitForFullIsr(),
                three.client(),
                List.of(),
                three.topology(),
                timeline);
    }

    private static PodSpec broker(int number, StorageConfig storage, PlacementConfig placement) {
        return new PodSpec(
                "kafka",
                "broker-" + number,
                "broker",
                storage,
                placement,
                List.of(),
                2000,
                DataSize.gibibytes(8),
                Duration.ofSeconds(30));
    }

    static KafkaConfig kafka() {
        return kafka(3);
    }

    private static KafkaConfig kafka(int brokers) {
        return kafka(brokers, new TopicConfig("orders", 120, 3, 2, Acks.ALL, false));
    }

    static KafkaConfig kafka(int brokers, TopicConfig topic) {
        List<String> racks = new ArrayList<>();
        for (int broker = 0; broker < brokers; broker++) {
            racks.add(ZONES.get(broker % 3));
        }
        return new KafkaConfig(
                brokers,
                new ControllerConfig(3, ControllerConfig.Quorum.STATIC),
                Semantics.KAFKA_4_3,
                List.of(topic),
                new Workload(
                        DataRate.mebibytesPerSecond(20), new DataSize(1024), DataSize.gibibytes(150), Optional.empty()),
                new KafkaSettings(
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(9),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(300),
                        true,
                        DataRate.UNLIMITED,
                        DataRate.UNLIMITED,
                        false,
                        2,
                        DataSize.gibibytes(1),
                        new QuorumSettings(Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ofSeconds(1), false),
                        Duration.ofMinutes(5),
                        1,
                        DataSize.mebibytes(10)),
                racks,
                new KafkaTimings(
                        seconds(10, 30),
                        seconds(0.3, 0.7),
                        seconds(0.1, 0.3),
                        seconds(0.5, 1),
                        seconds(0.05, 0.5),
                        new ControllerTimings(
                                seconds(5, 10),
                                seconds(0.002, 0.02),
                                seconds(0, 0.5),
                                Duration.ofMillis(500),
                                Duration.ofSeconds(5),
                                Duration.ofMillis(200),
                                Duration.ZERO,
                                Duration.ZERO),
                        seconds(30, 30),
                        seconds(0, 0.02),
                        new LogLoading(Duration.ZERO, Duration.ZERO, DataRate.megabytesPerSecond(150), 0.5),
                        DataRate.megabytesPerSecond(250),
                        Duration.ofMillis(10)));
    }

    static List<PodSpec> pods(StorageConfig storage) {
        PlacementConfig onePerZone =
                new PlacementConfig(PlacementConfig.Topology.ZONE, PlacementConfig.Mode.REQUIRED, Optional.empty());
        List<PodSpec> pods = new ArrayList<>();
        for (String group : List.of("broker", "controller")) {
            for (int number = 0; number < 3; number++) {
                pods.add(new PodSpec(
                        "kafka",
                        group + "-" + number,
                        group,
                        group.equals("broker") ? storage : SMALL_DISK,
                        onePerZone,
                        List.of(),
                        2000,
                        DataSize.gibibytes(8),
                        Duration.ofSeconds(30)));
            }
        }
        return pods;
    }

    static AksConfig aksConfig(boolean drainCleaner, boolean weeklyUpgrades) {
        UpgradeConfig upgrade = new UpgradeConfig(
                weeklyUpgrades ? UpgradeConfig.Channel.NODE_IMAGE : UpgradeConfig.Channel.NONE,
                Duration.ofDays(7),
                1,
                0,
                Duration.ofMinutes(30),
                Duration.ZERO,
                Optional.empty(),
                Optional.empty());
        NodePoolConfig pool = new NodePoolConfig(
                "nodepool2",
                new VmFacts("Standard_D8ds_v5", 7800, DataSize.gibibytes(28), 30, 16, true),
                ZONES,
                2,
                NodePoolConfig.OsDisk.EPHEMERAL,
                NodePoolConfig.KubeletDisk.OS,
                upgrade);
        OperatorConfig operator = new OperatorConfig(
                drainCleaner,
                true,
                Duration.ofMinutes(2),
                Duration.ofMinutes(5),
                Duration.ofMillis(250),
                10,
                Optional.empty(),
                seconds(1800, 1800));
        return new AksConfig("1.33", "westus2", List.of(pool), operator, timings());
    }

    private static AksTimings timings() {
        return new AksTimings(
                new AksTimings.ControlPlane(
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(50),
                        Duration.ofMinutes(5),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(40)),
                new AksTimings.Evictions(Duration.ofSeconds(10), 2, 0.55, 50, Duration.ofSeconds(100)),
                new AksTimings.Pods(
                        seconds(2, 5), seconds(10, 40), Duration.ofSeconds(5), Duration.ofMinutes(5), Optional.empty()),
                new AksTimings.Volumes(
                        Duration.ofSeconds(1),
                        new RandomDuration(new Distribution.Lognormal(15.6, 0.85)),
                        new RandomDuration(new Distribution.Lognormal(30, 0.7)),
                        new RandomDuration(new Distribution.Triangular(1, 3, 15)),
                        new RandomDuration(new Distribution.Triangular(3, 8, 20)),
                        seconds(0, 0),
                        seconds(0, 0),
                        seconds(1, 10),
                        seconds(2, 60),
                        Optional.of(Duration.ofMinutes(6))),
                new AksTimings.Machines(
                        new RandomDuration(new Distribution.Triangular(60, 120, 300)),
                        new RandomDuration(new Distribution.Lognormal(480, 0.49)),
                        new RandomDuration(new Distribution.Triangular(300, 432, 1200)),
                        new RandomDuration(new Distribution.Triangular(90, 180, 600)),
                        0.01,
                        seconds(300, 900),
                        new RandomDuration(new Distribution.Triangular(180, 420, 1200)),
                        Duration.ofHours(1),
                        3));
    }

    static RandomDuration seconds(double least, double most) {
        return new RandomDuration(new Distribution.Uniform(least, most));
    }
}
