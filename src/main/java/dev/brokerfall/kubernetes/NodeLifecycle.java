package dev.brokerfall.kubernetes;

import dev.brokerfall.kernel.Cause;
import dev.brokerfall.kernel.Phase;
import dev.brokerfall.kubernetes.objects.Taint;

/**
 * What the control plane makes of silence: a node whose lease is too old is not ready; one that stays so is tainted, at a rate that
 * depends on the state of its zone, and its pods are marked for deletion when they no longer tolerate it. Pods of a machine that
 * no longer exists, or that is said to be out of service, are removed.
 *
 * <p>Source: pkg/controller/nodelifecycle/node_lifecycle_controller.go; pkg/controller/tainteviction; pkg/controller/podgc;
 * staging/src/k8s.io/cloud-provider/controllers/nodelifecycle.
 */
final class NodeLifecycle {

    private static final Taint SHUTDOWN = new Taint(Taint.SHUTDOWN, "", Taint.Effect.NO_SCHEDULE);
    private static final Taint LOST = new Taint(Taint.UNREACHABLE, "", Taint.Effect.NO_SCHEDULE);

    private final ClusterState cluster;
    private final PodLifecycle pods;
    private final Phase monitor;
    private final Phase cloud;
    private final Phase podGc;
    private final long grace;

    NodeLifecycle(ClusterState cluster, PodLifecycle pods) {
        this.cluster = cluster;
        this.pods = pods;
        AksTimings.ControlPlane times = cluster.timings.controlPlane();
        this.monitor = cluster.phase(times.monitorPeriod().toMillis(), "controlPlane", "monitor");
        this.cloud = cluster.phase(times.cloudPoll().toMillis(), "controlPlane", "cloud");
        this.podGc = cluster.phase(times.podGcLoop().toMillis(), "controlPlane", "podGc");
        this.grace = times.monitorGrace().toMillis();
    }

    /** A kubelet falls silent. */
    void silent(NodeRun node) {
        if (node.registered && node.ready && !node.notReady.isSet()) {
            long lastLease = node.lease.atOrBefore(cluster.now());
            node.notReady.setAt(Math.max(cluster.now(), monitor.after(lastLease + grace)));
            node.lostSince = cluster.now();
        }
    }

    /** The control plane notices that a node is silent. */
    void notReady(NodeRun node) {
        if (node.alive() || !node.registered || !node.ready) {
            return;
        }
        node.ready = false;
        node.state.taints().add(LOST);
        cluster.listener.nodeNotReady(node.name(), node.zone(), node.cause);
        if (node.gone || node.stopped()) {
            node.cloudPoll.setAt(cloud.atOrAfter(cluster.now()));
        }
        cluster.operator.outOfServiceTaint().ifPresent(after -> node.outOfService.setAfter(after.toMillis()));
        node.repair.setAfter(cluster.timings.machines().repairStart().drawMillis(node.operations));
        pods.attachments().nodeLost(node);
        reviewZones();
    }

    /** A kubelet is heard again. */
    void heard(NodeRun node) {
        node.notReady.cancel();
        node.taint.cancel();
        node.cloudPoll.cancel();
        node.outOfService.cancel();
        node.repair.cancel();
        node.podGc.cancel();
        node.repairSteps = 0;
        node.tainted = false;
        node.outOfServiceTainted = false;
        if (!node.ready) {
            node.ready = true;
            node.state.taints().removeIf(taint -> taint.equals(LOST) || taint.equals(SHUTDOWN));
            node.pods.forEach(pod -> pod.eviction.cancel());
            cluster.listener.nodeReady(node.name(), node.zone());
            reviewZones();
        }
        pods.machineUp(node);
        node.cause = Causes.NONE;
        pods.schedulePending();
    }

    /** A node that is worked on, with nothing on it, says so itself. */
    void announceDown(NodeRun node) {
        if (node.ready && node.registered) {
            node.ready = false;
            node.state.taints().add(LOST);
            cluster.listener.nodeNotReady(node.name(), node.zone(), node.cause);
        }
    }

    /** Decides anew which lost nodes may be tainted: it depends on how many nodes of each zone are lost. */
    private void reviewZones() {
        AksTimings.Evictions rules = cluster.timings.evictions();
        boolean someZoneLives = false;
        for (NodeRun node : cluster.nodes) {
            someZoneLives |= node.registered && node.ready;
        }
        for (NodeRun node : cluster.nodes) {
            if (!node.registered || node.ready) {
                continue;
            }
            if (!someZoneLives) {
                // With nobody left, the control plane doubts itself: no eviction, and marks are taken back.
                node.taint.cancel();
                node.tainted = false;
                node.pods.forEach(pod -> pod.eviction.cancel());
            } else if (!node.tainted && !node.taint.isSet()) {
                long between = between(node.zone(), rules);
                ClusterState.Zone zone = cluster.zone(node.zone());
                if (between < 0) {
                    zone.evictionsStopped = true;
                } else {
                    if (zone.evictionsStopped) {
                        // The limiter that takes over from one that lets nothing through begins empty (SwapLimiter).
                        zone.evictionsStopped = false;
                        zone.nextTaint = cluster.now() + between;
                    }
                    long at = Math.max(cluster.now(), zone.nextTaint);
                    zone.nextTaint = at + between;
                    node.taint.setAt(at);
                }
            } else if (node.taint.isSet() && between(node.zone(), rules) < 0) {
                node.taint.cancel();
                cluster.zone(node.zone()).evictionsStopped = true;
            }
        }
    }

    /** Returns the time between two nodes given up in a zone, or -1 when none is given up. */
    private long between(String zone, AksTimings.Evictions rules) {
        int all = 0;
        int lost = 0;
        for (NodeRun node : cluster.nodes) {
            if (node.registered && node.zone().equals(zone)) {
                all++;
                if (!node.ready) {
                    lost++;
                }
            }
        }
        boolean partial = lost < all && lost > rules.partialAbove() && lost >= rules.partialShare() * all;
        if (!partial) {
            return rules.between().toMillis();
        }
        return all > rules.largeZone() ? rules.betweenPartial().toMillis() : -1;
    }

    /** A lost node is tainted: its pods are on notice. */
    void taint(NodeRun node) {
        if (node.ready || !node.registered) {
            return;
        }
        node.tainted = true;
        for (PodRun pod : node.pods.toArray(PodRun[]::new)) {
            if (!pod.terminating && !pod.eviction.isSet()) {
                pod.eviction.setAfter(pod.tolerationMillis);
            }
        }
    }

    /** A pod no longer puts up with its lost node. */
    void evict(PodRun pod) {
        NodeRun node = pod.node;
        if (node != null && node.tainted) {
            pods.delete(pod, node.cause);
            if (node.outOfServiceTainted && !node.podGc.isSet()) {
                node.podGc.setAt(podGc.after(cluster.now()));
            }
        }
    }

    /** Whoever looks after the cluster says that a lost node is out of service. */
    void takeOutOfService(NodeRun node) {
        if (!node.ready) {
            outOfService(node, Taint.Effect.NO_EXECUTE, node.cause);
        }
    }

    /** The cloud is asked for a lost node's machine: without one the Node object goes, with a stopped one it is tainted and stays. */
    void askCloud(NodeRun node) {
        if (node.gone) {
            unregister(node);
        } else if (node.stopped() && !node.ready && !isShutDown(node)) {
            node.state.taints().add(SHUTDOWN);
        }
    }

    /** Returns whether a node is known to have been stopped on purpose. */
    static boolean isShutDown(NodeRun node) {
        return node.state.taints().contains(SHUTDOWN);
    }

    /** The cloud says that the machine does not exist: the Node object goes. */
    void unregister(NodeRun node) {
        if (!node.registered || !node.gone) {
            return;
        }
        node.registered = false;
        node.taint.cancel();
        node.repair.cancel();
        node.outOfService.cancel();
        node.notReady.cancel();
        cluster.cache.removeNode(node.state);
        cluster.listener.nodeDeleted(node.name(), node.zone(), node.cause);
        long found = podGc.atOrAfter(cluster.now());
        if (!node.pods.isEmpty()) {
            node.podGc.setAt(podGc.atOrAfter(
                    found + cluster.timings.controlPlane().podGcQuarantine().toMillis()));
        }
        reviewZones();
        pods.schedulePending();
    }

    /**
     * Someone says that a node is out of service: pods that are marked for deletion are removed at the next collection, and with the
     * effect NoExecute all are marked at once.
     */
    void outOfService(NodeRun node, Taint.Effect effect, Cause cause) {
        if (!node.registered) {
            return;
        }
        node.outOfServiceTainted = true;
        if (effect == Taint.Effect.NO_EXECUTE) {
            for (PodRun pod : node.pods.toArray(PodRun[]::new)) {
                pods.delete(pod, cause);
            }
        }
        if (!node.pods.isEmpty()) {
            node.podGc.setAt(podGc.after(cluster.now()));
        }
        pods.attachments().nodeLost(node);
    }

    /** Pods that nobody can stop any more are removed. */
    void collect(NodeRun node) {
        for (PodRun pod : node.pods.toArray(PodRun[]::new)) {
            boolean stuck = node.outOfServiceTainted && !node.ready && pod.terminating;
            if (!node.registered || stuck) {
                if (!pod.terminating) {
                    pods.delete(pod, node.cause);
                }
                pods.removeByForce(pod);
            }
        }
    }

    /** Returns the label value under which nodes of a zone are known. */
    static String zoneLabel(String region, String zone) {
        boolean isBare = !zone.isEmpty() && zone.chars().allMatch(Character::isDigit);
        return isBare ? region + "-" + zone : zone;
    }
}
