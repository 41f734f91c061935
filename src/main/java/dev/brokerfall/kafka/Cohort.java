package dev.brokerfall.kafka;

import java.util.List;

/**
 * Partitions that behave alike, because they are of one topic and have the same replicas in the same order and the same log directories
 * for their whole life. Sets of replicas are bit masks over positions in {@link #brokers()}.
 */
public interface Cohort {

    /** Returns this cohort's place in {@link KafkaCluster#cohorts()}. */
    int index();

    /** Returns the topic. */
    TopicConfig topic();

    /** Returns the brokers that ever hold replicas, those of the start first and in order. */
    List<Integer> brokers();

    /** Returns in which of its log directories each of {@link #brokers()} has its replica. */
    List<Integer> directories();

    /** Returns the brokers that hold the replicas now, the preferred leader first; what is being added or removed is among them. */
    List<Integer> replicas();

    /** Returns whether replicas are being added or removed. */
    boolean reassigning();

    /** Returns how many partitions belong to it. */
    int partitions();

    /** Returns the leading broker, or -1. */
    int leader();

    /** Returns the in-sync replicas, as positions. */
    int isr();

    /** Returns the eligible leader replicas, as positions. */
    int elr();

    /** Returns the number of the leader's reign, which rises with each change of leader. */
    int leaderEpoch();

    /** Returns whether a record sent now with the topic's own acks would be acknowledged. */
    boolean writable();

    /** Returns whether the cohort has a live leader. */
    boolean readable();

    /** Returns whether no client may still wait for an answer of a broker that led and has fallen silent. */
    boolean answersClients();

    /**
     * Returns whether a live leader acknowledges records that consumers cannot read, because the high watermark stands still; only with
     * other {@code acks} than {@code all}.
     */
    boolean consumeStalled();

    /** Returns whether some replica is not in sync, but for those that are being added. */
    boolean underReplicated();

    /** Returns whether there are fewer in-sync replicas than {@code acks=all} needs. */
    boolean underMinIsr();

    /** Returns whether there are just as many in-sync replicas as {@code acks=all} needs. */
    boolean atMinIsr();

    /** Returns how many replicas hold every acknowledged record, running or not. */
    int goodCopies();

    /** Returns whether {@code position} is a replica now, and holds every acknowledged record, running or not. */
    boolean isGood(int position);

    /** Returns the end of the leader's log now, in bytes per partition since the topic was made; -1 without a leader. */
    double logEnd();

    /** Returns the offset below which consumers may read, in bytes per partition. */
    double highWatermark();

    /** Returns the offset up to which producers were told their records are written, in bytes per partition. */
    double acknowledged();

    /** Returns the end of the log of the replica at {@code position}, in bytes per partition. */
    double logEndOf(int position);
}
