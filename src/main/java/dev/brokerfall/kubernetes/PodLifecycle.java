package dev.brokerfall.kubernetes;

import dev.brokerfall.cluster.DataState;
import dev.brokerfall.kernel.Cause;
import dev.brokerfall.kubernetes.PodRun.Stage;
import dev.brokerfall.kubernetes.scheduling.NodeState;
import dev.brokerfall.storage.Fate;
import dev.brokerfall.storage.IronEvent;
import dev.brokerfall.storage.Reach;
import org.jspecify.annotations.Nullable;

/**
 * Takes pods from creation to their end. There is at most one pod of an identity: one that is marked for deletion is not replaced
 * before its object is gone, and while its node cannot be heard, it is not gone.
 *
 * <p>Source: Kubernetes, "Force Delete StatefulSet Pods"; strimzi/strimzi-kafka-operator, StrimziPodSetController.
 */
final class PodLifecycle {

    private final ClusterState cluster;
    private final VolumeAttachments attachments;
    private final Volumes volumes;
    private Watch watch = new Watch() {};
    private boolean scheduling;
    private boolean scheduleAgain;

    PodLifecycle(ClusterState cluster) {
        this.cluster = cluster;
        this.volumes = new Volumes(cluster);
        this.attachments = new VolumeAttachments(cluster, this::volumeAttached);
    }

    void watchedBy(Watch watcher) {
        watch = watcher;
    }

    VolumeAttachments attachments() {
        return attachments;
    }

    Volumes volumes() {
        return volumes;
    }

    /** Binds a pod where it surely fits and lets its process run, as the cluster is found when the play begins. */
    boolean settle(PodRun pod, @Nullable NodeRun there) {
        pod.stage = Stage.PENDING;
        NodeRun node = there == null ? choose(pod) : there;
        if (node == null) {
            return false;
        }
        if (pod.state.node() == null) {
            cluster.cache.bind(pod.state, node.state);
        }
        pod.node = node;
        pod.lastNode = node;
        node.pods.add(pod);
        node.imagePulled = true;
        volumes.settle(pod.volume, node);
        pod.stage = Stage.RUNNING;
        return true;
    }

    /** A pod for which there was no place when the play began says so. */
    void unplaced(PodRun pod) {
        if (pod.stage == Stage.PENDING) {
            cluster.workload.killed(pod.process, false, Causes.NONE);
            schedule(pod);
        }
    }

    /** Creates the object of an absent pod, if it is its turn. */
    void create(PodRun pod) {
        if (pod.stage == Stage.ABSENT && (pod.order == null || pod.order.mayCreate(pod, cluster))) {
            pod.stage = Stage.PENDING;
            pod.reportedNodes = 0;
            schedule(pod);
        }
    }

    /** Tries all pending pods again, in order, because something changed that may help them. */
    void schedulePending() {
        if (scheduling) {
            scheduleAgain = true;
            return;
        }
        scheduling = true;
        do {
            scheduleAgain = false;
            for (PodRun pod : cluster.pods) {
                if (pod.stage == Stage.PENDING) {
                    schedule(pod);
                }
            }
        } while (scheduleAgain);
        scheduling = false;
    }

    private void schedule(PodRun pod) {
        if (!cluster.controlPlaneUp()) {
            return;
        }
        NodeRun node = choose(pod);
        if (node == null) {
            reportUnschedulable(pod);
        } else {
            bind(pod, node);
        }
    }

    private @Nullable NodeRun choose(PodRun pod) {
        NodeState chosen = cluster.scheduler.choose(pod.state, pod.luck);
        if (chosen == null) {
            return null;
        }
        for (NodeRun node : cluster.nodes) {
            if (node.state == chosen) {
                return node;
            }
        }
        throw new IllegalStateException("no machine stands behind node " + chosen.name());
    }

    private void reportUnschedulable(PodRun pod) {
        watch.podPending(pod);
        int nodes = cluster.cache.nodes().size();
        if (pod.reportedNodes != nodes) {
            pod.reportedNodes = nodes;
            cluster.listener.podUnschedulable(
                    pod.process,
                    pod.id(),
                    () -> cluster.scheduler.explain(pod.state).sentence(),
                    pod.cause);
        }
        if (volumes.isOrphan(pod.volume) && !pod.claimDeletion.isSet()) {
            pod.claimDeletion.setAfter(cluster.operator.reaction().drawMillis(pod.luck));
        }
    }

    private void bind(PodRun pod, NodeRun node) {
        cluster.cache.bind(pod.state, node.state);
        pod.claimDeletion.cancel();
        boolean moved = pod.lastNode != null && pod.lastNode != node;
        pod.node = node;
        pod.lastNode = node;
        node.pods.add(pod);
        cluster.listener.podScheduled(pod.process, pod.id(), node.name(), moved, pod.cause);
        volumes.place(pod.volume, node);
        proceed(pod, node);
    }

    /** Brings a bound pod as far as it gets at once. */
    private void proceed(PodRun pod, NodeRun node) {
        VolumeRun volume = pod.volume;
        boolean attached = !volume.storage.needsAttachment() || attachments.want(volume, node);
        if (!attached || volume.stalls > 0) {
            pod.stage = Stage.ATTACHING;
        } else if (!node.powered()) {
            pod.stage = Stage.DEAD;
        } else {
            begin(pod, node);
        }
    }

    private void volumeAttached(VolumeRun volume) {
        PodRun pod = cluster.pods.get(volume.process);
        NodeRun node = pod.node;
        if (pod.stage == Stage.ATTACHING && node != null) {
            volume.freshlyAttached = true;
            proceed(pod, node);
        }
    }

    /** A volume answers again. */
    void volumeAvailable(PodRun pod) {
        NodeRun node = pod.node;
        if (pod.stage == Stage.ATTACHING && node != null) {
            pod.volume.wanted.forEach(attachments::kick);
            proceed(pod, node);
        }
    }

    private void begin(PodRun pod, NodeRun node) {
        pod.stage = Stage.STARTING;
        attachments.mount(pod.volume, node);
        long lasting = cluster.timings.pods().start().drawMillis(pod.luck) + volumes.mountMillis(pod.volume, pod.luck);
        if (!node.imagePulled) {
            lasting += cluster.timings.pods().imagePull().drawMillis(pod.luck);
        }
        pod.stageOver.setAfter(lasting);
    }

    /** The stage a pod is in has lasted its time. */
    void stageOver(PodRun pod) {
        switch (pod.stage) {
            case STARTING -> started(pod);
            case STOPPING -> {
                cluster.workload.killed(pod.process, false, pod.cause);
                processGone(pod);
            }
            case UNMOUNTING -> gone(pod);
            default -> {}
        }
    }

    private void started(PodRun pod) {
        NodeRun node = pod.node;
        if (node == null) {
            return;
        }
        if (pod.volume.stalls > 0) {
            pod.stage = Stage.ATTACHING;
            return;
        }
        pod.stage = Stage.RUNNING;
        node.imagePulled = true;
        DataState found = pod.volume.data;
        pod.volume.data = DataState.INTACT;
        Cause cause = pod.cause;
        pod.cause = Causes.NONE;
        cluster.workload.started(pod.process, found, cause);
        if (node.frozenUntil > 0) {
            cluster.workload.frozen(pod.process, node.cause);
        }
        if (node.partitionedUntil > 0) {
            cluster.workload.partitioned(pod.process, node.cause);
        }
        watch.podStarted(pod);
    }

    /** Marks a pod for deletion and, if its node can hear it, stops it. */
    void delete(PodRun pod, Cause cause) {
        if (pod.stage == Stage.ABSENT || pod.terminating) {
            return;
        }
        pod.cause = Causes.earliest(pod.cause, cause);
        pod.terminating = true;
        pod.terminatingSince = cluster.now();
        pod.eviction.cancel();
        cluster.cache.terminate(pod.state);
        NodeRun node = pod.node;
        cluster.listener.podDeleted(pod.process, pod.id(), node == null ? "" : node.name(), cause);
        if (node == null) {
            gone(pod);
        } else if (node.alive()) {
            stop(pod);
        } else if (pod.graceMillis == 0) {
            // With no grace the API server does not wait for the kubelet (apiserver, registry/rest/delete.go,
            // BeforeDelete).
            removeByForce(pod);
        }
    }

    /** Someone deletes a pod's object without waiting for its node. */
    void forceDelete(PodRun pod, Cause cause) {
        NodeRun node = pod.node;
        if (node == null || node.alive()) {
            delete(pod, cause);
            return;
        }
        if (!pod.terminating) {
            pod.cause = Causes.earliest(pod.cause, cause);
            pod.terminating = true;
            cluster.cache.terminate(pod.state);
            cluster.listener.podDeleted(pod.process, pod.id(), node.name(), cause);
        }
        removeByForce(pod);
    }

    /** The kubelet ends a pod without grace, to save the node; the operator or the set makes a new one. */
    void evictNow(PodRun pod, Cause cause) {
        NodeRun node = pod.node;
        if (node == null || !pod.hasProcess()) {
            return;
        }
        pod.cause = Causes.earliest(pod.cause, cause);
        if (!pod.terminating) {
            pod.terminating = true;
            pod.eviction.cancel();
            cluster.cache.terminate(pod.state);
            cluster.listener.podDeleted(pod.process, pod.id(), node.name(), cause);
        }
        cluster.workload.killed(pod.process, false, pod.cause);
        processGone(pod);
    }

    private void stop(PodRun pod) {
        switch (pod.stage) {
            case RUNNING -> {
                pod.stage = Stage.STOPPING;
                pod.stageOver.setAfter(pod.graceMillis);
                cluster.workload.stopRequested(pod.process, pod.cause);
            }
            case ATTACHING, STARTING, DEAD -> processGone(pod);
            default -> {}
        }
    }

    /** A process that was asked to stop has exited. */
    void exited(PodRun pod) {
        if (pod.stage == Stage.STOPPING) {
            processGone(pod);
        }
    }

    private void processGone(PodRun pod) {
        NodeRun node = pod.node;
        pod.stageOver.cancel();
        if (node != null && attachments.isMounted(pod.volume, node)) {
            pod.stage = Stage.UNMOUNTING;
            pod.stageOver.setAfter(cluster.timings.volumes().unmount().drawMillis(pod.luck));
        } else {
            gone(pod);
        }
    }

    /** The kubelet is done with a pod: its object goes, and the next of its identity comes. */
    private void gone(PodRun pod) {
        NodeRun node = pod.node;
        if (node != null) {
            attachments.unmounted(pod.volume, node);
        }
        removeObject(pod);
    }

    /** A pod's object is removed although nobody knows what its node does. */
    void removeByForce(PodRun pod) {
        if (pod.hasProcess()) {
            cluster.workload.killed(pod.process, false, pod.cause);
        }
        pod.stageOver.cancel();
        removeObject(pod);
    }

    private void removeObject(PodRun pod) {
        NodeRun node = pod.node;
        pod.stage = Stage.ABSENT;
        pod.terminating = false;
        pod.annotated = null;
        pod.outdated = null;
        pod.node = null;
        pod.eviction.cancel();
        cluster.cache.renew(pod.state);
        pod.volume.unmounted();
        if (pod.volume.storage.reach() == Reach.POD) {
            volumes.lose(pod.volume, pod.cause);
        }
        if (pod.volume.condemned) {
            attachments.delete(pod.volume);
            volumes.forget(pod.volume, pod.cause);
        }
        if (node != null) {
            node.pods.remove(pod);
        }
        if (pod.recreated) {
            create(pod);
        }
        if (pod.node == null && pod.volume.storage.needsAttachment()) {
            attachments.release(pod.volume);
        }
        if (node != null) {
            watch.podGone(pod, node);
        }
        schedulePending();
    }

    /** A container dies and is started again in its pod. */
    void containerCrash(PodRun pod, Cause cause) {
        NodeRun node = pod.node;
        if (pod.stage == Stage.RUNNING && node != null) {
            cluster.workload.killed(pod.process, false, cause);
            pod.cause = Causes.earliest(pod.cause, cause);
            begin(pod, node);
        }
    }

    /** A machine stops running: its processes die. */
    void machineDown(NodeRun node, IronEvent event, Cause cause) {
        for (PodRun pod : node.pods) {
            pod.cause = Causes.earliest(pod.cause, cause);
            pod.volume.unmounted();
            if (pod.hasProcess()) {
                boolean memoryLost = event != IronEvent.GUEST_REBOOT && event != IronEvent.REIMAGE;
                cluster.workload.killed(pod.process, memoryLost, cause);
                if (pod.volume.storage.survives(event) == Fate.TAIL_LOST) {
                    pod.volume.data = DataState.TAIL_LOST;
                }
            }
            if (pod.stage != Stage.ATTACHING) {
                pod.stage = Stage.DEAD;
                pod.stageOver.cancel();
            }
        }
    }

    /** A machine runs again and its kubelet can be heard: it finishes deletions, lets go of volumes and starts what shall run. */
    void machineUp(NodeRun node) {
        for (PodRun pod : cluster.pods) {
            if (attachments.isMounted(pod.volume, node) && !pod.volume.wanted.contains(node)) {
                attachments.unmounted(pod.volume, node);
                attachments.reconcile(pod.volume);
            }
        }
        for (PodRun pod : node.pods.toArray(PodRun[]::new)) {
            if (pod.terminating) {
                if (pod.stage == Stage.DEAD) {
                    gone(pod);
                } else {
                    stop(pod);
                }
            } else if (pod.stage == Stage.DEAD) {
                proceed(pod, node);
            }
        }
    }

    /** Someone deletes the claim of a pod that waits for a node that no longer exists. */
    void replaceClaim(PodRun pod) {
        if (pod.stage == Stage.PENDING && volumes.isOrphan(pod.volume)) {
            deleteClaim(pod, pod.cause);
        }
    }

    /** Someone deletes a pod's claim, and the pod with it: what comes up next is empty. */
    void deleteClaim(PodRun pod, Cause cause) {
        pod.cause = Causes.earliest(pod.cause, cause);
        pod.claimDeletion.cancel();
        if (pod.stage == Stage.PENDING || pod.stage == Stage.ABSENT) {
            attachments.delete(pod.volume);
            volumes.forget(pod.volume, pod.cause);
            pod.reportedNodes = 0;
            schedulePending();
        } else {
            pod.volume.condemned = true;
            delete(pod, cause);
        }
    }

    /** Who wants to know of pods that came and went. */
    interface Watch {

        /** A pod's process runs. */
        default void podStarted(PodRun pod) {}

        /** A pod's object is gone from a node. */
        default void podGone(PodRun pod, NodeRun node) {}

        /** A pod fits nowhere now. */
        default void podPending(PodRun pod) {}
    }
}
