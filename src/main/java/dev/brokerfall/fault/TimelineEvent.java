package dev.brokerfall.fault;

import static com.google.common.base.Preconditions.checkArgument;

import dev.brokerfall.kernel.Cause;
import dev.brokerfall.unit.DataRate;
import dev.brokerfall.unit.DataSize;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Something that happens to a cluster. Each kind knows its name in the scenario file, on which platforms it can happen, and which
 * verb of the {@link Stage} plays it.
 */
public sealed interface TimelineEvent {

    /** Returns the event's name as scenario files spell it. */
    String kind();

    /** Plays the event now, putting its effects down to {@code cause}. */
    void play(Stage stage, Cause cause);

    /** Returns how long the event itself lasts when that is known beforehand: its outage, or the time until the restart it brings. */
    default Optional<Duration> lasts() {
        return Optional.empty();
    }

    /** Returns the brokers that the event names, empty when it names none. */
    default List<Integer> brokers() {
        return List.of();
    }

    /** Returns the platforms on which the event has a meaning. */
    default List<Platform> platforms() {
        return Platform.WITH_MACHINES;
    }

    /** The kinds of platform an event can happen on. */
    enum Platform {
        AKS,
        HOSTS,
        BARE;

        static final List<Platform> ALL = List.of(AKS, HOSTS, BARE);
        static final List<Platform> WITH_MACHINES = List.of(AKS, HOSTS);
        static final List<Platform> ONLY_AKS = List.of(AKS);
    }

    /** The host fails; the VM is healed elsewhere after {@code duration}, or after the time healing usually takes. */
    record NodeCrash(NodeChoice node, Optional<Duration> duration) implements TimelineEvent {
        @Override
        public String kind() {
            return "nodeCrash";
        }

        @Override
        public void play(Stage stage, Cause cause) {
            stage.nodeCrash(node, duration, cause);
        }

        @Override
        public Optional<Duration> lasts() {
            return duration;
        }

        @Override
        public List<Integer> brokers() {
            return brokersOf(node);
        }
    }

    /** The guest restarts on the same host; every disk keeps its data. */
    record NodeReboot(NodeChoice node) implements TimelineEvent {
        @Override
        public String kind() {
            return "nodeReboot";
        }

        @Override
        public void play(Stage stage, Cause cause) {
            stage.nodeReboot(node, cause);
        }

        @Override
        public List<Integer> brokers() {
            return brokersOf(node);
        }
    }

    /** The VM is paused, as by memory-preserving maintenance, for {@code duration}. */
    record NodeFreeze(NodeChoice node, Duration duration) implements TimelineEvent {
        public NodeFreeze {
            checkPositive(duration);
        }

        @Override
        public String kind() {
            return "nodeFreeze";
        }

        @Override
        public void play(Stage stage, Cause cause) {
            stage.nodeFreeze(node, duration, cause);
        }

        @Override
        public Optional<Duration> lasts() {
            return Optional.of(duration);
        }

        @Override
        public List<Integer> brokers() {
            return brokersOf(node);
        }
    }

    /** Azure moves the VM to another host: announced, local disks are lost. */
    record NodeRedeploy(NodeChoice node) implements TimelineEvent {
        @Override
        public String kind() {
            return "nodeRedeploy";
        }

        @Override
        public void play(Stage stage, Cause cause) {
            stage.nodeRedeploy(node, cause);
        }

        @Override
        public List<Integer> brokers() {
            return brokersOf(node);
        }
    }

    /** The VM's OS disk is laid anew without a drain. */
    record NodeReimage(NodeChoice node) implements TimelineEvent {
        @Override
        public String kind() {
            return "nodeReimage";
        }

        @Override
        public void play(Stage stage, Cause cause) {
            stage.nodeReimage(node, cause);
        }

        @Override
        public List<Integer> brokers() {
            return brokersOf(node);
        }

        @Override
        public List<Platform> platforms() {
            return Platform.ONLY_AKS;
        }
    }

    /** The VM no longer exists; a new one takes its place after {@code refill}, or never. */
    record NodeLoss(NodeChoice node, Optional<Duration> refill) implements TimelineEvent {
        @Override
        public String kind() {
            return "nodeLoss";
        }

        @Override
        public void play(Stage stage, Cause cause) {
            stage.nodeLoss(node, refill, cause);
        }

        @Override
        public Optional<Duration> lasts() {
            return refill;
        }

        @Override
        public List<Integer> brokers() {
            return brokersOf(node);
        }
    }

    /**
     * Whoever looks after the machines gives one up for a new one: it is cordoned and drained for {@code drainTimeout}, or for as long
     * as it takes, and deleted; its successor is asked for at once and comes in {@code zone}, or in the same zone.
     */
    record ReplaceNode(NodeChoice node, Optional<Duration> drainTimeout, Optional<String> zone)
            implements TimelineEvent {
        public ReplaceNode {
            drainTimeout.ifPresent(TimelineEvent::checkPositive);
        }

        @Override
        public String kind() {
            return "replaceNode";
        }

        @Override
        public void play(Stage stage, Cause cause) {
            stage.replaceNode(node, drainTimeout, zone, cause);
        }

        @Override
        public List<Integer> brokers() {
            return brokersOf(node);
        }

        @Override
        public List<Platform> platforms() {
            return Platform.ONLY_AKS;
        }
    }

    /** Power is cut for {@code duration}: what was not yet flushed to disk is lost. */
    record PowerLoss(NodeChoice node, Duration duration) implements TimelineEvent {
        public PowerLoss {
            checkPositive(duration);
        }

        @Override
        public String kind() {
            return "powerLoss";
        }

        @Override
        public void play(Stage stage, Cause cause) {
            stage.powerLoss(node, duration, cause);
        }

        @Override
        public Optional<Duration> lasts() {
            return Optional.of(duration);
        }

        @Override
        public List<Integer> brokers() {
            return brokersOf(node);
        }
    }

    /** {@code kubectl cordon}. */
    record CordonNode(NodeChoice node) implements TimelineEvent {
        @Override
        public String kind() {
            return "cordonNode";
        }

        @Override
        public void play(Stage stage, Cause cause) {
            stage.cordonNode(node, cause);
        }

        @Override
        public List<Platform> platforms() {
            return Platform.ONLY_AKS;
        }
    }

    /** {@code kubectl drain}. */
    record DrainNode(NodeChoice node) implements TimelineEvent {
        @Override
        public String kind() {
            return "drainNode";
        }

        @Override
        public void play(Stage stage, Cause cause) {
            stage.drainNode(node, cause);
        }

        @Override
        public List<Integer> brokers() {
            return brokersOf(node);
        }

        @Override
        public List<Platform> platforms() {
            return Platform.ONLY_AKS;
        }
    }

    /** Every node of the zone is cordoned and drained, and uncordoned after {@code uncordonAfter}, or never. */
    record ZoneDrain(String zone, Optional<Duration> uncordonAfter) implements TimelineEvent {
        @Override
        public String kind() {
            return "zoneDrain";
        }

        @Override
        public void play(Stage stage, Cause cause) {
            stage.zoneDrain(zone, uncordonAfter, cause);
        }

        @Override
        public Optional<Duration> lasts() {
            return uncordonAfter;
        }

        @Override
        public List<Platform> platforms() {
            return Platform.ONLY_AKS;
        }
    }

    /**
     * Azure maintains the machines of the zone, one at a time or all together; or one hidden update domain after the other, with a
     * pause between them.
     */
    record ZoneMaintenance(
            String zone,
            Strategy strategy,
            Duration notice,
            Duration duration,
            boolean oneAtATime,
            Optional<Integer> updateDomains,
            Duration pause)
            implements TimelineEvent {

        /** What maintenance does to a machine. */
        public enum Strategy {
            FREEZE,
            REBOOT,
            REDEPLOY
        }

        @Override
        public String kind() {
            return "zoneMaintenance";
        }

        @Override
        public void play(Stage stage, Cause cause) {
            stage.zoneMaintenance(this, cause);
        }
    }

    /** The node pool gets a new node image. */
    record NodePoolUpgrade(String pool, Optional<Integer> maxSurge) implements TimelineEvent {
        @Override
        public String kind() {
            return "nodePoolUpgrade";
        }

        @Override
        public void play(Stage stage, Cause cause) {
            stage.nodePoolUpgrade(pool, maxSurge, cause);
        }

        @Override
        public List<Platform> platforms() {
            return Platform.ONLY_AKS;
        }
    }

    /** The Kafka operator restarts every pod, as for a new version or configuration. */
    record RollingUpdate() implements TimelineEvent {
        @Override
        public String kind() {
            return "rollingUpdate";
        }

        @Override
        public void play(Stage stage, Cause cause) {
            stage.rollingUpdate(cause);
        }

        @Override
        public List<Platform> platforms() {
            return Platform.ONLY_AKS;
        }
    }

    /** {@code kubectl delete pods -l selector}: all pods whose labels match. */
    record DeletePods(Map<String, String> selector) implements TimelineEvent {
        public DeletePods {
            selector = Map.copyOf(selector);
        }

        @Override
        public String kind() {
            return "deletePods";
        }

        @Override
        public void play(Stage stage, Cause cause) {
            stage.deletePods(selector, cause);
        }

        @Override
        public List<Platform> platforms() {
            return Platform.ONLY_AKS;
        }
    }

    /** An operator deletes the brokers' claims together with their pods; the volumes go too. */
    record DeleteVolumeClaim(List<Integer> brokers) implements TimelineEvent {
        public DeleteVolumeClaim {
            brokers = List.copyOf(brokers);
        }

        @Override
        public String kind() {
            return "deleteVolumeClaim";
        }

        @Override
        public void play(Stage stage, Cause cause) {
            stage.deleteVolumeClaim(brokers, cause);
        }

        @Override
        public List<Platform> platforms() {
            return Platform.ONLY_AKS;
        }
    }

    /** The zone's node count is set to {@code to}. */
    record ScaleNodes(String zone, int to) implements TimelineEvent {
        public ScaleNodes {
            checkArgument(to >= 0, "to must not be negative, was %s", to);
        }

        @Override
        public String kind() {
            return "scaleNodes";
        }

        @Override
        public void play(Stage stage, Cause cause) {
            stage.scaleNodes(zone, to, cause);
        }

        @Override
        public List<Platform> platforms() {
            return Platform.ONLY_AKS;
        }
    }

    /** An operator declares the node out of service. */
    record OutOfServiceTaint(NodeChoice node) implements TimelineEvent {
        @Override
        public String kind() {
            return "outOfServiceTaint";
        }

        @Override
        public void play(Stage stage, Cause cause) {
            stage.outOfServiceTaint(node, cause);
        }

        @Override
        public List<Platform> platforms() {
            return Platform.ONLY_AKS;
        }
    }

    /**
     * A share of the zone's machines and disks goes down together.
     *
     * @param fraction the share, in (0, 1]
     */
    record ZoneOutage(String zone, double fraction, Duration duration) implements TimelineEvent {
        public ZoneOutage {
            checkArgument(0 < fraction && fraction <= 1, "fraction must lie in (0, 1], was %s", fraction);
            checkPositive(duration);
        }

        @Override
        public String kind() {
            return "zoneOutage";
        }

        @Override
        public void play(Stage stage, Cause cause) {
            stage.zoneOutage(zone, fraction, duration, cause);
        }

        @Override
        public Optional<Duration> lasts() {
            return Optional.of(duration);
        }
    }

    /** The zone's machines run on but cannot be reached from the others. */
    record ZonePartition(String zone, Duration duration) implements TimelineEvent {
        public ZonePartition {
            checkPositive(duration);
        }

        @Override
        public String kind() {
            return "zonePartition";
        }

        @Override
        public void play(Stage stage, Cause cause) {
            stage.zonePartition(zone, duration, cause);
        }

        @Override
        public Optional<Duration> lasts() {
            return Optional.of(duration);
        }
    }

    /** The Kubernetes control plane answers nobody. */
    record ControlPlaneOutage(Duration duration) implements TimelineEvent {
        public ControlPlaneOutage {
            checkPositive(duration);
        }

        @Override
        public String kind() {
            return "controlPlaneOutage";
        }

        @Override
        public void play(Stage stage, Cause cause) {
            stage.controlPlaneOutage(duration, cause);
        }

        @Override
        public Optional<Duration> lasts() {
            return Optional.of(duration);
        }

        @Override
        public List<Platform> platforms() {
            return Platform.ONLY_AKS;
        }
    }

    /** The brokers' volumes answer no reads or writes: they hang but send heartbeats. */
    record DiskUnavailable(List<Integer> brokers, Duration duration) implements TimelineEvent {
        public DiskUnavailable {
            brokers = List.copyOf(brokers);
            checkPositive(duration);
        }

        @Override
        public String kind() {
            return "diskUnavailable";
        }

        @Override
        public void play(Stage stage, Cause cause) {
            stage.diskUnavailable(brokers, duration, cause);
        }

        @Override
        public Optional<Duration> lasts() {
            return Optional.of(duration);
        }
    }

    /**
     * The storage account behind the file shares is unavailable.
     *
     * @param brokers whose accounts, where each has its own; empty for all
     */
    record StorageAccountOutage(List<Integer> brokers, Duration duration) implements TimelineEvent {
        public StorageAccountOutage {
            brokers = List.copyOf(brokers);
            checkPositive(duration);
        }

        @Override
        public String kind() {
            return "storageAccountOutage";
        }

        @Override
        public void play(Stage stage, Cause cause) {
            stage.storageAccountOutage(brokers, duration, cause);
        }

        @Override
        public Optional<Duration> lasts() {
            return Optional.of(duration);
        }

        @Override
        public List<Platform> platforms() {
            return Platform.ONLY_AKS;
        }
    }

    /**
     * Attaching and detaching disks takes {@code factor} times as long.
     *
     * @param factor at least 1
     */
    record AttachSlow(double factor, Duration duration) implements TimelineEvent {
        public AttachSlow {
            checkArgument(factor >= 1, "factor must be at least 1, was %s", factor);
            checkPositive(duration);
        }

        @Override
        public String kind() {
            return "attachSlow";
        }

        @Override
        public void play(Stage stage, Cause cause) {
            stage.attachSlow(factor, duration, cause);
        }

        @Override
        public Optional<Duration> lasts() {
            return Optional.of(duration);
        }

        @Override
        public List<Platform> platforms() {
            return Platform.ONLY_AKS;
        }
    }

    /** The zone has no capacity for new VMs. */
    record AllocationFailure(String zone, Duration duration) implements TimelineEvent {
        public AllocationFailure {
            checkPositive(duration);
        }

        @Override
        public String kind() {
            return "allocationFailure";
        }

        @Override
        public void play(Stage stage, Cause cause) {
            stage.allocationFailure(zone, duration, cause);
        }

        @Override
        public Optional<Duration> lasts() {
            return Optional.of(duration);
        }

        @Override
        public List<Platform> platforms() {
            return Platform.ONLY_AKS;
        }
    }

    /** SIGKILL; the processes start again after {@code restartAfter}, or when the platform restarts them. */
    record BrokerKill(List<Integer> brokers, boolean wipe, Optional<DataSize> loseTail, Optional<Duration> restartAfter)
            implements TimelineEvent {
        public BrokerKill {
            brokers = List.copyOf(brokers);
        }

        @Override
        public String kind() {
            return "brokerKill";
        }

        @Override
        public void play(Stage stage, Cause cause) {
            stage.processes().brokerKill(brokers, wipe, restartAfter, cause);
            loseTail.filter(tail -> !wipe).ifPresent(tail -> stage.processes().tailLost(brokers, tail, cause));
        }

        @Override
        public Optional<Duration> lasts() {
            return restartAfter;
        }

        @Override
        public List<Platform> platforms() {
            return Platform.ALL;
        }
    }

    /** SIGTERM, a controlled shutdown; the processes start again {@code restartAfter} after they were asked to stop. */
    record BrokerStop(List<Integer> brokers, boolean wipe, Optional<Duration> restartAfter) implements TimelineEvent {
        public BrokerStop {
            brokers = List.copyOf(brokers);
        }

        @Override
        public String kind() {
            return "brokerStop";
        }

        @Override
        public void play(Stage stage, Cause cause) {
            stage.processes().brokerStop(brokers, wipe, restartAfter, cause);
        }

        @Override
        public Optional<Duration> lasts() {
            return restartAfter;
        }

        @Override
        public List<Platform> platforms() {
            return Platform.ALL;
        }
    }

    /** Brokers that were killed or stopped start again. */
    record BrokerStart(List<Integer> brokers) implements TimelineEvent {
        public BrokerStart {
            brokers = List.copyOf(brokers);
        }

        @Override
        public String kind() {
            return "brokerStart";
        }

        @Override
        public void play(Stage stage, Cause cause) {
            stage.processes().brokerStart(brokers, cause);
        }

        @Override
        public Optional<Duration> lasts() {
            return Optional.of(Duration.ZERO);
        }

        @Override
        public List<Platform> platforms() {
            return Platform.ALL;
        }
    }

    /** SIGSTOP and, after {@code duration}, SIGCONT. */
    record BrokerFreeze(List<Integer> brokers, Duration duration) implements TimelineEvent {
        public BrokerFreeze {
            brokers = List.copyOf(brokers);
            checkPositive(duration);
        }

        @Override
        public String kind() {
            return "brokerFreeze";
        }

        @Override
        public void play(Stage stage, Cause cause) {
            stage.processes().brokerFreeze(brokers, duration, cause);
        }

        @Override
        public Optional<Duration> lasts() {
            return Optional.of(duration);
        }

        @Override
        public List<Platform> platforms() {
            return Platform.ALL;
        }
    }

    /** The brokers send heartbeats but neither fetch nor serve. */
    record BrokerHang(List<Integer> brokers, Duration duration) implements TimelineEvent {
        public BrokerHang {
            brokers = List.copyOf(brokers);
            checkPositive(duration);
        }

        @Override
        public String kind() {
            return "brokerHang";
        }

        @Override
        public void play(Stage stage, Cause cause) {
            stage.processes().brokerHang(brokers, duration, cause);
        }

        @Override
        public Optional<Duration> lasts() {
            return Optional.of(duration);
        }

        @Override
        public List<Platform> platforms() {
            return Platform.ALL;
        }
    }

    /** SIGKILL of controllers (with ZooKeeper: of members of the ensemble). */
    record ControllerKill(List<Integer> controllers, boolean wipe, Optional<Duration> restartAfter)
            implements TimelineEvent {
        public ControllerKill {
            controllers = List.copyOf(controllers);
        }

        @Override
        public String kind() {
            return "controllerKill";
        }

        @Override
        public void play(Stage stage, Cause cause) {
            stage.processes().controllerKill(controllers, wipe, restartAfter, cause);
        }

        @Override
        public Optional<Duration> lasts() {
            return restartAfter;
        }

        @Override
        public List<Platform> platforms() {
            return Platform.ALL;
        }
    }

    /** Controllers that were killed start again. */
    record ControllerStart(List<Integer> controllers) implements TimelineEvent {
        public ControllerStart {
            controllers = List.copyOf(controllers);
        }

        @Override
        public String kind() {
            return "controllerStart";
        }

        @Override
        public void play(Stage stage, Cause cause) {
            stage.processes().controllerStart(controllers, cause);
        }

        @Override
        public Optional<Duration> lasts() {
            return Optional.of(Duration.ZERO);
        }

        @Override
        public List<Platform> platforms() {
            return Platform.ALL;
        }
    }

    /**
     * An I/O error takes log directories offline; a broker halts when it has none left, or the metadata log lay there.
     *
     * @param directory which directory of each broker, counted from 0; all when empty
     */
    record LogDirFailure(List<Integer> brokers, Optional<Integer> directory) implements TimelineEvent {
        public LogDirFailure {
            brokers = List.copyOf(brokers);
        }

        @Override
        public String kind() {
            return "logDirFailure";
        }

        @Override
        public void play(Stage stage, Cause cause) {
            stage.processes().logDirFailure(brokers, directory, cause);
        }

        @Override
        public List<Platform> platforms() {
            return Platform.ALL;
        }
    }

    /**
     * An administrator runs {@code kafka-topics --delete}. Each broker renames the directories of its replicas, open files in them, before
     * it deletes them; where that is refused its log directory fails, and fails again at every start while it is refused.
     *
     * @param renameRefused the probability that a broker's file system refuses it
     */
    record DeleteTopic(String topic, double renameRefused) implements TimelineEvent {
        public DeleteTopic {
            checkArgument(
                    0 <= renameRefused && renameRefused <= 1,
                    "renameRefused must lie in [0, 1], was %s",
                    renameRefused);
        }

        @Override
        public String kind() {
            return "deleteTopic";
        }

        @Override
        public void play(Stage stage, Cause cause) {
            stage.processes().deleteTopic(topic, renameRefused, cause);
        }

        @Override
        public Optional<Duration> lasts() {
            return Optional.of(Duration.ZERO);
        }

        @Override
        public List<Platform> platforms() {
            return Platform.ALL;
        }
    }

    /** So many groups of consumers are away and read nothing; then they come back and read what they have missed. */
    record ConsumerOutage(int groups, Duration duration) implements TimelineEvent {
        public ConsumerOutage {
            checkPositive(duration);
        }

        @Override
        public String kind() {
            return "consumerOutage";
        }

        @Override
        public void play(Stage stage, Cause cause) {
            stage.processes().consumerOutage(groups, duration, cause);
        }

        @Override
        public Optional<Duration> lasts() {
            return Optional.of(duration);
        }

        @Override
        public List<Platform> platforms() {
            return Platform.ALL;
        }
    }

    /** An administrator runs {@code kafka-leader-election --election-type unclean} for all partitions. */
    record UncleanElection() implements TimelineEvent {
        @Override
        public String kind() {
            return "uncleanElection";
        }

        @Override
        public void play(Stage stage, Cause cause) {
            stage.processes().uncleanElection(cause);
        }

        @Override
        public Optional<Duration> lasts() {
            return Optional.of(Duration.ZERO);
        }

        @Override
        public List<Platform> platforms() {
            return Platform.ALL;
        }
    }

    /**
     * A broker joins and takes its share of the replicas; over when it has them.
     *
     * @param throttle at how many bytes a second they are copied; empty for no limit
     */
    record AddBroker(Optional<DataRate> throttle) implements TimelineEvent {
        public AddBroker {
            checkThrottle(throttle);
        }

        @Override
        public String kind() {
            return "addBroker";
        }

        @Override
        public void play(Stage stage, Cause cause) {
            stage.processes().addBroker(throttle.orElse(DataRate.UNLIMITED), cause);
        }

        @Override
        public List<Platform> platforms() {
            return Platform.ALL;
        }
    }

    /**
     * A broker joins and takes all replicas of {@code broker}, which then stops in good order and does not come back.
     *
     * @param throttle at how many bytes a second they are copied; empty for no limit
     */
    record ReplaceBroker(int broker, Optional<DataRate> throttle) implements TimelineEvent {
        public ReplaceBroker {
            checkThrottle(throttle);
        }

        @Override
        public String kind() {
            return "replaceBroker";
        }

        @Override
        public void play(Stage stage, Cause cause) {
            stage.processes().replaceBroker(broker, throttle.orElse(DataRate.UNLIMITED), cause);
        }

        @Override
        public List<Platform> platforms() {
            return Platform.ALL;
        }
    }

    private static void checkThrottle(Optional<DataRate> throttle) {
        throttle.ifPresent(rate -> checkArgument(rate.bytesPerSecond() > 0, "throttle must be positive, was %s", rate));
    }

    private static List<Integer> brokersOf(NodeChoice node) {
        return node instanceof NodeChoice.OfBrokers ofBrokers ? ofBrokers.brokers() : List.of();
    }

    private static void checkPositive(Duration duration) {
        checkArgument(duration.compareTo(Duration.ZERO) > 0, "for must be positive, was %s", duration);
    }
}
