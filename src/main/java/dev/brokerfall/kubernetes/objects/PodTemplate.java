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
        Map<String, String> labels,
        PodRules rules,
        Resources requests,
        List<PodVolume> volumes,
        Duration grace,
        PodScheduling scheduling) {

    public PodTemplate {
        labels = ImmutableMap.copyOf(labels);
        volumes = List.copyOf(volumes);
    }

    /** A template that says nothing of its scheduling. */
    public PodTemplate(
            Map<String, String> labels, PodRules rules, Resources requests, List<PodVolume> volumes, Duration grace) {
        this(labels, rules, requests, volumes, grace, PodScheduling.USUAL);
    }

    /** Returns this template with other volumes. */
    public PodTemplate withVolumes(List<PodVolume> others) {
        return new PodTemplate(labels, rules, requests, others, grace, scheduling);
    }
}
