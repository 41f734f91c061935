package dev.brokerfall.kubernetes;

import dev.brokerfall.kernel.Cause;
import dev.brokerfall.kubernetes.NodeRun.Why;
import dev.brokerfall.storage.IronEvent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Azure works on hosts: it gives notice, then pauses, reboots or moves the machine. Before a move AKS cordons and drains the node
 * for as long as the notice allows; before a pause or a reboot it does nothing. Series that cannot be paused are moved instead.
 *
 * <p>Source: Azure, "Scheduled Events for Linux VMs"; AKS, "Node auto-drain".
 */
final class Maintenances {

    private final ClusterState cluster;
    private final Drains drains;
    private final Machines machines;
    private final List<Work> works = new ArrayList<>();

    Maintenances(ClusterState cluster, Drains drains, Machines machines) {
        this.cluster = cluster;
        this.drains = drains;
        this.machines = machines;
    }

    /** Works on nodes, one after the other or all together. */
    void begin(
            List<NodeRun> nodes,
            Kubernetes.Maintenance strategy,
            Duration notice,
            OptionalLong lasting,
            boolean oneAtATime,
            Cause cause) {
        if (oneAtATime) {
            Work work = new Work(strategy, notice, lasting, cause);
            work.queue.addAll(nodes);
            works.add(work);
            next(work);
            return;
        }
        for (NodeRun node : nodes) {
            Work work = new Work(strategy, notice, lasting, cause);
            work.queue.add(node);
            works.add(work);
            next(work);
        }
    }

    private void next(Work work) {
        NodeRun node = work.queue.poll();
        while (node != null && node.gone) {
            node = work.queue.poll();
        }
        work.current = node;
        if (node == null) {
            works.remove(work);
            return;
        }
        if (strategy(work, node) == Kubernetes.Maintenance.REDEPLOY && !node.state.unschedulable()) {
            node.uncordonWhenUp = true;
            drains.start(node, OptionalLong.empty(), Drains.Owner.NOBODY, work.cause);
        }
        cluster.after(work.notice.toMillis(), Kind.MACHINE_NOTICE_OVER, node.index, 0);
    }

    /** A machine that can neither be moved while it runs nor keep its memory through the work is moved like one that must leave. */
    private Kubernetes.Maintenance strategy(Work work, NodeRun node) {
        boolean pausable = cluster.pools.get(node.pool).config.vm().liveMigration();
        return work.strategy == Kubernetes.Maintenance.FREEZE && !pausable
                ? Kubernetes.Maintenance.REDEPLOY
                : work.strategy;
    }

    /** A pause that becomes a move takes as long as a move. */
    private static OptionalLong lasting(Work work) {
        return work.strategy == Kubernetes.Maintenance.FREEZE ? OptionalLong.empty() : work.lasting;
    }

    /** Notice is over: a node is worked on. */
    void noticeOver(NodeRun node) {
        Work work = workOn(node);
        if (work == null) {
            return;
        }
        if (node.gone) {
            next(work);
            return;
        }
        AksTimings.Machines times = cluster.timings.machines();
        switch (strategy(work, node)) {
            case FREEZE -> machines.freeze(node, Duration.ofMillis(work.lasting.orElse(0)), work.cause);
            case REBOOT ->
                machines.down(
                        node,
                        Why.WORK,
                        IronEvent.GUEST_REBOOT,
                        work.lasting.orElseGet(() -> times.reboot().drawMillis(node.operations)),
                        work.cause);
            case REDEPLOY -> {
                drains.stop(node);
                machines.down(
                        node,
                        Why.WORK,
                        IronEvent.REDEPLOY,
                        lasting(work).orElseGet(() -> times.redeploy().drawMillis(node.operations)),
                        work.cause);
            }
        }
        work.begun = true;
    }

    /** A node runs again, or no longer exists. */
    void nodeDone(NodeRun node) {
        Work work = workOn(node);
        if (work != null && work.begun) {
            work.begun = false;
            next(work);
        }
    }

    private @Nullable Work workOn(NodeRun node) {
        for (Work work : works) {
            if (work.current == node) {
                return work;
            }
        }
        return null;
    }

    /** One maintenance under way. */
    private static final class Work {

        final Kubernetes.Maintenance strategy;
        final Duration notice;
        final OptionalLong lasting;
        final Cause cause;
        final Deque<NodeRun> queue = new ArrayDeque<>();

        @Nullable NodeRun current;

        boolean begun;

        Work(Kubernetes.Maintenance strategy, Duration notice, OptionalLong lasting, Cause cause) {
            this.strategy = strategy;
            this.notice = notice;
            this.lasting = lasting;
            this.cause = cause;
        }
    }
}
