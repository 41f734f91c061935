package dev.brokerfall.kafka;

/**
 * What a reassignment has to do.
 *
 * @param replicas how many replicas are added, which is as many as are removed
 * @param bytes the data to move between brokers: what the added replicas hold when they are complete, as of the start
 *     ({@code ExecutionProposal.interBrokerDataToMoveInMB} of Cruise Control)
 * @param preferredLeaders how many partitions get another preferred leader; moving a leader moves no data
 */
public record Moves(int replicas, double bytes, int preferredLeaders) {

    /** Nothing to do. */
    static final Moves NONE = new Moves(0, 0, 0);

    Moves plus(Moves other) {
        return new Moves(replicas + other.replicas, bytes + other.bytes, preferredLeaders + other.preferredLeaders);
    }
}
