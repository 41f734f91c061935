package dev.brokerfall.kubernetes.objects;

import java.util.Optional;

/**
 * How many of a set of pods may be out on purpose.
 *
 * @param minAvailable pods, or a percentage such as {@code 50%}
 * @param maxUnavailable pods, or a percentage
 * @param alwaysEvictsUnhealthy whether {@code unhealthyPodEvictionPolicy} is {@code AlwaysAllow}
 */
public record PodDisruptionBudget(
        String namespace,
        String name,
        LabelSelector selector,
        Optional<String> minAvailable,
        Optional<String> maxUnavailable,
        boolean alwaysEvictsUnhealthy) {}
