package dev.brokerfall.kubernetes.scheduling;

import dev.brokerfall.kubernetes.objects.PersistentVolumeClaim;

/**
 * A claim that only one pod at a time may use keeps a second pod off every node while the first is bound to one, terminating or
 * not (pkg/scheduler/framework/plugins/volumerestrictions). {@code ReadWriteOnce} restricts nodes, not pods, and is the attacher's
 * affair.
 */
final class VolumeRestrictions implements Filter {

    private static final Verdict REFUSED = Verdict.unschedulable(
            "node has pod using PersistentVolumeClaim with the same name and ReadWriteOncePod access mode");

    private boolean taken;

    @Override
    public Plugin plugin() {
        return Plugin.VOLUME_RESTRICTIONS;
    }

    @Override
    public Verdict prepare(PodState pod, SchedulerCache cache) {
        taken = false;
        for (String id : pod.claims()) {
            PersistentVolumeClaim claim = cache.claim(id);
            if (claim == null) {
                return Verdict.unresolvable(
                        "persistentvolumeclaim \"" + id.substring(id.indexOf('/') + 1) + "\" not found");
            }
            taken |= claim.oncePod() && isUsed(id, pod, cache);
        }
        return Verdict.FITS;
    }

    private static boolean isUsed(String claim, PodState pod, SchedulerCache cache) {
        for (PodState other : cache.pods()) {
            if (other != pod && other.node() != null && other.claims().contains(claim)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public Verdict judge(PodState pod, NodeState node) {
        return taken ? REFUSED : Verdict.FITS;
    }
}
