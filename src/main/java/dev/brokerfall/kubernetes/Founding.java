package dev.brokerfall.kubernetes;

import dev.brokerfall.kubernetes.objects.ClusterObjects;
import dev.brokerfall.kubernetes.objects.LabelSelector;
import dev.brokerfall.kubernetes.objects.NodeSelector;
import dev.brokerfall.kubernetes.objects.PersistentVolumeClaim;
import dev.brokerfall.kubernetes.objects.Pod;
import dev.brokerfall.kubernetes.objects.PodAffinityTerm;
import dev.brokerfall.kubernetes.objects.PodRules;
import dev.brokerfall.kubernetes.objects.PodTemplate;
import dev.brokerfall.kubernetes.objects.PodVolume;
import dev.brokerfall.kubernetes.objects.Requirement;
import dev.brokerfall.kubernetes.objects.Resources;
import dev.brokerfall.kubernetes.objects.StorageClass;
import dev.brokerfall.kubernetes.objects.Topology;
import dev.brokerfall.kubernetes.objects.TopologySpreadConstraint;
import dev.brokerfall.storage.Reach;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Turns pods as a scenario describes them into the objects that the scheduler judges. */
final class Founding {

    private static final String GROUP = "brokerfall.dev/group";
    private static final int WISH_WEIGHT = 100;
    private static final String VOLUME = "data";

    private Founding() {}

    /** Returns the objects of a cluster that has no nodes yet. */
    static ClusterObjects objects(List<PodSpec> specs) {
        List<Pod> pods = specs.stream().map(Founding::pod).toList();
        List<PersistentVolumeClaim> claims = specs.stream()
                .filter(spec -> claims(spec))
                .map(spec -> new PersistentVolumeClaim(
                        spec.namespace(), claim(spec), Volumes.CLASS, Optional.empty(), 0, Map.of(), false, false))
                .toList();
        StorageClass storageClass = new StorageClass(
                Volumes.CLASS,
                Volumes.DISK_DRIVER,
                Optional.of(StorageClass.BindingMode.WAIT_FOR_FIRST_CONSUMER),
                Map.of(),
                List.of());
        return new ClusterObjects(
                List.of(),
                pods,
                List.of(),
                claims,
                List.of(storageClass),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Set.of(),
                Map.of());
    }

    /** Returns whether a pod's volume binds it to a place, or counts against what a node can attach. */
    static boolean claims(PodSpec spec) {
        return spec.storage().needsAttachment() || spec.storage().reach() == Reach.NODE;
    }

    private static String claim(PodSpec spec) {
        return VOLUME + "-" + spec.name();
    }

    private static Pod pod(PodSpec spec) {
        List<PodVolume> volumes =
                claims(spec) ? List.of(new PodVolume.Claim(VOLUME, claim(spec))) : List.of(new PodVolume.Other(VOLUME));
        PodTemplate template = new PodTemplate(
                Map.of(GROUP, spec.group()),
                rules(spec),
                new Resources(spec.cpuMillis(), spec.memory().bytes()),
                volumes,
                spec.grace());
        return new Pod(
                spec.namespace(),
                spec.name(),
                template,
                Optional.empty(),
                false,
                false,
                Optional.of("StrimziPodSet/" + spec.group()));
    }

    private static PodRules rules(PodSpec spec) {
        PlacementConfig placement = spec.placement();
        LabelSelector same = LabelSelector.of(Map.of(GROUP, spec.group()));
        PodAffinityTerm apart = new PodAffinityTerm(same, placement.topology().key());
        Optional<NodeSelector> pools = spec.pools().isEmpty()
                ? Optional.empty()
                : Optional.of(new NodeSelector(List.of(
                        NodeSelector.Term.of(new Requirement("agentpool", Requirement.Operator.IN, spec.pools())))));
        return new PodRules(
                Map.of(),
                pools,
                List.of(),
                placement.antiAffinity() == PlacementConfig.Mode.REQUIRED ? List.of(apart) : List.of(),
                List.of(),
                placement.antiAffinity() == PlacementConfig.Mode.PREFERRED
                        ? List.of(new PodAffinityTerm.Weighted(WISH_WEIGHT, apart))
                        : List.of(),
                List.of(),
                placement.spread().stream()
                        .map(spread -> new TopologySpreadConstraint(
                                spread.maxSkew(),
                                Topology.ZONE,
                                spread.doNotSchedule(),
                                Optional.of(same),
                                OptionalInt.empty(),
                                true,
                                false))
                        .toList());
    }
}
