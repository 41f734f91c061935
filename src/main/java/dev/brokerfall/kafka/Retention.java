package dev.brokerfall.kafka;

import dev.brokerfall.unit.DataSize;
import java.util.Optional;

/**
 * How much of a partition's log is kept: what producers have offered within the time of retention, and no more than its size. Both hold,
 * as in Kafka ({@code UnifiedLog.deleteOldSegments}). While nothing can be written nothing is forgotten either, so that an outage does
 * not shorten what lies below the end of a log.
 */
final class Retention {

    private final double bytes;

    private Retention(double bytes) {
        this.bytes = bytes;
    }

    /** Returns one that keeps so many bytes of a partition. */
    static Retention ofSize(double bytes) {
        return new Retention(bytes);
    }

    /** Returns what is kept of one of so many partitions of a topic that is offered {@code offered} bytes a millisecond each. */
    static Retention of(TopicLoad load, int partitions, double offered) {
        double byTime = load.retention().map(time -> offered * time.toMillis()).orElse(Double.POSITIVE_INFINITY);
        return new Retention(byTime).atMost(perPartition(load.atMost(), partitions));
    }

    /** Returns a partition's part of a size, if there is one. */
    static double perPartition(Optional<DataSize> size, int partitions) {
        return size.map(all -> (double) all.bytes() / partitions).orElse(Double.POSITIVE_INFINITY);
    }

    /** Returns the same, of which no more than so many bytes of a partition are kept. */
    Retention atMost(double limit) {
        return new Retention(Math.min(bytes, limit));
    }

    /** Returns the bytes of a partition that are kept. */
    double bytes() {
        return bytes;
    }
}
