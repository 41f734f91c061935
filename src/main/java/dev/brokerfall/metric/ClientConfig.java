package dev.brokerfall.metric;

import static com.google.common.base.Preconditions.checkArgument;

import dev.brokerfall.unit.DataRate;
import dev.brokerfall.unit.DataSize;
import java.time.Duration;

/**
 * How much of an outage a producer hides from its application.
 *
 * @param deliveryTimeout {@code delivery.timeout.ms}: how long a record is tried before it is given up
 * @param bufferMemory {@code buffer.memory}: how much one producer keeps of what it has not sent
 * @param maxBlock {@code max.block.ms}: how long {@code send()} waits for room in the buffer
 * @param requestTimeout {@code request.timeout.ms}: how long a client waits for the answer of a broker that falls silent
 * @param producerRate what one producer writes; 0 never fills a buffer
 */
public record ClientConfig(
        Duration deliveryTimeout,
        DataSize bufferMemory,
        Duration maxBlock,
        Duration requestTimeout,
        DataRate producerRate) {

    public ClientConfig {
        checkArgument(!deliveryTimeout.isNegative(), "deliveryTimeout must not be negative, was %s", deliveryTimeout);
        checkArgument(!requestTimeout.isNegative(), "requestTimeout must not be negative, was %s", requestTimeout);
        checkArgument(!maxBlock.isNegative(), "maxBlock must not be negative, was %s", maxBlock);
    }

    /**
     * Returns how long an outage must last before the application sees it, in milliseconds: until the first record is given up, or
     * until the buffer is full and {@code send()} has waited its time, whichever comes first. The buffer is taken to fill at the
     * producer's whole rate, as if all of its partitions were out.
     */
    public double patienceMs() {
        double fill = bufferMemory.bytes() / producerRate.bytesPerMillisecond();
        return Math.min((double) deliveryTimeout.toMillis(), fill + maxBlock.toMillis());
    }
}
