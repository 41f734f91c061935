package dev.brokerfall.kubernetes;

import static com.google.common.base.Preconditions.checkArgument;

import dev.brokerfall.random.RandomDuration;
import java.time.Duration;
import java.util.Optional;

/** How long everything takes. */
public record AksTimings(
        ControlPlane controlPlane, Evictions evictions, Pods pods, Volumes volumes, Machines machines) {

    /**
     * The loops of the control plane.
     *
     * @param lease how often a kubelet renews its lease; Kubernetes' default is 10 s
     * @param monitorPeriod how often leases are looked at (kube-controller-manager {@code --node-monitor-period}, 5 s)
     * @param monitorGrace how old a lease may be ({@code --node-monitor-grace-period}, 50 s from 1.32, 40 s before)
     * @param toleration how long a pod stays bound to a node that is not ready or unreachable (admission plugin
     *     DefaultTolerationSeconds, 300 s)
     * @param cloudPoll how often the cloud is asked whether an unready node's machine still exists
     * @param podGcLoop how often orphaned pods are collected (pkg/controller/podgc, 20 s)
     * @param podGcQuarantine how long a pod must have been an orphan (same, 40 s)
     */
    public record ControlPlane(
            Duration lease,
            Duration monitorPeriod,
            Duration monitorGrace,
            Duration toleration,
            Duration cloudPoll,
            Duration podGcLoop,
            Duration podGcQuarantine) {}

    /**
     * How fast nodes are given up (pkg/controller/nodelifecycle).
     *
     * @param between two nodes of one zone in which few or all nodes are lost ({@code --node-eviction-rate} 0.1: 10 s)
     * @param partialAbove a zone with more unready nodes than this may count as partly disrupted (2)
     * @param partialShare and must have at least this share of unready nodes ({@code --unhealthy-zone-threshold} 0.55)
     * @param largeZone nodes above which a partly disrupted zone is still evicted ({@code --large-cluster-size-threshold} 50)
     * @param betweenPartial two nodes of such a large zone ({@code --secondary-node-eviction-rate} 0.01: 100 s)
     */
    public record Evictions(
            Duration between, int partialAbove, double partialShare, int largeZone, Duration betweenPartial) {
        public Evictions {
            checkArgument(
                    0 < partialShare && partialShare <= 1, "partialShare must lie in (0, 1], was %s", partialShare);
        }
    }

    /**
     * The life of a pod.
     *
     * @param start from scheduled to running, without image, volumes and program start
     * @param imagePull added on a node that has not run the image since it was made
     * @param evictionRetry how soon a drain repeats an eviction that a budget refused (kubectl drain, 5 s)
     * @param leaveStuckAfter how long after a pod on a silent node was marked for deletion those who replace the node no longer wait
     *     for it (kubernetes-sigs/cluster-api, SkipWaitForDeleteTimeoutSeconds, 300 s)
     * @param livenessKill how long after its volume has stalled the kubelet kills a container: its liveness probe has failed often enough
     *     and it has not stopped within its grace (exit code 137); empty where the probe does not notice
     */
    public record Pods(
            RandomDuration start,
            RandomDuration imagePull,
            Duration evictionRetry,
            Duration leaveStuckAfter,
            Optional<Duration> livenessKill) {}

    /**
     * Attaching, mounting and letting go.
     *
     * @param batchDelay how long requests for one machine are collected before one operation does them all
     * @param attach the operation on the machine that attaches
     * @param detach the operation on the machine that detaches
     * @param unmount from the end of the container until the volume is no longer in use
     * @param mount from attached until mounted, the wait for the device included
     * @param backoff what the kubelet's growing retry interval adds; mostly 0
     * @param slow what an attachment takes extra in the rare slow mode; mostly 0
     * @param filesMount a network share, from request to mounted
     * @param filesFailover of a zone-redundant share, from the loss of a zone until it answers again
     * @param forceDetachAfter how long an unmount on a lost node is waited for ({@code maxWaitForUnmountDuration}, 6 min); empty for
     *     ever ({@code --disable-force-detach-on-timeout})
     */
    public record Volumes(
            Duration batchDelay,
            RandomDuration attach,
            RandomDuration detach,
            RandomDuration unmount,
            RandomDuration mount,
            RandomDuration backoff,
            RandomDuration slow,
            RandomDuration filesMount,
            RandomDuration filesFailover,
            Optional<Duration> forceDetachAfter) {}

    /**
     * The machines below.
     *
     * @param reboot of the guest, until its kubelet is back
     * @param redeploy to another host, planned, until the kubelet is back
     * @param reimage of a drained node, until it is ready again: an upgrade's time per node without the drain
     * @param provision from asking for a new node until it is ready
     * @param allocationFailure the probability that a new machine is refused when nothing is wrong
     * @param repairStart from NotReady until AKS auto-repair acts
     * @param repairStep one step of reboot, reimage, redeploy
     * @param repairLimit how long auto-repair goes on at most, counted from when the node was lost
     * @param repairRounds how often it goes through its steps at most
     */
    public record Machines(
            RandomDuration reboot,
            RandomDuration redeploy,
            RandomDuration reimage,
            RandomDuration provision,
            double allocationFailure,
            RandomDuration repairStart,
            RandomDuration repairStep,
            Duration repairLimit,
            int repairRounds) {
        public Machines {
            checkArgument(
                    0 <= allocationFailure && allocationFailure <= 1,
                    "allocationFailure must lie in [0, 1], was %s",
                    allocationFailure);
        }
    }
}
