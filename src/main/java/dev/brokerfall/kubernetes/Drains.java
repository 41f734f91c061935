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
 * <p>On a node that is silent nobody ends a pod that is marked for deletion. Some who drain leave such pods behind after a while; but a
 * pod whose eviction the Drain Cleaner denies was not evicted, and the drain goes on until its time is over.
 *
 * <p>Source: Kubernetes, "API-initiated Eviction"; kubernetes-sigs/cluster-api, {@code SkipWaitForDeleteTimeoutSeconds};
 * strimzi/strimzi-kafka-operator issue 13101.
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

    /** A node takes no new pods. */
    void cordon(NodeRun node, Cause cause) {
        if (!node.state.unschedulable()) {
            node.state.unschedulable(true);
            cluster.listener.nodeCordoned(node.name(), node.zone(), cause);
        }
    }

    /** A node takes pods again. */
    void uncordon(NodeRun node) {
        if (node.state.unschedulable()) {
            node.state.unschedulable(false);
            cluster.listener.nodeUncordoned(node.name(), node.zone());
            pods.schedulePending();
        }
    }

    /**
     * Cordons a node and evicts its pods; while the control plane is out, as soon as it is back.
     *
     * @param timeout in milliseconds; empty for as long as it takes
     */
    void start(NodeRun node, OptionalLong timeout, Owner owner, Cause cause) {
        stop(node);
        Drain drain = new Drain(node, owner, cause);
        running.add(drain);
        timeout.ifPresent(node.drainTimeout::setAfter);
        evict(drain);
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
        boolean empty = drain.node().pods.stream().allMatch(pod -> leaves(drain, pod));
        if (!empty || !running.contains(drain)) {
            return false;
        }
        stop(drain.node());
        drain.owner().drained(drain.node(), true);
        return true;
    }

    private void evict(Drain drain) {
        if (!cluster.controlPlaneUp()) {
            return;
        }
        cordon(drain.node(), drain.cause());
        if (finishIfEmpty(drain)) {
            return;
        }
        for (PodRun pod : drain.node().pods.toArray(PodRun[]::new)) {
            boolean over = pod.terminating && !isStuck(drain, pod);
            if (!over && !drainCleaner.denies(pod, drain.cause())) {
                evict(pod, drain.cause());
            }
            if (drain.owner().leavesStuckPods() && pod.annotated == null) {
                lookAgain(pod);
            }
        }
    }

    private void evict(PodRun pod, Cause cause) {
        switch (Budget.answer(budgets, pod, cluster)) {
            case OK -> pods.delete(pod, cause);
            case TOO_MANY_REQUESTS -> waiting = true;
            // Whoever drains gets the same answer as often as they ask: the node is never empty.
            case INTERNAL_SERVER_ERROR -> {}
        }
    }

    /** Those who leave stuck pods behind come back when a pod may be left, or to ask once more: the node may fall silent meanwhile. */
    private void lookAgain(PodRun pod) {
        long next = pod.terminating
                ? leftAt(pod)
                : cluster.now() + cluster.timings.pods().evictionRetry().toMillis();
        if (next > cluster.now()) {
            retryBy(next);
        }
    }

    /** A pod that nobody can stop is evicted over and over by those who would leave it behind in the end. */
    private static boolean isStuck(Drain drain, PodRun pod) {
        return drain.owner().leavesStuckPods()
                && pod.terminating
                && !drain.node().alive();
    }

    private boolean leaves(Drain drain, PodRun pod) {
        return isStuck(drain, pod) && pod.annotated == null && cluster.now() >= leftAt(pod);
    }

    private long leftAt(PodRun pod) {
        return pod.terminatingSince + cluster.timings.pods().leaveStuckAfter().toMillis();
    }

    private void retryBy(long at) {
        if (!retry.isSet() || retry.due() > at) {
            retry.setAt(at);
        }
    }

    /** Returns whether some budget never lets any of its pods go, however healthy all are. */
    boolean areHopeless() {
        return budgets.stream().anyMatch(Budget::neverAllows);
    }

    /** Evictions that were refused, or that nobody answered, are tried again. */
    void retry() {
        waiting = false;
        for (Drain drain : running.toArray(Drain[]::new)) {
            if (running.contains(drain)) {
                evict(drain);
                finishIfEmpty(drain);
            }
        }
    }

    /** Readiness has changed: refused evictions are tried again at their next turn. */
    void workloadChanged() {
        if (waiting) {
            retryBy(cluster.now() + cluster.timings.pods().evictionRetry().toMillis());
        }
    }

    /** Who asked for a drain. */
    interface Owner {

        /** Nobody waits for the end. */
        Owner NOBODY = (node, complete) -> {};

        /** A node is empty, or has not become so in time. */
        void drained(NodeRun node, boolean complete);

        /** Returns whether a pod that was marked for deletion long ago, on a node that is silent, counts as gone. */
        default boolean leavesStuckPods() {
            return false;
        }
    }

    private record Drain(NodeRun node, Owner owner, Cause cause) {}
}
