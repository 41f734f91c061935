package dev.brokerfall.kubernetes.objects;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * How much a driver can still make in a place.
 *
 * @param topology the nodes that can reach it; empty for none
 * @param limitBytes the largest volume that can be made; empty when the driver does not say
 */
public record StorageCapacity(String storageClass, Optional<LabelSelector> topology, OptionalLong limitBytes) {}
