package dev.brokerfall.kafka;

import java.util.Collections;
import java.util.List;

/** How partitions of one topic with the same replicas in the same order make cohorts; {@link KafkaCluster} says what that changes. */
enum Grouping {
    /** All of them make one. */
    BY_REPLICAS,
    /** Each is its own, so that tests can see whether those of a larger one are alike. */
    NONE;

    /** Returns the sizes of the cohorts that {@code partitions} such partitions make. */
    List<Integer> split(int partitions) {
        return this == NONE ? Collections.nCopies(partitions, 1) : List.of(partitions);
    }
}
