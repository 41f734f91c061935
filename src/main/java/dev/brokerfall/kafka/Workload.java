package dev.brokerfall.kafka;

import static com.google.common.base.Preconditions.checkArgument;

import dev.brokerfall.unit.DataRate;
import dev.brokerfall.unit.DataSize;
import java.util.Optional;

/**
 * What producers write and what the cluster keeps, all of it for the whole cluster before replication and spread evenly over the
 * partitions.
 *
 * @param produce the rate at which records arrive
 * @param recordSize the size of one record, positive
 * @param retained the amount that retention keeps
 * @param localRetained with tiered storage the part kept on the brokers, which is what an empty broker must copy; empty without
 */
public record Workload(DataRate produce, DataSize recordSize, DataSize retained, Optional<DataSize> localRetained) {

    public Workload {
        checkArgument(recordSize.bytes() > 0, "recordSize must be positive");
        checkArgument(produce.bytesPerSecond() < Double.POSITIVE_INFINITY, "produce must be finite");
    }
}
