package dev.brokerfall.kubernetes.scheduling;

import dev.brokerfall.kubernetes.objects.PersistentVolume;
import dev.brokerfall.kubernetes.objects.PersistentVolumeClaim;
import dev.brokerfall.kubernetes.objects.StorageClass;
import dev.brokerfall.kubernetes.objects.Topology;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A volume that carries a zone or region label goes only to nodes with that label (pkg/scheduler/framework/plugins/volumezone). */
final class VolumeZone implements Filter {

    private static final Verdict REFUSED = Verdict.unresolvable("node(s) had no available volume zone");
    private static final List<String> KEYS =
            List.of(Topology.BETA_ZONE, Topology.BETA_REGION, Topology.ZONE, Topology.REGION);

    private final List<Place> places = new ArrayList<>();

    @Override
    public Plugin plugin() {
        return Plugin.VOLUME_ZONE;
    }

    @Override
    public Verdict prepare(PodState pod, SchedulerCache cache) {
        places.clear();
        for (String id : pod.claims()) {
            PersistentVolumeClaim claim = cache.claim(id);
            if (claim == null) {
                return Verdict.unresolvable("persistentvolumeclaim \"" + id + "\" not found");
            }
            if (claim.volumeName().isEmpty()) {
                Verdict verdict = unbound(claim, cache);
                if (!verdict.fits()) {
                    return verdict;
                }
                continue;
            }
            PersistentVolume volume = cache.volume(claim.volumeName().get());
            if (volume == null) {
                return Verdict.unresolvable(
                        "persistentvolume \"" + claim.volumeName().get() + "\" not found");
            }
            collect(volume);
        }
        return Verdict.FITS;
    }

    private static Verdict unbound(PersistentVolumeClaim claim, SchedulerCache cache) {
        if (claim.storageClass().isEmpty()) {
            return Verdict.unresolvable("PersistentVolumeClaim had no pv name and storageClass name");
        }
        StorageClass its = cache.storageClass(claim.storageClass());
        if (its == null) {
            return Verdict.unresolvable("unable to find storage class: " + claim.storageClass());
        }
        if (its.bindingMode().isEmpty()) {
            return Verdict.unresolvable("VolumeBindingMode not set for StorageClass \"" + its.name() + "\"");
        }
        return its.bindingMode().get() == StorageClass.BindingMode.WAIT_FOR_FIRST_CONSUMER
                ? Verdict.FITS
                : Verdict.unresolvable("PersistentVolume had no name");
    }

    private void collect(PersistentVolume volume) {
        if (volume.labels().isEmpty()) {
            return;
        }
        for (String key : KEYS) {
            String value = volume.labels().get(key);
            if (value != null) {
                places.add(new Place(key, List.of(value.split("__", -1))));
            }
        }
    }

    @Override
    public Verdict judge(PodState pod, NodeState node) {
        if (places.isEmpty() || !hasPlace(node)) {
            return Verdict.FITS;
        }
        for (Place place : places) {
            String value = labelOrSuccessor(node, place.key());
            if (value == null || !place.values().contains(value)) {
                return REFUSED;
            }
        }
        return Verdict.FITS;
    }

    private static boolean hasPlace(NodeState node) {
        for (String key : KEYS) {
            if (node.label(key) != null) {
                return true;
            }
        }
        return false;
    }

    /** Returns the node's label; for a beta label that it lacks, the one that replaced it. */
    static @Nullable String labelOrSuccessor(NodeState node, String key) {
        String value = node.label(key);
        return value != null ? value : node.label(Topology.generallyAvailable(key));
    }

    private record Place(String key, List<String> values) {}
}
