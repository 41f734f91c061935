package dev.brokerfall.scenario.imports;

import dev.brokerfall.unit.DataSize;
import dev.brokerfall.unit.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A topic, or one that stands for several.
 *
 * @param members the topics it stands for; none where it is one itself
 * @param retention how long its records are kept, where it says so
 * @param retentionBytes the most that is kept of one of its partitions, where it says so
 * @param acks what its producers wait for, where that must be said
 */
record TopicFound(
        String name,
        int partitions,
        int replicationFactor,
        int minInsyncReplicas,
        boolean unclean,
        Optional<Duration> retention,
        Optional<DataSize> retentionBytes,
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
                && retention.equals(other.retention)
                && retentionBytes.equals(other.retentionBytes)
                && acks.equals(other.acks);
    }

    /** Returns it as a member of {@code topics}, on one line. */
    String yaml() {
        return "{name: %s, partitions: %s, replicationFactor: %s, minInsyncReplicas: %s%s%s%s%s}"
                .formatted(
                        Text.word(name),
                        partitions,
                        replicationFactor,
                        minInsyncReplicas,
                        acks.isEmpty() ? "" : ", acks: " + acks,
                        unclean ? ", uncleanLeaderElection: true" : "",
                        retention
                                .map(time -> ", retention: " + Durations.format(time))
                                .orElse(""),
                        retentionBytes.map(size -> ", retentionBytes: " + size).orElse(""));
    }

    /** Returns it without a retention of its own where that is the cluster's. */
    TopicFound keptAs(Duration clusters) {
        return new TopicFound(
                name,
                partitions,
                replicationFactor,
                minInsyncReplicas,
                unclean,
                retention.filter(own -> !own.equals(clusters)),
                retentionBytes,
                acks,
                members);
    }
}
