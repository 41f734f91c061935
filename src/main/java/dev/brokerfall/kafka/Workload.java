package dev.brokerfall.kafka;

import static com.google.common.base.Preconditions.checkArgument;

import dev.brokerfall.unit.DataRate;
import dev.brokerfall.unit.DataSize;
import java.util.Optional;

/**
 * What producers write and what the cluster keeps, all of it for the whole cluster before replication and spread evenly over the
 * partitions.
 *
 * @param produce the rate at which records arrive, on average
 * @param recordSize the size of one record, positive
 * @param retained the amount that retention keeps
 * @param localRetained with tiered storage the part kept on the brokers, which is what an empty broker must copy; empty without
 * @param consumerGroups how many groups of consumers read every record from its leader as soon as it is written: each adds what is
 *     produced to what leaders send, and nothing to what their disks read, since the end of a log is in the page cache (Kafka's design
 *     documentation, "Don't fear the filesystem!"); at 0 readers take no network
 * @param pattern how what is produced goes up and down about that rate, which is its mean
 * @param reads how groups of consumers that were away read what they have missed
 * @param preload what a young cluster begins with; empty for one that has run for as long as it retains
 */
public record Workload(
        DataRate produce,
        DataSize recordSize,
        DataSize retained,
        Optional<DataSize> localRetained,
        int consumerGroups,
        RatePattern pattern,
        ConsumerReads reads,
        Optional<Preload> preload) {

    /**
     * What lies in the logs at the beginning, spread evenly over the partitions.
     *
     * @param size the whole amount, before replication
     * @param recordSize the size of one of its records, positive; it may differ from what is produced afterwards
     */
    public record Preload(DataSize size, DataSize recordSize) {

        public Preload {
            checkArgument(recordSize.bytes() > 0, "recordSize must be positive");
        }
    }

    public Workload {
        checkArgument(recordSize.bytes() > 0, "recordSize must be positive");
        checkArgument(produce.bytesPerSecond() < Double.POSITIVE_INFINITY, "produce must be finite");
        checkArgument(consumerGroups >= 0, "consumerGroups must not be negative, was %s", consumerGroups);
        long begins = preload.map(Preload::size).orElse(retained).bytes();
        checkArgument(begins <= retained.bytes(), "no more can be preloaded than is retained");
    }

    /** A workload on a cluster that has run for as long as it retains, its readers left out. */
    public Workload(DataRate produce, DataSize recordSize, DataSize retained, Optional<DataSize> localRetained) {
        this(produce, recordSize, retained, localRetained, 0, Optional.empty());
    }

    /** A workload that is the same at all times. */
    public Workload(
            DataRate produce,
            DataSize recordSize,
            DataSize retained,
            Optional<DataSize> localRetained,
            int consumerGroups,
            Optional<Preload> preload) {
        this(
                produce,
                recordSize,
                retained,
                localRetained,
                consumerGroups,
                RatePattern.CONSTANT,
                ConsumerReads.UNLIMITED,
                preload);
    }

    /** Returns this workload going up and down so about its mean. */
    public Workload withPattern(RatePattern its) {
        return new Workload(produce, recordSize, retained, localRetained, consumerGroups, its, reads, preload);
    }

    /** Returns this workload with so many groups of consumers that read what they have missed so. */
    public Workload readBy(int groups, ConsumerReads their) {
        return new Workload(produce, recordSize, retained, localRetained, groups, pattern, their, preload);
    }

    /** Returns how much lies in the logs at the beginning. */
    DataSize initial() {
        return preload.map(Preload::size).orElse(retained);
    }
}
