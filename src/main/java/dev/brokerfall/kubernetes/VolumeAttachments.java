package dev.brokerfall.kubernetes;

import dev.brokerfall.kubernetes.VolumeRun.Operation;
import java.util.function.Consumer;

/**
 * Keeps disks attached where their pods are, and nowhere else.
 *
 * <p>A disk that has been left behind is detached once the old node's kubelet has unmounted it; on a lost node that is waited for
 * six minutes, unless the node is marked out of service, and then the disk is detached by force, but only if the node is still not
 * ready. A disk is never attached to two nodes. Operations on one machine run one after the other, in batches.
 *
 * <p>Source: pkg/controller/volume/attachdetach/reconciler; kubernetes-sigs/azuredisk-csi-driver pull request 650 (batching).
 */
final class VolumeAttachments {

    private final ClusterState cluster;
    private final Consumer<VolumeRun> onAttached;

    VolumeAttachments(ClusterState cluster, Consumer<VolumeRun> onAttached) {
        this.cluster = cluster;
        this.onAttached = onAttached;
    }

    /** Wants a volume on a node; returns whether it is attached there already. */
    boolean want(VolumeRun volume, NodeRun node) {
        volume.wanted = node;
        reconcile(volume);
        return isAttached(volume, node);
    }

    /** Wants a volume nowhere. */
    void release(VolumeRun volume) {
        volume.wanted = null;
        reconcile(volume);
    }

    boolean isAttached(VolumeRun volume, NodeRun node) {
        return volume.attached == node && volume.operation == Operation.NONE;
    }

    /** Does what is due for a volume whose wanted node, or whose node's condition, has changed. */
    void reconcile(VolumeRun volume) {
        NodeRun at = volume.attached;
        if (at != null && at == volume.wanted) {
            volume.forceDetach.cancel();
            volume.forceDue = false;
            if (volume.operation == Operation.DETACH_QUEUED) {
                at.toDetach.remove(volume);
                volume.operation = Operation.NONE;
            }
            return;
        }
        if (at != null && volume.operation == Operation.NONE) {
            leave(volume, at);
        } else if (at == null) {
            attach(volume);
        }
    }

    private void leave(VolumeRun volume, NodeRun at) {
        boolean forced = volume.forceDue && !at.ready;
        if (!volume.inUse || at.outOfServiceTainted || forced) {
            volume.forceDetach.cancel();
            volume.forceDue = false;
            volume.inUse = false;
            volume.operation = Operation.DETACH_QUEUED;
            at.toDetach.add(volume);
            kick(at);
        } else if (!volume.forceDue && !volume.forceDetach.isSet()) {
            volume.forceDetach.setAfter(
                    cluster.timings.volumes().forceDetachAfter().toMillis());
        }
    }

    private void attach(VolumeRun volume) {
        NodeRun wanted = volume.wanted;
        if (volume.operation == Operation.ATTACH_QUEUED) {
            for (NodeRun node : cluster.nodes) {
                if (node != wanted && node.toAttach.remove(volume)) {
                    volume.operation = Operation.NONE;
                }
            }
        }
        if (wanted != null && volume.operation == Operation.NONE) {
            volume.operation = Operation.ATTACH_QUEUED;
            wanted.toAttach.add(volume);
            kick(wanted);
        }
    }

    /** The unmount of a volume on a lost node has been waited for long enough. */
    void forceDue(VolumeRun volume) {
        volume.forceDue = true;
        reconcile(volume);
    }

    /** A volume is deleted, wherever it is attached. */
    void delete(VolumeRun volume) {
        volume.wanted = null;
        volume.forceDetach.cancel();
        volume.forceDue = false;
        volume.inUse = false;
        volume.operation = Operation.NONE;
        NodeRun at = volume.attached;
        volume.attached = null;
        for (NodeRun node : cluster.nodes) {
            node.toAttach.remove(volume);
            node.toDetach.remove(volume);
            node.inOperation.remove(volume);
        }
        if (at != null) {
            cluster.listener.volumeDetached(volume.process, volume.name, at.name());
        }
    }

    /** Lets a machine begin its next operation. */
    void kick(NodeRun node) {
        if (!node.busy && (!node.toDetach.isEmpty() || hasAttachable(node))) {
            node.busy = true;
            cluster.after(cluster.timings.volumes().batchDelay().toMillis(), Kind.DISK_OPERATION_BEGINS, node.index, 0);
        }
    }

    private static boolean hasAttachable(NodeRun node) {
        for (VolumeRun volume : node.toAttach) {
            if (volume.stalls == 0) {
                return true;
            }
        }
        return false;
    }

    /** A machine's operation begins: it detaches all that is to be detached or, if nothing is, attaches all that is to be attached. */
    void begins(NodeRun node) {
        AksTimings.Volumes times = cluster.timings.volumes();
        node.detaching = !node.toDetach.isEmpty();
        double factor = cluster.now() < cluster.attachSlowUntil ? cluster.attachFactor : 1;
        long lasting;
        if (node.detaching) {
            node.inOperation.addAll(node.toDetach);
            node.toDetach.clear();
            lasting = times.detach().drawMillis(node.operations);
        } else {
            for (VolumeRun volume : node.toAttach) {
                if (volume.stalls == 0) {
                    node.inOperation.add(volume);
                }
            }
            node.toAttach.removeAll(node.inOperation);
            lasting = times.attach().drawMillis(node.operations) + times.slow().drawMillis(node.operations);
        }
        for (VolumeRun volume : node.inOperation) {
            volume.operation = node.detaching ? Operation.DETACHING : Operation.ATTACHING;
        }
        if (node.inOperation.isEmpty()) {
            node.busy = false;
            return;
        }
        cluster.after(Math.round(lasting * factor), Kind.DISK_OPERATION_DONE, node.index, 0);
    }

    /** A machine's operation is done. */
    void done(NodeRun node) {
        VolumeRun[] volumes = node.inOperation.toArray(VolumeRun[]::new);
        node.inOperation.clear();
        node.busy = false;
        for (VolumeRun volume : volumes) {
            volume.operation = Operation.NONE;
            if (node.detaching) {
                volume.attached = null;
                cluster.listener.volumeDetached(volume.process, volume.name, node.name());
            } else if (!node.gone) {
                volume.attached = node;
                cluster.listener.volumeAttached(volume.process, volume.name, node.name());
            }
        }
        for (VolumeRun volume : volumes) {
            reconcile(volume);
            if (!node.detaching && volume.wanted == node && isAttached(volume, node)) {
                onAttached.accept(volume);
            }
        }
        kick(node);
    }

    /** A node is no longer ready, or was marked out of service: what was waited for may be due. */
    void nodeLost(NodeRun node) {
        for (PodRun pod : cluster.pods) {
            if (pod.volume.attached == node) {
                reconcile(pod.volume);
            }
        }
    }
}
