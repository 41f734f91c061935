package dev.brokerfall.kubernetes;

import dev.brokerfall.cluster.DataState;
import dev.brokerfall.kernel.Cause;
import dev.brokerfall.kubernetes.VolumeRun.Attachment;
import dev.brokerfall.kubernetes.VolumeRun.State;
import dev.brokerfall.kubernetes.objects.NodeSelector;
import dev.brokerfall.kubernetes.objects.PersistentVolume;
import dev.brokerfall.kubernetes.objects.PersistentVolumeClaim;
import dev.brokerfall.kubernetes.objects.Requirement;
import dev.brokerfall.kubernetes.objects.Topology;
import dev.brokerfall.kubernetes.objects.VolumeSource;
import dev.brokerfall.random.Stream;
import dev.brokerfall.storage.Fate;
import dev.brokerfall.storage.IronEvent;
import dev.brokerfall.storage.Reach;
import dev.brokerfall.storage.StorageConfig;
import java.util.Map;
import java.util.Optional;

/** Makes volumes where their pods are first placed, and knows what is on them. */
final class Volumes {

    static final String DISK_DRIVER = "disk.csi.azure.com";

    /** The class that claims of a cluster without manifests name: it makes volumes where the pod is placed. */
    static final String CLASS = "brokerfall";

    private final ClusterState cluster;

    Volumes(ClusterState cluster) {
        this.cluster = cluster;
    }

    /** A volume is found in use on a node when the play begins. */
    void settle(VolumeRun volume, NodeRun node) {
        place(volume, node);
        volume.data = DataState.INTACT;
        if (volume.storage.needsAttachment()) {
            Attachment attachment = new Attachment(node, State.ATTACHED);
            attachment.inUse = true;
            volume.attachments.add(attachment);
            volume.wanted.add(node);
        }
    }

    /** A pod is placed: its volume is made, unless it was before. */
    void place(VolumeRun volume, NodeRun node) {
        if (volume.made) {
            return;
        }
        volume.made = true;
        volume.data = DataState.EMPTY;
        Reach reach = volume.storage.reach();
        volume.home = reach == Reach.POD || reach == Reach.NODE ? node : null;
        volume.zone = reach == Reach.REGION ? "" : node.zone();
        if (volume.claimed) {
            bindClaim(volume, node);
        }
    }

    private void bindClaim(VolumeRun volume, NodeRun node) {
        PersistentVolumeClaim claim = claim(volume);
        cluster.cache.put(new PersistentVolumeClaim(
                claim.namespace(),
                claim.name(),
                claim.storageClass(),
                Optional.of(volume.name),
                claim.requestBytes(),
                Map.of(PersistentVolumeClaim.BIND_COMPLETED, "yes"),
                false,
                false));
        cluster.cache.put(new PersistentVolume(
                volume.name,
                Map.of(),
                claim.requestBytes(),
                claim.storageClass(),
                Optional.of(claim.id()),
                affinity(volume, node),
                volume.storage.needsAttachment() ? DISK_DRIVER : "",
                volume.name,
                PersistentVolume.Phase.BOUND,
                new VolumeSource(VolumeSource.Kind.OTHER, "")));
    }

    private static Optional<NodeSelector> affinity(VolumeRun volume, NodeRun node) {
        String key = switch (volume.storage.reach()) {
            case POD, REGION -> "";
            case ZONE -> Topology.ZONE;
            case NODE -> Topology.HOSTNAME;
        };
        String value = node.state.node().labels().get(key);
        return value == null
                ? Optional.empty()
                : Optional.of(new NodeSelector(java.util.List.of(NodeSelector.Term.of(Requirement.equal(key, value)))));
    }

    private PersistentVolumeClaim claim(VolumeRun volume) {
        String id = cluster.pods.get(volume.process).pod().namespace()
                + "/"
                + cluster.pods.get(volume.process).pod().claims().get(0);
        PersistentVolumeClaim claim = cluster.cache.claim(id);
        if (claim == null) {
            throw new IllegalStateException("claim " + id + " does not exist");
        }
        return claim;
    }

    /** The data of a volume is gone. */
    void lose(VolumeRun volume, Cause cause) {
        NodeRun home = volume.home;
        if (volume.made && volume.data != DataState.EMPTY) {
            cluster.listener.volumeLost(volume.process, volume.name, home == null ? "" : home.name(), cause);
        }
        volume.data = DataState.EMPTY;
        if (volume.storage.reach() == Reach.POD) {
            volume.made = false;
            volume.home = null;
        }
    }

    /** The claim of a volume is deleted, and the volume with it: the next one is made where the pod is placed next. */
    void forget(VolumeRun volume, Cause cause) {
        lose(volume, cause);
        volume.condemned = false;
        volume.made = false;
        volume.home = null;
        volume.zone = "";
        cluster.cache.removeVolume(volume.name);
        volume.generation++;
        volume.name = volume.name.replaceAll("@\\d+$", "") + "@" + volume.generation;
        if (volume.claimed) {
            PersistentVolumeClaim claim = claim(volume);
            cluster.cache.put(new PersistentVolumeClaim(
                    claim.namespace(),
                    claim.name(),
                    claim.storageClass(),
                    Optional.empty(),
                    claim.requestBytes(),
                    Map.of(),
                    false,
                    false));
        }
    }

    /** Returns whether a volume lies on a node that no longer exists. */
    boolean isOrphan(VolumeRun volume) {
        NodeRun home = volume.home;
        return volume.made && volume.storage.reach() == Reach.NODE && home != null && home.gone;
    }

    /** What lies on a machine shares its fate. */
    void strike(NodeRun node, IronEvent event, Cause cause) {
        for (PodRun pod : cluster.pods) {
            VolumeRun volume = pod.volume;
            if (volume.home == node
                    && volume.made
                    && volume.data != DataState.EMPTY
                    && volume.storage.survives(event) == Fate.LOST) {
                lose(volume, cause);
                if (volume.storage.reach() == Reach.POD) {
                    // The directory is made anew, empty, when the kubelet starts the pod again.
                    volume.made = true;
                    volume.home = node;
                }
            }
        }
    }

    /** Returns how long it takes until a volume can be used on a node to which it is attached. */
    long mountMillis(VolumeRun volume, Stream luck) {
        AksTimings.Volumes times = cluster.timings.volumes();
        if (volume.storage.needsAttachment()) {
            long lasting = times.mount().drawMillis(luck);
            if (volume.freshlyAttached) {
                volume.freshlyAttached = false;
                lasting += times.backoff().drawMillis(luck);
            }
            return lasting;
        }
        return volume.storage instanceof StorageConfig.AzureFiles
                ? times.filesMount().drawMillis(luck)
                : 0;
    }
}
