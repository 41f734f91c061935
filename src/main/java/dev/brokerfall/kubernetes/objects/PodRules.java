package dev.brokerfall.kubernetes.objects;

import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a pod asks of the node it runs on.
 *
 * @param nodeSelector labels the node must have
 * @param nodeAffinity conditions on the node
 * @param nodeWishes conditions on the node that are better met
 * @param affinity pods that must be near
 * @param antiAffinity pods that must not be near
 * @param preferred pods better near
 * @param avoided pods better not near
 */
public record PodRules(
        Map<String, String> nodeSelector,
        Optional<NodeSelector> nodeAffinity,
        List<PodAffinityTerm> affinity,
        List<PodAffinityTerm> antiAffinity,
        List<PodAffinityTerm.Weighted> preferred,
        List<PodAffinityTerm.Weighted> avoided,
        List<Toleration> tolerations,
        List<TopologySpreadConstraint> spread,
        List<NodeWish> nodeWishes) {

    public static final PodRules NONE =
            new PodRules(Map.of(), Optional.empty(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

    public PodRules {
        nodeSelector = ImmutableMap.copyOf(nodeSelector);
        affinity = List.copyOf(affinity);
        antiAffinity = List.copyOf(antiAffinity);
        preferred = List.copyOf(preferred);
        avoided = List.copyOf(avoided);
        tolerations = List.copyOf(tolerations);
        spread = List.copyOf(spread);
        nodeWishes = List.copyOf(nodeWishes);
    }

    /** Rules without wishes for the node itself. */
    public PodRules(
            Map<String, String> nodeSelector,
            Optional<NodeSelector> nodeAffinity,
            List<PodAffinityTerm> affinity,
            List<PodAffinityTerm> antiAffinity,
            List<PodAffinityTerm.Weighted> preferred,
            List<PodAffinityTerm.Weighted> avoided,
            List<Toleration> tolerations,
            List<TopologySpreadConstraint> spread) {
        this(nodeSelector, nodeAffinity, affinity, antiAffinity, preferred, avoided, tolerations, spread, List.of());
    }

    /**
     * A wish for the node.
     *
     * @param weight 1 to 100
     */
    public record NodeWish(int weight, NodeSelector.Term term) {}
}
