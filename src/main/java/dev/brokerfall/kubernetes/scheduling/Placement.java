package dev.brokerfall.kubernetes.scheduling;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where a pod fits and why not elsewhere.
 *
 * @param pod {@code namespace/name}
 */
public record Placement(String pod, List<OnNode> nodes) {

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
     * available: 1 node(s) were unschedulable, 4 node(s) had volume node affinity conflict.}
     *
     * <p>Source: pkg/scheduler/framework/types.go (FitError): equal reasons are counted, then sorted as text.
     */
    public String sentence() {
        Map<String, Integer> counts = new TreeMap<>();
        for (OnNode node : nodes) {
            for (String reason : node.verdict().reasons()) {
                counts.merge(reason, 1, Integer::sum);
            }
        }
        List<String> parts = new ArrayList<>();
        counts.forEach((reason, count) -> parts.add(count + " " + reason));
        parts.sort(String::compareTo);
        String head = fitting().size() + "/" + nodes.size() + " nodes are available";
        return parts.isEmpty() ? head + "." : head + ": " + String.join(", ", parts) + ".";
    }

    /** The verdict on one node. */
    public record OnNode(String node, Verdict verdict) {}
}
