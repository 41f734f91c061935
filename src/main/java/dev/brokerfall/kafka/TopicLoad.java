package dev.brokerfall.kafka;

import static com.google.common.base.Preconditions.checkArgument;

import dev.brokerfall.unit.DataRate;
import dev.brokerfall.unit.DataSize;
import java.time.Duration;
import java.util.Optional;

/**
 * What producers write to one topic and what is kept of it, all of it before replication and spread evenly over its partitions.
 *
 * @param produce the rate at which records arrive, on average
 * @param retention how long they are kept ({@code retention.ms}); empty for ever
 * @param atMost how much is kept, the oldest going first ({@code retention.bytes}, of all partitions together); empty for no limit
 * @param localAtMost with tiered storage how much of it the brokers keep; empty without
 */
public record TopicLoad(
        DataRate produce, Optional<Duration> retention, Optional<DataSize> atMost, Optional<DataSize> localAtMost) {

    public TopicLoad {
        checkArgument(produce.bytesPerSecond() < Double.POSITIVE_INFINITY, "produce must be finite");
        checkArgument(retention.isPresent() || atMost.isPresent(), "something must end what is kept");
    }
}
