package dev.brokerfall.fault;

import dev.brokerfall.kernel.Cause;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The cluster as faults see it: every verb by which something can happen to its
 * machines, zones and services. A platform implements those that it knows. */
public interface Stage {

    default void nodeCrash(NodeChoice node, Optional<Duration> duration, Cause cause) {
        throw unknown(cause);
    }

    default void nodeReboot(NodeChoice node, Cause cause) {
        throw unknown(cause);
    }

    default void nodeFreeze(NodeChoice node, Duration duration, Cause cause) {
        throw unknown(cause);
    }

    default void nodeRedeploy(NodeChoice node, Cause cause) {
        throw unknown(cause);
    }

    default void nodeReimage(NodeChoice node, Cause cause) {
        throw unknown(cause);
    }

    default void nodeLoss(NodeChoice node, Optional<Duration> refill, Cause cause) {
        throw unknown(cause);
    }

    default void replaceNode(NodeChoice node, Optional<Duration> drainTimeout, Optional<String> zone, Cause cause) {
        throw unknown(cause);
    }

    default void powerLoss(NodeChoice node, Duration duration, Cause cause) {
        throw unknown(cause);
    }

    default void cordonNode(NodeChoice node, Cause cause) {
        throw unknown(cause);
    }

    default void drainNode(NodeChoice node, Cause cause) {
        throw unknown(cause);
    }

    default void zoneDrain(String zone, Optional<Duration> uncordonAfter, Cause cause) {
        throw unknown(cause);
    }

    default void zoneMaintenance(TimelineEvent.ZoneMaintenance maintenance, Cause cause) {
        throw unknown(cause);
    }

    default void nodePoolUpgrade(String pool, Optional<Integer> maxSurge, Cause cause) {
        throw unknown(cause);
    }

    default void rollingUpdate(Cause cause) {
        throw unknown(cause);
    }

    default void deletePods(Map<String, String> selector, Cause cause) {
        throw unknown(cause);
    }

    default void deleteVolumeClaim(List<Integer> brokers, Cause cause) {
        throw unknown(cause);
    }

    default void scaleNodes(String zone, int to, Cause cause) {
        throw unknown(cause);
    }

    /** Somebody scales a zone to no nodes, and to as many as it had when it is noticed. */
    default void zoneEmptied(String zone, Duration noticedAfter, Cause cause) {
        throw unknown(cause);
    }

    /** Something else than brokers fills the disk of a node. */
    default void diskFilled(NodeChoice node, Duration duration, Cause cause) {
        throw unknown(cause);
    }

    /** Every node of every pool is renewed with a new version of Kubernetes. */
    default void clusterUpgrade(Cause cause) {
        throw unknown(cause);
    }

    default void outOfServiceTaint(NodeChoice node, Cause cause) {
        throw unknown(cause);
    }

    default void zoneOutage(String zone, double fraction, Duration duration, Cause cause) {
        throw unknown(cause);
    }

    default void zonePartition(String zone, Duration duration, Cause cause) {
        throw unknown(cause);
    }

    default void controlPlaneOutage(Duration duration, Cause cause) {
        throw unknown(cause);
    }

    default void diskUnavailable(List<Integer> brokers, Duration duration, Cause cause) {
        throw unknown(cause);
    }

    /** The accounts of {@code brokers} are out, or all when that is empty. */
    default void storageAccountOutage(List<Integer> brokers, Duration duration, Cause cause) {
        throw unknown(cause);
    }

    default void attachSlow(double factor, Duration duration, Cause cause) {
        throw unknown(cause);
    }

    default void allocationFailure(String zone, Duration duration, Cause cause) {
        throw unknown(cause);
    }

    /** Returns whether a broker's process has its place on one of these machines now, running or not. */
    default boolean carries(NodeChoice machines, int broker) {
        return false;
    }

    /** Returns the processes, which every platform has. */
    ProcessStage processes();

    private static IllegalStateException unknown(Cause cause) {
        return new IllegalStateException(cause.event() + " cannot happen on this platform");
    }
}
