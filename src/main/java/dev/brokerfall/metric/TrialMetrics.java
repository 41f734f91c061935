package dev.brokerfall.metric;

import static com.google.common.base.Preconditions.checkState;

import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableDoubleArray;
import dev.brokerfall.kafka.Cohort;
import dev.brokerfall.kafka.KafkaListener;
import dev.brokerfall.kernel.Agenda;
import dev.brokerfall.kernel.Cause;
import dev.brokerfall.metric.CauseLedger.Item;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Folds the facts of one trial into what it is judged by. What lasts at the horizon is counted up to it.
 *
 * <p>A deleted topic's partitions count until they are deleted, in what happens to them and in the partition-time that shares refer to.
 *
 * <p>A span in which a cohort is not writable, not readable, or not read further, counts from {@link #SHORTEST_SPAN_MS} up, and then in full.
 */
public final class TrialMetrics implements KafkaListener {

    /** Shorter gaps are no outage: a client cannot tell them from a slow answer. Part of the definition of unavailability. */
    public static final long SHORTEST_SPAN_MS = 100;

    private static final double MS_PER_HOUR = 3_600_000;
    private static final double MS_PER_SECOND = 1000;
    private static final long CLOSED = -1;
    private static final int UNDER_REPLICATED = 1;
    private static final int AT_MIN_ISR = 2;
    private static final int LAST_COPY = 4;

    private final Agenda clock;
    private final ClientConfig client;
    private final CauseLedger ledger = new CauseLedger();
    private final OutageSpans outages = new OutageSpans(ledger);

    private List<Cohort> cohorts = List.of();
    private long[] unwritableSince = {};
    private @Nullable Cause[] unwritableBecause = {};
    private long[] unreadableSince = {};
    private long[] consumeStalledSince = {};
    private ClientGaps clientGaps = new ClientGaps(0, 0, 0);
    private long[] strandedSince = {};
    private int[] exposure = {};
    private long[] exposedSince = {};
    private long[] deletedAt = {};
    private double[] heldBack = {};
    private long[] heldBackSince = {};
    private int unwritableCohorts;

    private double unwritablePartitionMs;
    private double unreadablePartitionMs;
    private double consumeStalledPartitionMs;
    private double heldBackBrokerMs;
    private double strandedPartitionMs;
    private double underReplicatedPartitionMs;
    private double atMinIsrPartitionMs;
    private double lastCopyPartitionMs;
    private double lostRecords;
    private double lostBytes;
    private double reReplicatedBytes;
    private double crossZoneBytes;
    private long leaderElections;
    private long podMoves;
    private long diskAttachments;
    private long recoveringSince = CLOSED;
    private final ImmutableDoubleArray.Builder recoverySeconds = ImmutableDoubleArray.builder();

    /**
     * Judges a trial.
     *
     * @param clock tells the time
     * @param client how much of an outage producers hide
     */
    public TrialMetrics(Agenda clock, ClientConfig client) {
        this.clock = clock;
        this.client = client;
    }

    /** Has the outages before {@code instant} counted by themselves too: {@link TrialResult#earlyOutageMinutes}. */
    public void splitAt(long instant) {
        outages.splitAt(instant);
    }

    /** Begins to watch, now, the cohorts of a cluster that has been built; to be called once, before anything happens to them. */
    public void watch(List<Cohort> all) {
        checkState(cohorts.isEmpty(), "the cohorts are being watched already");
        cohorts = List.copyOf(all);
        int count = cohorts.size();
        unwritableSince = new long[count];
        Arrays.fill(unwritableSince, CLOSED);
        unreadableSince = unwritableSince.clone();
        consumeStalledSince = unwritableSince.clone();
        clientGaps = new ClientGaps(count, client.requestTimeout().toMillis(), client.patienceMs());
        strandedSince = unwritableSince.clone();
        unwritableBecause = new Cause[count];
        exposure = new int[count];
        exposedSince = new long[count];
        deletedAt = unwritableSince.clone();
        int brokers = cohorts.stream()
                .flatMap(cohort -> cohort.brokers().stream())
                .mapToInt(broker -> broker + 1)
                .max()
                .orElse(0);
        heldBack = new double[brokers];
        heldBackSince = new long[brokers];
        cohorts.forEach(this::cohortChanged);
    }

    @Override
    public void producePaced(int broker, double share) {
        heldBackBrokerMs += heldBack[broker] * (clock.now() - heldBackSince[broker]);
        heldBack[broker] = 1 - share;
        heldBackSince[broker] = clock.now();
    }

    @Override
    public void unwritable(Cohort cohort, Cause cause) {
        int index = cohort.index();
        clientGaps.unwritable(cohort, clock.now());
        Cause known = unwritableBecause[index];
        if (unwritableSince[index] == CLOSED || known == null) {
            unwritableSince[index] = clock.now();
            unwritableBecause[index] = cause;
            unwritableCohorts++;
        } else {
            unwritableBecause[index] = known.earliest(cause);
        }
    }

    @Override
    public void writable(Cohort cohort) {
        int index = cohort.index();
        Cause cause = unwritableBecause[index];
        if (unwritableSince[index] == CLOSED || cause == null) {
            return;
        }
        clientGaps.writable(cohort, clock.now());
        unwritableSpan(cohort, unwritableSince[index], clock.now(), cause);
        unwritableSince[index] = CLOSED;
        unwritableBecause[index] = null;
        if (--unwritableCohorts == 0) {
            outages.settle();
        }
    }

    private void unwritableSpan(Cohort cohort, long from, long to, Cause cause) {
        long length = to - from;
        if (length < SHORTEST_SPAN_MS) {
            return;
        }
        double weighted = (double) length * cohort.partitions();
        unwritablePartitionMs += weighted;
        ledger.book(cause, Item.UNWRITABLE_PARTITION_MS, weighted);
        outages.add(from, to, cause);
    }

    @Override
    public void unreadable(Cohort cohort, Cause cause) {
        if (unreadableSince[cohort.index()] == CLOSED) {
            unreadableSince[cohort.index()] = clock.now();
        }
    }

    @Override
    public void readable(Cohort cohort) {
        long since = unreadableSince[cohort.index()];
        if (since != CLOSED && clock.now() - since >= SHORTEST_SPAN_MS) {
            unreadablePartitionMs += (double) (clock.now() - since) * cohort.partitions();
        }
        unreadableSince[cohort.index()] = CLOSED;
    }

    @Override
    public void clientsStalled(Cohort cohort, Cause cause) {
        clientGaps.silent(cohort, clock.now());
    }

    @Override
    public void clientsAnswered(Cohort cohort) {
        clientGaps.answered(cohort, clock.now());
    }

    @Override
    public void consumeStalled(Cohort cohort, Cause cause) {
        if (consumeStalledSince[cohort.index()] == CLOSED) {
            consumeStalledSince[cohort.index()] = clock.now();
        }
    }

    @Override
    public void consumeResumed(Cohort cohort) {
        long since = consumeStalledSince[cohort.index()];
        if (since != CLOSED && clock.now() - since >= SHORTEST_SPAN_MS) {
            consumeStalledPartitionMs += (double) (clock.now() - since) * cohort.partitions();
        }
        consumeStalledSince[cohort.index()] = CLOSED;
    }

    @Override
    public void strandedChanged(Cohort cohort, double bytesPerPartition, Cause cause) {
        long since = strandedSince[cohort.index()];
        if (bytesPerPartition > 0 && since == CLOSED) {
            strandedSince[cohort.index()] = clock.now();
        } else if (bytesPerPartition <= 0 && since != CLOSED) {
            endOfStranding(cohort);
        }
    }

    private void endOfStranding(Cohort cohort) {
        strandedPartitionMs += (double) (clock.now() - strandedSince[cohort.index()]) * cohort.partitions();
        strandedSince[cohort.index()] = CLOSED;
    }

    @Override
    public void cohortChanged(Cohort cohort) {
        int index = cohort.index();
        int now = (cohort.underReplicated() ? UNDER_REPLICATED : 0)
                | (cohort.atMinIsr() ? AT_MIN_ISR : 0)
                | (cohort.goodCopies() == 1 ? LAST_COPY : 0);
        if (now != exposure[index]) {
            accountForExposure(cohort);
            exposure[index] = now;
        }
    }

    private void accountForExposure(Cohort cohort) {
        int index = cohort.index();
        double weighted = (double) (clock.now() - exposedSince[index]) * cohort.partitions();
        int was = exposure[index];
        underReplicatedPartitionMs += (was & UNDER_REPLICATED) == 0 ? 0 : weighted;
        atMinIsrPartitionMs += (was & AT_MIN_ISR) == 0 ? 0 : weighted;
        lastCopyPartitionMs += (was & LAST_COPY) == 0 ? 0 : weighted;
        exposedSince[index] = clock.now();
    }

    @Override
    public void topicDeleted(Cohort cohort) {
        close(cohort);
        exposure[cohort.index()] = 0;
        deletedAt[cohort.index()] = clock.now();
    }

    @Override
    public void leaderElected(Cohort cohort, int leader, boolean clean) {
        leaderElections += cohort.partitions();
    }

    @Override
    public void recordsLost(Cohort cohort, double recordsPerPartition, double bytes, Cause cause) {
        double records = recordsPerPartition * cohort.partitions();
        lostRecords += records;
        lostBytes += bytes;
        ledger.book(cause, Item.LOST_RECORDS, records);
        ledger.book(cause, Item.LOST_BYTES, bytes);
    }

    @Override
    public void reReplicated(int broker, double bytes, double acrossZones, Cause cause) {
        reReplicatedBytes += bytes;
        crossZoneBytes += acrossZones;
        ledger.book(cause, Item.RE_REPLICATED_BYTES, bytes);
    }

    @Override
    public void recoveryBegan() {
        recoveringSince = clock.now();
    }

    @Override
    public void recoveryDone(long sinceMs) {
        recoverySeconds.add((clock.now() - sinceMs) / MS_PER_SECOND);
        recoveringSince = CLOSED;
    }

    /** A broker's pod has come up on another node. */
    public void podMoved() {
        podMoves++;
    }

    /** A broker's disk has been attached to a node. */
    public void diskAttached() {
        diskAttachments++;
    }

    /** Returns what the trial comes to; now is its horizon, and what lasts still is counted up to now. To be called once. */
    public TrialResult finish() {
        checkState(!cohorts.isEmpty(), "no cohorts have been watched");
        checkState(clock.now() > 0, "a trial must last");
        cohorts.forEach(this::close);
        for (int broker = 0; broker < heldBack.length; broker++) {
            producePaced(broker, 1);
        }
        outages.settle();
        ImmutableDoubleArray unfinished = recoveringSince == CLOSED
                ? ImmutableDoubleArray.of()
                : ImmutableDoubleArray.of((clock.now() - recoveringSince) / MS_PER_SECOND);
        double partitionMs = cohorts.stream()
                .mapToDouble(cohort -> (double) cohort.partitions() * lived(cohort))
                .sum();
        return new TrialResult(
                values(partitionMs),
                recoverySeconds.build().trimmed(),
                unfinished,
                ledger.totals(partitionMs),
                outages.earlierMinutes(),
                clock.handled());
    }

    private void close(Cohort cohort) {
        writable(cohort);
        readable(cohort);
        consumeResumed(cohort);
        clientsAnswered(cohort);
        accountForExposure(cohort);
        if (strandedSince[cohort.index()] != CLOSED) {
            endOfStranding(cohort);
        }
    }

    private long lived(Cohort cohort) {
        long deleted = deletedAt[cohort.index()];
        return deleted == CLOSED ? clock.now() : deleted;
    }

    private ImmutableMap<Metric, Double> values(double partitionMs) {
        return ImmutableMap.<Metric, Double>builder()
                .put(Metric.PRODUCE_UNAVAILABILITY, unwritablePartitionMs / partitionMs)
                .put(Metric.CLIENT_VISIBLE_PRODUCE_UNAVAILABILITY, clientGaps.visiblePartitionMs() / partitionMs)
                .put(Metric.CONSUME_UNAVAILABILITY, unreadablePartitionMs / partitionMs)
                .put(Metric.CONSUME_STALL, consumeStalledPartitionMs / partitionMs)
                .put(Metric.PRODUCE_HELD_BACK, heldBackBrokerMs / heldBack.length / clock.now())
                .put(Metric.OUTAGE_MINUTES, outages.minutes())
                .put(Metric.FULL_OUTAGE_MINUTES, (double) outages.fullMinutes())
                .put(Metric.OUTAGES, (double) outages.outages())
                .put(Metric.LONGEST_OUTAGE, outages.longestSeconds())
                .put(Metric.LONGEST_CLIENT_GAP, clientGaps.longestMs() / MS_PER_SECOND)
                .put(Metric.DATA_LOSS_PROBABILITY, lostRecords > 0 ? 1.0 : 0.0)
                .put(Metric.LOST_RECORDS, lostRecords)
                .put(Metric.LOST_BYTES, lostBytes)
                .put(Metric.STRANDED_PARTITION_HOURS, strandedPartitionMs / MS_PER_HOUR)
                .put(Metric.UNDER_REPLICATED, underReplicatedPartitionMs / partitionMs)
                .put(Metric.AT_MIN_ISR, atMinIsrPartitionMs / partitionMs)
                .put(Metric.LAST_COPY, lastCopyPartitionMs / partitionMs)
                .put(Metric.RE_REPLICATED_BYTES, reReplicatedBytes)
                .put(Metric.CROSS_ZONE_BYTES, crossZoneBytes)
                .put(Metric.LEADER_ELECTIONS, (double) leaderElections)
                .put(Metric.POD_MOVES, (double) podMoves)
                .put(Metric.DISK_ATTACHMENTS, (double) diskAttachments)
                .buildOrThrow();
    }
}
