package dev.brokerfall.scenario;

import dev.brokerfall.scenario.spec.KafkaSpec;
import dev.brokerfall.scenario.spec.KafkaSpec.TopicSpec;
import dev.brokerfall.scenario.spec.KafkaSpec.WorkloadSpec;
import dev.brokerfall.unit.DataSize;
import dev.brokerfall.unit.Durations;

/** What a workload puts on each broker. */
final class Load {

    private Load() {}

    /** Returns how much retention keeps, in the whole cluster before replication. */
    static DataSize retained(WorkloadSpec workload) {
        return workload.retained()
                .or(() -> workload.retention()
                        .map(time -> new DataSize(
                                Math.round(workload.produce().bytesPerSecond() * Durations.seconds(time)))))
                .orElseThrow();
    }

    /** Returns the copies of a record on average: the workload is spread evenly over partitions, not over topics. */
    static double replication(KafkaSpec kafka) {
        double copies = 0;
        double partitions = 0;
        for (TopicSpec topic : kafka.topics()) {
            copies += (double) topic.partitions() * topic.replicationFactor();
            partitions += topic.partitions();
        }
        return copies / partitions;
    }

    /** Returns what one broker stores when the play begins: less than later in a young cluster. */
    static DataSize storedAtFirst(KafkaSpec kafka) {
        return kafka.workload()
                .preload()
                .map(young -> new DataSize(Math.round(young.size().bytes() * replication(kafka) / kafka.brokers())))
                .orElseGet(() -> stored(kafka));
    }

    /** Returns what one broker stores: retained × RF / brokers; with tiered storage only the local part of it. */
    static DataSize stored(KafkaSpec kafka) {
        DataSize kept = kafka.workload().localRetained().orElseGet(() -> retained(kafka.workload()));
        return new DataSize(Math.round(kept.bytes() * replication(kafka) / kafka.brokers()));
    }
}
