package dev.brokerfall.kubernetes;

import dev.brokerfall.cluster.Slot;
import dev.brokerfall.cluster.Workload;
import dev.brokerfall.kernel.Actor;
import dev.brokerfall.kernel.Agenda;
import dev.brokerfall.kernel.Cause;
import dev.brokerfall.random.Streams;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * An AKS cluster at work: it places pods, keeps their volumes with them, and lives through what befalls its nodes. Process
 * {@code i} of the workload runs in pod {@code i}.
 */
@SuppressWarnings({"unused", "DoNotCallSuggester"})
public final class Kubernetes implements Actor {

    /** Starts a cluster at the agenda's present with all nodes ready and all pods running, placed by the scheduler, on empty volumes. */
    public Kubernetes(
            Agenda agenda,
            Streams streams,
            AksConfig config,
            List<PodSpec> pods,
            Workload workload,
            KubernetesListener listener) {}

    /** The workload tells that a process that was asked to stop has exited. */
    public void exited(int process) {}

    /** The workload tells that readiness or in-sync sets changed, so that whoever waits for them asks again. */
    public void workloadChanged() {}

    /** Returns the node called {@code name}. */
    public OptionalInt node(String name) {
        throw new UnsupportedOperationException();
    }

    /** Returns the node that stands in a slot. */
    public OptionalInt node(Slot slot) {
        throw new UnsupportedOperationException();
    }

    /** Returns the node a process's pod is bound to. */
    public OptionalInt nodeOf(int process) {
        throw new UnsupportedOperationException();
    }

    /** Returns the process whose pod is called {@code pod}, {@code namespace/name}. */
    public OptionalInt process(String pod) {
        throw new UnsupportedOperationException();
    }

    /** Returns the nodes of a zone. */
    public List<Integer> nodesOf(String zone) {
        throw new UnsupportedOperationException();
    }

    /** Returns the name of a node. */
    public String nodeName(int node) {
        throw new UnsupportedOperationException();
    }

    /** Returns the zone of a node; empty for none. */
    public String zoneOf(int node) {
        throw new UnsupportedOperationException();
    }

    /** Returns the slots that machines stand in at the start, in order. */
    public List<Slot> slots() {
        throw new UnsupportedOperationException();
    }

    /** A node's guest loses its memory and boots again on the same host after {@code down}. */
    public void nodeCrash(int node, Duration down, Cause cause) {}

    /** A node's host fails; the machine comes back on another host after {@code down} (service healing): local disks are lost. */
    public void nodeHeal(int node, Duration down, Cause cause) {}

    /** A node's guest shuts down in order and boots again. */
    public void nodeReboot(int node, Cause cause) {}

    /** A node stands still. */
    public void nodeFreeze(int node, Duration pause, Cause cause) {}

    /** A node is drained for as long as {@code notice} allows, then moved to another host: local disks are lost. */
    public void nodeRedeploy(int node, Duration notice, Cause cause) {}

    /** A node's system disk is written anew, without a drain. */
    public void nodeReimage(int node, Cause cause) {}

    /** A node's machine no longer exists; a new one stands in its slot after {@code refill}, or never. */
    public void nodeLoss(int node, Optional<Duration> refill, Cause cause) {}

    /** A node has no power for a while. */
    public void powerLoss(int node, Duration down, Cause cause) {}

    /** All nodes of a zone have no power for a while; its storage has. */
    public void zonePowerLoss(String zone, Duration down, Cause cause) {}

    /** A node takes no new pods. */
    public void cordon(int node, Cause cause) {}

    /** A node takes pods again. */
    public void uncordon(int node, Cause cause) {}

    /** A node is cordoned and its pods are evicted, for as long as it takes. */
    public void drain(int node, Cause cause) {}

    /** All nodes of a zone are cordoned and drained; they take pods again after {@code uncordonAfter}, or never. */
    public void zoneDrain(String zone, Optional<Duration> uncordonAfter, Cause cause) {}

    /** Azure works on the hosts of a zone. */
    public void zoneMaintenance(
            String zone, Maintenance strategy, Duration notice, Duration duration, boolean oneAtATime, Cause cause) {}

    /** All nodes of a pool get a new image. */
    public void nodePoolUpgrade(String pool, OptionalInt maxSurge, Cause cause) {}

    /** Deletes the pods whose labels match a selector such as {@code app=echo}; all for an empty one. */
    public void deletePods(String selector, Cause cause) {}

    /** Deletes a pod and its claim: it starts empty, wherever it fits. */
    public void deleteVolumeClaim(int process, Cause cause) {}

    /** A zone gets or gives up nodes until it has {@code to}. */
    public void scaleNodes(String zone, int to, Cause cause) {}

    /** Someone says that a node is out of service for good. */
    public void outOfServiceTaint(int node, Cause cause) {}

    /** A part of a zone's machines, and of the storage in it, is down together. */
    public void zoneOutage(String zone, double fraction, Duration down, Cause cause) {}

    /** No node of a zone can be reached, from anywhere. */
    public void zonePartition(String zone, Duration lasting, Cause cause) {}

    /** Nothing is scheduled, evicted, attached or noticed. */
    public void controlPlaneOutage(Duration lasting, Cause cause) {}

    /** The disk of a process does not answer. */
    public void diskUnavailable(int process, Duration lasting, Cause cause) {}

    /** No share of Azure Files answers. */
    public void storageAccountOutage(Duration lasting, Cause cause) {}

    /** Attaching and detaching take {@code factor} times as long. */
    public void attachSlow(double factor, Duration lasting, Cause cause) {}

    /** A zone has no room for new machines. */
    public void allocationFailure(String zone, Duration lasting, Cause cause) {}

    /** The container of a process dies and is started again on its node. */
    public void containerCrash(int process, Cause cause) {}

    @Override
    public void handle(int kind, int target, long payload) {}

    /** What Azure does to hosts. */
    public enum Maintenance {
        FREEZE,
        REBOOT,
        REDEPLOY
    }
}
