package dev.brokerfall.kubernetes;

import dev.brokerfall.kernel.Cause;
import dev.brokerfall.kernel.Phase;
import dev.brokerfall.kernel.Timer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Empties nodes. Each pod is evicted; with the Drain Cleaner the eviction is denied, and the operator rolls the pod, one at a time
 * and when the workload says that it may; otherwise disruption budgets hold evictions back, and they look at readiness alone.
 *
 * <p>Source: Kubernetes, "API-initiated Eviction"; strimzi/drain-cleaner, README; strimzi/strimzi-kafka-operator, KafkaRoller.
 */
final class Drains {

    private final ClusterState cluster;
    private final PodLifecycle pods;
    private final List<Budget> budgets;
    private final Phase reconcile;
    private final List<Drain> running = new ArrayList<>();
    private final Timer operatorTick;
    private final Timer retry;
    private @Nullable PodRun rolling;
    private long rolledAt;
    private boolean waiting;

    Drains(ClusterState cluster, PodLifecycle pods, List<Budget> budgets) {
        this.cluster = cluster;
        this.pods = pods;
        this.budgets = budgets;
        this.reconcile = cluster.phase(cluster.operator.reconcile().toMillis(), "operator", "reconcile");
        this.operatorTick = cluster.timer(Kind.OPERATOR_TICK, 0);
        this.retry = cluster.timer(Kind.EVICTION_RETRY, 0);
    }

    void cordon(NodeRun node, Cause cause) {
        if (!node.state.unschedulable()) {
            node.state.unschedulable(true);
            cluster.listener.nodeCordoned(node.name(), node.zone(), cause);
        }
    }

    void uncordon(NodeRun node) {
        if (node.state.unschedulable()) {
            node.state.unschedulable(false);
            pods.schedulePending();
        }
    }

    /**
     * Cordons a node and evicts its pods.
     *
     * @param timeout in milliseconds; empty for as long as it takes
     */
    void start(NodeRun node, OptionalLong timeout, Owner owner, Cause cause) {
        cordon(node, cause);
        stop(node);
        Drain drain = new Drain(node, owner, cause);
        running.add(drain);
        timeout.ifPresent(node.drainTimeout::setAfter);
        if (!finishIfEmpty(drain)) {
            evict(drain);
        }
    }

    /** Gives up draining a node; it stays cordoned. */
    void stop(NodeRun node) {
        running.removeIf(drain -> drain.node() == node);
        node.drainTimeout.cancel();
        node.pods.forEach(pod -> pod.marked = false);
    }

    /** A drain has lasted too long. */
    void timedOut(NodeRun node) {
        for (Drain drain : running) {
            if (drain.node() == node) {
                stop(node);
                drain.owner().drained(node, false);
                return;
            }
        }
    }

    /** A pod has left a node. */
    void podGone(NodeRun node) {
        for (Drain drain : running.toArray(Drain[]::new)) {
            if (drain.node() == node) {
                finishIfEmpty(drain);
            }
        }
    }

    private boolean finishIfEmpty(Drain drain) {
        if (!drain.node().pods.isEmpty() || !running.contains(drain)) {
            return false;
        }
        stop(drain.node());
        drain.owner().drained(drain.node(), true);
        return true;
    }

    private void evict(Drain drain) {
        for (PodRun pod : drain.node().pods.toArray(PodRun[]::new)) {
            if (pod.terminating) {
                continue;
            }
            if (cluster.operator.drainCleaner() && pod.recreated) {
                pod.marked = true;
                if (!operatorTick.isSet() && rolling == null) {
                    operatorTick.setAt(reconcile.after(cluster.now()));
                }
            } else if (allowed(pod)) {
                pods.delete(pod, drain.cause());
            } else {
                waiting = true;
            }
        }
    }

    private boolean allowed(PodRun pod) {
        for (Budget budget : budgets) {
            if (!budget.allows(pod, cluster)) {
                return false;
            }
        }
        return true;
    }

    /** Refused evictions are tried again. */
    void retry() {
        waiting = false;
        for (Drain drain : running.toArray(Drain[]::new)) {
            if (running.contains(drain)) {
                evict(drain);
            }
        }
    }

    /** The operator reconciles: it rolls one marked pod that may be rolled, and waits for it to become ready. */
    void operatorTick() {
        PodRun last = rolling;
        if (last != null && !isReady(last)) {
            long giveUp = rolledAt + cluster.operator.readyTimeout().toMillis();
            if (cluster.now() < giveUp) {
                operatorTick.setAt(reconcile.atOrAfter(giveUp));
                return;
            }
        }
        rolling = null;
        waiting = false;
        PodRun next = nextToRoll();
        if (next != null) {
            next.marked = false;
            rolling = next;
            rolledAt = cluster.now();
            operatorTick.setAt(reconcile.atOrAfter(
                    rolledAt + cluster.operator.readyTimeout().toMillis()));
            pods.delete(next, causeOf(next));
        }
    }

    /** Controllers, which come after the brokers in number, are rolled before them. */
    private @Nullable PodRun nextToRoll() {
        for (int i = cluster.pods.size() - 1; i >= 0; i--) {
            PodRun pod = cluster.pods.get(i);
            if (!pod.marked) {
                continue;
            }
            if (!pod.terminating && cluster.workload.mayEvict(pod.process)) {
                return pod;
            }
            waiting = true;
        }
        return null;
    }

    private Cause causeOf(PodRun pod) {
        for (Drain drain : running) {
            if (drain.node() == pod.node) {
                return drain.cause();
            }
        }
        return pod.cause;
    }

    private boolean isReady(PodRun pod) {
        return pod.stage == PodRun.Stage.RUNNING && cluster.workload.ready(pod.process);
    }

    /** Readiness or in-sync sets have changed: whoever waits asks again at its next tick. */
    void workloadChanged() {
        if (rolling != null) {
            if (isReady(rolling)) {
                rolling = null;
                operatorTick.cancel();
                if (anyMarked()) {
                    // Within one reconciliation the operator goes on to the next pod without delay.
                    operatorTick.setAfter(0);
                }
            }
        } else if (waiting) {
            if (!operatorTick.isSet() && anyMarked()) {
                operatorTick.setAt(reconcile.after(cluster.now()));
            }
            if (!retry.isSet() && !cluster.operator.drainCleaner()) {
                retry.setAfter(cluster.timings.pods().evictionRetry().toMillis());
            }
        }
    }

    private boolean anyMarked() {
        for (PodRun pod : cluster.pods) {
            if (pod.marked) {
                return true;
            }
        }
        return false;
    }

    /** Who asked for a drain. */
    interface Owner {

        /** Nobody waits for the end. */
        Owner NOBODY = (node, complete) -> {};

        /** A node is empty, or has not become so in time. */
        void drained(NodeRun node, boolean complete);
    }

    private record Drain(NodeRun node, Owner owner, Cause cause) {}
}
