package dev.brokerfall.kafka;

import static com.google.common.base.Preconditions.checkArgument;

import dev.brokerfall.unit.DataRate;
import dev.brokerfall.unit.DataSize;

/**
 * How groups of consumers read what they have missed.
 *
 * @param rate the most that a group reads from one broker, of what it has missed
 * @param cached how much of what a broker wrote last it has in its page cache: that is not read from its disk
 */
public record ConsumerReads(DataRate rate, DataSize cached) {

    /** As fast as brokers send it, and all from their disks. */
    public static final ConsumerReads UNLIMITED = new ConsumerReads(DataRate.UNLIMITED, DataSize.ZERO);

    public ConsumerReads {
        checkArgument(rate.bytesPerSecond() > 0, "consumers must read something");
    }
}
