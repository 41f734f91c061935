package dev.brokerfall.kubernetes.scheduling;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where a pod fits and why not elsewhere.
 *
 * @param pod {@code namespace/name}
 * @param beforehand why no node was looked at; empty when they were
 * @param preemption whether pods of lower priority could make room; empty when that was not asked
 */
public record Placement(String pod, List<OnNode> nodes, Optional<String> beforehand, Optional<Preemption> preemption) {

    public Placement {
        nodes = List.copyOf(nodes);
    }

    /** Returns whether it fits anywhere. */
    public boolean schedulable() {
        return nodes.stream().anyMatch(node -> node.verdict().fits());
    }

    /** Returns the names of the nodes it fits on. */
    public List<String> fitting() {
        return nodes.stream()
                .filter(node -> node.verdict().fits())
                .map(OnNode::node)
                .toList();
    }

    /**
     * Returns the sentence that {@code kubectl describe pod} shows for a pod that fits nowhere, such as {@code 0/5 nodes are
     * available: 1 node(s) were unschedulable, 4 node(s) had volume node affinity conflict.}, and what it says of preemption if that
     * was asked.
     *
     * <p>Source: pkg/scheduler/framework/types.go (FitError): equal reasons are counted, then sorted as text; what is known before
     * any node is looked at is not counted.
     */
    public String sentence() {
        if (nodes.isEmpty()) {
            return "no nodes available to schedule pods";
        }
        Map<String, Integer> counts = new TreeMap<>();
        for (OnNode node : nodes) {
            for (String reason : node.verdict().reasons()) {
                counts.merge(reason, 1, Integer::sum);
            }
        }
        String refusal = beforehand
                .map(reason -> head(nodes.size()) + ": " + reason + ".")
                .orElseGet(() -> notAvailable(nodes.size(), counts));
        return preemption
                .map(Preemption::words)
                .filter(words -> !words.isEmpty())
                .map(words -> refusal + " " + words)
                .orElse(refusal);
    }

    static String notAvailable(int nodes, Map<String, Integer> counts) {
        List<String> parts = new ArrayList<>();
        counts.forEach((reason, count) -> parts.add(count + " " + reason));
        parts.sort(String::compareTo);
        return parts.isEmpty() ? head(nodes) + "." : head(nodes) + ": " + String.join(", ", parts) + ".";
    }

    private static String head(int nodes) {
        return "0/" + nodes + " nodes are available";
    }

    /** The verdict on one node. */
    public record OnNode(String node, Verdict verdict) {}
}
