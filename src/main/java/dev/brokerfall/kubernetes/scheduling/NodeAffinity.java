package dev.brokerfall.kubernetes.scheduling;

import dev.brokerfall.kubernetes.objects.NodeSelector;
import dev.brokerfall.kubernetes.objects.PodRules;
import dev.brokerfall.kubernetes.objects.Requirement;
import java.util.Map;
import java.util.Optional;

/** A node must have the labels a pod selects and meet its required node affinity (pkg/scheduler/framework/plugins/nodeaffinity). */
final class NodeAffinity implements Filter {

    private static final Verdict REFUSED = Verdict.unresolvable("node(s) didn't match Pod's node affinity/selector");
    private static final Verdict ENFORCED =
            Verdict.unresolvable("node(s) didn't match scheduler-enforced node affinity");

    static final Verdict NOT_NAMED = Verdict.unresolvable("node(s) didn't satisfy plugin(s) [NodeAffinity]");

    private final Optional<NodeSelector> added;

    /** Creates the filter; {@code added} is an affinity that the scheduler itself adds to every pod. */
    NodeAffinity(Optional<NodeSelector> added) {
        this.added = added;
    }

    @Override
    public Plugin plugin() {
        return Plugin.NODE_AFFINITY;
    }

    @Override
    public Verdict judge(PodState pod, NodeState node) {
        if (added.isPresent() && !added.get().matches(node.name(), node.node().labels())) {
            return ENFORCED;
        }
        return matches(pod, node) ? Verdict.FITS : REFUSED;
    }

    /**
     * Returns whether a pod whose every term names its nodes, as a DaemonSet's pod does, names this one: others are put aside before
     * any filter runs.
     */
    boolean names(PodState pod, NodeState node) {
        Optional<NodeSelector> its = pod.pod().rules().nodeAffinity();
        return its.isEmpty()
                || its.get().terms().isEmpty()
                || its.get().terms().stream()
                        .anyMatch(term -> term.fields().stream()
                                .filter(field -> field.operator() == Requirement.Operator.IN)
                                .allMatch(field -> field.values().contains(node.name())));
    }

    static boolean matches(PodState pod, NodeState node) {
        NodeMemo memo = pod.nodeAffinity();
        return memo.isKnown(node)
                ? memo.isYes(node)
                : memo.learn(node, compute(pod.pod().rules(), node));
    }

    private static boolean compute(PodRules rules, NodeState node) {
        for (Map.Entry<String, String> label : rules.nodeSelector().entrySet()) {
            if (!label.getValue().equals(node.label(label.getKey()))) {
                return false;
            }
        }
        return rules.nodeAffinity().isEmpty()
                || rules.nodeAffinity().get().matches(node.name(), node.node().labels());
    }
}
