package dev.brokerfall.kubernetes.scheduling;

import dev.brokerfall.kubernetes.objects.PersistentVolume;
import dev.brokerfall.kubernetes.objects.PersistentVolumeClaim;
import dev.brokerfall.kubernetes.objects.StorageClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A node can have only so many volumes of a driver attached (pkg/scheduler/framework/plugins/nodevolumelimits/csi.go). */
final class NodeVolumeLimits implements Filter {

    private static final Verdict REFUSED = Verdict.unschedulable("node(s) exceed max volume count");
    private static final Map<String, String> MIGRATED =
            Map.of("kubernetes.io/azure-disk", "disk.csi.azure.com", "kubernetes.io/azure-file", "file.csi.azure.com");

    private final List<String> wanted = new ArrayList<>();
    private final List<String> present = new ArrayList<>();
    private @Nullable SchedulerCache cache;

    @Override
    public Plugin plugin() {
        return Plugin.NODE_VOLUME_LIMITS;
    }

    @Override
    public Verdict prepare(PodState pod, SchedulerCache its) {
        cache = its;
        wanted.clear();
        collect(pod, its, wanted);
        return Verdict.FITS;
    }

    @Override
    public Verdict judge(PodState pod, NodeState node) {
        if (wanted.isEmpty() || node.node().volumeLimits().isEmpty() || cache == null) {
            return Verdict.FITS;
        }
        if (roomForAll(node)) {
            return Verdict.FITS;
        }
        present.clear();
        for (PodState other : node.pods()) {
            collect(other, cache, present);
        }
        for (String attached : node.attachedWithoutPod()) {
            addOnce(attached, present);
        }
        for (Map.Entry<String, Integer> limit : node.node().volumeLimits().entrySet()) {
            int additional = 0;
            for (String volume : wanted) {
                if (isOf(limit.getKey(), volume) && !present.contains(volume)) {
                    additional++;
                }
            }
            if (additional > 0 && count(limit.getKey(), present) + additional > limit.getValue()) {
                return REFUSED;
            }
        }
        return Verdict.FITS;
    }

    /** Counts every claim once for each pod: mostly even that is below the limits. */
    private boolean roomForAll(NodeState node) {
        int most = wanted.size() + node.attachedWithoutPod().size();
        for (PodState other : node.pods()) {
            most += other.claims().size();
        }
        for (int limit : node.node().volumeLimits().values()) {
            if (most > limit) {
                return false;
            }
        }
        return true;
    }

    private static int count(String driver, List<String> volumes) {
        int count = 0;
        for (String volume : volumes) {
            if (isOf(driver, volume)) {
                count++;
            }
        }
        return count;
    }

    private static boolean isOf(String driver, String volume) {
        return volume.length() > driver.length() && volume.charAt(driver.length()) == '/' && volume.startsWith(driver);
    }

    /** Adds the pod's volumes as {@code driver/volume}: a volume shared by two pods counts once. */
    private static void collect(PodState pod, SchedulerCache cache, List<String> into) {
        for (String id : pod.claims()) {
            PersistentVolumeClaim claim = cache.claim(id);
            if (claim == null) {
                continue;
            }
            PersistentVolume volume = claim.volumeName().isEmpty()
                    ? null
                    : cache.volume(claim.volumeName().get());
            if (volume != null) {
                if (!volume.driver().isEmpty()) {
                    addOnce(volume.driver() + "/" + volume.handle(), into);
                }
                continue;
            }
            StorageClass its = cache.storageClass(claim.storageClass());
            if (its != null) {
                addOnce(MIGRATED.getOrDefault(its.provisioner(), its.provisioner()) + "/" + id, into);
            }
        }
    }

    private static void addOnce(String volume, List<String> into) {
        if (!into.contains(volume)) {
            into.add(volume);
        }
    }
}
