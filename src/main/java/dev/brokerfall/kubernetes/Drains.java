package dev.brokerfall.kubernetes;

import dev.brokerfall.kernel.Cause;
import dev.brokerfall.kernel.Timer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Empties nodes. Each pod is evicted; the {@link DrainCleaner} denies the eviction and leaves the pod to the {@link KafkaRoller};
 * without it disruption budgets hold evictions back, and they look at readiness alone.
 *
 * <p>Source: Kubernetes, "API-initiated Eviction".
 */
final class Drains {

    private final ClusterState cluster;
    private final PodLifecycle pods;
    private final List<Budget> budgets;
    private final DrainCleaner drainCleaner;
    private final List<Drain> running = new ArrayList<>();
    private final Timer retry;
    private boolean waiting;

    Drains(ClusterState cluster, PodLifecycle pods, List<Budget> budgets, DrainCleaner drainCleaner) {
        this.cluster = cluster;
        this.pods = pods;
        this.budgets = budgets;
        this.drainCleaner = drainCleaner;
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
            if (pod.terminating || drainCleaner.denies(pod, drain.cause())) {
                continue;
            }
            if (allowed(pod)) {
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

    /** Readiness has changed: refused evictions are tried again at their next turn. */
    void workloadChanged() {
        if (waiting && !retry.isSet()) {
            retry.setAfter(cluster.timings.pods().evictionRetry().toMillis());
        }
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
