package dev.brokerfall.kubernetes;

import dev.brokerfall.kernel.Cause;
import dev.brokerfall.kubernetes.NodeRun.Hold;
import dev.brokerfall.kubernetes.NodeRun.Why;
import dev.brokerfall.storage.IronEvent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What befalls the machines behind the nodes. */
final class Machines {

    /** Reboot, reimage, redeploy. */
    private static final int STEPS = 3;

    /** A hold that no machine ever has. */
    static final long NO_HOLD = 0;

    private final ClusterState cluster;
    private final PodLifecycle pods;
    private final NodeLifecycle lifecycle;
    private final Deque<NodeRun> waiting = new ArrayDeque<>();
    private @Nullable NodeRun repairing;
    private Predicate<NodeRun> upgrading = node -> false;
    private long nextHold = 1;

    Machines(ClusterState cluster, PodLifecycle pods, NodeLifecycle lifecycle) {
        this.cluster = cluster;
        this.pods = pods;
        this.lifecycle = lifecycle;
    }

    /** Leaves alone what is being upgraded. */
    void spare(Predicate<NodeRun> beingUpgraded) {
        upgrading = beingUpgraded;
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
            stopRepair(node);
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
        stopRepair(node);
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
     * AKS auto-repair takes its next step on a lost node: reboot, then reimage, then redeploy, in up to three rounds and an hour. A guest
     * that hangs is helped by the first, a failed host by the last if its zone has room; nothing helps against a lack of power. One
     * node at a time is repaired, and none that was stopped on purpose or is being upgraded.
     *
     * <p>Source: AKS, "Node auto-repair".
     */
    void repair(NodeRun node) {
        boolean needed = !node.ready && node.registered && !node.gone && !node.holds.isEmpty();
        if (!needed || NodeLifecycle.isShutDown(node) || upgrading.test(node)) {
            stopRepair(node);
            return;
        }
        if (repairing != null && repairing != node) {
            if (!waiting.contains(node)) {
                waiting.add(node);
            }
            return;
        }
        repairing = node;
        node.repairSteps++;
        if (node.repairSteps > 1) {
            finishStep(node);
        }
        AksTimings.Machines times = cluster.timings.machines();
        boolean givenUp = node.repairSteps > STEPS * times.repairRounds()
                || cluster.now() - node.lostSince > times.repairLimit().toMillis();
        if (node.holds.isEmpty() || givenUp) {
            stopRepair(node);
            return;
        }
        node.repair.setAfter(times.repairStep().drawMillis(node.operations));
    }

    /** A node is no longer repaired, for whatever reason: the next one may be. */
    void stopRepair(NodeRun node) {
        waiting.remove(node);
        if (repairing == node) {
            repairing = null;
        }
        if (repairing == null) {
            NodeRun next = waiting.poll();
            if (next != null) {
                next.repair.setAfter(0);
            }
        }
    }

    private void finishStep(NodeRun node) {
        int step = (node.repairSteps - 2) % STEPS + 1;
        boolean room = cluster.now() >= cluster.zone(node.zone()).noRoomUntil;
        boolean helped = node.holds.stream()
                .allMatch(hold -> hold.why() == Why.GUEST || (hold.why() == Why.HOST && step == STEPS && room));
        if (step > 1 && helped) {
            pods.volumes().strike(node, step == STEPS ? IronEvent.REDEPLOY : IronEvent.REIMAGE, node.cause);
        }
        if (helped) {
            node.holds.clear();
            lifecycle.heard(node);
        }
    }
}
