package dev.brokerfall.kubernetes;

import dev.brokerfall.kernel.Cause;
import dev.brokerfall.kernel.Timer;
import dev.brokerfall.kubernetes.objects.Pod;
import dev.brokerfall.kubernetes.scheduling.PodState;
import dev.brokerfall.random.Stream;
import org.jspecify.annotations.Nullable;

/** A pod identity in play. */
final class PodRun {

    final int process;
    final PodState state;
    final VolumeRun volume;
    final boolean recreated;
    final @Nullable PodSet order;
    final long graceMillis;
    final long tolerationMillis;
    final Stream luck;
    final Timer stageOver;
    final Timer eviction;
    final Timer claimDeletion;
    final Timer liveness;

    Stage stage = Stage.ABSENT;
    boolean terminating;

    /** When it was marked for deletion, if it is. */
    long terminatingSince;

    @Nullable NodeRun node;

    @Nullable NodeRun lastNode;

    Cause cause = Causes.NONE;

    /** Why the Drain Cleaner has annotated it for the operator; absent when it has not. */
    @Nullable Cause annotated;

    /** Why it is made of what no longer holds, such as an old version; absent when it is not. */
    @Nullable Cause outdated;

    /** Of how many nodes it was last reported that none fits it, since it became Pending; 0 when it was not. */
    int reportedNodes;

    PodRun(
            int process,
            PodState state,
            VolumeRun volume,
            boolean recreated,
            @Nullable PodSet order,
            long tolerationMillis,
            Stream luck,
            ClusterState cluster) {
        this.process = process;
        this.state = state;
        this.volume = volume;
        this.recreated = recreated;
        this.order = order;
        this.graceMillis = state.pod().template().grace().toMillis();
        this.tolerationMillis = tolerationMillis;
        this.luck = luck;
        this.stageOver = cluster.timer(Kind.POD_STAGE, process);
        this.eviction = cluster.timer(Kind.POD_EVICTED, process);
        this.claimDeletion = cluster.timer(Kind.POD_CLAIM_DELETED, process);
        this.liveness = cluster.timer(Kind.LIVENESS_FAILED, process);
    }

    String id() {
        return pod().id();
    }

    Pod pod() {
        return state.pod();
    }

    /** Returns whether the operator is to restart it. */
    boolean toRoll() {
        return annotated != null || outdated != null;
    }

    /** Returns why the operator restarts it. */
    Cause rollCause() {
        Cause why = annotated == null ? outdated : annotated;
        return why == null ? cause : why;
    }

    /** Returns whether a process lives in it. */
    boolean hasProcess() {
        return stage == Stage.RUNNING || stage == Stage.STOPPING;
    }

    /** How far a pod has come. */
    enum Stage {

        /** There is no object. */
        ABSENT,

        /** The object is bound to no node. */
        PENDING,

        /** Bound; its volume is not attached yet. */
        ATTACHING,

        /** Bound; mounting, pulling and starting. */
        STARTING,

        /** Its process runs. */
        RUNNING,

        /** Its process was asked to stop. */
        STOPPING,

        /** Its process is gone; the kubelet lets go of the volume. */
        UNMOUNTING,

        /** Bound to a machine that does not run. */
        DEAD
    }
}
