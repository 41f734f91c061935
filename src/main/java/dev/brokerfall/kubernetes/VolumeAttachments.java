package dev.brokerfall.kubernetes;

import dev.brokerfall.kubernetes.VolumeRun.Attachment;
import dev.brokerfall.kubernetes.VolumeRun.Forced;
import dev.brokerfall.kubernetes.VolumeRun.State;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Keeps disks attached where their pods are, and nowhere else.
 *
 * <p>A disk that has been left behind is detached once the old node's kubelet has unmounted it; on a lost node that is waited for
 * six minutes, unless the node is marked out of service, and then the disk is detached by force, but only if the node is still not
 * ready and the controller is not told otherwise. A disk that is not shared is never attached to two nodes. Operations on one machine run one after the other, in batches.
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

    /** Wants a volume on a node and nowhere else; returns whether it is attached there already. */
    boolean want(VolumeRun volume, NodeRun node) {
        volume.wanted.clear();
        wantAlso(volume, node);
        return isAttached(volume, node);
    }

    /** Wants a volume on a node besides those on which it is wanted: one that is not shared has to wait until they let it go. */
    void wantAlso(VolumeRun volume, NodeRun node) {
        volume.wanted.add(node);
        reconcile(volume);
    }

    /** Wants a volume nowhere. */
    void release(VolumeRun volume) {
        volume.wanted.clear();
        reconcile(volume);
    }

    /** Wants a volume no longer on a node. */
    void release(VolumeRun volume, NodeRun node) {
        volume.wanted.remove(node);
        reconcile(volume);
    }

    boolean isAttached(VolumeRun volume, NodeRun node) {
        Attachment attachment = volume.on(node);
        return attachment != null && attachment.state == State.ATTACHED;
    }

    /** Returns whether a volume is refused to a node that wants it because another node has it (Multi-Attach error). */
    boolean isRefused(VolumeRun volume, NodeRun node) {
        return volume.wanted.contains(node) && volume.on(node) == null;
    }

    /** The kubelet of a node mounts a volume. */
    void mount(VolumeRun volume, NodeRun node) {
        Attachment attachment = volume.on(node);
        if (attachment != null) {
            attachment.inUse = true;
        }
    }

    /** The kubelet of a node has unmounted a volume. */
    void unmounted(VolumeRun volume, NodeRun node) {
        Attachment attachment = volume.on(node);
        if (attachment != null) {
            attachment.inUse = false;
        }
    }

    /** Returns whether a volume is mounted on a node, as far as the control plane knows. */
    boolean isMounted(VolumeRun volume, NodeRun node) {
        Attachment attachment = volume.on(node);
        return attachment != null && attachment.inUse;
    }

    /** Does what is due for a volume whose wanted nodes, or whose node's condition, have changed: first to detach, then to attach. */
    void reconcile(VolumeRun volume) {
        for (Attachment attachment : volume.attachments.toArray(Attachment[]::new)) {
            if (volume.wanted.contains(attachment.node)) {
                keep(volume, attachment);
            } else if (attachment.state == State.ATTACH_QUEUED) {
                attachment.node.toAttach.remove(volume);
                volume.attachments.remove(attachment);
            } else if (attachment.state == State.ATTACHED) {
                leave(volume, attachment);
            }
        }
        awaitUnmount(volume);
        for (NodeRun node : volume.wanted) {
            if (volume.on(node) == null && (volume.attachments.isEmpty() || volume.storage.shared())) {
                volume.attachments.add(new Attachment(node, State.ATTACH_QUEUED));
                node.toAttach.add(volume);
                kick(node);
            }
        }
    }

    private static void keep(VolumeRun volume, Attachment attachment) {
        attachment.leftAt = -1;
        attachment.forceDue = false;
        if (attachment.state == State.DETACH_QUEUED) {
            attachment.node.toDetach.remove(volume);
            attachment.state = State.ATTACHED;
        }
    }

    private void leave(VolumeRun volume, Attachment attachment) {
        NodeRun at = attachment.node;
        boolean timeout = attachment.forceDue && !at.ready;
        if (!attachment.inUse || at.outOfServiceTainted || timeout) {
            if (attachment.inUse) {
                attachment.forced = at.outOfServiceTainted ? Forced.OUT_OF_SERVICE : Forced.TIMEOUT;
            }
            attachment.leftAt = -1;
            attachment.forceDue = false;
            attachment.inUse = false;
            attachment.state = State.DETACH_QUEUED;
            at.toDetach.add(volume);
            kick(at);
        } else if (attachment.leftAt < 0) {
            attachment.leftAt = cluster.now();
        }
    }

    /** Sets the clock to when the first unmount has been waited for long enough, if that is ever so. */
    private void awaitUnmount(VolumeRun volume) {
        Optional<Duration> wait = cluster.timings.volumes().forceDetachAfter();
        long next = Long.MAX_VALUE;
        for (Attachment attachment : volume.attachments) {
            if (wait.isPresent() && attachment.leftAt >= 0 && !attachment.forceDue) {
                next = Math.min(next, attachment.leftAt + wait.get().toMillis());
            }
        }
        if (next == Long.MAX_VALUE) {
            volume.forceDetach.cancel();
        } else if (!volume.forceDetach.isSet() || volume.forceDetach.due() != next) {
            volume.forceDetach.setAt(next);
        }
    }

    /** The unmount of a volume on a lost node has been waited for long enough. */
    void forceDue(VolumeRun volume) {
        long wait = cluster.timings.volumes().forceDetachAfter().orElseThrow().toMillis();
        for (Attachment attachment : volume.attachments) {
            attachment.forceDue |= attachment.leftAt >= 0 && attachment.leftAt + wait <= cluster.now();
        }
        reconcile(volume);
    }

    /** A volume is deleted, wherever it is attached. */
    void delete(VolumeRun volume) {
        volume.wanted.clear();
        volume.forceDetach.cancel();
        for (NodeRun node : cluster.nodes) {
            node.toAttach.remove(volume);
            node.toDetach.remove(volume);
            node.inOperation.remove(volume);
        }
        for (Attachment attachment : List.copyOf(volume.attachments)) {
            volume.attachments.remove(attachment);
            if (attachment.exists()) {
                cluster.listener.volumeDetached(volume.process, volume.name, attachment.node.name());
            }
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
            attachment(volume, node).state = node.detaching ? State.DETACHING : State.ATTACHING;
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
            Attachment attachment = attachment(volume, node);
            if (node.detaching) {
                volume.attachments.remove(attachment);
                cluster.listener.volumeDetached(volume.process, volume.name, node.name());
            } else if (node.gone) {
                volume.attachments.remove(attachment);
            } else {
                attachment.state = State.ATTACHED;
                cluster.listener.volumeAttached(volume.process, volume.name, node.name());
            }
        }
        for (VolumeRun volume : volumes) {
            reconcile(volume);
            if (!node.detaching && volume.wanted.contains(node) && isAttached(volume, node)) {
                onAttached.accept(volume);
            }
        }
        kick(node);
    }

    private static Attachment attachment(VolumeRun volume, NodeRun node) {
        Attachment attachment = volume.on(node);
        if (attachment == null) {
            throw new IllegalStateException(volume.name + " is not bound to " + node.name());
        }
        return attachment;
    }

    /** A node is no longer ready, or was marked out of service: what was waited for may be due. */
    void nodeLost(NodeRun node) {
        for (PodRun pod : cluster.pods) {
            Attachment attachment = pod.volume.on(node);
            if (attachment != null && attachment.exists()) {
                reconcile(pod.volume);
            }
        }
    }
}
