package dev.brokerfall.kubernetes;

import dev.brokerfall.kernel.Cause;
import dev.brokerfall.kernel.Phase;
import dev.brokerfall.kernel.Timer;
import dev.brokerfall.kubernetes.PodRun.Stage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Strimzi's rolling restart: at a reconciliation the operator restarts the pods that need it, one at a time.
 *
 * <pre>
 * which     those that the Drain Cleaner has annotated or that have an old revision. If any has an old revision, the others must be ready
 *           when it is their turn: one that is not in time ends the roll, lest each reconciliation take out one more
 * order     controllers that are not ready, ready controllers, brokers that are not ready, ready brokers; the active controller after
 *           all other controllers; no broker before every controller is done
 * wait      a pod that is not ready is given time to become so before anything else; so is a restarted one, and when it does not, the
 *           roll ends
 * rule      a pod that must not be restarted now is tried again after 250 ms and twice as long each time, ten times in all; others are
 *           tried meanwhile. The active controller's last attempt does not wait for the others
 * bypass    a pod that is not starting and has an old revision is restarted without asking; if it has not, the roll ends
 * </pre>
 *
 * <p>What a roll leaves undone is left to the next reconciliation: reconciliations that overlap the running one are skipped. A roll that
 * tried everything in vain is repeated once something has changed, at the tick at which the operator would have got there anyway, so
 * that waiting costs no events.
 *
 * <p>The rule itself is the workload's ({@link dev.brokerfall.cluster.Workload#mayEvict}). Strimzi's other bypass, for a pod of which no
 * address can be resolved, does not come up: a pod that has none is one that is not starting.
 *
 * <p>Source: strimzi/strimzi-kafka-operator 1.2.0, {@code KafkaRoller.java}, {@code BackOff.java}, {@code KafkaReconciler.java}.
 */
final class KafkaRoller {

    private final ClusterState cluster;
    private final PodLifecycle pods;
    private final OperatorConfig operator;
    private final Phase reconcile;
    private final Timer tick;

    /** What is still to be done: of the controllers, then of the brokers. */
    private final List<RestartContext> contexts = new ArrayList<>();

    private List<PodRun> brokers = List.of();
    private State state = State.IDLE;
    private @Nullable RestartContext awaited;
    private @Nullable Cause rollOfAll;
    private long began;
    private long deadline;

    /** Whether the roll under way looks after pods that need no restart, too. */
    private boolean ofAll;

    private boolean failed;
    private boolean inVain;
    private boolean requestedMeanwhile;

    KafkaRoller(ClusterState cluster, PodLifecycle pods) {
        this.cluster = cluster;
        this.pods = pods;
        this.operator = cluster.operator;
        this.reconcile = cluster.phase(operator.reconcile().toMillis(), "operator", "reconcile");
        this.tick = cluster.timer(Kind.OPERATOR_TICK, 0);
    }

    /** A pod needs a restart: the next reconciliation sees to it. */
    void requested() {
        requestedMeanwhile = true;
        if (state == State.IDLE && !tick.isSet()) {
            tick.setAt(nextReconciliation());
        }
    }

    /** Somebody has changed what all pods are made of, such as the version: all have an old revision. */
    void rollAll(Cause cause) {
        for (PodRun pod : cluster.pods) {
            if (pod.recreated && pod.stage != Stage.ABSENT) {
                pod.outdated = cause;
            }
        }
        rollOfAll = cause;
        requested();
    }

    /** Readiness or in-sync sets have changed. */
    void workloadChanged() {
        RestartContext waitedFor = awaited;
        if (waitedFor != null) {
            if (isReady(waitedFor.pod)) {
                tick.setAfter(0);
            }
        } else if (state == State.IDLE && !tick.isSet() && anyToRoll()) {
            tick.setAt(nextReconciliation());
        }
    }

    /** It is time for what comes next. */
    void tick() {
        switch (state) {
            case IDLE -> begin();
            case TRYING -> tryThoseDue();
            case AWAITING_BEFORE, AWAITING_RESTARTED -> goOn();
        }
    }

    private void begin() {
        began = cluster.now();
        failed = false;
        inVain = true;
        requestedMeanwhile = false;
        ofAll = cluster.pods.stream().anyMatch(pod -> pod.outdated != null);
        List<PodRun> controllers = ordered(true);
        brokers = ordered(false);
        schedule(controllers);
        state = State.TRYING;
        tryThoseDue();
    }

    private List<PodRun> ordered(boolean controllers) {
        List<PodRun> chosen = new ArrayList<>();
        for (PodRun pod : cluster.pods) {
            if (takesPart(pod) && cluster.workload.isController(pod.process) == controllers) {
                chosen.add(isReady(pod) ? chosen.size() : 0, pod);
            }
        }
        return chosen;
    }

    private boolean takesPart(PodRun pod) {
        return pod.toRoll() || (ofAll && pod.recreated && pod.stage != Stage.ABSENT);
    }

    private void schedule(List<PodRun> chosen) {
        for (PodRun pod : chosen) {
            contexts.add(new RestartContext(pod, cluster.now()));
        }
    }

    private void tryThoseDue() {
        while (state == State.TRYING) {
            if (contexts.isEmpty()) {
                stageDone();
                continue;
            }
            RestartContext next = contexts.stream()
                    .min(Comparator.comparingLong(context -> context.due))
                    .orElseThrow();
            if (next.due > cluster.now()) {
                tick.setAt(next.due);
                return;
            }
            consider(next);
        }
    }

    private void stageDone() {
        if (failed || brokers.isEmpty()) {
            end();
        } else {
            schedule(brokers);
            brokers = List.of();
        }
    }

    private void consider(RestartContext context) {
        PodRun pod = context.pod;
        if (!pod.toRoll() && (!ofAll || isReady(pod))) {
            contexts.remove(context);
        } else if (isStuck(pod)) {
            restartStuck(context);
        } else if (isReady(pod)) {
            restartIfAllowed(context);
        } else {
            await(context, State.AWAITING_BEFORE);
        }
    }

    /** A pod waits for a node or for its container. */
    private static boolean isStuck(PodRun pod) {
        return pod.stage == Stage.PENDING || pod.stage == Stage.ATTACHING || pod.stage == Stage.STARTING;
    }

    private void restartStuck(RestartContext context) {
        if (context.pod.outdated == null) {
            end();
        } else {
            restart(context);
        }
    }

    private void restartIfAllowed(RestartContext context) {
        boolean deferred = contexts.size() > 1
                && cluster.workload.isActiveController(context.pod.process)
                && context.attempt < operator.rollAttempts();
        if (!deferred && cluster.workload.mayEvict(context.pod.process)) {
            restart(context);
        } else if (context.attempt == operator.rollAttempts()) {
            failed = true;
            contexts.remove(context);
        } else {
            context.due = cluster.now() + (operator.rollBackoff().toMillis() << (context.attempt - 1));
            context.attempt++;
        }
    }

    private void restart(RestartContext context) {
        inVain = false;
        PodRun pod = context.pod;
        Cause cause = pod.rollCause();
        await(context, State.AWAITING_RESTARTED);
        pods.delete(pod, cause);
    }

    private void await(RestartContext context, State what) {
        awaited = context;
        state = what;
        deadline = cluster.now() + operator.readyTimeout().toMillis();
        tick.setAt(deadline);
    }

    /** The pod that is waited for is ready, or has had its time. */
    private void goOn() {
        RestartContext context = awaited;
        if (context == null || (!isReady(context.pod) && cluster.now() < deadline)) {
            return;
        }
        awaited = null;
        boolean restarted = state == State.AWAITING_RESTARTED;
        state = State.TRYING;
        boolean needed = restarted || !context.pod.toRoll();
        if (needed && !isReady(context.pod)) {
            end();
        } else if (restarted) {
            contexts.remove(context);
        } else if (context.pod.toRoll() && !isStuck(context.pod)) {
            restartIfAllowed(context);
        }
        tryThoseDue();
    }

    private void end() {
        state = State.IDLE;
        contexts.clear();
        brokers = List.of();
        Cause all = rollOfAll;
        if (all != null && cluster.pods.stream().allMatch(pod -> pod.outdated == null)) {
            rollOfAll = null;
            cluster.listener.rollEnded(all);
        }
        boolean worthAnother = requestedMeanwhile || !failed || !inVain;
        if (anyToRoll() && worthAnother) {
            tick.setAt(reconcile.after(cluster.now()));
        }
    }

    /** While nothing changes, one roll in vain follows the other: the first tick after its end begins the next. */
    private long nextReconciliation() {
        if (requestedMeanwhile || !failed || !inVain) {
            return reconcile.after(cluster.now());
        }
        long lasted = operator.rollBackoff().toMillis() * ((1L << (operator.rollAttempts() - 1)) - 1);
        long cycle = reconcile.after(began + lasted) - began;
        long cycles = (cluster.now() - began) / cycle + 1;
        return began + cycles * cycle;
    }

    private boolean anyToRoll() {
        return cluster.pods.stream().anyMatch(PodRun::toRoll);
    }

    private boolean isReady(PodRun pod) {
        return pod.stage == Stage.RUNNING && !pod.terminating && cluster.workload.ready(pod.process);
    }

    private enum State {

        /** Between two rolls. */
        IDLE,

        /** Pods are tried when their time comes. */
        TRYING,

        /** A pod that is not ready is given time before it is tried. */
        AWAITING_BEFORE,

        /** A restarted pod is given time to become ready. */
        AWAITING_RESTARTED
    }

    /** How far one pod of a roll has come. */
    private static final class RestartContext {

        final PodRun pod;
        long due;
        int attempt = 1;

        RestartContext(PodRun pod, long due) {
            this.pod = pod;
            this.due = due;
        }
    }
}
