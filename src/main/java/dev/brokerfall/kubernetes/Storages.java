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

    /** A volume stalls: a process that uses it hangs, one that would start with it waits. */
    void stall(PodRun pod, Duration lasting, Cause cause) {
        pod.volume.stalls++;
        cluster.after(lasting.toMillis(), Kind.DISK_AVAILABLE, pod.process, 0);
        if (pod.volume.stalls == 1 && pod.hasProcess()) {
            cluster.workload.hung(pod.process, cause);
        }
    }

    /** One reason for a volume to stall is over. */
    void available(PodRun pod) {
        pod.volume.stalls--;
        if (pod.volume.stalls > 0) {
            return;
        }
        if (pod.hasProcess()) {
            cluster.workload.unhung(pod.process);
        } else {
            pods.volumeAvailable(pod);
        }
    }

    /** Every share of Azure Files stalls. */
    void accountOut(Duration lasting, Cause cause) {
        for (PodRun pod : cluster.pods) {
            if (pod.volume.storage instanceof StorageConfig.AzureFiles) {
                stall(pod, lasting, cause);
            }
        }
    }

    /** The storage of a zone is out with the machines in {@code hit}: the disks they use, and a share of the others. */
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
        if (!storage.downWithItsZone() || !volume.made || reach == Reach.POD || reach == Reach.NODE) {
            return false;
        }
        if (storage instanceof StorageConfig.AzureFiles) {
            return accountZone().equals(zone) && luck(zone, "account", cause) < fraction;
        }
        if (!volume.zone.equals(zone)) {
            return false;
        }
        NodeRun at = volume.attached();
        return at == null ? luck(zone, volume.process, cause) < fraction : hit.contains(at);
    }

    private double luck(String zone, Object what, Cause cause) {
        return cluster.streams.stream("zoneOutage", zone, what, cause.began()).uniform();
    }

    /** Returns the zone that a locally redundant account lies in: nobody is told, so it is luck. */
    private String accountZone() {
        List<String> zones =
                cluster.zones.keySet().stream().filter(zone -> !zone.isEmpty()).toList();
        return zones.isEmpty()
                ? ""
                : zones.get(cluster.streams.stream("storageAccount", "zone").index(zones.size()));
    }
}
