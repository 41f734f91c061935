package dev.brokerfall.kubernetes;

import dev.brokerfall.kernel.Timer;
import dev.brokerfall.kubernetes.ClusterState.Pool;
import dev.brokerfall.kubernetes.ClusterState.Zone;
import dev.brokerfall.kubernetes.PodRun.Stage;
import dev.brokerfall.kubernetes.scheduling.NodeState;
import dev.brokerfall.random.Stream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The cluster autoscaler: while pods have no place, it imagines a further node of each group, asks the scheduler's own filters whether
 * the pod would fit on it, and grows a group for which they say yes.
 *
 * <p>A pool over several zones is one group to it: it imagines a node like one that the pool has, and the scale set decides in which
 * zone the new one comes up, where it has the fewest machines. It cannot aim at a zone; a pod whose disk lies in one may wait for
 * ever. With a group for each zone it can.
 *
 * <p>Source: kubernetes/autoscaler, cluster-autoscaler/core/static_autoscaler.go, core/scaleup/orchestrator, clusterstate and
 * processors/nodeinfosprovider/mixed_nodeinfos_processor.go; AKS, "Cluster autoscaler overview".
 */
final class Autoscaler {

    private final ClusterState cluster;
    private final Fleet fleet;
    private final Consumer<NodeRun> removal;
    private final List<Group> groups = new ArrayList<>();
    private final List<Request> requests = new ArrayList<>();
    private final Timer scan;
    private long nextLook;
    private long nextNumber;
    private final Stream luck;

    /** Creates the autoscaler of the pools that have one; {@code removal} takes a machine away. */
    Autoscaler(ClusterState cluster, Fleet fleet, Consumer<NodeRun> removal) {
        this.cluster = cluster;
        this.fleet = fleet;
        this.removal = removal;
        this.scan = cluster.timer(Kind.AUTOSCALER_SCAN, 0);
        this.luck = cluster.streams.stream("autoscaler");
        for (Pool pool : cluster.pools) {
            pool.config.autoscale().ifPresent(config -> addGroups(pool, config));
        }
    }

    private void addGroups(Pool pool, AutoscaleConfig config) {
        List<Zone> zones = pool.config.zones().isEmpty()
                ? List.of(cluster.zone(""))
                : pool.config.zones().stream().map(cluster::zone).toList();
        if (config.perZone()) {
            zones.forEach(zone -> groups.add(new Group(pool, config, List.of(zone))));
        } else {
            groups.add(new Group(pool, config, zones));
        }
    }

    /** A pod has no place: the next look comes soon. */
    void podUnschedulable() {
        if (!groups.isEmpty() && !scan.isSet()) {
            scan.setAfter(groups.get(0).config.timings().decision().drawMillis(luck));
        }
    }

    /** A node is not ready: if it stays so, it is taken away. */
    void nodeNotReady(NodeRun node) {
        groupOf(node).ifPresent(group -> {
            if (!node.ready) {
                long due = group.config.timings().unready().toMillis();
                cluster.after(due, Kind.AUTOSCALER_UNREADY, node.index, node.lostSince);
            }
        });
    }

    /**
     * A node was not ready long enough, unless it was ready in between. Its pods must be on their way out. While something keeps it, it
     * is looked at again with every scan.
     */
    void unreadyForLong(NodeRun node, long since) {
        boolean still = !node.ready && node.registered && !node.gone && node.lostSince == since;
        boolean busy = node.pods.stream().anyMatch(pod -> !pod.state.terminating());
        Optional<Group> group = groupOf(node);
        if (!still || group.isEmpty()) {
            return;
        }
        if (!busy
                && !halted(group.get())
                && machines(group.get()) > group.get().config.min()) {
            removal.accept(node);
        } else {
            cluster.after(scanPeriod(), Kind.AUTOSCALER_UNREADY, node.index, since);
        }
    }

    /** Looks at the pods that have no place. */
    void look() {
        List<PodRun> waiting = cluster.pods.stream()
                .filter(pod -> pod.stage == Stage.PENDING && pod.state.node() == null)
                .toList();
        if (waiting.isEmpty()) {
            return;
        }
        nextLook = Long.MAX_VALUE;
        List<NodeState> stage = new ArrayList<>();
        List<Group> wanted = new ArrayList<>();
        for (Request request : requests) {
            request.group.imagine(request.imagined, stage);
        }
        for (Group group : groups) {
            List<Zone> models = group.models();
            group.model = models.get(luck.index(models.size()));
        }
        for (PodRun pod : waiting) {
            place(pod, stage, wanted);
        }
        waiting.forEach(pod -> cluster.cache.unbind(pod.state));
        stage.forEach(cluster.cache::removeNode);
        wanted.forEach(this::grow);
        // What else could help, such as a new node or one that takes pods again, makes the scheduler try, and that
        // leads here.
        if (nextLook < Long.MAX_VALUE) {
            scan.setAfter(Math.max(scanPeriod(), nextLook - cluster.now()));
        }
    }

    private long scanPeriod() {
        return groups.get(0).config.timings().scan().toMillis();
    }

    /** Finds a place for a pod among the nodes that are on their way, or else chooses a group that would give it one. */
    private void place(PodRun pod, List<NodeState> stage, List<Group> wanted) {
        for (NodeState node : stage) {
            if (cluster.scheduler.fits(pod.state, node)) {
                cluster.cache.bind(pod.state, node);
                return;
            }
        }
        List<Group> options = new ArrayList<>();
        for (Group group : groups) {
            if (hasRoom(group, wanted)) {
                List<Zone> helpful = group.helpful(pod, stage);
                if (helpful.isEmpty()) {
                    continue;
                }
                if (cluster.now() < group.backoffUntil) {
                    nextLook = Math.min(nextLook, group.backoffUntil);
                } else if (helpful.contains(group.model)) {
                    options.add(group);
                } else {
                    // Which of its nodes a new one is imagined after changes from one look to the next.
                    nextLook = cluster.now();
                }
            }
        }
        if (!options.isEmpty()) {
            Group chosen = choose(options);
            NodeState node = chosen.imagine(chosen.model, stage);
            cluster.cache.bind(pod.state, node);
            wanted.add(chosen);
        }
    }

    private boolean hasRoom(Group group, List<Group> wanted) {
        long soon = wanted.stream().filter(other -> other == group).count();
        return machines(group) + coming(group) + soon < group.config.max() && !halted(group);
    }

    /** The expander is random; similar groups are kept alike if so told. */
    private Group choose(List<Group> options) {
        Group smallest = options.get(0);
        for (Group group : options) {
            if (machines(group) + coming(group) < machines(smallest) + coming(smallest)) {
                smallest = group;
            }
        }
        return smallest.config.balanceSimilar() ? smallest : options.get(luck.index(options.size()));
    }

    private void grow(Group group) {
        Zone zone = zoneFor(group);
        nextLook = Math.min(nextLook, cluster.now());
        if (refused(zone)) {
            group.failed();
            return;
        }
        AutoscaleConfig.Timings timings = group.config.timings();
        long takes = fleet.provisioning().drawMillis(luck);
        long limit = timings.provisionLimit().toMillis();
        Request request = new Request(group, zone, group.model, takes <= limit);
        requests.add(request);
        cluster.after(Math.min(takes, limit), Kind.AUTOSCALER_NODE, 0, request.number);
    }

    /** The scale set keeps its zones alike, counting machines whether they work or not, and avoids a zone without room. */
    private Zone zoneFor(Group group) {
        List<Zone> open = group.zones.stream()
                .filter(zone -> cluster.now() >= zone.noRoomUntil)
                .toList();
        List<Zone> zones = open.isEmpty() ? group.zones : open;
        long fewest =
                zones.stream().mapToLong(zone -> machines(group, zone)).min().orElse(0);
        List<Zone> smallest =
                zones.stream().filter(zone -> machines(group, zone) == fewest).toList();
        return smallest.get(luck.index(smallest.size()));
    }

    private boolean refused(Zone zone) {
        boolean outage = cluster.zones.values().stream().anyMatch(other -> cluster.now() < other.noRoomUntil);
        double usual = cluster.timings.machines().allocationFailure();
        double share = outage ? groups.get(0).config.timings().refusedDuringOutage() : usual;
        return luck.uniform() < share || cluster.now() < zone.noRoomUntil;
    }

    /** A node that was asked for is there, or its time is over. */
    void arrived(long number) {
        Request request = requests.stream()
                .filter(its -> its.number == number)
                .findFirst()
                .orElseThrow();
        requests.remove(request);
        if (request.comes) {
            fleet.grow(request.group.pool, request.zone);
        } else {
            request.group.failed();
        }
    }

    private boolean halted(Group group) {
        AutoscaleConfig.Timings timings = group.config.timings();
        long all = cluster.nodes.stream().filter(node -> node.registered).count();
        long unready = cluster.nodes.stream()
                .filter(node -> node.registered && !node.ready)
                .count();
        return unready > timings.unreadyNodes() && unready > timings.unreadyShare() * all;
    }

    private Optional<Group> groupOf(NodeRun node) {
        return groups.stream()
                .filter(group ->
                        !node.surge && group.pool.index == node.pool && group.zones.contains(cluster.zone(node.zone())))
                .findFirst();
    }

    private long machines(Group group) {
        return group.zones.stream()
                .mapToLong(zone -> machines(group.pool, zone))
                .sum();
    }

    private long machines(Group group, Zone zone) {
        return machines(group.pool, zone)
                + requests.stream()
                        .filter(request -> request.group.pool == group.pool && request.zone == zone)
                        .count();
    }

    private long machines(Pool pool, Zone zone) {
        return cluster.nodes.stream()
                .filter(node -> !node.gone && !node.surge && node.pool == pool.index)
                .filter(node -> node.zone().equals(zone.name))
                .count();
    }

    private long coming(Group group) {
        return requests.stream().filter(request -> request.group == group).count();
    }

    /** Nodes that are asked for together. */
    private final class Group {

        private final Pool pool;
        private final AutoscaleConfig config;
        private final List<Zone> zones;
        private final Map<Zone, List<NodeState>> imagined = new LinkedHashMap<>();

        /** The zone of the node after which the next is imagined. */
        private Zone model;

        private long backoffUntil;
        private long backoff;
        private long lastFailure = NodeRun.NEVER;

        Group(Pool pool, AutoscaleConfig config, List<Zone> zones) {
            this.pool = pool;
            this.config = config;
            this.zones = zones;
            this.model = zones.get(0);
            zones.forEach(zone -> imagined.put(zone, new ArrayList<>()));
        }

        /** Returns the zones of {@link #models} in which a further node would take a pod. */
        List<Zone> helpful(PodRun pod, List<NodeState> stage) {
            List<Zone> helpful = new ArrayList<>();
            for (Zone zone : new LinkedHashSet<>(models())) {
                NodeState node = imagine(zone, stage);
                if (cluster.scheduler.fits(pod.state, node)) {
                    helpful.add(zone);
                }
                stage.remove(node);
                cluster.cache.removeNode(node);
            }
            return helpful;
        }

        /**
         * Returns the zones of the nodes after which a new one may be imagined: those that are ready and take pods. If the group has
         * none, its description serves.
         */
        List<Zone> models() {
            List<Zone> models = new ArrayList<>();
            for (NodeRun node : cluster.nodes) {
                Zone zone = cluster.zone(node.zone());
                if (node.registered
                        && node.ready
                        && !node.surge
                        && node.pool == pool.index
                        && zones.contains(zone)
                        && !node.state.unschedulable()) {
                    models.add(zone);
                }
            }
            return models.isEmpty() ? zones : models;
        }

        /** Puts an imagined node of a zone on stage, one that is not there yet. */
        NodeState imagine(Zone zone, List<NodeState> stage) {
            List<NodeState> known = imagined.computeIfAbsent(zone, none -> new ArrayList<>());
            for (NodeState node : known) {
                if (!stage.contains(node)) {
                    cluster.cache.restoreNode(node);
                    stage.add(node);
                    return node;
                }
            }
            String name = "template-" + pool.config.name() + "-" + zone.name + "-" + known.size();
            NodeState node = cluster.cache.addNode(fleet.described(pool, zone.name, name));
            known.add(node);
            stage.add(node);
            return node;
        }

        void failed() {
            long reset = config.timings().backoffReset().toMillis();
            boolean fresh = lastFailure == NodeRun.NEVER || cluster.now() - lastFailure > reset;
            backoff = fresh
                    ? config.timings().backoff().toMillis()
                    : Math.min(2 * backoff, config.timings().longestBackoff().toMillis());
            lastFailure = cluster.now();
            backoffUntil = cluster.now() + backoff;
        }
    }

    /** A node that was asked for. */
    private final class Request {

        private final long number = nextNumber++;
        private final Group group;
        private final Zone zone;
        private final Zone imagined;
        private final boolean comes;

        Request(Group group, Zone zone, Zone imagined, boolean comes) {
            this.group = group;
            this.zone = zone;
            this.imagined = imagined;
            this.comes = comes;
        }
    }
}
