package dev.brokerfall.kubernetes;

import dev.brokerfall.cluster.DataState;
import dev.brokerfall.kernel.Timer;
import dev.brokerfall.storage.StorageConfig;
import org.jspecify.annotations.Nullable;

/** A pod's volume in play: what it is, where it lies, and what is on it. */
final class VolumeRun {

    final int process;
    final StorageConfig storage;
    final boolean claimed;
    final Timer forceDetach;
    String name;

    /** What a process would find now. */
    DataState data = DataState.EMPTY;

    /** Whether it exists; it is made when its pod is first placed. */
    boolean made;

    /** The zone its only copies lie in; empty for a zone-redundant one or before it is made. */
    String zone = "";

    /** The node its data lies on, for what lies on a node. */
    @Nullable NodeRun home;

    /** The node it is attached to. */
    @Nullable NodeRun attached;

    /** The node it shall be attached to. */
    @Nullable NodeRun wanted;

    /** Whether the kubelet of the node it is attached to has it mounted, as far as the control plane knows. */
    boolean inUse;

    /** Whether an unmount has been waited for long enough. */
    boolean forceDue;

    Operation operation = Operation.NONE;

    /** Whether it was attached since it was last mounted. */
    boolean freshlyAttached;

    /** Whether its claim has been deleted, so that it goes with the pod. */
    boolean condemned;

    /** How many faults keep it from answering. */
    int stalls;

    /** How often it was made. */
    int generation;

    VolumeRun(int process, StorageConfig storage, String name, boolean claimed, Timer forceDetach) {
        this.process = process;
        this.storage = storage;
        this.name = name;
        this.claimed = claimed;
        this.forceDetach = forceDetach;
    }

    /** What is being done to it. */
    enum Operation {
        NONE,
        DETACH_QUEUED,
        DETACHING,
        ATTACH_QUEUED,
        ATTACHING
    }
}
