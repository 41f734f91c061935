package dev.brokerfall.kubernetes.objects;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The pods that a pod wants near, or far, and what near means.
 *
 * <p>Source: Kubernetes, "Assigning Pods to Nodes"; pkg/scheduler/framework/types.go (newAffinityTerm).
 *
 * @param selector of the other pods; empty selects none
 * @param namespaces of the other pods; with none and no namespace selector, the pod's own
 * @param namespaceSelector selects further namespaces by their labels; one without conditions selects all
 * @param topologyKey the node label whose value two near nodes share
 */
public record PodAffinityTerm(
        Optional<LabelSelector> selector,
        List<String> namespaces,
        Optional<LabelSelector> namespaceSelector,
        String topologyKey) {

    public PodAffinityTerm {
        namespaces = List.copyOf(namespaces);
    }

    /** A term about pods of the pod's own namespace. */
    public PodAffinityTerm(LabelSelector selector, String topologyKey) {
        this(Optional.of(selector), List.of(), Optional.empty(), topologyKey);
    }

    /**
     * Returns whether the term, standing in a pod of namespace {@code own}, is about {@code other}.
     *
     * @param namespaceLabels labels of the namespace of {@code other}
     */
    public boolean matches(String own, Pod other, Map<String, String> namespaceLabels) {
        boolean namespaceFits = namespaces.contains(other.namespace())
                || (namespaces.isEmpty() && namespaceSelector.isEmpty() && own.equals(other.namespace()))
                || (namespaceSelector.isPresent() && namespaceSelector.get().matches(namespaceLabels));
        return namespaceFits && selector.isPresent() && selector.get().matches(other.labels());
    }

    /**
     * A wish with a weight.
     *
     * @param weight 1 to 100
     */
    public record Weighted(int weight, PodAffinityTerm term) {}
}
