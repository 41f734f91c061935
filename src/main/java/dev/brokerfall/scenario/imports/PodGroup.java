package dev.brokerfall.scenario.imports;

import dev.brokerfall.kubernetes.objects.Pod;
import dev.brokerfall.kubernetes.objects.PodRules;
import java.util.List;
import java.util.Optional;

/**
 * Pods of one kind: the brokers or controllers of a KafkaNodePool, or those of a StatefulSet.
 *
 * @param what makes them, such as {@code KafkaNodePool broker}
 * @param place where that stands
 * @param replicas how many there should be
 * @param volumes what each keeps its data on
 * @param template the rules that whatever makes them gives
 * @param pods those there are
 */
record PodGroup(String what, String place, int replicas, List<VolumeAsked> volumes, PodRules template, List<Pod> pods) {

    PodGroup {
        volumes = List.copyOf(volumes);
        pods = List.copyOf(pods);
    }

    /** Returns the rules of the pods as they run, or else as they would be made. */
    PodRules rules() {
        return pods.isEmpty() ? template : pods.get(0).rules();
    }

    /** Returns one of the pods. */
    Optional<Pod> sample() {
        return pods.stream().findFirst();
    }
}
