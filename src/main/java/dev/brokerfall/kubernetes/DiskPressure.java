package dev.brokerfall.kubernetes;

import dev.brokerfall.kernel.Cause;
import dev.brokerfall.kernel.Phase;
import dev.brokerfall.kubernetes.objects.Taint;
import dev.brokerfall.storage.StorageConfig.EmptyDir;
import dev.brokerfall.unit.DataSize;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A kubelet that runs out of disk evicts the pod that uses most of it, at once and whatever budgets say, and its emptyDir goes with
 * it; until five minutes after the last such moment the node takes no new pods. A pod that exceeds its own {@code sizeLimit} is
 * evicted too, and the node stays as it is.
 *
 * <p>The kubelet's checks are a phase: only those at which something may have filled up are played.
 *
 * <p>Source: pkg/kubelet/eviction/eviction_manager.go (synchronize, localStorageEviction); Kubernetes, "Node-pressure Eviction".
 */
final class DiskPressure {

    private static final Taint TAINT = new Taint(Taint.DISK_PRESSURE, "", Taint.Effect.NO_SCHEDULE);

    private final ClusterState cluster;
    private final PodLifecycle pods;
    private final @Nullable NodeFileSystem disk;

    DiskPressure(ClusterState cluster, PodLifecycle pods, Optional<NodeFileSystem> disk) {
        this.cluster = cluster;
        this.pods = pods;
        this.disk = disk.orElse(null);
    }

    /** Lets the kubelets of all nodes look as soon as the workload can be asked. */
    void begin() {
        if (disk == null) {
            return;
        }
        for (NodeRun node : cluster.nodes) {
            if (node.pods.stream().anyMatch(DiskPressure::usesDisk)) {
                node.diskCheck.setAfter(0);
            }
        }
    }

    /** A pod's process runs: from now on it may grow. */
    void podStarted(PodRun pod) {
        NodeRun node = pod.node;
        if (disk != null && node != null && usesDisk(pod)) {
            awaitNext(disk, node);
        }
    }

    /**
     * Others than the pods that are played fill a node's disk, and whatever these give back is filled again: its kubelet evicts all that
     * have volumes there, and the node takes no pods until the disk has had room for a while.
     */
    void filled(NodeRun node, long lasting, Cause cause) {
        if (disk == null || node.gone || !node.alive()) {
            return;
        }
        node.pressureSeen = Math.max(node.pressureSeen, cluster.now() + lasting);
        if (!node.state.taints().contains(TAINT)) {
            node.state.taints().add(TAINT);
        }
        for (PodRun pod : node.pods.toArray(PodRun[]::new)) {
            if (usesDisk(pod)) {
                pods.evictNow(pod, cause);
            }
        }
        awaitNext(disk, node);
    }

    /** A kubelet looks at its disk. */
    void check(NodeRun node) {
        if (disk == null || node.gone) {
            return;
        }
        if (!node.alive()) {
            // Nobody can hear what it does; a machine that boots looks again when its pods start.
            node.diskCheck.setAfter(disk.transition().toMillis());
            return;
        }
        boolean evicted = false;
        for (PodRun pod : node.pods.toArray(PodRun[]::new)) {
            if (usesDisk(pod) && cluster.workload.diskBytes(pod.process) > limit(pod)) {
                pods.evictNow(pod, new Cause("sizeLimitExceeded", cluster.now()));
                evicted = true;
            }
        }
        if (evicted) {
            // A round that evicted for a volume's own limit leaves the node for the next (eviction manager,
            // synchronize).
            awaitNext(disk, node);
            return;
        }
        if (used(node) > disk.usable()) {
            node.pressureSeen = Math.max(node.pressureSeen, cluster.now());
            if (!node.state.taints().contains(TAINT)) {
                node.state.taints().add(TAINT);
            }
            PodRun largest = largest(node);
            if (largest != null) {
                pods.evictNow(largest, new Cause("diskPressure", cluster.now()));
            }
        } else if (relievedAt(disk, node) <= cluster.now()) {
            node.pressureSeen = NodeRun.NEVER;
            node.state.taints().remove(TAINT);
            pods.schedulePending();
        }
        awaitNext(disk, node);
    }

    /** Sets the next check at which the disk, or a volume's limit, may have been reached; none if neither ever is. */
    private void awaitNext(NodeFileSystem its, NodeRun node) {
        double most = 0;
        double growth = 0;
        double wait = Double.POSITIVE_INFINITY;
        for (PodRun pod : node.pods) {
            if (!usesDisk(pod)) {
                continue;
            }
            double rate = cluster.workload.diskGrowthAtMost(pod.process);
            growth += rate;
            most += cluster.workload.diskBytesAtMost(pod.process);
            if (cluster.workload.diskBytesAtMost(pod.process) > limit(pod)) {
                wait = Math.min(wait, (limit(pod) - cluster.workload.diskBytes(pod.process)) / rate);
            }
        }
        if (most > its.usable()) {
            wait = Math.min(wait, (its.usable() - used(node)) / growth);
        }
        long next = wait == Double.POSITIVE_INFINITY ? Long.MAX_VALUE : cluster.now() + (long) Math.max(1, wait);
        next = Math.min(next, relievedAt(its, node));
        if (next != Long.MAX_VALUE) {
            Phase looks = cluster.phase(
                    its.check().toMillis(), "slot", node.slot.zone(), node.slot.index(), "evictionManager");
            node.diskCheck.setAt(looks.atOrAfter(Math.max(next, cluster.now() + 1)));
        }
    }

    /** Returns when a node that was under pressure says that it no longer is; never for one that was not. */
    private static long relievedAt(NodeFileSystem its, NodeRun node) {
        return node.pressureSeen == NodeRun.NEVER
                ? Long.MAX_VALUE
                : node.pressureSeen + its.transition().toMillis();
    }

    private double used(NodeRun node) {
        double used = 0;
        for (PodRun pod : node.pods) {
            if (usesDisk(pod)) {
                used += cluster.workload.diskBytes(pod.process);
            }
        }
        return used;
    }

    /** Pods that ask for no storage and have one priority are ranked by what they use. */
    private @Nullable PodRun largest(NodeRun node) {
        PodRun largest = null;
        for (PodRun pod : node.pods) {
            if (usesDisk(pod)
                    && (largest == null
                            || cluster.workload.diskBytes(pod.process) > cluster.workload.diskBytes(largest.process))) {
                largest = pod;
            }
        }
        return largest;
    }

    private static boolean usesDisk(PodRun pod) {
        return pod.hasProcess()
                && pod.volume.storage instanceof EmptyDir directory
                && directory.on() != EmptyDir.Medium.MEMORY;
    }

    private static double limit(PodRun pod) {
        return pod.volume.storage instanceof EmptyDir directory
                ? directory.sizeLimit().map(DataSize::bytes).orElse(Long.MAX_VALUE)
                : Long.MAX_VALUE;
    }
}
