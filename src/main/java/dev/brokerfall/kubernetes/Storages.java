package dev.brokerfall.kubernetes;

import dev.brokerfall.kernel.Cause;
import dev.brokerfall.storage.Reach;
import dev.brokerfall.storage.StorageConfig;
import java.time.Duration;
import java.util.List;

/** Storage that does not answer for a while. */
final class Storages {

    private final ClusterState cluster;
    private final PodLifecycle pods;

    Storages(ClusterState cluster, PodLifecycle pods) {
        this.cluster = cluster;
        this.pods = pods;
    }

    /** A volume stalls for a while: a process that uses it hangs, one that would start with it waits. */
    void stall(PodRun pod, Duration lasting, Cause cause) {
        cluster.after(lasting.toMillis(), Kind.DISK_AVAILABLE, pod.process, 0);
        stall(pod, cause);
    }

    /** A volume stalls until somebody ends that. */
    void stall(PodRun pod, Cause cause) {
        pod.volume.stalls++;
        if (pod.volume.stalls > 1) {
            return;
        }
        pod.volume.stalledBy = cause;
        if (pod.hasProcess()) {
            cluster.workload.hung(pod.process, cause);
            cluster.timings.pods().livenessKill().ifPresent(after -> pod.liveness.setAfter(after.toMillis()));
        }
    }

    /**
     * The kubelet kills a container whose volume stalls still. Its successor cannot start before the volume answers: a hard-mounted share
     * is waited for, not given up ({@code nfs(5)}, hard).
     */
    void livenessFailed(PodRun pod) {
        NodeRun node = pod.node;
        if (pod.volume.stalls > 0 && pod.stage == PodRun.Stage.RUNNING && node != null && node.alive()) {
            cluster.listener.containerKilled(pod.process, pod.id(), node.name(), pod.volume.stalledBy);
            pods.containerCrash(pod, pod.volume.stalledBy);
        }
    }

    /** One reason for a volume to stall is over. */
    void available(PodRun pod) {
        pod.volume.stalls--;
        if (pod.volume.stalls > 0) {
            return;
        }
        pod.liveness.cancel();
        if (pod.hasProcess()) {
            cluster.workload.unhung(pod.process);
        } else {
            pods.volumeAvailable(pod);
        }
    }

    /** The disks of a zone are out with the machines in {@code hit}: those that they use, and a share of the others. */
    void zoneOut(String zone, double fraction, List<NodeRun> hit, Duration lasting, Cause cause) {
        for (PodRun pod : cluster.pods) {
            if (isOut(pod.volume, zone, fraction, hit, cause)) {
                stall(pod, lasting, cause);
            }
        }
    }

    private boolean isOut(VolumeRun volume, String zone, double fraction, List<NodeRun> hit, Cause cause) {
        StorageConfig storage = volume.storage;
        Reach reach = storage.reach();
        boolean disk = reach == Reach.ZONE || reach == Reach.REGION;
        if (!disk || !storage.downWithItsZone() || !volume.made || !volume.zone.equals(zone)) {
            return false;
        }
        NodeRun at = volume.attached();
        return at == null ? luck(zone, volume.process, cause) < fraction : hit.contains(at);
    }

    private double luck(String zone, Object what, Cause cause) {
        return cluster.streams.stream("zoneOutage", zone, what, cause.began()).uniform();
    }
}
