package dev.brokerfall.kubernetes;

import dev.brokerfall.cluster.DataState;
import dev.brokerfall.kernel.Cause;
import dev.brokerfall.kernel.Timer;
import dev.brokerfall.storage.StorageConfig;
import java.util.ArrayList;
import java.util.List;
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

    /** The nodes it shall be attached to, in the order in which they asked for it. */
    final List<NodeRun> wanted = new ArrayList<>(1);

    /** Where it is attached, or about to be. */
    final List<Attachment> attachments = new ArrayList<>(1);

    /** Whether it was attached since it was last mounted. */
    boolean freshlyAttached;

    /** Whether its claim has been deleted, so that it goes with the pod. */
    boolean condemned;

    /** How many faults keep it from answering. */
    int stalls;

    /** How many of these are that its mount is dead, and end when it is mounted anew. */
    int staleMounts;

    /** How often it was mounted anew, by a pod or a machine that was not there before. */
    int mounts;

    /** Why it does not answer. */
    Cause stalledBy = Causes.NONE;

    /** How often it was made. */
    int generation;

    VolumeRun(int process, StorageConfig storage, String name, boolean claimed, Timer forceDetach) {
        this.process = process;
        this.storage = storage;
        this.name = name;
        this.claimed = claimed;
        this.forceDetach = forceDetach;
    }

    /** Whoever uses it next mounts it anew. */
    void unmounted() {
        stalls -= staleMounts;
        staleMounts = 0;
        mounts++;
    }

    /** Returns the node it is attached to, or being detached from. */
    @Nullable NodeRun attached() {
        for (Attachment attachment : attachments) {
            if (attachment.exists()) {
                return attachment.node;
            }
        }
        return null;
    }

    /** Returns what binds it to a node, if something does. */
    @Nullable Attachment on(NodeRun node) {
        for (Attachment attachment : attachments) {
            if (attachment.node == node) {
                return attachment;
            }
        }
        return null;
    }

    /** What binds a volume to a node. */
    static final class Attachment {

        final NodeRun node;
        State state;

        /** Whether the node's kubelet has it mounted, as far as the control plane knows ({@code status.volumesInUse}). */
        boolean inUse;

        /** The instant since which nobody wants it there; -1 while somebody does. */
        long leftAt = -1;

        /** Whether the unmount has been waited for long enough. */
        boolean forceDue;

        /** Why it is detached although it may still be mounted. */
        Forced forced = Forced.NOT;

        Attachment(NodeRun node, State state) {
            this.node = node;
            this.state = state;
        }

        /** Returns whether the cloud has it attached. */
        boolean exists() {
            return state == State.ATTACHED || state == State.DETACH_QUEUED || state == State.DETACHING;
        }
    }

    /** How far an attachment has come. */
    enum State {
        ATTACH_QUEUED,
        ATTACHING,
        ATTACHED,
        DETACH_QUEUED,
        DETACHING
    }

    /** Why a volume is detached before its unmount is known (kube-controller-manager's {@code force_detach_reason}). */
    enum Forced {
        NOT,
        TIMEOUT,
        OUT_OF_SERVICE
    }
}
