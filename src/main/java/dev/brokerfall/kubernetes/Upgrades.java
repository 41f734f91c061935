package dev.brokerfall.kubernetes;

import dev.brokerfall.kernel.Cause;
import dev.brokerfall.kubernetes.ClusterState.Pool;
import dev.brokerfall.kubernetes.ClusterState.Zone;
import dev.brokerfall.random.Stream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Gives all nodes of a pool a new image: extra nodes come, then each node in order of name is cordoned, drained, left to soak,
 * written anew and uncordoned, and in the end the extra nodes are drained and leave. A drain that lasts too long stops the upgrade
 * with the node cordoned; someone uncordons it if it keeps a pod Pending. Pools are upgraded one after the other.
 *
 * <p>Source: AKS, "Configure rolling upgrades for AKS node pools", "Upgrade options"; the order of nodes and the zone of the extra
 * node are not documented.
 */
final class Upgrades implements Drains.Owner {

    private static final String EVENT = "nodePoolUpgrade";
    private static final long REGULAR = 0;
    private static final long AGAIN = 1;

    private final ClusterState cluster;
    private final Drains drains;
    private final Machines machines;
    private final Fleet fleet;
    private final List<Upgrade> upgrades = new ArrayList<>();

    Upgrades(ClusterState cluster, Drains drains, Machines machines, Fleet fleet) {
        this.cluster = cluster;
        this.drains = drains;
        this.machines = machines;
        this.fleet = fleet;
        for (Pool pool : cluster.pools) {
            Stream zones = cluster.streams.stream("upgrade", pool.config.name(), "surgeZone");
            Stream people = cluster.streams.stream("upgrade", pool.config.name(), "reaction");
            upgrades.add(new Upgrade(pool, zones, people));
            UpgradeConfig config = pool.config.upgrade();
            if (config.channel() == UpgradeConfig.Channel.NODE_IMAGE) {
                double share = cluster.streams.stream("upgrade", pool.config.name(), "window")
                        .uniform();
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
        if (payload == AGAIN && (!upgrade.stopped || upgrade.runs())) {
            return;
        }
        begin(upgrade, upgrade.pool.config.upgrade().maxSurge(), payload == AGAIN, new Cause(EVENT, cluster.now()));
    }

    /** Someone upgrades a pool now. */
    void begin(String pool, OptionalInt maxSurge, Cause cause) {
        for (Upgrade upgrade : upgrades) {
            if (upgrade.pool.config.name().equals(pool)) {
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
        if (!resume || upgrade.remaining.isEmpty()) {
            upgrade.remaining.clear();
            for (NodeRun node : cluster.nodes) {
                if (node.pool == upgrade.pool.index && node.registered && !node.gone && !node.surge) {
                    upgrade.remaining.add(node);
                }
            }
            upgrade.remaining.sort(Comparator.comparing(NodeRun::name));
        }
        if (upgrades.stream().anyMatch(Upgrade::runs)) {
            upgrade.phase = Phase.QUEUED;
            return;
        }
        surge(upgrade);
    }

    private void surge(Upgrade upgrade) {
        upgrade.stopped = false;
        upgrade.phase = Phase.SURGING;
        cluster.listener.upgradeBegan(upgrade.pool.config.name(), upgrade.cause);
        int wanted = Math.min(upgrade.maxSurge, upgrade.remaining.size()) - upgrade.surged.size();
        upgrade.awaited = 0;
        for (int i = 0; i < wanted; i++) {
            if (fleet.request(upgrade.pool, nextZone(upgrade), true)) {
                upgrade.awaited++;
            }
        }
        if (upgrade.awaited == 0 && upgrade.surged.isEmpty() && upgrade.maxSurge > 0) {
            stop(upgrade, "");
        } else if (upgrade.awaited == 0) {
            roll(upgrade);
        }
    }

    /** Extra nodes keep the zones balanced among themselves; where the first of an upgrade lands is luck. */
    private Zone nextZone(Upgrade upgrade) {
        List<String> zones = upgrade.pool.config.zones();
        if (zones.isEmpty()) {
            return cluster.zone("");
        }
        if (upgrade.awaited == 0 && upgrade.surged.isEmpty()) {
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
        int width = Math.max(1, upgrade.maxSurge > 0 ? upgrade.surged.size() : config.maxUnavailable());
        while (upgrade.phase == Phase.ROLLING && upgrade.active.size() < width && !upgrade.remaining.isEmpty()) {
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
            stop(upgrade, node.name());
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

    /** A drained node is written anew. */
    void reimage(NodeRun node) {
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
        upgrade.surged.remove(node);
        if (upgrade.active.remove(node)) {
            drains.stop(node);
            if (upgrade.phase == Phase.ROLLING) {
                roll(upgrade);
            }
        } else if (upgrade.phase == Phase.LEAVING) {
            leave(upgrade);
        }
    }

    private void leave(Upgrade upgrade) {
        upgrade.phase = Phase.LEAVING;
        if (upgrade.surged.isEmpty()) {
            end(upgrade, true, "");
        } else {
            drains.start(
                    upgrade.surged.get(0),
                    OptionalLong.of(upgrade.pool.config.upgrade().drainTimeout().toMillis()),
                    this,
                    upgrade.cause);
        }
    }

    private void stop(Upgrade upgrade, String node) {
        for (NodeRun active : upgrade.active) {
            drains.stop(active);
            if (!upgrade.reimaging.contains(active) && !upgrade.remaining.contains(active)) {
                upgrade.remaining.add(active);
            }
        }
        upgrade.active.clear();
        upgrade.stopped = true;
        cluster.after(
                cluster.operator.reaction().drawMillis(upgrade.people),
                Kind.UPGRADE_LOOKED_AFTER,
                upgrade.pool.index,
                0);
        upgrade.pool
                .config
                .upgrade()
                .retry()
                .ifPresent(after -> cluster.after(after.toMillis(), Kind.UPGRADE_DUE, upgrade.pool.index, AGAIN));
        end(upgrade, false, node);
    }

    /**
     * Someone finds the nodes that a stopped upgrade left cordoned. They are left alone, for the upgrade to go on, unless a pod is
     * Pending meanwhile: then they are uncordoned.
     */
    void lookAfter(int pool) {
        Upgrade upgrade = upgrades.get(pool);
        if (!upgrade.stopped
                || upgrade.runs()
                || cluster.pods.stream().noneMatch(pod -> pod.stage == PodRun.Stage.PENDING)) {
            return;
        }
        for (NodeRun node : upgrade.remaining) {
            if (!node.gone) {
                drains.uncordon(node);
            }
        }
    }

    private void end(Upgrade upgrade, boolean complete, String node) {
        upgrade.phase = Phase.IDLE;
        cluster.listener.upgradeEnded(upgrade.pool.config.name(), complete, node, upgrade.cause);
        for (Upgrade next : upgrades) {
            if (next.phase == Phase.QUEUED) {
                surge(next);
                return;
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
        int maxSurge;
        int awaited;
        int zone;

        Upgrade(Pool pool, Stream zones, Stream people) {
            this.pool = pool;
            this.zones = zones;
            this.people = people;
        }

        boolean runs() {
            return phase != Phase.IDLE;
        }
    }
}
