package dev.brokerfall.kafka;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * The controllers of a cluster, or its ZooKeeper ensemble where the semantics are those of ZooKeeper.
 *
 * @param count how many vote, at least 1
 * @param quorum how the voters know each other
 */
public record ControllerConfig(int count, Quorum quorum) {

    /** How voters are identified, which decides what a voter with an empty directory may do. */
    public enum Quorum {
        /**
         * By node id alone ({@code controller.quorum.voters}): a wiped voter votes again at once, and a majority of wiped voters elects a
         * leader without the committed metadata (Kafka documentation, "Provisioning Nodes": a majority of controllers must not start
         * with an empty log directory).
         */
        STATIC,
        /** By node id and directory id (KIP-853): a wiped voter no longer counts, so that too many wiped voters leave no quorum. */
        DYNAMIC
    }

    public ControllerConfig {
        checkArgument(count >= 1, "count of controllers must be at least 1, was %s", count);
    }

    /** Returns how many voters make a majority. */
    public int majority() {
        return count / 2 + 1;
    }
}
