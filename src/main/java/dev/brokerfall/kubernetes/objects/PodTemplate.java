package dev.brokerfall.kubernetes.objects;

import com.google.common.collect.ImmutableMap;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a pod is, wherever it runs.
 *
 * @param requests what its containers request together
 * @param grace how long it may take to stop; Kubernetes' default is 30 s
 */
public record PodTemplate(
        Map<String, String> labels, PodRules rules, Resources requests, List<PodVolume> volumes, Duration grace) {

    public PodTemplate {
        labels = ImmutableMap.copyOf(labels);
        volumes = List.copyOf(volumes);
    }
}
