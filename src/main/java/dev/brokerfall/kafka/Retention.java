package dev.brokerfall.kafka;

import dev.brokerfall.kernel.Agenda;
import dev.brokerfall.unit.DataSize;
import java.util.Optional;

/**
 * How much of a partition's log is kept: what producers have offered within the time of retention, and no more than its size. Both hold,
 * as in Kafka ({@code UnifiedLog.deleteOldSegments}). While nothing can be written nothing is forgotten either, so that an outage does
 * not shorten what lies below the end of a log.
 */
final class Retention {

    /** What is offered within the time of retention. */
    private interface Window {
        double bytes();
    }

    private final double limit;
    private final double most;
    private final Window window;

    private Retention(double limit, double most, Window window) {
        this.limit = limit;
        this.most = most;
        this.window = window;
    }

    /** Returns one that keeps so many bytes of a partition. */
    static Retention ofSize(double bytes) {
        return new Retention(bytes, bytes, () -> bytes);
    }

    /**
     * Returns what is kept of one of so many partitions of a topic.
     *
     * @param offered what producers offer to each, in bytes a millisecond on average
     */
    static Retention of(TopicLoad load, int partitions, double offered, RatePattern pattern, Agenda agenda) {
        Retention bySize = ofSize(perPartition(load.atMost(), partitions));
        if (load.retention().isEmpty()) {
            return bySize;
        }
        long time = load.retention().get().toMillis();
        Window window = pattern.isConstant()
                ? ofSize(offered * time).window
                : () -> offered * pattern.between(agenda.now() - time, agenda.now());
        return new Retention(bySize.limit, Math.min(bySize.limit, offered * pattern.most(time)), window);
    }

    /** Returns a partition's part of a size, if there is one. */
    static double perPartition(Optional<DataSize> size, int partitions) {
        return size.map(all -> (double) all.bytes() / partitions).orElse(Double.POSITIVE_INFINITY);
    }

    /** Returns the same, of which no more than so many bytes of a partition are kept. */
    Retention atMost(double bytes) {
        return new Retention(Math.min(limit, bytes), Math.min(most, bytes), window);
    }

    /** Returns the bytes of a partition that are kept now. */
    double bytes() {
        return Math.min(limit, window.bytes());
    }

    /** Returns the most that {@link #bytes} ever is. */
    double most() {
        return most;
    }
}
