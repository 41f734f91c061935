package dev.brokerfall.scenario.imports;

import java.util.List;

/**
 * A topic, or one that stands for several.
 *
 * @param members the topics it stands for; none where it is one itself
 * @param acks what its producers wait for, where that must be said
 */
record TopicFound(
        String name,
        int partitions,
        int replicationFactor,
        int minInsyncReplicas,
        boolean unclean,
        String acks,
        List<String> members) {

    TopicFound {
        members = List.copyOf(members);
    }

    /** Returns whether another differs in name and number of partitions alone. */
    boolean like(TopicFound other) {
        return replicationFactor == other.replicationFactor
                && minInsyncReplicas == other.minInsyncReplicas
                && unclean == other.unclean
                && acks.equals(other.acks);
    }

    /** Returns it as a member of {@code topics}, on one line. */
    String yaml() {
        return "{name: %s, partitions: %s, replicationFactor: %s, minInsyncReplicas: %s%s%s}"
                .formatted(
                        Text.word(name),
                        partitions,
                        replicationFactor,
                        minInsyncReplicas,
                        acks.isEmpty() ? "" : ", acks: " + acks,
                        unclean ? ", uncleanLeaderElection: true" : "");
    }
}
