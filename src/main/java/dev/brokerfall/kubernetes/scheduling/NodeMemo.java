package dev.brokerfall.kubernetes.scheduling;

import java.util.Arrays;

/** Answers about nodes that depend on a node's name and labels alone, and so never change. */
final class NodeMemo {

    private static final byte YES = 1;
    private static final byte NO = 2;

    private byte[] known = new byte[16];

    boolean isKnown(NodeState node) {
        return node.ordinal() < known.length && known[node.ordinal()] != 0;
    }

    boolean isYes(NodeState node) {
        return known[node.ordinal()] == YES;
    }

    boolean learn(NodeState node, boolean answer) {
        if (node.ordinal() >= known.length) {
            known = Arrays.copyOf(known, Math.max(2 * known.length, node.ordinal() + 1));
        }
        known[node.ordinal()] = answer ? YES : NO;
        return answer;
    }
}
