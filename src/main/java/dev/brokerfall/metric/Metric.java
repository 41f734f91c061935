package dev.brokerfall.metric;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What options are judged by; each has the key and the unit that scenario files and results use. */
public enum Metric {
    PRODUCE_UNAVAILABILITY(
            "produceUnavailability",
            Unit.FRACTION,
            Kind.FRACTION,
            Better.LOWER,
            "Share of partition-time in which a record sent with the topic's acks could not be acknowledged."),
    CLIENT_VISIBLE_PRODUCE_UNAVAILABILITY(
            "clientVisibleProduceUnavailability",
            Unit.FRACTION,
            Kind.FRACTION,
            Better.LOWER,
            "The same as stock clients see it, who may wait for a silent broker longer, counting only what lies beyond a producer's patience."),
    CONSUME_UNAVAILABILITY(
            "consumeUnavailability",
            Unit.FRACTION,
            Kind.FRACTION,
            Better.LOWER,
            "Share of partition-time without a live leader."),
    CONSUME_STALL(
            "consumeStallFraction",
            Unit.FRACTION,
            Kind.FRACTION,
            Better.LOWER,
            "Share of partition-time in which a live leader acknowledged records that consumers could not read yet."),
    PRODUCE_HELD_BACK(
            "produceHeldBackFraction",
            Unit.FRACTION,
            Kind.FRACTION,
            Better.LOWER,
            "Share of what producers offered to live leaders that disks or networks could not carry, so that they had to wait; the mean over brokers and time."),
    OUTAGE_MINUTES(
            "outageMinutesPerYear",
            Unit.MINUTES_PER_YEAR,
            Kind.PER_YEAR,
            Better.LOWER,
            "Minutes a year in which at least one partition was not writable."),
    FULL_OUTAGE_MINUTES(
            "fullOutageMinutesPerYear",
            Unit.MINUTES_PER_YEAR,
            Kind.PER_YEAR,
            Better.LOWER,
            "Minutes of the clock a year that lie wholly within an outage: what agreements count that ignore parts of minutes."),
    OUTAGES(
            "outagesPerYear",
            Unit.PER_YEAR,
            Kind.PER_YEAR,
            Better.LOWER,
            "Outages a year: maximal spans in which at least one partition was not writable."),
    LONGEST_OUTAGE("longestOutageSeconds", Unit.SECONDS, Kind.LARGEST, Better.LOWER, "The longest outage of a trial."),
    LONGEST_CLIENT_GAP(
            "longestClientGapSeconds",
            Unit.SECONDS,
            Kind.LARGEST,
            Better.LOWER,
            "The longest time in a trial for which stock producers of a partition got no answer, however patient they are."),
    DATA_LOSS_PROBABILITY(
            "dataLossProbabilityPerYear",
            Unit.PROBABILITY,
            Kind.PROBABILITY,
            Better.LOWER,
            "Probability that acknowledged records are lost within a year; in one trial 1 or 0 for its whole horizon."),
    LOST_RECORDS(
            "lostRecordsPerYear",
            Unit.RECORDS_PER_YEAR,
            Kind.PER_YEAR,
            Better.LOWER,
            "Acknowledged records lost a year."),
    LOST_BYTES("lostBytesPerYear", Unit.BYTES_PER_YEAR, Kind.PER_YEAR, Better.LOWER, "Acknowledged bytes lost a year."),
    STRANDED_PARTITION_HOURS(
            "strandedPartitionHoursPerYear",
            Unit.PARTITION_HOURS_PER_YEAR,
            Kind.PER_YEAR,
            Better.LOWER,
            "Partition-hours a year whose acknowledged records lay only where the cluster could not reach them."),
    UNDER_REPLICATED(
            "underReplicatedFraction",
            Unit.FRACTION,
            Kind.FRACTION,
            Better.LOWER,
            "Share of partition-time with fewer in-sync replicas than replicas."),
    AT_MIN_ISR(
            "atMinIsrFraction",
            Unit.FRACTION,
            Kind.FRACTION,
            Better.LOWER,
            "Share of partition-time with exactly min.insync.replicas in sync: one fault from unavailability."),
    LAST_COPY(
            "lastCopyFraction",
            Unit.FRACTION,
            Kind.FRACTION,
            Better.LOWER,
            "Share of partition-time with one good copy left: one fault from loss."),
    RE_REPLICATED_BYTES(
            "reReplicatedBytesPerYear",
            Unit.BYTES_PER_YEAR,
            Kind.PER_YEAR,
            Better.LOWER,
            "Bytes a year fetched by replicas while outside the in-sync set."),
    CROSS_ZONE_BYTES(
            "crossZoneBytesPerYear",
            Unit.BYTES_PER_YEAR,
            Kind.PER_YEAR,
            Better.LOWER,
            "Those of them that crossed a zone boundary."),
    LEADER_ELECTIONS(
            "leaderElectionsPerYear", Unit.PER_YEAR, Kind.PER_YEAR, Better.LOWER, "Partition leaders elected a year."),
    POD_MOVES(
            "podMovesPerYear",
            Unit.PER_YEAR,
            Kind.PER_YEAR,
            Better.LOWER,
            "Brokers' pods that came up on another node, a year."),
    DISK_ATTACHMENTS(
            "diskAttachmentsPerYear",
            Unit.PER_YEAR,
            Kind.PER_YEAR,
            Better.LOWER,
            "Brokers' disks attached to a node, a year."),
    RECOVERY(
            "recoverySeconds",
            Unit.SECONDS,
            Kind.EPISODES,
            Better.LOWER,
            "How long an episode lasts from the first partition out of full ISR to the last one back; pooled over trials."),
    MONTHLY_COST(
            "monthlyCostUsd",
            Unit.USD_PER_MONTH,
            Kind.FIXED,
            Better.LOWER,
            "What nodes, storage and traffic between zones cost a month, at list prices; report.md has the bill, and what a nine of availability costs."),
    SUSTAINABLE_PRODUCE(
            "sustainableProduceBytesPerSecond",
            Unit.BYTES_PER_SECOND,
            Kind.FIXED,
            Better.HIGHER,
            "The produce rate that disks, VM caps and network can carry for good."),
    PRODUCE_LATENCY(
            "produceLatencyMs",
            Unit.MILLISECONDS,
            Kind.FIXED,
            Better.LOWER,
            "The median time in which a producer has its answer while nothing is broken and nothing is full."),
    PRODUCE_LATENCY_P99(
            "produceLatencyP99Ms",
            Unit.MILLISECONDS,
            Kind.FIXED,
            Better.LOWER,
            "The time within which 99 of 100 answers come."),
    STORAGE_LATENCY(
            "storageWriteLatencyMs",
            Unit.MILLISECONDS,
            Kind.FIXED,
            Better.LOWER,
            "The mean time that the storage itself takes for a write; brokers append to their page caches and do not wait for it.");

    private static final List<Metric> ALL = List.of(values());

    private final String key;
    private final Unit unit;
    private final Kind kind;
    private final Better better;
    private final String meaning;

    Metric(String key, Unit unit, Kind kind, Better better, String meaning) {
        this.key = key;
        this.unit = unit;
        this.kind = kind;
        this.better = better;
        this.meaning = meaning;
    }

    /** Returns how it is reckoned where no trial tells it; empty for what trials or prices do. */
    public Optional<String> derivation() {
        return switch (this) {
            case SUSTAINABLE_PRODUCE ->
                Optional.of(
                        "With RF copies, b brokers and g groups of consumers each broker writes r × RF / b to its disk,"
                                + " receives as much and sends r × (RF − 1 + g) / b; r is the largest rate that the disk (the lower"
                                + " of its own and the machine's rate for good, without burst credits) and the network carry.");
            case PRODUCE_LATENCY, PRODUCE_LATENCY_P99 ->
                Optional.of(
                        "A producer's round trip to the leader and, with acks=all, the slowest follower's wait: what is left"
                                + " of its fetch under way and the round trip of the one that takes the record, after which the leader"
                                + " knows that it has it. All members of the in-sync set are waited for, whatever min.insync.replicas"
                                + " says. Brokers append to their page caches, so that disks have no part in it up to the sustainable"
                                + " rate; beyond that queues grow, and no latency is given. Processors, linger.ms and short queues are"
                                + " left out.");
            default -> Optional.empty();
        };
    }

    /** Returns every metric, in the order in which results list them. */
    public static List<Metric> all() {
        return ALL;
    }

    /** Returns the metric that files call {@code key}, if there is one. */
    public static Optional<Metric> of(String key) {
        return Arrays.stream(values()).filter(metric -> metric.key.equals(key)).findFirst();
    }

    /** Returns the name that scenario files and results use. */
    public String key() {
        return key;
    }

    /** Returns the unit of every value of this metric. */
    public Unit unit() {
        return unit;
    }

    /** Returns how the values of many trials become one number. */
    public Kind kind() {
        return kind;
    }

    /** Returns which way is better. */
    public Better better() {
        return better;
    }

    /** Returns what it says, in one sentence. */
    public String meaning() {
        return meaning;
    }

    /** How the values of many trials become one number. */
    public enum Kind {
        /** Each trial has a share of time; they are averaged. */
        FRACTION,
        /** Each trial has a total over its horizon; totals are divided by the years of the horizon and averaged. */
        PER_YEAR,
        /** Each trial has the largest of something; these are averaged as they are. */
        LARGEST,
        /** Each trial says 1 or 0: it happened or not. The share of trials is brought to one year. */
        PROBABILITY,
        /** Each trial has any number of episodes, which are pooled. */
        EPISODES,
        /** The same in every trial: a property of the option, not of its luck. */
        FIXED
    }

    /** Which way is better. */
    public enum Better {
        LOWER,
        HIGHER
    }

    /** The unit of a metric, as results write it. */
    public enum Unit {
        FRACTION("fraction"),
        PROBABILITY("probability/year"),
        MINUTES_PER_YEAR("min/year"),
        PER_YEAR("1/year"),
        RECORDS_PER_YEAR("records/year"),
        BYTES_PER_YEAR("bytes/year"),
        PARTITION_HOURS_PER_YEAR("partition-hours/year"),
        SECONDS("s"),
        MILLISECONDS("ms"),
        BYTES_PER_SECOND("bytes/s"),
        USD_PER_MONTH("USD/month");

        private final String symbol;

        Unit(String symbol) {
            this.symbol = symbol;
        }

        /** Returns the unit as results write it. */
        public String symbol() {
            return symbol;
        }
    }
}
