package dev.brokerfall.kubernetes;

import dev.brokerfall.kernel.Cause;
import dev.brokerfall.kubernetes.ClusterState.Pool;
import dev.brokerfall.kubernetes.ClusterState.Zone;
import dev.brokerfall.random.Stream;
import dev.brokerfall.unit.Durations;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Gives all nodes of a pool a new image.
 *
 * <pre>
 * check    a disruption budget that never allows an eviction stops the upgrade before it has begun
 * surge    as many extra nodes as maxSurge says, or as there are nodes to do. When Azure has not room for all of them the upgrade stops
 *          before it has begun; from Kubernetes 1.35 on it goes on with one; with a maxUnavailable beside maxSurge it goes on in place
 * roll     as many nodes at a time as there are extra ones, or maxUnavailable in place: each is cordoned, drained, left to soak, written
 *          anew and uncordoned. The order is that of their names
 * leave    the extra nodes are cordoned, drained and deleted
 * stop     a drain that outlasts its time stops the upgrade: its node stays cordoned, and so do those that were being drained beside it.
 *          A node that was being written anew is finished. What is left is done when the upgrade is tried again, or with all other nodes
 *          when the next image is due
 * </pre>
 *
 * <p>Pools are upgraded one after the other. A cordoned node that keeps a pod Pending is uncordoned by whoever looks after the cluster.
 *
 * <p>Source: AKS, "Configure rolling upgrades for AKS node pools", "Upgrade options", "Automatically upgrade an AKS cluster"; Azure/AKS
 * issues 3439 (nodes stay cordoned) and 4860 (UnsatisfiablePDB). The order of nodes, the zone of the extra node and what becomes of it when
 * an upgrade stops are not documented: here it stays, and is of use to the next attempt.
 */
final class Upgrades implements Drains.Owner {

    private static final String EVENT = "nodePoolUpgrade";
    private static final long REGULAR = 0;
    private static final long AGAIN = 1;

    /** What was due outside the window. */
    private static final long WAITED = 2;

    private final ClusterState cluster;
    private final Drains drains;
    private final Machines machines;
    private final Fleet fleet;
    private final boolean oneWillDo;
    private final List<Upgrade> upgrades = new ArrayList<>();

    /**
     * Schedules the first upgrade of each pool.
     *
     * @param oneWillDo whether a single extra node is enough when Azure has no room for more
     */
    Upgrades(ClusterState cluster, Drains drains, Machines machines, Fleet fleet, boolean oneWillDo) {
        this.cluster = cluster;
        this.drains = drains;
        this.machines = machines;
        this.fleet = fleet;
        this.oneWillDo = oneWillDo;
        // The cluster has one schedule: whenever it comes round, every pool has its turn.
        double share = cluster.streams.stream(
                        "upgrade", cluster.pools.get(0).config.name(), "window")
                .uniform();
        for (Pool pool : cluster.pools) {
            Stream zones = cluster.streams.stream("upgrade", pool.config.name(), "surgeZone");
            Stream people = cluster.streams.stream("upgrade", pool.config.name(), "reaction");
            upgrades.add(new Upgrade(pool, zones, people));
            UpgradeConfig config = pool.config.upgrade();
            if (config.channel() == UpgradeConfig.Channel.NODE_IMAGE) {
                cluster.at((long) (share * config.every().toMillis()), Kind.UPGRADE_DUE, pool.index, REGULAR);
            }
        }
    }

    /** An upgrade is due, by the calendar or because one that stopped is tried again. */
    void due(int pool, long payload) {
        Upgrade upgrade = upgrades.get(pool);
        if (payload == REGULAR) {
            cluster.after(upgrade.pool.config.upgrade().every().toMillis(), Kind.UPGRADE_DUE, pool, REGULAR);
        }
        if (upgrade.runs() || (payload == AGAIN && !upgrade.stopped)) {
            return;
        }
        long open = openFrom(upgrade);
        if (open > cluster.now()) {
            cluster.at(open, Kind.UPGRADE_DUE, pool, payload == REGULAR ? WAITED : payload);
            return;
        }
        upgrade.scheduled = true;
        begin(upgrade, upgrade.pool.config.upgrade().maxSurge(), payload == AGAIN, new Cause(EVENT, cluster.now()));
    }

    private long openFrom(Upgrade upgrade) {
        return upgrade.pool
                .config
                .upgrade()
                .window()
                .map(window -> window.openFrom(cluster.now()))
                .orElse(cluster.now());
    }

    /** Every pool is upgraded, one after the other; those that are being upgraded are left alone. */
    void beginAll(Cause cause) {
        for (Upgrade upgrade : upgrades) {
            if (!upgrade.runs()) {
                upgrade.scheduled = true;
                begin(upgrade, upgrade.pool.config.upgrade().maxSurge(), false, cause);
            }
        }
    }

    /** Someone upgrades a pool now, window or not; AKS refuses while it is being upgraded. */
    void begin(String pool, OptionalInt maxSurge, Cause cause) {
        for (Upgrade upgrade : upgrades) {
            if (!upgrade.pool.config.name().equals(pool)) {
                continue;
            }
            if (upgrade.runs()) {
                String why = "refused: node pool %s is being upgraded".formatted(pool);
                cluster.listener.upgradeEnded(pool, false, "", why, cause);
            } else {
                upgrade.scheduled = false;
                begin(upgrade, maxSurge.orElse(upgrade.pool.config.upgrade().maxSurge()), false, cause);
            }
        }
    }

    private void begin(Upgrade upgrade, int maxSurge, boolean resume, Cause cause) {
        if (upgrade.runs()) {
            return;
        }
        upgrade.maxSurge = maxSurge;
        upgrade.cause = cause;
        if (!resume) {
            upgrade.remaining.clear();
            for (NodeRun node : cluster.nodes) {
                if (node.pool == upgrade.pool.index && node.registered && !node.gone && !node.surge) {
                    upgrade.remaining.add(node);
                }
            }
            upgrade.remaining.sort(Comparator.comparing(NodeRun::name));
        }
        if (upgrades.stream().anyMatch(Upgrade::isAtWork)) {
            upgrade.phase = Phase.QUEUED;
            return;
        }
        surge(upgrade);
    }

    private void surge(Upgrade upgrade) {
        upgrade.stopped = false;
        upgrade.phase = Phase.SURGING;
        cluster.listener.upgradeBegan(upgrade.pool.config.name(), upgrade.cause);
        if (drains.areHopeless()) {
            stop(upgrade, "", "a disruption budget allows no eviction (UnsatisfiablePDB)");
            return;
        }
        // Extra nodes that a stopped upgrade has left behind are of use again.
        upgrade.surged.forEach(drains::uncordon);
        int wanted = Math.min(upgrade.maxSurge, upgrade.remaining.size());
        for (int i = upgrade.extra(); i < wanted; i++) {
            if (fleet.request(upgrade.pool, nextZone(upgrade), true)) {
                upgrade.awaited++;
            }
        }
        upgrade.width = wanted == 0 ? inPlace(upgrade) : wanted;
        if (upgrade.extra() < wanted && !makeDo(upgrade)) {
            stop(upgrade, "", "%d of %d extra nodes could be had".formatted(upgrade.extra(), wanted));
        } else if (upgrade.awaited == 0) {
            roll(upgrade);
        }
    }

    /** There is no room for all extra nodes: returns whether the upgrade goes on with fewer. */
    private boolean makeDo(Upgrade upgrade) {
        if (oneWillDo
                && upgrade.extra() == 0
                && upgrade.maxSurge > 1
                && fleet.request(upgrade.pool, nextZone(upgrade), true)) {
            upgrade.awaited++;
        }
        if (oneWillDo && upgrade.extra() > 0) {
            upgrade.width = 1;
            return true;
        }
        upgrade.width = inPlace(upgrade);
        return upgrade.pool.config.upgrade().maxUnavailable() > 0;
    }

    private static int inPlace(Upgrade upgrade) {
        return Math.max(1, upgrade.pool.config.upgrade().maxUnavailable());
    }

    /** Extra nodes keep the zones balanced among themselves; where the first of an upgrade lands is luck. */
    private Zone nextZone(Upgrade upgrade) {
        List<String> zones = upgrade.pool.config.zones();
        if (zones.isEmpty()) {
            return cluster.zone("");
        }
        if (upgrade.extra() == 0) {
            upgrade.zone = upgrade.zones.index(zones.size());
        }
        return cluster.zone(zones.get(upgrade.zone++ % zones.size()));
    }

    /** A machine that an upgrade asked for has come. */
    void surged(NodeRun node) {
        Upgrade upgrade = upgrades.get(node.pool);
        upgrade.surged.add(node);
        upgrade.awaited--;
        if (upgrade.phase == Phase.SURGING && upgrade.awaited == 0) {
            roll(upgrade);
        }
    }

    private void roll(Upgrade upgrade) {
        upgrade.phase = Phase.ROLLING;
        UpgradeConfig config = upgrade.pool.config.upgrade();
        while (upgrade.phase == Phase.ROLLING
                && upgrade.active.size() < upgrade.width
                && !upgrade.remaining.isEmpty()) {
            NodeRun node = upgrade.remaining.get(0);
            if (node.gone) {
                upgrade.remaining.remove(0);
                continue;
            }
            upgrade.remaining.remove(0);
            upgrade.active.add(node);
            drains.start(node, OptionalLong.of(config.drainTimeout().toMillis()), this, upgrade.cause);
        }
        if (upgrade.phase == Phase.ROLLING && upgrade.active.isEmpty()) {
            leave(upgrade);
        }
    }

    @Override
    public void drained(NodeRun node, boolean complete) {
        Upgrade upgrade = upgrades.get(node.pool);
        if (!complete) {
            if (!node.surge) {
                upgrade.remaining.add(0, node);
            }
            stop(
                    upgrade,
                    node.name(),
                    "%s was not empty within %s and stays cordoned"
                            .formatted(
                                    node.name(),
                                    Durations.format(
                                            upgrade.pool.config.upgrade().drainTimeout())));
        } else if (node.surge) {
            upgrade.surged.remove(node);
            machines.remove(node, upgrade.cause);
            leave(upgrade);
        } else if (upgrade.pool.config.upgrade().soak().isZero()) {
            reimage(node);
        } else {
            cluster.after(upgrade.pool.config.upgrade().soak().toMillis(), Kind.UPGRADE_SOAKED, node.index, 0);
        }
    }

    /** A drained node has soaked. If the upgrade has stopped meanwhile, it waits as it is. */
    void soaked(NodeRun node) {
        if (upgrades.get(node.pool).active.contains(node)) {
            reimage(node);
        }
    }

    /** A drained node is written anew. */
    private void reimage(NodeRun node) {
        Upgrade upgrade = upgrades.get(node.pool);
        if (node.gone) {
            upgrade.active.remove(node);
            roll(upgrade);
            return;
        }
        upgrade.reimaging.add(node);
        machines.reimage(node, cluster.timings.machines().reimage().drawMillis(node.operations), upgrade.cause);
    }

    /** A node is back: if it was being written anew, it takes pods again and the next one's turn comes. */
    void nodeUp(NodeRun node) {
        Upgrade upgrade = upgrades.get(node.pool);
        if (upgrade.reimaging.remove(node)) {
            upgrade.active.remove(node);
            drains.uncordon(node);
            if (upgrade.phase == Phase.ROLLING) {
                roll(upgrade);
            }
        }
    }

    /** A node's machine is gone: an upgrade does not wait for it. */
    void nodeGone(NodeRun node) {
        Upgrade upgrade = upgrades.get(node.pool);
        upgrade.reimaging.remove(node);
        upgrade.remaining.remove(node);
        boolean wasExtra = upgrade.surged.remove(node);
        if (upgrade.active.remove(node)) {
            drains.stop(node);
            if (upgrade.phase == Phase.ROLLING) {
                roll(upgrade);
            }
        } else if (wasExtra && upgrade.phase == Phase.LEAVING) {
            drains.stop(node);
            leave(upgrade);
        }
    }

    private void leave(Upgrade upgrade) {
        upgrade.phase = Phase.LEAVING;
        if (upgrade.surged.isEmpty()) {
            end(
                    upgrade,
                    true,
                    "",
                    "every node of node pool %s has the new image".formatted(upgrade.pool.config.name()));
        } else {
            drains.start(
                    upgrade.surged.get(0),
                    OptionalLong.of(upgrade.pool.config.upgrade().drainTimeout().toMillis()),
                    this,
                    upgrade.cause);
        }
    }

    /** Returns whether a node is being drained or written anew by an upgrade. */
    boolean worksOn(NodeRun node) {
        Upgrade upgrade = upgrades.get(node.pool);
        return upgrade.active.contains(node) || upgrade.reimaging.contains(node);
    }

    private void stop(Upgrade upgrade, String node, String why) {
        for (NodeRun active : upgrade.active) {
            drains.stop(active);
            if (!upgrade.reimaging.contains(active) && !upgrade.remaining.contains(active)) {
                upgrade.remaining.add(active);
            }
        }
        upgrade.active.clear();
        upgrade.stopped = true;
        if (anyPending()) {
            call(upgrade);
        }
        upgrade.pool
                .config
                .upgrade()
                .retry()
                .ifPresent(after -> cluster.after(after.toMillis(), Kind.UPGRADE_DUE, upgrade.pool.index, AGAIN));
        int old = upgrade.remaining.size();
        end(
                upgrade,
                false,
                node,
                "stopped: %s; %s the old image".formatted(why, old == 1 ? "1 node keeps" : old + " nodes keep"));
    }

    /** A pod fits nowhere: where a stopped upgrade has left nodes cordoned, someone is called. */
    void podPending() {
        for (Upgrade upgrade : upgrades) {
            if (upgrade.stopped && !upgrade.called && !upgrade.runs()) {
                call(upgrade);
            }
        }
    }

    private void call(Upgrade upgrade) {
        upgrade.called = true;
        cluster.after(
                cluster.operator.reaction().drawMillis(upgrade.people),
                Kind.UPGRADE_LOOKED_AFTER,
                upgrade.pool.index,
                0);
    }

    private boolean anyPending() {
        return cluster.pods.stream().anyMatch(pod -> pod.stage == PodRun.Stage.PENDING);
    }

    /**
     * Someone finds the nodes that a stopped upgrade left cordoned. They are left alone, for the upgrade to go on, unless a pod is
     * Pending meanwhile: then they are uncordoned.
     */
    void lookAfter(int pool) {
        Upgrade upgrade = upgrades.get(pool);
        upgrade.called = false;
        if (!upgrade.stopped || upgrade.runs() || !anyPending()) {
            return;
        }
        List<NodeRun> left = new ArrayList<>(upgrade.remaining);
        left.addAll(upgrade.surged);
        left.stream().filter(node -> !node.gone).forEach(drains::uncordon);
    }

    private void end(Upgrade upgrade, boolean complete, String node, String reason) {
        upgrade.phase = Phase.IDLE;
        cluster.listener.upgradeEnded(upgrade.pool.config.name(), complete, node, reason, upgrade.cause);
        for (Upgrade next : upgrades) {
            if (next.phase == Phase.QUEUED && !next.scheduled) {
                surge(next);
                return;
            }
            if (next.phase == Phase.QUEUED) {
                // Its turn has come, but perhaps after the window has closed.
                next.phase = Phase.IDLE;
                due(next.pool.index, WAITED);
                if (next.runs()) {
                    return;
                }
            }
        }
    }

    private enum Phase {
        IDLE,
        QUEUED,
        SURGING,
        ROLLING,
        LEAVING
    }

    /** The upgrade of one pool, over and over. */
    private static final class Upgrade {

        final Pool pool;
        final Stream zones;
        final Stream people;
        final List<NodeRun> remaining = new ArrayList<>();
        final List<NodeRun> active = new ArrayList<>();
        final List<NodeRun> reimaging = new ArrayList<>();
        final List<NodeRun> surged = new ArrayList<>();
        Phase phase = Phase.IDLE;
        Cause cause = Causes.NONE;
        boolean stopped;

        /** Whether the calendar asked for it, and not somebody. */
        boolean scheduled;

        /** Whether someone is on the way to look after what it has left. */
        boolean called;

        int maxSurge;

        /** How many extra machines have been asked for and are not there yet. */
        int awaited;

        /** How many nodes are worked on at a time. */
        int width;

        int zone;

        Upgrade(Pool pool, Stream zones, Stream people) {
            this.pool = pool;
            this.zones = zones;
            this.people = people;
        }

        /** Returns how many extra machines there are or will be. */
        int extra() {
            return surged.size() + awaited;
        }

        /** Returns whether it is its turn. */
        boolean isAtWork() {
            return runs() && phase != Phase.QUEUED;
        }

        /** Returns whether it has begun or waits for its turn. */
        boolean runs() {
            return phase != Phase.IDLE;
        }
    }
}
