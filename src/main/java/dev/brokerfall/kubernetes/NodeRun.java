package dev.brokerfall.kubernetes;

import dev.brokerfall.cluster.Slot;
import dev.brokerfall.kernel.Cause;
import dev.brokerfall.kernel.Phase;
import dev.brokerfall.kernel.Timer;
import dev.brokerfall.kubernetes.scheduling.NodeState;
import dev.brokerfall.random.Stream;
import java.util.ArrayList;
import java.util.List;

/** A node in play: the machine, what holds it down, and what the control plane thinks of it. */
final class NodeRun {

    /** No instant at all. */
    static final long NEVER = -1;

    final int index;
    final Slot slot;
    final int pool;
    final NodeState state;
    final Phase lease;
    final Stream operations;
    final Timer notReady;
    final Timer taint;
    final Timer cloudPoll;
    final Timer podGc;
    final Timer outOfService;
    final Timer repair;
    final Timer drainTimeout;
    final Timer diskCheck;
    final List<PodRun> pods = new ArrayList<>();

    /** The machine has been deleted. */
    boolean gone;

    /** The Node object exists. */
    boolean registered = true;

    /** Why the machine is down; it boots when the last reason is gone. */
    final List<Hold> holds = new ArrayList<>();

    /** Until when the machine is paused; 0 when it is not. */
    long frozenUntil;

    /** Until when the machine can be reached by nobody; 0 when it can. */
    long partitionedUntil;

    /** What the control plane thinks. */
    boolean ready = true;

    boolean tainted;
    boolean outOfServiceTainted;

    /** Whether the image has been pulled since the system disk was last written. */
    boolean imagePulled;

    /** Whether the machine was added by an upgrade and leaves with it. */
    boolean surge;

    /** Whether it is uncordoned as soon as it is back. */
    boolean uncordonWhenUp;

    /** When its kubelet last found too little disk; {@link #NEVER} when it does not say so. */
    long pressureSeen = NEVER;

    int repairSteps;
    long lostSince;
    Cause cause = Causes.NONE;

    final List<VolumeRun> toDetach = new ArrayList<>();
    final List<VolumeRun> toAttach = new ArrayList<>();
    final List<VolumeRun> inOperation = new ArrayList<>();
    boolean detaching;
    boolean busy;

    NodeRun(int index, Slot slot, int pool, NodeState state, ClusterState cluster, Phase lease, Stream operations) {
        this.index = index;
        this.slot = slot;
        this.pool = pool;
        this.state = state;
        this.lease = lease;
        this.operations = operations;
        this.notReady = cluster.timer(Kind.NODE_NOT_READY, index);
        this.taint = cluster.timer(Kind.NODE_TAINT, index);
        this.cloudPoll = cluster.timer(Kind.NODE_CLOUD_POLL, index);
        this.podGc = cluster.timer(Kind.NODE_POD_GC, index);
        this.outOfService = cluster.timer(Kind.NODE_OUT_OF_SERVICE, index);
        this.repair = cluster.timer(Kind.NODE_REPAIR, index);
        this.drainTimeout = cluster.timer(Kind.DRAIN_TIMEOUT, index);
        this.diskCheck = cluster.timer(Kind.NODE_DISK_CHECK, index);
    }

    String name() {
        return state.name();
    }

    String zone() {
        return slot.zone();
    }

    /** Returns whether the machine runs, paused or not. */
    boolean powered() {
        return !gone && holds.isEmpty();
    }

    /** Returns whether the machine exists but was stopped on purpose. */
    boolean stopped() {
        return !gone && holds.stream().anyMatch(hold -> hold.why() == Why.STOPPED);
    }

    /** Returns whether the kubelet works and can be heard. */
    boolean alive() {
        return powered() && frozenUntil == 0 && partitionedUntil == 0;
    }

    /** One reason for a machine to be down. */
    record Hold(long number, Why why) {}

    /** What kind of reason, and so which step of a repair helps. */
    enum Why {
        GUEST,
        HOST,
        POWER,

        /** Somebody stopped it and gave its host back; nothing but starting it again helps. */
        STOPPED,
        WORK
    }
}
