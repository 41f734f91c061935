package dev.brokerfall.scenario;

import com.google.common.base.Splitter;
import dev.brokerfall.catalogue.VmSize;
import dev.brokerfall.kubernetes.AksConfig;
import dev.brokerfall.kubernetes.AksTimings;
import dev.brokerfall.kubernetes.AutoscaleConfig;
import dev.brokerfall.kubernetes.NodeFileSystem;
import dev.brokerfall.kubernetes.NodePoolConfig;
import dev.brokerfall.kubernetes.OperatorConfig;
import dev.brokerfall.kubernetes.PlacementConfig;
import dev.brokerfall.kubernetes.PodSpec;
import dev.brokerfall.kubernetes.UpgradeConfig;
import dev.brokerfall.kubernetes.VmFacts;
import dev.brokerfall.random.Distribution;
import dev.brokerfall.random.RandomDuration;
import dev.brokerfall.scenario.spec.KafkaSpec;
import dev.brokerfall.scenario.spec.PlatformSpec;
import dev.brokerfall.scenario.spec.PlatformSpec.NodePoolSpec;
import dev.brokerfall.scenario.spec.PlatformSpec.UpgradeSpec;
import dev.brokerfall.scenario.spec.ScenarioSpec;
import dev.brokerfall.storage.StorageConfig;
import dev.brokerfall.unit.DataSize;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes an AKS cluster of a scenario and the catalogue. */
final class AksComposer {

    private static final String NAMESPACE = "kafka";
    private static final int MILLIS_PER_CORE = 1000;
    private static final int GRACE_CHANGED_IN_MINOR = 32;

    private final Ledger ledger;
    private final ScenarioSpec spec;

    AksComposer(Ledger ledger, ScenarioSpec spec) {
        this.ledger = ledger;
        this.spec = spec;
    }

    /** Returns the cluster that the scenario describes. */
    AksConfig config(PlatformSpec.Aks aks) {
        return config(aks, aks.nodePools().stream().map(this::pool).toList());
    }

    /** Returns a cluster with the pools of another description. */
    AksConfig config(PlatformSpec.Aks aks, List<NodePoolConfig> pools) {
        return new AksConfig(aks.kubernetes(), aks.region(), pools, operator(), timings(aks.kubernetes()));
    }

    /** Returns the cluster with the file system that the brokers' emptyDir volumes share, if they have any on a disk. */
    AksConfig config(PlatformSpec.Aks aks, Optional<DataSize> disk) {
        AksConfig config = config(aks);
        return new AksConfig(
                config.version(),
                config.region(),
                config.nodePools(),
                config.operator(),
                config.timings(),
                disk.map(size -> new NodeFileSystem(
                        size,
                        ledger.share("emptyDir.evictBelowFree"),
                        ledger.duration("emptyDir.evictionCheck"),
                        ledger.duration("emptyDir.pressureTransition"))));
    }

    private NodePoolConfig pool(NodePoolSpec pool) {
        VmSize vm = ledger.catalogue().vmSize(pool.vmSize()).orElseThrow();
        ledger.note("vmSizes." + vm.name());
        return new NodePoolConfig(
                pool.name(),
                facts(vm),
                pool.zones(),
                Iron.nodesPerZone(pool),
                Iron.osDisk(pool, vm, spec.storage()),
                pool.kubeletDisk(),
                upgrade(pool.upgrade()),
                pool.autoscale().map(autoscale -> autoscale(autoscale, pool)));
    }

    private AutoscaleConfig autoscale(PlatformSpec.AutoscaleSpec autoscale, NodePoolSpec pool) {
        int groups = autoscale.perZone() ? Math.max(1, pool.zones().size()) : 1;
        return new AutoscaleConfig(
                autoscale.min() / groups,
                autoscale.max() / groups,
                autoscale.perZone(),
                autoscale.balanceSimilar(),
                new AutoscaleConfig.Timings(
                        ledger.duration("aks.autoscaler.scan"),
                        ledger.randomDuration("aks.autoscaler.decision"),
                        ledger.duration("aks.autoscaler.provisionLimit"),
                        ledger.duration("aks.autoscaler.backoff"),
                        ledger.duration("aks.autoscaler.longestBackoff"),
                        ledger.duration("aks.autoscaler.backoffReset"),
                        ledger.duration("aks.autoscaler.unready"),
                        ledger.share("aks.autoscaler.unreadyShare"),
                        ledger.count("aks.autoscaler.unreadyNodes"),
                        ledger.share("aks.allocationFailure.duringZoneOutage")));
    }

    /** Installed, not allocatable, cores and memory: the pods of a scenario request neither. */
    private VmFacts facts(VmSize vm) {
        return new VmFacts(
                vm.name(),
                vm.vcpus() * MILLIS_PER_CORE,
                vm.memory(),
                ledger.count("aks.podsPerNode"),
                vm.maxDataDisks(),
                vm.liveMigration());
    }

    private static UpgradeConfig upgrade(UpgradeSpec upgrade) {
        return new UpgradeConfig(
                upgrade.channel(),
                upgrade.every(),
                upgrade.maxSurge(),
                upgrade.maxUnavailable(),
                upgrade.drainTimeout(),
                upgrade.soak(),
                upgrade.retry(),
                upgrade.window()
                        .map(window -> new UpgradeConfig.Window(window.day(), window.start(), window.length())));
    }

    private OperatorConfig operator() {
        Optional<KafkaSpec.OperatorSpec> operator = spec.kafka().map(KafkaSpec::operator);
        return new OperatorConfig(
                operator.map(KafkaSpec.OperatorSpec::drainCleaner).orElse(false),
                operator.map(KafkaSpec.OperatorSpec::podDisruptionBudget).orElse(false),
                ledger.duration("strimzi.reconcile"),
                ledger.duration("strimzi.readinessTimeout"),
                ledger.duration("strimzi.rollBackoff"),
                ledger.count("strimzi.rollAttempts"),
                operator.flatMap(KafkaSpec.OperatorSpec::outOfServiceTaint).map(KafkaSpec.AfterSpec::after),
                operator.map(KafkaSpec.OperatorSpec::reaction)
                        .orElseGet(() -> ledger.randomDuration("localVolume.operatorReaction")));
    }

    private AksTimings timings(String version) {
        return new AksTimings(
                new AksTimings.ControlPlane(
                        ledger.duration("kubernetes.leaseRenew"),
                        ledger.duration("kubernetes.nodeMonitorPeriod"),
                        ledger.duration(
                                minor(version) < GRACE_CHANGED_IN_MINOR
                                        ? "kubernetes.nodeMonitorGraceBefore132"
                                        : "kubernetes.nodeMonitorGrace"),
                        ledger.duration("kubernetes.toleration"),
                        ledger.duration("kubernetes.cloudNodePoll"),
                        ledger.duration("kubernetes.podGc.loop"),
                        ledger.duration("kubernetes.podGc.quarantine")),
                new AksTimings.Evictions(
                        ledger.duration("kubernetes.evictionInterval"),
                        ledger.count("kubernetes.zoneDisruption.notReadyAbove"),
                        ledger.share("kubernetes.zoneDisruption.share"),
                        ledger.count("kubernetes.zoneDisruption.smallZoneNodes"),
                        ledger.duration("kubernetes.zoneDisruption.slowInterval")),
                new AksTimings.Pods(
                        ledger.randomDuration("kubernetes.podStart"),
                        ledger.randomDuration("kubernetes.imagePull"),
                        ledger.duration("kubernetes.evictionRetry"),
                        ledger.duration("kubernetes.leaveStuckAfter"),
                        spec.kafka()
                                .flatMap(kafka -> kafka.operator().livenessKill())
                                .map(KafkaSpec.AfterSpec::after)),
                volumes(),
                machines());
    }

    private AksTimings.Volumes volumes() {
        return new AksTimings.Volumes(
                ledger.duration("azureDisk.batchDelay"),
                ledger.randomDuration("azureDisk.attach"),
                ledger.randomDuration("azureDisk.detach"),
                ledger.randomDuration("azureDisk.unmount"),
                ledger.randomDuration("azureDisk.mount"),
                sometimes("azureDisk.backoff.probability", "azureDisk.backoff.wait"),
                sometimes("azureDisk.slowMode.probability", "azureDisk.slowMode.extra"),
                ledger.randomDuration("azureFiles.mount"),
                ledger.randomDuration("azureFiles.zrsFailover"),
                ledger.flag("kubernetes.forceDetachOnTimeout")
                        ? Optional.of(ledger.duration("kubernetes.forceDetachAfter"))
                        : Optional.empty());
    }

    private RandomDuration sometimes(String probability, String length) {
        return new RandomDuration(new Distribution.Mixture(
                ledger.share(probability), ledger.randomDuration(length).seconds(), new Distribution.Constant(0)));
    }

    private AksTimings.Machines machines() {
        return new AksTimings.Machines(
                ledger.randomDuration("node.reboot"),
                ledger.randomDuration("node.serviceHealing"),
                ledger.randomDuration("aks.upgrade.perNode"),
                ledger.randomDuration("aks.nodeReady"),
                ledger.share("aks.allocationFailure.normal"),
                ledger.randomDuration("aks.autoRepair.start"),
                ledger.randomDuration("aks.autoRepair.step"),
                ledger.duration("aks.autoRepair.limit"),
                ledger.count("aks.autoRepair.rounds"));
    }

    private static int minor(String version) {
        return Integer.parseInt(Splitter.on('.').splitToList(version).get(1));
    }

    /** Returns the pods: brokers first, then controllers, which have none of their own and no storage where roles are combined. */
    List<PodSpec> pods(Iron iron, StorageConfig brokers, Optional<StorageConfig> controllers) {
        KafkaSpec kafka = spec.kafka().orElseThrow();
        List<PodSpec> pods = new ArrayList<>();
        for (int number = 0; number < kafka.brokers(); number++) {
            pods.add(pod("broker", number, brokers, apart(kafka, iron, kafka.brokers()), iron.pools()));
        }
        int count = controllers.isPresent() ? kafka.controllers().count() : 0;
        for (int number = 0; number < count; number++) {
            pods.add(pod("controller", number, controllers.orElseThrow(), apart(kafka, iron, count), iron.pools()));
        }
        return pods;
    }

    /** What a required rule would leave Pending from the start is only preferred: that concerns controllers, never brokers. */
    private static PlacementConfig apart(KafkaSpec kafka, Iron iron, int pods) {
        KafkaSpec.AntiAffinitySpec rule = kafka.placement().antiAffinity();
        int domains =
                rule.topology() == PlacementConfig.Topology.ZONE ? iron.zones().size() : iron.nodes();
        PlacementConfig.Mode mode = rule.mode() == PlacementConfig.Mode.REQUIRED && domains > 0 && pods > domains
                ? PlacementConfig.Mode.PREFERRED
                : rule.mode();
        return new PlacementConfig(
                rule.topology(),
                mode,
                kafka.placement()
                        .topologySpread()
                        .map(spread -> new PlacementConfig.Spread(
                                spread.maxSkew(),
                                spread.whenUnsatisfiable() == KafkaSpec.WhenUnsatisfiable.DO_NOT_SCHEDULE)));
    }

    private PodSpec pod(
            String group, int number, StorageConfig storage, PlacementConfig placement, List<String> pools) {
        Duration grace = ledger.duration("kubernetes.terminationGrace");
        return new PodSpec(NAMESPACE, group + "-" + number, group, storage, placement, pools, 0, DataSize.ZERO, grace);
    }
}
