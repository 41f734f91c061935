package dev.brokerfall.kubernetes;

import static com.google.common.base.Preconditions.checkArgument;

import dev.brokerfall.storage.StorageConfig;
import dev.brokerfall.unit.DataSize;
import java.time.Duration;
import java.util.List;

/**
 * A pod with a fixed identity, as a StatefulSet or StrimziPodSet keeps it.
 *
 * @param namespace of the pod
 * @param name of the pod
 * @param group pods of one group keep apart as {@code placement} says: {@code broker} and {@code controller}, for instance
 * @param pools names of the node pools it may run in; empty for any
 * @param cpuMillis requested processor time in thousandths of a core
 * @param memory requested memory
 * @param grace how long it may take to stop before it is killed; Kubernetes' and Strimzi's default is 30 s
 */
public record PodSpec(
        String namespace,
        String name,
        String group,
        StorageConfig storage,
        PlacementConfig placement,
        List<String> pools,
        int cpuMillis,
        DataSize memory,
        Duration grace) {

    public PodSpec {
        checkArgument(cpuMillis >= 0, "cpuMillis must not be negative, was %s", cpuMillis);
        pools = List.copyOf(pools);
    }
}
