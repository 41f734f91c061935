package dev.brokerfall.kubernetes.objects;

import java.util.List;

/**
 * A set of pods with fixed identities.
 *
 * @param parallel whether pods are created without waiting for the one before
 * @param claimTemplates claims that each pod gets, named by the template; a pod's claim is called {@code <template>-<pod>}
 */
public record StatefulSet(
        String namespace,
        String name,
        int replicas,
        boolean parallel,
        PodTemplate template,
        List<PersistentVolumeClaim> claimTemplates) {

    public StatefulSet {
        claimTemplates = List.copyOf(claimTemplates);
    }
}
