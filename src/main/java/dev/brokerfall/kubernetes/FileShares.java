package dev.brokerfall.kubernetes;

import dev.brokerfall.kernel.Cause;
import dev.brokerfall.random.Stream;
import dev.brokerfall.storage.StorageConfig.AzureFiles;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Shares of Azure Files when their storage account, or a zone, is out.
 *
 * <pre>
 * what is out         account, endpoint               what becomes of its shares
 * the account         any                             they stall until it answers again
 * a zone              LRS, which lies in that zone    they stall until the zone is back
 *                     LRS, which lies elsewhere       nothing
 *                     ZRS                             they stall for the seconds of the failover
 *                     ZRS, NFS, service endpoint      they stall, and the mounts that exist stay dead: the account's address has changed.
 *                                                     Somebody notices and deletes the pod, whose successor mounts anew
 * </pre>
 *
 * <p>An outage that hits a fraction of a zone hits the part of an account that lies there with that probability. A dead mount belongs to
 * the pod and its node: a container that is started again in its pod meets it again, a pod that is made anew or a machine that boots
 * does not.
 *
 * <p>Source: Azure, "Reliability in Azure Files" (zone-down experience), "NFS file shares in Azure Files" (a service endpoint's address
 * may change in a zonal outage, and the client has to mount again; a private endpoint has a static one); {@code nfs(5)}, hard.
 */
final class FileShares {

    private static final Pattern ORDINAL = Pattern.compile("-(\\d+)$");

    /** The account that all shares lie in, where there is only one. */
    private static final int ONLY = -1;

    private final ClusterState cluster;
    private final Storages storages;
    private final PodLifecycle pods;

    FileShares(ClusterState cluster, Storages storages, PodLifecycle pods) {
        this.cluster = cluster;
        this.storages = storages;
        this.pods = pods;
    }

    /** Every account is out. */
    void accountsOut(Duration lasting, Cause cause) {
        for (PodRun pod : cluster.pods) {
            if (pod.volume.storage instanceof AzureFiles) {
                storages.stall(pod, lasting, cause);
            }
        }
    }

    /** The account of the brokers and controllers of one number is out; where all share one account, it is that. */
    void accountOut(int number, Duration lasting, Cause cause) {
        for (PodRun pod : cluster.pods) {
            if (pod.volume.storage instanceof AzureFiles files
                    && (files.account() == AzureFiles.Account.ONE || account(pod, files) == number)) {
                storages.stall(pod, lasting, cause);
            }
        }
    }

    /** A part of a zone is out, and with it, perhaps, what an account has there. */
    void zoneOut(String zone, double fraction, Duration lasting, Cause cause) {
        for (PodRun pod : cluster.pods) {
            if (pod.volume.storage instanceof AzureFiles files && pod.volume.made) {
                int account = account(pod, files);
                if (files.redundancy() == AzureFiles.Redundancy.LRS) {
                    if (zoneOf(account).equals(zone) && isHit(zone, account, fraction, cause)) {
                        storages.stall(pod, lasting, cause);
                    }
                } else if (isHit(zone, account, fraction, cause)) {
                    failOver(pod, files, account, cause);
                }
            }
        }
    }

    private void failOver(PodRun pod, AzureFiles files, int account, Cause cause) {
        Stream luck = stream("failover", account, cause);
        Duration failover =
                Duration.ofMillis(cluster.timings.volumes().filesFailover().drawMillis(luck));
        storages.stall(pod, failover, cause);
        NodeRun node = pod.node;
        boolean mounted = pod.hasProcess() || pod.stage == PodRun.Stage.STARTING;
        if (files.protocol() == AzureFiles.Protocol.NFS
                && files.endpoint() == AzureFiles.Endpoint.SERVICE
                && mounted
                && node != null
                && node.alive()) {
            storages.stall(pod, cause);
            pod.volume.staleMounts++;
            long reaction = cluster.operator.reaction().drawMillis(stream("remount", account, cause));
            cluster.after(failover.toMillis() + reaction, Kind.SHARE_REMOUNT, pod.process, pod.volume.mounts);
        }
    }

    /** Somebody has found that a broker's mount is dead. */
    void remount(PodRun pod, long mount) {
        if (pod.volume.mounts == mount && pod.volume.staleMounts > 0) {
            pods.delete(pod, pod.volume.stalledBy);
        }
    }

    private boolean isHit(String zone, int account, double fraction, Cause cause) {
        return (account == ONLY
                                ? cluster.streams.stream("zoneOutage", zone, "account", cause.began())
                                : cluster.streams.stream("zoneOutage", zone, "account", account, cause.began()))
                        .uniform()
                < fraction;
    }

    private Stream stream(String what, int account, Cause cause) {
        return cluster.streams.stream("storageAccount", what, account, cause.began());
    }

    /** Returns the zone that a locally redundant account lies in: nobody is told, so it is luck. */
    private String zoneOf(int account) {
        List<String> zones =
                cluster.zones.keySet().stream().filter(zone -> !zone.isEmpty()).toList();
        Stream luck = account == ONLY
                ? cluster.streams.stream("storageAccount", "zone")
                : cluster.streams.stream("storageAccount", "zone", account);
        return zones.isEmpty() ? "" : zones.get(luck.index(zones.size()));
    }

    /** Where each broker has an account of its own, the controller of the same number shares it. */
    private static int account(PodRun pod, AzureFiles files) {
        if (files.account() == AzureFiles.Account.ONE) {
            return ONLY;
        }
        Matcher matcher = ORDINAL.matcher(pod.pod().name());
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : pod.process;
    }
}
