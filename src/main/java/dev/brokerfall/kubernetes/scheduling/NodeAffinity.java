package dev.brokerfall.kubernetes.scheduling;

import dev.brokerfall.kubernetes.objects.NodeSelector;
import dev.brokerfall.kubernetes.objects.PodRules;
import java.util.Map;
import java.util.Optional;

/** A node must have the labels a pod selects and meet its required node affinity (pkg/scheduler/framework/plugins/nodeaffinity). */
final class NodeAffinity implements Filter {

    private static final Verdict REFUSED = Verdict.unresolvable("node(s) didn't match Pod's node affinity/selector");
    private static final Verdict ENFORCED =
            Verdict.unresolvable("node(s) didn't match scheduler-enforced node affinity");

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
