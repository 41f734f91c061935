package dev.brokerfall.kubernetes;

import dev.brokerfall.kernel.Cause;
import dev.brokerfall.kubernetes.NodeRun.Why;
import dev.brokerfall.random.Stream;
import dev.brokerfall.storage.IronEvent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
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
    private int begun;

    Maintenances(ClusterState cluster, Drains drains, Machines machines) {
        this.cluster = cluster;
        this.drains = drains;
        this.machines = machines;
    }

    /** Works on the nodes of a zone at a pace. */
    void begin(
            List<NodeRun> nodes,
            Kubernetes.Maintenance strategy,
            Duration notice,
            OptionalLong lasting,
            MaintenancePace pace,
            Cause cause) {
        Duration pause = pace instanceof MaintenancePace.ByUpdateDomain domains ? domains.pause() : Duration.ZERO;
        Work work = new Work(begun++, strategy, notice, lasting, pause, cause);
        work.rounds.addAll(rounds(nodes, pace));
        works.add(work);
        next(work);
    }

    private List<List<NodeRun>> rounds(List<NodeRun> nodes, MaintenancePace pace) {
        if (pace instanceof MaintenancePace.OneAtATime) {
            return nodes.stream().map(List::of).toList();
        }
        if (pace instanceof MaintenancePace.ByUpdateDomain hidden) {
            Map<Integer, List<NodeRun>> byDomain = new TreeMap<>();
            nodes.forEach(
                    node -> byDomain.computeIfAbsent(updateDomain(node, hidden.domains()), its -> new ArrayList<>())
                            .add(node));
            return List.copyOf(byDomain.values());
        }
        return List.of(nodes);
    }

    private int updateDomain(NodeRun node, int domains) {
        Stream hidden = cluster.streams.stream("slot", node.slot.zone(), node.slot.index(), "updateDomain");
        return (int) (hidden.uniform() * domains);
    }

    /** The pause between two update domains is over. */
    void resume(int number) {
        works.stream().filter(work -> work.number == number).findFirst().ifPresent(this::next);
    }

    private void next(Work work) {
        while (work.open.isEmpty() && !work.rounds.isEmpty()) {
            work.rounds.remove().stream().filter(node -> !node.gone).forEach(work.open::add);
        }
        if (work.open.isEmpty()) {
            works.remove(work);
        }
        for (NodeRun node : List.copyOf(work.open)) {
            if (strategy(work, node) == Kubernetes.Maintenance.REDEPLOY && !node.state.unschedulable()) {
                node.uncordonWhenUp = true;
                drains.start(node, OptionalLong.empty(), Drains.Owner.NOBODY, work.cause);
            }
            cluster.after(work.notice.toMillis(), Kind.MACHINE_NOTICE_OVER, node.index, 0);
        }
    }

    private void done(Work work, NodeRun node) {
        work.open.remove(node);
        work.begun.remove(node);
        if (!work.open.isEmpty()) {
            return;
        }
        if (work.pause.isZero() || work.rounds.isEmpty()) {
            next(work);
        } else {
            cluster.after(work.pause.toMillis(), Kind.MAINTENANCE_RESUMED, work.number, 0);
        }
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
        // Nothing is to be paused on a machine that is down.
        if (node.gone || (strategy(work, node) == Kubernetes.Maintenance.FREEZE && !node.powered())) {
            done(work, node);
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
        work.begun.add(node);
    }

    /** A node runs again, or no longer exists. */
    void nodeDone(NodeRun node) {
        Work work = workOn(node);
        if (work != null && work.begun.contains(node)) {
            done(work, node);
        }
    }

    private @Nullable Work workOn(NodeRun node) {
        for (Work work : works) {
            if (work.open.contains(node)) {
                return work;
            }
        }
        return null;
    }

    /** One maintenance under way. */
    private static final class Work {

        final int number;
        final Kubernetes.Maintenance strategy;
        final Duration notice;
        final OptionalLong lasting;
        final Duration pause;
        final Cause cause;
        final Deque<List<NodeRun>> rounds = new ArrayDeque<>();

        /** Announced or worked on. */
        final Set<NodeRun> open = new LinkedHashSet<>();

        final Set<NodeRun> begun = new LinkedHashSet<>();

        Work(
                int number,
                Kubernetes.Maintenance strategy,
                Duration notice,
                OptionalLong lasting,
                Duration pause,
                Cause cause) {
            this.number = number;
            this.strategy = strategy;
            this.notice = notice;
            this.lasting = lasting;
            this.pause = pause;
            this.cause = cause;
        }
    }
}
