package dev.brokerfall.kubernetes.scheduling;

import dev.brokerfall.kubernetes.objects.NodeSelector;
import dev.brokerfall.kubernetes.objects.PersistentVolume;
import dev.brokerfall.kubernetes.objects.PersistentVolumeClaim;
import dev.brokerfall.kubernetes.objects.PodVolume;
import dev.brokerfall.kubernetes.objects.Requirement;
import dev.brokerfall.kubernetes.objects.StorageCapacity;
import dev.brokerfall.kubernetes.objects.StorageClass;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pod's volumes must be usable on the node: bound ones by their node affinity, unbound ones because a volume can be found or made
 * there (pkg/scheduler/framework/plugins/volumebinding).
 */
final class VolumeBinding implements Filter {

    static final String CONFLICT = "node(s) had volume node affinity conflict";
    private static final String NONE_TO_BIND = "node(s) didn't find available persistent volumes to bind";
    private static final String NO_SUCH_VOLUME =
            "node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)";
    private static final String NO_SPACE = "node(s) did not have enough free storage";
    private static final Verdict IMMEDIATE = Verdict.unresolvable("pod has unbound immediate PersistentVolumeClaims");

    private final List<PersistentVolume> bound = new ArrayList<>();
    private final List<PersistentVolumeClaim> unbound = new ArrayList<>();
    private final List<PersistentVolume> taken = new ArrayList<>();
    private boolean volumeMissing;
    private boolean noSpace;
    private @Nullable SchedulerCache cache;

    @Override
    public Plugin plugin() {
        return Plugin.VOLUME_BINDING;
    }

    @Override
    public Verdict prepare(PodState pod, SchedulerCache its) {
        cache = its;
        bound.clear();
        unbound.clear();
        volumeMissing = false;
        if (pod.claims().isEmpty()) {
            return Verdict.FITS;
        }
        boolean immediate = false;
        for (String id : pod.claims()) {
            PersistentVolumeClaim claim = its.claim(id);
            if (claim == null) {
                return Verdict.unresolvable(
                        isEphemeral(pod, id)
                                ? "waiting for ephemeral volume controller to create the persistentvolumeclaim \""
                                        + name(id) + "\""
                                : "persistentvolumeclaim \"" + name(id) + "\" not found");
            }
            if (claim.lost()) {
                return Verdict.unresolvable(
                        "persistentvolumeclaim \"" + claim.name() + "\" bound to non-existent persistentvolume \""
                                + claim.volumeName().orElse("") + "\"");
            }
            if (claim.terminating()) {
                return Verdict.unresolvable("persistentvolumeclaim \"" + claim.name() + "\" is being deleted");
            }
            if (claim.bound()) {
                PersistentVolume volume = its.volume(claim.volumeName().orElseThrow());
                if (volume == null) {
                    volumeMissing = true;
                } else {
                    bound.add(volume);
                }
            } else if (claim.volumeName().isEmpty() && isDelayed(claim, its)) {
                unbound.add(claim);
            } else {
                immediate = true;
            }
        }
        unbound.sort(Comparator.comparingLong(PersistentVolumeClaim::requestBytes));
        return immediate ? IMMEDIATE : Verdict.FITS;
    }

    private static boolean isEphemeral(PodState pod, String id) {
        return pod.pod().template().volumes().stream()
                .anyMatch(volume -> volume instanceof PodVolume.Ephemeral ephemeral
                        && id.endsWith("/" + pod.pod().name() + "-" + ephemeral.name()));
    }

    private static String name(String id) {
        return id.substring(id.indexOf('/') + 1);
    }

    private static boolean isDelayed(PersistentVolumeClaim claim, SchedulerCache cache) {
        StorageClass its = cache.storageClass(claim.storageClass());
        return its != null
                && its.bindingMode().isPresent()
                && its.bindingMode().get() == StorageClass.BindingMode.WAIT_FOR_FIRST_CONSUMER;
    }

    @Override
    public Verdict judge(PodState pod, NodeState node) {
        boolean conflict = false;
        for (PersistentVolume volume : bound) {
            conflict |= !usable(volume, node);
        }
        noSpace = false;
        boolean found = unbound.isEmpty() || canBindAll(node);
        if (!conflict && found && !volumeMissing) {
            return Verdict.FITS;
        }
        List<String> reasons = new ArrayList<>();
        if (conflict) {
            reasons.add(CONFLICT);
        }
        if (!found) {
            reasons.add(noSpace ? NO_SPACE : NONE_TO_BIND);
        }
        if (volumeMissing) {
            reasons.add(NO_SUCH_VOLUME);
        }
        return new Verdict(Verdict.Code.UNSCHEDULABLE_AND_UNRESOLVABLE, reasons);
    }

    /**
     * Returns whether a volume's node affinity holds for a node. An in-tree volume names the zone by its beta label; for a node
     * that has only the label's successor, that one counts, as it does after the migration to CSI
     * (staging/src/k8s.io/csi-translation-lib).
     */
    static boolean usable(PersistentVolume volume, NodeState node) {
        return volume.affinity().isEmpty()
                || volume.affinity().get().matches(node.name(), key -> VolumeZone.labelOrSuccessor(node, key));
    }

    private boolean canBindAll(NodeState node) {
        taken.clear();
        for (PersistentVolumeClaim claim : unbound) {
            String selected = claim.annotations().get(PersistentVolumeClaim.SELECTED_NODE);
            if (selected != null) {
                if (!selected.equals(node.name())) {
                    return false;
                }
                continue;
            }
            PersistentVolume match = smallestMatch(claim, node);
            if (match != null) {
                taken.add(match);
            } else if (!canProvision(claim, node)) {
                return false;
            }
        }
        return true;
    }

    private @Nullable PersistentVolume smallestMatch(PersistentVolumeClaim claim, NodeState node) {
        PersistentVolume best = null;
        if (cache == null) {
            return null;
        }
        for (PersistentVolume volume : cache.volumes()) {
            boolean free = volume.phase() == PersistentVolume.Phase.AVAILABLE
                    && (volume.claim().isEmpty() || volume.claim().get().equals(claim.id()))
                    && !taken.contains(volume);
            if (free
                    && volume.storageClass().equals(claim.storageClass())
                    && volume.capacityBytes() >= claim.requestBytes()
                    && (volume.accessModes().isEmpty() || volume.accessModes().containsAll(claim.accessModes()))
                    && (claim.selector().isEmpty() || claim.selector().get().matches(volume.labels()))
                    && usable(volume, node)
                    && (best == null || volume.capacityBytes() < best.capacityBytes())) {
                best = volume;
            }
        }
        return best;
    }

    private boolean canProvision(PersistentVolumeClaim claim, NodeState node) {
        StorageClass its = cache == null ? null : cache.storageClass(claim.storageClass());
        if (its == null || its.provisioner().isEmpty() || its.provisioner().equals(StorageClass.NO_PROVISIONER)) {
            return false;
        }
        if (!allows(its, node)) {
            return false;
        }
        noSpace = !hasSpace(claim, its, node);
        return !noSpace;
    }

    /** A driver that says how much it can still make must have enough where the node can reach it. */
    private boolean hasSpace(PersistentVolumeClaim claim, StorageClass its, NodeState node) {
        if (cache == null || !cache.tracksCapacity(its.provisioner())) {
            return true;
        }
        for (StorageCapacity capacity : cache.capacities()) {
            if (capacity.storageClass().equals(its.name())
                    && capacity.limitBytes().isPresent()
                    && capacity.limitBytes().getAsLong() >= claim.requestBytes()
                    && capacity.topology().isPresent()
                    && capacity.topology().get().matches(node.node().labels())) {
                return true;
            }
        }
        return false;
    }

    private static boolean allows(StorageClass its, NodeState node) {
        if (its.allowedTopologies().isEmpty()) {
            return true;
        }
        for (List<Requirement> term : its.allowedTopologies()) {
            NodeSelector selector = new NodeSelector(List.of(new NodeSelector.Term(term, List.of())));
            if (selector.matches(node.name(), key -> VolumeZone.labelOrSuccessor(node, key))) {
                return true;
            }
        }
        return false;
    }
}
