package dev.brokerfall.kubernetes;

import dev.brokerfall.kernel.Cause;
import dev.brokerfall.kubernetes.NodeRun.Hold;
import dev.brokerfall.kubernetes.NodeRun.Why;
import dev.brokerfall.storage.IronEvent;
import java.time.Duration;

/** What befalls the machines behind the nodes. */
final class Machines {

    /** Reboot, reimage, redeploy. */
    private static final int STEPS = 3;

    private final ClusterState cluster;
    private final PodLifecycle pods;
    private final NodeLifecycle lifecycle;
    /** A hold that no machine ever has. */
    static final long NO_HOLD = 0;

    private long nextHold = 1;

    Machines(ClusterState cluster, PodLifecycle pods, NodeLifecycle lifecycle) {
        this.cluster = cluster;
        this.pods = pods;
        this.lifecycle = lifecycle;
    }

    /** A machine stops running for {@code lasting} milliseconds; it boots when nothing else holds it down. */
    void down(NodeRun node, Why why, IronEvent event, long lasting, Cause cause) {
        if (node.gone) {
            return;
        }
        boolean ran = node.powered();
        long number = nextHold++;
        node.holds.add(new Hold(number, why));
        cluster.after(lasting, Kind.MACHINE_RELEASED, node.index, number);
        node.cause = Causes.earliest(node.cause, cause);
        if (ran) {
            node.frozenUntil = 0;
            node.partitionedUntil = 0;
            pods.machineDown(node, event, node.cause);
        }
        pods.volumes().strike(node, event, node.cause);
        if (event == IronEvent.REIMAGE || event == IronEvent.REDEPLOY) {
            node.imagePulled = false;
        }
        if (ran) {
            lifecycle.silent(node);
        }
    }

    /** One reason for a machine to be down is over. */
    void released(NodeRun node, long hold) {
        boolean held = node.holds.removeIf(one -> one.number() == hold);
        if (held && node.powered()) {
            lifecycle.heard(node);
        }
    }

    /** A machine is written anew while nothing runs on it. */
    void reimage(NodeRun node, long lasting, Cause cause) {
        down(node, Why.WORK, IronEvent.REIMAGE, lasting, cause);
        node.notReady.cancel();
        lifecycle.announceDown(node);
    }

    void freeze(NodeRun node, Duration pause, Cause cause) {
        if (!node.powered()) {
            return;
        }
        boolean began = node.frozenUntil == 0;
        node.frozenUntil = Math.max(node.frozenUntil, cluster.now() + pause.toMillis());
        node.cause = Causes.earliest(node.cause, cause);
        cluster.after(pause.toMillis(), Kind.MACHINE_THAWED, node.index, 0);
        if (began) {
            for (PodRun pod : node.pods) {
                if (pod.hasProcess()) {
                    cluster.workload.frozen(pod.process, cause);
                }
            }
            lifecycle.silent(node);
        }
    }

    void thaw(NodeRun node) {
        if (node.frozenUntil == 0 || node.frozenUntil > cluster.now()) {
            return;
        }
        node.frozenUntil = 0;
        for (PodRun pod : node.pods) {
            if (pod.hasProcess()) {
                cluster.workload.thawed(pod.process);
            }
        }
        if (node.alive()) {
            lifecycle.heard(node);
        }
    }

    void partition(NodeRun node, Duration lasting, Cause cause) {
        if (!node.powered()) {
            return;
        }
        boolean began = node.partitionedUntil == 0;
        node.partitionedUntil = Math.max(node.partitionedUntil, cluster.now() + lasting.toMillis());
        node.cause = Causes.earliest(node.cause, cause);
        cluster.after(lasting.toMillis(), Kind.MACHINE_HEALED, node.index, 0);
        if (began) {
            for (PodRun pod : node.pods) {
                if (pod.hasProcess()) {
                    cluster.workload.partitioned(pod.process, cause);
                }
            }
            lifecycle.silent(node);
        }
    }

    void heal(NodeRun node) {
        if (node.partitionedUntil == 0 || node.partitionedUntil > cluster.now()) {
            return;
        }
        node.partitionedUntil = 0;
        for (PodRun pod : node.pods) {
            if (pod.hasProcess()) {
                cluster.workload.healed(pod.process);
            }
        }
        if (node.alive()) {
            lifecycle.heard(node);
        }
    }

    /** A machine no longer exists. */
    void lose(NodeRun node, Cause cause) {
        if (node.gone) {
            return;
        }
        boolean ran = node.powered();
        node.cause = Causes.earliest(node.cause, cause);
        node.gone = true;
        node.holds.clear();
        node.frozenUntil = 0;
        node.partitionedUntil = 0;
        if (ran) {
            pods.machineDown(node, IronEvent.VM_LOSS, node.cause);
        }
        pods.volumes().strike(node, IronEvent.VM_LOSS, node.cause);
        if (ran) {
            lifecycle.silent(node);
        } else if (!node.ready) {
            node.cloudPoll.setAfter(0);
        }
    }

    /** A machine is given back in order, with nothing of worth on it. */
    void remove(NodeRun node, Cause cause) {
        lose(node, cause);
        lifecycle.unregister(node);
    }

    /**
     * AKS auto-repair takes its next step on a lost node: reboot, then reimage, then redeploy. A guest that hangs is helped by the
     * first, a failed host by the last; nothing helps against a lack of power.
     *
     * <p>Source: AKS, "Node auto-repair".
     */
    void repair(NodeRun node) {
        if (node.ready || node.gone || node.holds.isEmpty()) {
            return;
        }
        node.repairSteps++;
        if (node.repairSteps > 1) {
            finishStep(node);
        }
        long tried = cluster.now() - node.lostSince;
        boolean givenUp = node.repairSteps > STEPS
                || tried > cluster.timings.machines().repairLimit().toMillis();
        if (node.holds.isEmpty() || givenUp) {
            return;
        }
        node.repair.setAfter(cluster.timings.machines().repairStep().drawMillis(node.operations));
    }

    private void finishStep(NodeRun node) {
        int step = node.repairSteps - 1;
        boolean helped = node.holds.stream()
                .allMatch(hold -> hold.why() == Why.GUEST || (hold.why() == Why.HOST && step == STEPS));
        if (step > 1 && helped) {
            pods.volumes().strike(node, step == STEPS ? IronEvent.REDEPLOY : IronEvent.REIMAGE, node.cause);
        }
        if (helped) {
            node.holds.clear();
            lifecycle.heard(node);
        }
    }
}
