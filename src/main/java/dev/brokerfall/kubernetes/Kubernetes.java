package dev.brokerfall.kubernetes;

import static com.google.common.base.Preconditions.checkArgument;

import dev.brokerfall.cluster.Slot;
import dev.brokerfall.cluster.Workload;
import dev.brokerfall.kernel.Actor;
import dev.brokerfall.kernel.Agenda;
import dev.brokerfall.kernel.Cause;
import dev.brokerfall.kubernetes.NodeRun.Why;
import dev.brokerfall.kubernetes.objects.ClusterObjects;
import dev.brokerfall.kubernetes.objects.LabelSelector;
import dev.brokerfall.kubernetes.objects.Taint;
import dev.brokerfall.kubernetes.scheduling.SchedulerCache;
import dev.brokerfall.random.Streams;
import dev.brokerfall.storage.IronEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * An AKS cluster at work: it places pods, keeps their volumes with them, and lives through what befalls its nodes. Process
 * {@code i} of the workload runs in pod {@code i}.
 *
 * <p>The loops of the control plane are phases: a cluster to which nothing happens has no events but its node-image upgrades.
 */
public final class Kubernetes implements Actor {

    private final ClusterState cluster;
    private final PodLifecycle pods;
    private final NodeLifecycle lifecycle;
    private final Machines machines;
    private final Fleet fleet;
    private final KafkaRoller roller;
    private final Drains drains;
    private final Maintenances maintenances;
    private final Storages storages;
    private final FileShares shares;
    private final Upgrades upgrades;
    private final Autoscaler autoscaler;
    private final DiskPressure diskPressure;
    private final List<String> emptied = new ArrayList<>();

    /**
     * Starts a cluster at the agenda's present with all nodes ready and all pods running, placed by the scheduler, their volumes made
     * and intact. The workload is not told of processes that run from the beginning; one whose pod fits nowhere is reported killed
     * at once.
     */
    public Kubernetes(
            Agenda agenda,
            Streams streams,
            AksConfig config,
            List<PodSpec> pods,
            Workload workload,
            KubernetesListener listener) {
        this(agenda, streams, config, Founding.objects(pods), Cast.of(pods), workload, listener);
    }

    /**
     * Starts a cluster from its objects, as they are now: nodes and pods where they are, volumes where they lie. Pods that a
     * StatefulSet lacks are created. The pools of {@code config} are those whose names the nodes' {@code agentpool} labels give.
     */
    public Kubernetes(
            Agenda agenda,
            Streams streams,
            AksConfig config,
            ClusterObjects objects,
            Workload workload,
            KubernetesListener listener) {
        this(agenda, streams, config, Cast.complete(objects), Cast.of(Cast.complete(objects)), workload, listener);
    }

    private Kubernetes(
            Agenda agenda,
            Streams streams,
            AksConfig config,
            ClusterObjects objects,
            Cast cast,
            Workload workload,
            KubernetesListener listener) {
        SchedulerCache cache = new SchedulerCache(objects);
        cluster =
                new ClusterState(agenda, this, streams, config.timings(), config.operator(), workload, listener, cache);
        pods = new PodLifecycle(cluster);
        lifecycle = new NodeLifecycle(cluster, pods);
        machines = new Machines(cluster, pods, lifecycle);
        fleet = new Fleet(cluster, pods, config.region());
        for (NodePoolConfig pool : config.nodePools()) {
            cluster.pools.add(new ClusterState.Pool(cluster.pools.size(), pool));
        }
        cast.nodes(cluster, fleet);
        cast.pods(cluster, pods);
        roller = new KafkaRoller(cluster, pods);
        DrainCleaner drainCleaner = new DrainCleaner(config.operator().drainCleaner(), roller);
        drains = new Drains(cluster, pods, cast.budgets(cluster), drainCleaner);
        maintenances = new Maintenances(cluster, drains, machines);
        storages = new Storages(cluster, pods);
        shares = new FileShares(cluster, storages, pods);
        upgrades = new Upgrades(cluster, drains, machines, fleet, config.surgeFallsBack());
        machines.spare(upgrades::worksOn);
        autoscaler = new Autoscaler(cluster, fleet, node -> removeNode(node, node.cause));
        diskPressure = new DiskPressure(cluster, pods, config.nodeFileSystem());
        diskPressure.begin();
        pods.watchedBy(new PodLifecycle.Watch() {
            @Override
            public void podStarted(PodRun pod) {
                Kubernetes.this.workloadChanged();
                diskPressure.podStarted(pod);
            }

            @Override
            public void podGone(PodRun pod, NodeRun node) {
                drains.podGone(node);
                reconcileSets();
            }

            @Override
            public void podPending(PodRun pod) {
                autoscaler.podUnschedulable();
                upgrades.podPending();
            }
        });
    }

    /** The workload tells that a process that was asked to stop has exited. */
    public void exited(int process) {
        pods.exited(cluster.pods.get(process));
    }

    /** The workload tells that readiness or in-sync sets changed, so that whoever waits for them asks again. */
    public void workloadChanged() {
        roller.workloadChanged();
        drains.workloadChanged();
        reconcileSets();
    }

    /** StatefulSets that wait for pods to run or to be gone may go on. */
    private void reconcileSets() {
        for (PodSet set : cluster.sets.values()) {
            set.reconcile(cluster, pods);
        }
    }

    /** Returns what all parts of this cluster share, for tests that look closer than a scenario can. */
    ClusterState state() {
        return cluster;
    }

    /** Returns who keeps disks where their pods are. */
    VolumeAttachments attachments() {
        return pods.attachments();
    }

    // Queries

    /** Returns the node called {@code name}, if there is one now. */
    public OptionalInt node(String name) {
        return cluster.nodes.stream()
                .filter(node -> node.registered && node.name().equals(name))
                .mapToInt(node -> node.index)
                .findFirst();
    }

    /** Returns the node that stands in a slot now, if there is one. */
    public OptionalInt node(Slot slot) {
        return cluster.nodes.stream()
                .filter(node -> !node.gone && node.slot.equals(slot))
                .mapToInt(node -> node.index)
                .findFirst();
    }

    /** Returns the node a process's pod is bound to, if it is bound. */
    public OptionalInt nodeOf(int process) {
        NodeRun node = cluster.pods.get(process).node;
        return node == null ? OptionalInt.empty() : OptionalInt.of(node.index);
    }

    /** Returns the process whose pod is called {@code pod}, {@code namespace/name}, if there is one. */
    public OptionalInt process(String pod) {
        return cluster.pods.stream()
                .filter(its -> its.id().equals(pod))
                .mapToInt(its -> its.process)
                .findFirst();
    }

    /** Returns the nodes of a zone, in order of their slots. */
    public List<Integer> nodesOf(String zone) {
        return machinesOf(zone).stream().map(node -> node.index).toList();
    }

    /** Returns the name of a node. */
    public String nodeName(int node) {
        return cluster.nodes.get(node).name();
    }

    /** Returns the zone of a node; empty for none. */
    public String zoneOf(int node) {
        return cluster.nodes.get(node).zone();
    }

    /** Returns {@code namespace/name} of the pod of a process. */
    public String podName(int process) {
        return cluster.pods.get(process).id();
    }

    /** Returns how many processes there are. */
    public int processes() {
        return cluster.pods.size();
    }

    /** Returns whether the pod of a process runs, as far as its kubelet is concerned. */
    public boolean running(int process) {
        return cluster.pods.get(process).hasProcess();
    }

    /** Returns the node that a process's volume is attached to, if it is attached. */
    public OptionalInt attachedTo(int process) {
        NodeRun node = cluster.pods.get(process).volume.attached();
        return node == null ? OptionalInt.empty() : OptionalInt.of(node.index);
    }

    /** Returns the slots in which machines stand now, in order of zone and index. */
    public List<Slot> slots() {
        return cluster.nodes.stream()
                .filter(node -> !node.gone && !node.surge)
                .map(node -> node.slot)
                .sorted(Comparator.comparing(Slot::zone).thenComparingInt(Slot::index))
                .toList();
    }

    /** Returns the zones, in order of appearance; the empty one stands for nodes without a zone. */
    public List<String> zones() {
        return List.copyOf(cluster.zones.keySet());
    }

    // What befalls machines

    /** A node's guest loses its memory and boots again on the same host after {@code down}. */
    public void nodeCrash(int node, Duration down, Cause cause) {
        machines.down(cluster.nodes.get(node), Why.GUEST, IronEvent.CRASH, down.toMillis(), cause);
    }

    /** A node's host fails; the machine comes back on another host after {@code down} (service healing): local disks are lost. */
    public void nodeHeal(int node, Duration down, Cause cause) {
        machines.down(cluster.nodes.get(node), Why.HOST, IronEvent.REDEPLOY, down.toMillis(), cause);
    }

    /** A node's machine is stopped and its host given back; it is started again after {@code down}: local disks are lost. */
    public void nodeStop(int node, Duration down, Cause cause) {
        machines.down(cluster.nodes.get(node), Why.STOPPED, IronEvent.DEALLOCATE, down.toMillis(), cause);
    }

    /** A node's guest shuts down in order and boots again. */
    public void nodeReboot(int node, Cause cause) {
        NodeRun its = cluster.nodes.get(node);
        long lasting = cluster.timings.machines().reboot().drawMillis(its.operations);
        machines.down(its, Why.WORK, IronEvent.GUEST_REBOOT, lasting, cause);
    }

    /** Returns whether Azure pauses a node where it works on its host; the machines of some series it moves to another. */
    public boolean mayFreeze(int node) {
        return cluster.pools.get(cluster.nodes.get(node).pool).config.vm().liveMigration();
    }

    /** A node stands still. */
    public void nodeFreeze(int node, Duration pause, Cause cause) {
        machines.freeze(cluster.nodes.get(node), pause, cause);
    }

    /** A node is drained for as long as {@code notice} allows, then moved to another host: local disks are lost. */
    public void nodeRedeploy(int node, Duration notice, Cause cause) {
        maintenances.begin(
                List.of(cluster.nodes.get(node)),
                Maintenance.REDEPLOY,
                notice,
                OptionalLong.empty(),
                new MaintenancePace.OneAtATime(),
                cause);
    }

    /** A node's system disk is written anew, without a drain. */
    public void nodeReimage(int node, Cause cause) {
        NodeRun its = cluster.nodes.get(node);
        long lasting = cluster.timings.machines().reimage().drawMillis(its.operations);
        machines.down(its, Why.WORK, IronEvent.REIMAGE, lasting, cause);
    }

    /** A node's machine no longer exists; a new one stands in its slot after {@code refill}, or never. */
    public void nodeLoss(int node, Optional<Duration> refill, Cause cause) {
        NodeRun its = cluster.nodes.get(node);
        machines.lose(its, cause);
        upgrades.nodeGone(its);
        maintenances.nodeDone(its);
        refill.ifPresent(after -> cluster.after(after.toMillis(), Kind.MACHINE_REFILL, node, 0));
    }

    /**
     * A node is drained and its machine deleted, as a machine controller, a managed node group or {@code az aks nodepool
     * delete-machines} does it. A new machine is asked for at once, and not again if Azure refuses it.
     *
     * @param drainTimeout how long the drain is waited for before the machine is deleted all the same; empty for as long as it takes
     * @param zone where the new machine comes; empty for the same zone
     */
    public void replaceNode(int node, Optional<Duration> drainTimeout, Optional<String> zone, Cause cause) {
        NodeRun its = cluster.nodes.get(node);
        fleet.request(cluster.pools.get(its.pool), cluster.zone(zone.orElseGet(its::zone)), false);
        drains.start(
                its,
                drainTimeout.map(limit -> OptionalLong.of(limit.toMillis())).orElseGet(OptionalLong::empty),
                new Drains.Owner() {
                    @Override
                    public void drained(NodeRun drained, boolean complete) {
                        removeNode(drained, cause);
                    }

                    @Override
                    public boolean leavesStuckPods() {
                        return true;
                    }
                },
                cause);
    }

    /** A node has no power for a while. */
    public void powerLoss(int node, Duration down, Cause cause) {
        machines.down(cluster.nodes.get(node), Why.POWER, IronEvent.POWER_LOSS, down.toMillis(), cause);
    }

    /** All nodes of a zone have no power for a while; its storage has. */
    public void zonePowerLoss(String zone, Duration down, Cause cause) {
        machinesOf(zone).forEach(node -> powerLoss(node.index, down, cause));
    }

    // What people and programs do

    /** A node takes no new pods. Without a control plane nobody hears of it, here and below. */
    public void cordon(int node, Cause cause) {
        if (cluster.controlPlaneUp()) {
            drains.cordon(cluster.nodes.get(node), cause);
        }
    }

    /** A node takes pods again. */
    public void uncordon(int node, Cause cause) {
        drains.stop(cluster.nodes.get(node));
        drains.uncordon(cluster.nodes.get(node));
    }

    /** A node is cordoned and its pods are evicted, for as long as it takes. */
    public void drain(int node, Cause cause) {
        drains.start(cluster.nodes.get(node), OptionalLong.empty(), Drains.Owner.NOBODY, cause);
    }

    /** All nodes of a zone are cordoned and drained; they take pods again after {@code uncordonAfter}, or never. */
    public void zoneDrain(String zone, Optional<Duration> uncordonAfter, Cause cause) {
        machinesOf(zone).forEach(node -> cordon(node.index, cause));
        for (NodeRun node : machinesOf(zone)) {
            drain(node.index, cause);
            uncordonAfter.ifPresent(after -> cluster.after(after.toMillis(), Kind.UNCORDON, node.index, 0));
        }
    }

    /** Azure works on the hosts of a zone. */
    public void zoneMaintenance(
            String zone, Maintenance strategy, Duration notice, Duration duration, MaintenancePace pace, Cause cause) {
        maintenances.begin(machinesOf(zone), strategy, notice, OptionalLong.of(duration.toMillis()), pace, cause);
    }

    /** The Kafka operator restarts all pods, as for a new version or configuration. */
    public void rollingUpdate(Cause cause) {
        roller.rollAll(cause);
    }

    /** All nodes of a pool get a new image. */
    public void nodePoolUpgrade(String pool, OptionalInt maxSurge, Cause cause) {
        upgrades.begin(pool, maxSurge, cause);
    }

    /** Deletes the pods whose labels match a selector such as {@code app=echo}; all for an empty one. */
    public void deletePods(String selector, Cause cause) {
        LabelSelector labels = LabelSelector.parse(selector);
        for (PodRun pod : List.copyOf(cluster.pods)) {
            if (cluster.controlPlaneUp() && labels.matches(pod.pod().labels())) {
                pods.delete(pod, cause);
            }
        }
    }

    /** A StatefulSet, {@code namespace/name}, shall have so many pods; those it never had cannot be added. */
    public void scaleStatefulSet(String set, int replicas, Cause cause) {
        int slash = set.indexOf('/');
        PodSet its = cluster.sets.get(set.substring(0, slash) + "/StatefulSet" + set.substring(slash));
        checkArgument(its != null, "there is no StatefulSet %s", set);
        its.scale(replicas, cause);
        its.reconcile(cluster, pods);
    }

    /** Deletes a pod and its claim: it starts empty, wherever it fits. */
    public void deleteVolumeClaim(int process, Cause cause) {
        if (cluster.controlPlaneUp()) {
            pods.deleteClaim(cluster.pods.get(process), cause);
        }
    }

    /** A zone gets or gives up nodes until it has {@code to}; those with the highest slots are drained and leave. */
    public void scaleNodes(String zone, int to, Cause cause) {
        List<NodeRun> nodes = machinesOf(zone);
        for (int i = nodes.size(); i < to; i++) {
            fleet.request(poolOf(zone), cluster.zone(zone), false);
        }
        List<NodeRun> leaving = nodes.subList(Math.min(to, nodes.size()), nodes.size());
        leaving.forEach(node -> cordon(node.index, cause));
        for (NodeRun node : leaving) {
            drains.start(node, OptionalLong.empty(), (drained, complete) -> removeNode(drained, cause), cause);
        }
    }

    /** Somebody scales a zone to no nodes; when it is noticed, the zone gets as many again as it had. */
    public void emptyZone(String zone, Duration noticedAfter, Cause cause) {
        int nodes = machinesOf(zone).size();
        if (nodes > 0) {
            scaleNodes(zone, 0, cause);
            emptied.add(zone);
            cluster.after(noticedAfter.toMillis(), Kind.ZONE_REFILLED, emptied.size() - 1, nodes);
        }
    }

    /** Something else than Kafka fills the disk of a node for a while. */
    public void diskFilled(int node, Duration lasting, Cause cause) {
        diskPressure.filled(cluster.nodes.get(node), lasting.toMillis(), cause);
    }

    /** All pools get a new version of Kubernetes, one after the other. */
    public void clusterUpgrade(Cause cause) {
        upgrades.beginAll(cause);
    }

    private void removeNode(NodeRun node, Cause cause) {
        machines.remove(node, cause);
        upgrades.nodeGone(node);
    }

    /** Someone says that a node is out of service for good. */
    public void outOfServiceTaint(int node, Cause cause) {
        outOfServiceTaint(node, Taint.Effect.NO_EXECUTE, cause);
    }

    /** As the other, with the taint's effect: NoSchedule leaves pods alone until they are marked for deletion. */
    public void outOfServiceTaint(int node, Taint.Effect effect, Cause cause) {
        if (cluster.controlPlaneUp()) {
            lifecycle.outOfService(cluster.nodes.get(node), effect, cause);
        }
    }

    /** A pod is deleted with {@code --force --grace-period=0}: its object goes at once, whatever its node does. */
    public void forceDelete(int process, Cause cause) {
        if (cluster.controlPlaneUp()) {
            pods.forceDelete(cluster.pods.get(process), cause);
        }
    }

    // What befalls zones and services

    /** A part of a zone's machines, and of the storage in it, is down together. */
    public void zoneOutage(String zone, double fraction, Duration down, Cause cause) {
        checkArgument(0 <= fraction && fraction <= 1, "fraction must lie in [0, 1], was %s", fraction);
        ClusterState.Zone its = cluster.zone(zone);
        its.noRoomUntil = Math.max(its.noRoomUntil, cluster.now() + down.toMillis());
        List<NodeRun> hit = machinesOf(zone).stream()
                .filter(node -> cluster.streams.stream("zoneOutage", zone, "slot", node.slot.index(), cause.began())
                                .uniform()
                        < fraction)
                .toList();
        for (NodeRun node : hit) {
            machines.down(node, Why.POWER, IronEvent.POWER_LOSS, down.toMillis(), cause);
        }
        storages.zoneOut(zone, fraction, hit, down, cause);
        shares.zoneOut(zone, fraction, down, cause);
    }

    /** No node of a zone can be reached, from anywhere. */
    public void zonePartition(String zone, Duration lasting, Cause cause) {
        machinesOf(zone).forEach(node -> machines.partition(node, lasting, cause));
    }

    /** Nothing is scheduled, evicted, attached or noticed. */
    public void controlPlaneOutage(Duration lasting, Cause cause) {
        cluster.controlPlaneBack = Math.max(cluster.controlPlaneBack, cluster.now() + lasting.toMillis());
        cluster.at(cluster.controlPlaneBack, Kind.CONTROL_PLANE_BACK, 0, 0);
    }

    /** The disk of a process does not answer. */
    public void diskUnavailable(int process, Duration lasting, Cause cause) {
        storages.stall(cluster.pods.get(process), lasting, cause);
    }

    /** No share of Azure Files answers. */
    public void storageAccountOutage(Duration lasting, Cause cause) {
        shares.accountsOut(lasting, cause);
    }

    /** The shares of Azure Files in the account of the broker {@code number}, and of the controller of that number, do not answer. */
    public void storageAccountOutage(int number, Duration lasting, Cause cause) {
        shares.accountOut(number, lasting, cause);
    }

    /** Attaching and detaching take {@code factor} times as long. */
    public void attachSlow(double factor, Duration lasting, Cause cause) {
        checkArgument(factor > 0, "factor must be positive, was %s", factor);
        cluster.attachFactor = factor;
        cluster.attachSlowUntil = cluster.now() + lasting.toMillis();
    }

    /** A zone has no room for new machines. */
    public void allocationFailure(String zone, Duration lasting, Cause cause) {
        ClusterState.Zone its = cluster.zone(zone);
        its.noRoomUntil = Math.max(its.noRoomUntil, cluster.now() + lasting.toMillis());
    }

    /** The container of a process dies and is started again on its node. */
    public void containerCrash(int process, Cause cause) {
        pods.containerCrash(cluster.pods.get(process), cause);
    }

    private List<NodeRun> machinesOf(String zone) {
        List<NodeRun> nodes = new ArrayList<>();
        for (NodeRun node : cluster.nodes) {
            if (!node.gone && !node.surge && node.zone().equals(zone)) {
                nodes.add(node);
            }
        }
        nodes.sort(Comparator.comparingInt(node -> node.slot.index()));
        return nodes;
    }

    private ClusterState.Pool poolOf(String zone) {
        return cluster.pools.stream()
                .filter(pool -> pool.config.zones().contains(zone))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no node pool spans zone " + zone));
    }

    @Override
    public void handle(int kind, int target, long payload) {
        Kind what = Kind.ALL[kind];
        if (what.ofControlPlane() && !cluster.controlPlaneUp()) {
            // What nobody could notice is noticed when the control plane is back; it then waits for fresh leases first.
            long grace = what == Kind.NODE_NOT_READY
                    ? cluster.timings.controlPlane().monitorGrace().toMillis()
                    : 0;
            cluster.at(cluster.controlPlaneBack + grace, what, target, payload);
            return;
        }
        switch (what) {
            case NODE_NOT_READY -> {
                lifecycle.notReady(cluster.nodes.get(target));
                autoscaler.nodeNotReady(cluster.nodes.get(target));
            }
            case NODE_TAINT -> lifecycle.taint(cluster.nodes.get(target));
            case NODE_CLOUD_POLL -> lifecycle.askCloud(cluster.nodes.get(target));
            case NODE_POD_GC -> lifecycle.collect(cluster.nodes.get(target));
            case NODE_OUT_OF_SERVICE -> lifecycle.takeOutOfService(cluster.nodes.get(target));
            case NODE_DISK_CHECK -> diskPressure.check(cluster.nodes.get(target));
            case NODE_REPAIR -> machines.repair(cluster.nodes.get(target));
            case MACHINE_RELEASED -> {
                machines.released(cluster.nodes.get(target), payload);
                machineBack(cluster.nodes.get(target));
            }
            case MACHINE_THAWED -> {
                machines.thaw(cluster.nodes.get(target));
                machineBack(cluster.nodes.get(target));
            }
            case MACHINE_HEALED -> machines.heal(cluster.nodes.get(target));
            case MACHINE_NOTICE_OVER -> maintenances.noticeOver(cluster.nodes.get(target));
            case MAINTENANCE_RESUMED -> maintenances.resume(target);
            case MACHINE_PROVISIONED -> {
                NodeRun node = fleet.provisioned(cluster.pools.get(target), payload);
                if (node.surge) {
                    upgrades.surged(node);
                }
            }
            case MACHINE_REFILL -> fleet.refill(cluster.nodes.get(target));
            case POD_UNPLACED -> pods.unplaced(cluster.pods.get(target));
            case POD_STAGE -> pods.stageOver(cluster.pods.get(target));
            case POD_EVICTED -> lifecycle.evict(cluster.pods.get(target));
            case POD_CLAIM_DELETED -> pods.replaceClaim(cluster.pods.get(target));
            case DISK_OPERATION_BEGINS -> pods.attachments().begins(cluster.nodes.get(target));
            case DISK_OPERATION_DONE -> pods.attachments().done(cluster.nodes.get(target));
            case DISK_FORCE_DETACH -> pods.attachments().forceDue(cluster.pods.get(target).volume);
            case DISK_AVAILABLE -> storages.available(cluster.pods.get(target));
            case SHARE_REMOUNT -> shares.remount(cluster.pods.get(target), payload);
            case LIVENESS_FAILED -> storages.livenessFailed(cluster.pods.get(target));
            case OPERATOR_TICK -> roller.tick();
            case EVICTION_RETRY -> drains.retry();
            case DRAIN_TIMEOUT -> drains.timedOut(cluster.nodes.get(target));
            case UNCORDON -> uncordon(target, Causes.NONE);
            case ZONE_REFILLED -> scaleNodes(emptied.get(target), (int) payload, Causes.NONE);
            case UPGRADE_DUE -> upgrades.due(target, payload);
            case UPGRADE_LOOKED_AFTER -> upgrades.lookAfter(target);
            case UPGRADE_SOAKED -> upgrades.soaked(cluster.nodes.get(target));
            case AUTOSCALER_SCAN -> autoscaler.look();
            case AUTOSCALER_NODE -> autoscaler.arrived(payload);
            case AUTOSCALER_UNREADY -> autoscaler.unreadyForLong(cluster.nodes.get(target), payload);
            case CONTROL_PLANE_BACK -> {
                pods.schedulePending();
                drains.retry();
            }
        }
    }

    private void machineBack(NodeRun node) {
        if (!node.alive()) {
            return;
        }
        maintenances.nodeDone(node);
        if (!cluster.controlPlaneUp()) {
            cluster.at(cluster.controlPlaneBack, Kind.MACHINE_RELEASED, node.index, Machines.NO_HOLD);
            return;
        }
        if (node.uncordonWhenUp) {
            node.uncordonWhenUp = false;
            drains.uncordon(node);
        }
        upgrades.nodeUp(node);
    }

    /** What Azure does to hosts. */
    public enum Maintenance {
        FREEZE,
        REBOOT,
        REDEPLOY
    }
}
