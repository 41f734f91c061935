package dev.brokerfall.kafka.controller;

/**
 * What the leader of a partition asks of the controller: another in-sync set, with the epoch of each member's broker as the leader knows
 * it (KIP-497, KIP-903).
 *
 * <pre>
 * the controller finds                                           and answers
 * the leader has changed since                                   FENCED_LEADER_EPOCH
 * a member that is no replica, or the leader not a member        INVALID_REQUEST
 * several members while the leader has not recovered             INVALID_REQUEST
 * a member fenced, shutting down, or of another broker epoch     INELIGIBLE_REPLICA
 * </pre>
 *
 * <p>With ZooKeeper the leader writes the set itself, and nobody looks at members: a request about a follower that has since restarted
 * with an empty disk is granted (KAFKA-14139). Requests take no time here, so that none is ever so late.
 *
 * <p>Source: {@code ReplicationControlManager.validateAlterPartitionData} and {@code ineligibleReplicasForIsr} of Apache Kafka 4.1.
 *
 * @param leaderEpoch the epoch in which the leader asks
 * @param targetIsr the set it asks for, as positions
 * @param brokerEpochs the epoch of the broker at each position, as the leader knows it
 */
@SuppressWarnings("ArrayRecordComponent") // lives for one check, and is never compared
public record AlterPartition(int leaderEpoch, int targetIsr, int[] brokerEpochs) {

    /** What the controller answers. */
    public enum Answer {
        GRANTED,
        FENCED_LEADER_EPOCH,
        INVALID_REQUEST,
        INELIGIBLE_REPLICA
    }

    /** What the controller knows of the broker at a position. */
    public interface Members {

        /** Returns the epoch under which it is registered. */
        int epoch(int position);

        /** Returns whether it is neither fenced nor shutting down. */
        boolean active(int position);
    }

    /**
     * Returns the controller's answer.
     *
     * @param partition the controller's record of the partition
     * @param members what it knows of the brokers
     * @param brokerEpochCheck whether it looks at members at all
     */
    public Answer check(PartitionState partition, Members members, boolean brokerEpochCheck) {
        int leader = partition.leader();
        if (leader == PartitionState.NONE || leaderEpoch != partition.leaderEpoch()) {
            return Answer.FENCED_LEADER_EPOCH;
        }
        boolean alone = targetIsr == 1 << leader;
        if ((targetIsr & ~partition.all()) != 0
                || (targetIsr >> leader & 1) == 0
                || (partition.recovering() && !alone)) {
            return Answer.INVALID_REQUEST;
        }
        for (int set = brokerEpochCheck ? targetIsr : 0; set != 0; set &= set - 1) {
            int position = Integer.numberOfTrailingZeros(set);
            if (!members.active(position) || members.epoch(position) != brokerEpochs[position]) {
                return Answer.INELIGIBLE_REPLICA;
            }
        }
        return Answer.GRANTED;
    }
}
