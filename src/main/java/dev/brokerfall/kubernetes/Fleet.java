package dev.brokerfall.kubernetes;

import dev.brokerfall.cluster.Slot;
import dev.brokerfall.kernel.Phase;
import dev.brokerfall.kubernetes.ClusterState.Pool;
import dev.brokerfall.kubernetes.ClusterState.Zone;
import dev.brokerfall.kubernetes.objects.Node;
import dev.brokerfall.kubernetes.objects.Resources;
import dev.brokerfall.kubernetes.objects.Topology;
import dev.brokerfall.kubernetes.scheduling.NodeState;
import dev.brokerfall.random.RandomDuration;
import dev.brokerfall.random.Stream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Adds machines to node pools. */
final class Fleet {

    private final ClusterState cluster;
    private final PodLifecycle pods;
    private final String region;
    private final Stream allocation;

    Fleet(ClusterState cluster, PodLifecycle pods, String region) {
        this.cluster = cluster;
        this.pods = pods;
        this.region = region;
        this.allocation = cluster.streams.stream("allocation");
    }

    /** Adds the nodes that a pool begins with, zone after zone in turn, as a zone-spanning scale set does. */
    void fill(Pool pool) {
        List<String> zones = pool.config.zones().isEmpty() ? List.of("") : pool.config.zones();
        for (int row = 0; row < pool.config.nodesPerZone(); row++) {
            for (String zone : zones) {
                add(pool, cluster.zone(zone), freeSlot(cluster.zone(zone)));
            }
        }
    }

    /** Adds a node that stands as it is described. */
    NodeRun adopt(Node node, Pool pool, String zone) {
        Zone its = cluster.zone(zone);
        return register(cluster.cache.addNode(node), pool, freeSlot(its));
    }

    NodeRun add(Pool pool, Zone zone, Slot slot) {
        return register(cluster.cache.addNode(describe(pool, zone.name)), pool, slot);
    }

    private Slot freeSlot(Zone zone) {
        for (int index = 0; ; index++) {
            Slot slot = new Slot(zone.name, index);
            if (cluster.nodes.stream().noneMatch(node -> !node.gone && node.slot.equals(slot))) {
                return slot;
            }
        }
    }

    NodeRun adoptState(NodeState state, Pool pool, String zone) {
        return register(state, pool, freeSlot(cluster.zone(zone)));
    }

    private NodeRun register(NodeState state, Pool pool, Slot slot) {
        long period = cluster.timings.controlPlane().lease().toMillis();
        Phase lease = cluster.phase(period, "slot", slot.zone(), slot.index(), "lease");
        Stream operations = cluster.streams.stream("slot", slot.zone(), slot.index(), "operations");
        NodeRun node = new NodeRun(cluster.nodes.size(), slot, pool.index, state, cluster, lease, operations);
        cluster.nodes.add(node);
        return node;
    }

    private Node describe(Pool pool, String zone) {
        NodePoolConfig config = pool.config;
        return described(pool, zone, NodePoolConfig.nodeName(config.name(), pool.nextInstance++));
    }

    /** Returns a node of a pool as the pool describes it. */
    Node described(Pool pool, String zone, String name) {
        NodePoolConfig config = pool.config;
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("agentpool", config.name());
        labels.put("kubernetes.azure.com/agentpool", config.name());
        labels.put("node.kubernetes.io/instance-type", config.vm().size());
        labels.put(Topology.HOSTNAME, name);
        labels.put(Topology.REGION, region);
        labels.put(Topology.ZONE, zone.isEmpty() ? "0" : NodeLifecycle.zoneLabel(region, zone));
        return new Node(
                name,
                labels,
                false,
                List.of(),
                // Pods of a described cluster request no ephemeral storage: what their data takes is checked with the
                // volume.
                new Resources(config.vm().cpuMillis(), config.vm().memory().bytes(), Long.MAX_VALUE / 4, Map.of()),
                config.vm().pods(),
                Map.of(Volumes.DISK_DRIVER, config.vm().dataDisks()),
                true);
    }

    /** Asks for a machine; returns whether it will come. */
    boolean request(Pool pool, Zone zone, boolean surge) {
        boolean refused = allocation.uniform() < cluster.timings.machines().allocationFailure();
        if (refused || cluster.now() < zone.noRoomUntil) {
            return false;
        }
        long zoneNumber = new ArrayList<>(cluster.zones.values()).indexOf(zone);
        cluster.after(
                cluster.timings.machines().provision().drawMillis(allocation),
                Kind.MACHINE_PROVISIONED,
                pool.index,
                zoneNumber << 1 | (surge ? 1 : 0));
        return true;
    }

    /** Returns how long a machine takes from being asked for to ready. */
    RandomDuration provisioning() {
        return cluster.timings.machines().provision();
    }

    /** A machine that the autoscaler asked for is ready. */
    void grow(Pool pool, Zone zone) {
        NodeRun node = add(pool, zone, freeSlot(zone));
        cluster.listener.nodeReady(node.name(), node.zone());
        pods.schedulePending();
    }

    /** A machine that was asked for is ready. */
    NodeRun provisioned(Pool pool, long payload) {
        Zone zone = new ArrayList<>(cluster.zones.values()).get((int) (payload >>> 1));
        boolean surge = (payload & 1) == 1;
        NodeRun node = surge ? revive(pool, zone) : add(pool, zone, freeSlot(zone));
        node.surge = surge;
        cluster.listener.nodeReady(node.name(), node.zone());
        pods.schedulePending();
        return node;
    }

    /** Surge machines come and go: the entry of one that left is used again, so that a year of upgrades holds no more than two. */
    private NodeRun revive(Pool pool, Zone zone) {
        for (NodeRun node : cluster.nodes) {
            if (node.surge
                    && node.gone
                    && !node.registered
                    && node.pool == pool.index
                    && node.zone().equals(zone.name)) {
                node.gone = false;
                node.registered = true;
                node.ready = true;
                node.tainted = false;
                node.imagePulled = false;
                node.cause = Causes.NONE;
                node.state.taints().clear();
                node.state.unschedulable(false);
                cluster.cache.restoreNode(node.state);
                return node;
            }
        }
        return add(pool, zone, freeSlot(zone));
    }

    /** The slot of a machine that was lost gets a new one; while the zone has no room, it waits. */
    void refill(NodeRun lost) {
        Zone zone = cluster.zone(lost.zone());
        if (cluster.now() < zone.noRoomUntil) {
            cluster.at(zone.noRoomUntil, Kind.MACHINE_REFILL, lost.index, 0);
            return;
        }
        boolean taken = cluster.nodes.stream().anyMatch(node -> !node.gone && node.slot.equals(lost.slot));
        if (!taken) {
            NodeRun node = add(cluster.pools.get(lost.pool), zone, lost.slot);
            cluster.listener.nodeReady(node.name(), node.zone());
            pods.schedulePending();
        }
    }
}
