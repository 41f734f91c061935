package dev.brokerfall.kubernetes;

import dev.brokerfall.cluster.DataState;
import dev.brokerfall.cluster.Workload;
import dev.brokerfall.kernel.Agenda;
import dev.brokerfall.kernel.Cause;
import dev.brokerfall.kubernetes.objects.ClusterObjects;
import dev.brokerfall.random.Distribution;
import dev.brokerfall.random.RandomDuration;
import dev.brokerfall.random.Streams;
import dev.brokerfall.storage.DiskSku;
import dev.brokerfall.storage.StorageConfig;
import dev.brokerfall.storage.StorageConfig.AzureDisk;
import dev.brokerfall.unit.DataSize;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A cluster under test: what happened is a list of lines, {@code <milliseconds> <what>}, and the workload does as it is told. */
final class Play {

    static final Cause CAUSE = new Cause("test", 0);
    static final StorageConfig DISK = new AzureDisk(DiskSku.PREMIUM_LRS, DataSize.gibibytes(512));
    static final StorageConfig ZRS = new AzureDisk(DiskSku.PREMIUM_ZRS, DataSize.gibibytes(512));
    static final StorageConfig EMPTY_DIR =
            new StorageConfig.EmptyDir(StorageConfig.EmptyDir.Medium.EPHEMERAL_OS_DISK, Optional.empty());
    static final StorageConfig LOCAL =
            new StorageConfig.LocalVolume(StorageConfig.LocalVolume.Device.TEMP_SSD, DataSize.gibibytes(300));
    static final PlacementConfig ONE_PER_ZONE =
            new PlacementConfig(PlacementConfig.Topology.ZONE, PlacementConfig.Mode.REQUIRED, Optional.empty());
    static final PlacementConfig ONE_PER_NODE =
            new PlacementConfig(PlacementConfig.Topology.NODE, PlacementConfig.Mode.REQUIRED, Optional.empty());

    /** Timings whose every part is one round number of seconds. */
    static final AksTimings ROUND = new AksTimings(
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
                    seconds(3), seconds(20), Duration.ofSeconds(5), Duration.ofMinutes(5), Optional.empty()),
            new AksTimings.Volumes(
                    Duration.ofSeconds(1),
                    seconds(15),
                    seconds(30),
                    seconds(3),
                    seconds(8),
                    seconds(0),
                    seconds(0),
                    seconds(2),
                    seconds(9),
                    Optional.of(Duration.ofMinutes(6))),
            new AksTimings.Machines(
                    seconds(120),
                    seconds(480),
                    seconds(400),
                    seconds(180),
                    0,
                    seconds(1_000_000),
                    seconds(300),
                    Duration.ofHours(1),
                    3));

    static final OperatorConfig NOBODY = new OperatorConfig(
            false,
            false,
            Duration.ofMinutes(2),
            Duration.ofMinutes(5),
            Duration.ofMillis(250),
            10,
            Optional.empty(),
            seconds(1800));
    static final OperatorConfig DRAIN_CLEANER = new OperatorConfig(
            true,
            true,
            Duration.ofMinutes(2),
            Duration.ofMinutes(5),
            Duration.ofMillis(250),
            10,
            Optional.empty(),
            seconds(1800));
    static final OperatorConfig BUDGET_ONLY = new OperatorConfig(
            false,
            true,
            Duration.ofMinutes(2),
            Duration.ofMinutes(5),
            Duration.ofMillis(250),
            10,
            Optional.empty(),
            seconds(1800));

    final Agenda agenda = new Agenda();
    final List<String> story = new ArrayList<>();
    final Script workload;
    final Kubernetes kubernetes;

    private Play(long seed, AksConfig config, List<PodSpec> pods) {
        workload = new Script(pods.size());
        kubernetes = new Kubernetes(agenda, new Streams(seed, 0), config, pods, workload, new Teller());
    }

    private Play(long seed, AksConfig config, ClusterObjects objects) {
        workload = new Script(Cast.complete(objects).pods().size());
        kubernetes = new Kubernetes(agenda, new Streams(seed, 0), config, objects, workload, new Teller());
    }

    static Play of(long seed, OperatorConfig operator, AksTimings timings, UpgradeConfig upgrade, List<PodSpec> pods) {
        return new Play(seed, config(operator, timings, upgrade), pods);
    }

    static Play of(long seed, AksConfig config, List<PodSpec> pods) {
        return new Play(seed, config, pods);
    }

    static Play of(long seed, AksConfig config, ClusterObjects objects) {
        return new Play(seed, config, objects);
    }

    /** Three pods, one a zone, in three zones of two nodes; round timings and no upgrades. */
    static Play of(long seed, StorageConfig storage, OperatorConfig operator) {
        return of(seed, operator, ROUND, NEVER, brokers(3, storage, ONE_PER_ZONE));
    }

    /** Pods on nodes whose disks may run full. */
    static Play of(long seed, NodeFileSystem disk, List<PodSpec> pods) {
        AksConfig config = config(NOBODY, ROUND, NEVER);
        return new Play(
                seed,
                new AksConfig(
                        config.version(),
                        config.region(),
                        config.nodePools(),
                        config.operator(),
                        config.timings(),
                        Optional.of(disk)),
                pods);
    }

    static Play of(long seed, ClusterObjects objects) {
        return new Play(seed, config(NOBODY, ROUND, NEVER), objects);
    }

    static final UpgradeConfig NEVER = new UpgradeConfig(
            UpgradeConfig.Channel.NONE,
            Duration.ofDays(7),
            1,
            0,
            Duration.ofMinutes(30),
            Duration.ZERO,
            Optional.empty(),
            Optional.empty());
    static final UpgradeConfig WEEKLY = new UpgradeConfig(
            UpgradeConfig.Channel.NODE_IMAGE,
            Duration.ofDays(7),
            1,
            0,
            Duration.ofMinutes(30),
            Duration.ZERO,
            Optional.empty(),
            Optional.empty());

    static AksConfig config(OperatorConfig operator, AksTimings timings, UpgradeConfig upgrade) {
        return config(operator, timings, upgrade, 2, true);
    }

    static AksConfig config(
            OperatorConfig operator,
            AksTimings timings,
            UpgradeConfig upgrade,
            int nodesPerZone,
            boolean liveMigration) {
        VmFacts vm = new VmFacts("Standard_D8ds_v5", 7800, DataSize.gibibytes(28), 30, 16, liveMigration);
        NodePoolConfig pool = new NodePoolConfig(
                "nodepool2",
                vm,
                List.of("westus2-1", "westus2-2", "westus2-3"),
                nodesPerZone,
                NodePoolConfig.OsDisk.EPHEMERAL,
                NodePoolConfig.KubeletDisk.OS,
                upgrade);
        return new AksConfig("1.33", "westus2", List.of(pool), operator, timings);
    }

    static List<PodSpec> brokers(int count, StorageConfig storage, PlacementConfig placement) {
        List<PodSpec> pods = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            pods.add(new PodSpec(
                    "kafka",
                    "broker-" + i,
                    "broker",
                    storage,
                    placement,
                    List.of(),
                    2000,
                    DataSize.gibibytes(8),
                    Duration.ofSeconds(30)));
        }
        return pods;
    }

    static RandomDuration seconds(double seconds) {
        return new RandomDuration(new Distribution.Constant(seconds));
    }

    Play run(Duration until) {
        agenda.runUntil(until.toMillis(), 1_000_000);
        return this;
    }

    String nodeOf(int process) {
        return kubernetes.nodeName(kubernetes.nodeOf(process).orElseThrow());
    }

    String zoneOf(int process) {
        return kubernetes.zoneOf(kubernetes.nodeOf(process).orElseThrow());
    }

    /** Returns the instants, in milliseconds, at which something that begins with {@code what} happened. */
    List<Long> when(String what) {
        return story.stream()
                .filter(line -> line.substring(line.indexOf(' ') + 1).startsWith(what))
                .map(line -> Long.valueOf(line.substring(0, line.indexOf(' '))))
                .toList();
    }

    /** Returns the processes whose pods were deleted, in order. */
    List<Integer> deleted() {
        return story.stream()
                .filter(line -> line.contains(" podDeleted "))
                .map(line -> Integer.valueOf(line.substring(line.lastIndexOf(' ') + 1)))
                .toList();
    }

    private void tell(String what) {
        story.add(agenda.now() + " " + what);
    }

    private final class Teller implements KubernetesListener {
        @Override
        public void nodeNotReady(String node, String zone, Cause cause) {
            tell("nodeNotReady " + node);
        }

        @Override
        public void nodeReady(String node, String zone) {
            tell("nodeReady " + node);
        }

        @Override
        public void nodeCordoned(String node, String zone, Cause cause) {
            tell("nodeCordoned " + node);
        }

        @Override
        public void nodeUncordoned(String node, String zone) {
            tell("nodeUncordoned " + node);
        }

        @Override
        public void nodeDeleted(String node, String zone, Cause cause) {
            tell("nodeDeleted " + node);
        }

        @Override
        public void podDeleted(int process, String pod, String node, Cause cause) {
            tell("podDeleted " + process);
        }

        @Override
        public void podScheduled(int process, String pod, String node, boolean moved, Cause cause) {
            tell("podScheduled " + process + (moved ? " moved " : " stayed ") + node);
        }

        @Override
        public void podUnschedulable(int process, String pod, Supplier<String> reason, Cause cause) {
            tell("podUnschedulable " + process + " " + reason.get());
        }

        @Override
        public void volumeAttached(int process, String volume, String node) {
            tell("volumeAttached " + process + " " + node);
        }

        @Override
        public void volumeDetached(int process, String volume, String node) {
            tell("volumeDetached " + process + " " + node);
        }

        @Override
        public void volumeLost(int process, String volume, String node, Cause cause) {
            tell("volumeLost " + process);
        }

        @Override
        public void upgradeBegan(String pool, Cause cause) {
            tell("upgradeBegan " + pool);
        }

        @Override
        public void rollEnded(Cause cause) {
            tell("rollEnded " + cause.event());
        }

        @Override
        public void upgradeEnded(String pool, boolean complete, String node, String reason, Cause cause) {
            tell("upgradeEnded " + (complete ? "complete" : "stopped at " + node + " " + reason));
        }
    }

    /** Processes that do as they are told; a test says how long they take to stop and which may be stopped. */
    final class Script implements Workload {

        final BitSet running = new BitSet();
        final BitSet unready = new BitSet();
        final BitSet controllers = new BitSet();
        final BitSet indispensable = new BitSet();
        int activeController = -1;
        boolean mayEvict = true;
        boolean stops = true;

        /** The process that becomes unready when another has started or is asked to stop; -1 for none. */
        int failsThen = -1;

        int whenStarted = -1;
        int whenStopped = -1;

        /** Bytes a millisecond that each process writes while it runs, and how many it keeps at most. */
        double growth;

        double keeps;

        private final long[] runsSince;

        Script(int processes) {
            runsSince = new long[processes];
            running.set(0, processes);
        }

        @Override
        public void started(int process, DataState data, Cause cause) {
            running.set(process);
            unready.clear(process);
            runsSince[process] = agenda.now();
            if (process == whenStarted) {
                unready.set(failsThen);
            }
            tell("started " + process + " " + data + " " + cause.event());
        }

        @Override
        public void stopRequested(int process, Cause cause) {
            tell("stopRequested " + process);
            if (process == whenStopped) {
                unready.set(failsThen);
            }
            if (stops) {
                running.clear(process);
                kubernetes.exited(process);
            }
        }

        @Override
        public void killed(int process, boolean memoryLost, Cause cause) {
            running.clear(process);
            tell("killed " + process + (memoryLost ? " with its memory" : ""));
        }

        @Override
        public void frozen(int process, Cause cause) {
            tell("frozen " + process);
        }

        @Override
        public void thawed(int process) {
            tell("thawed " + process);
        }

        @Override
        public void hung(int process, Cause cause) {
            tell("hung " + process);
        }

        @Override
        public void unhung(int process) {
            tell("unhung " + process);
        }

        @Override
        public void partitioned(int process, Cause cause) {
            tell("partitioned " + process);
        }

        @Override
        public void healed(int process) {
            tell("healed " + process);
        }

        @Override
        public boolean mayEvict(int process) {
            return mayEvict && !indispensable.get(process);
        }

        @Override
        public boolean isController(int process) {
            return controllers.get(process);
        }

        @Override
        public boolean isActiveController(int process) {
            return process == activeController;
        }

        @Override
        public boolean ready(int process) {
            return running.get(process) && !unready.get(process);
        }

        @Override
        public double diskBytes(int process) {
            return Math.min(keeps, growth * (agenda.now() - runsSince[process]));
        }

        @Override
        public double diskBytesAtMost(int process) {
            return keeps;
        }

        @Override
        public double diskGrowthAtMost(int process) {
            return growth;
        }

        @Override
        public boolean isrFull() {
            return mayEvict;
        }
    }
}
