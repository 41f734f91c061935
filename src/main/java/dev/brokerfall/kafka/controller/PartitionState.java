package dev.brokerfall.kafka.controller;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * The controller's record of a partition, and the one rule by which it changes. Replicas are known by their position in the
 * assignment; sets of them are bit masks.
 *
 * <p>A change is asked for as a target in-sync set, as {@code PartitionChangeBuilder} has it: fencing, controlled shutdown, registration
 * and a failed directory ask for the set without the broker, an expanding leader for the set with it, everything else for the set as it
 * is. In this order:
 *
 * <pre>
 * 1. ELR    target ISR at least min.insync.replicas        → no eligible replicas
 *           else                                            → (old ISR + old ELR) without target ISR and unclean stops
 * 2. valid  = acceptable, and in the target ISR or, if that is empty, in the ELR
 *    leader PREFERRED: position 0 if valid; else as ONLINE
 *           present leader if valid
 *           else the first valid one in assignment order
 *           else, with ELR, if target ISR and ELR are empty: the last known leader if acceptable   (unclean)
 *           else, UNCLEAN: the first acceptable one in assignment order                             (unclean)
 *           else none
 * 3. new leader from the ELR                                → ISR = {leader}, and it leaves the ELR
 *    new leader unclean                                     → ISR = {leader}, ELR empty, leader recovering
 *    target ISR empty, no ELR                               → ISR stays as it was: its last member is not forgotten
 * 4. ISR becomes empty                                      → the leader until now is the last known leader
 *    leader there                                           → the last known leader is forgotten
 * 5. another leader than before                             → leader epoch + 1
 * </pre>
 *
 * <p>Source: {@code PartitionChangeBuilder.java} and {@code ReplicationControlManager.java} of Apache Kafka 4.1 (KIP-966 for ELR).
 */
public final class PartitionState {

    /** No replica. */
    public static final int NONE = -1;

    private final int replicas;
    private final int minIsr;
    private final boolean eligibleLeaderReplicas;

    private int isr;
    private int elr;
    private int leader;
    private int lastKnownLeader = NONE;
    private int leaderEpoch;
    private boolean recovering;
    private boolean lastElectionClean = true;

    /**
     * Creates a partition whose replicas are all in sync and led by the first.
     *
     * @param replicas how many replicas, from 1 to 31
     * @param minIsr the in-sync replicas that {@code acks=all} needs, not more than {@code replicas}
     * @param eligibleLeaderReplicas whether the ELR is kept
     */
    public PartitionState(int replicas, int minIsr, boolean eligibleLeaderReplicas) {
        this((1 << replicas) - 1, 0, 0, NONE, replicas, minIsr, eligibleLeaderReplicas);
    }

    /** Creates a partition in any state. */
    public PartitionState(
            int isr,
            int elr,
            int leader,
            int lastKnownLeader,
            int replicas,
            int minIsr,
            boolean eligibleLeaderReplicas) {
        checkArgument(1 <= minIsr && minIsr <= replicas, "minIsr must lie between 1 and %s, was %s", replicas, minIsr);
        this.isr = isr;
        this.elr = elr;
        this.leader = leader;
        this.lastKnownLeader = lastKnownLeader;
        this.replicas = replicas;
        this.minIsr = minIsr;
        this.eligibleLeaderReplicas = eligibleLeaderReplicas;
    }

    /**
     * Changes the partition, and returns whether anything is different.
     *
     * @param targetIsr the in-sync set that is asked for
     * @param stoppedUncleanly replicas that just registered after an unclean stop, which may not be eligible
     * @param acceptable replicas that may be leaders now: unfenced, not shutting down, in a registered directory
     * @param election how far to go for a leader
     */
    public boolean change(int targetIsr, int stoppedUncleanly, int acceptable, Election election) {
        int newElr = eligible(targetIsr, stoppedUncleanly);
        int valid = acceptable & (targetIsr != 0 ? targetIsr : newElr);
        int elected = elect(valid, election);
        boolean clean = true;
        if (elected == NONE && targetIsr == 0 && newElr == 0) {
            elected = lastKnownIfAcceptable(acceptable);
            clean = elected == NONE;
        }
        if (elected == NONE && election == Election.UNCLEAN && acceptable != 0) {
            elected = Integer.numberOfTrailingZeros(acceptable);
            clean = false;
        }
        int newIsr = targetIsr;
        if (elected != leader && elected != NONE && clean && (newElr >> elected & 1) != 0) {
            newIsr = 1 << elected;
            newElr &= ~newIsr;
        } else if (!clean) {
            newIsr = 1 << elected;
            newElr = 0;
        } else if (targetIsr == 0 && !eligibleLeaderReplicas) {
            newIsr = isr;
        }
        return become(newIsr, newElr, elected, clean);
    }

    private int eligible(int targetIsr, int stoppedUncleanly) {
        if (!eligibleLeaderReplicas || Integer.bitCount(targetIsr) >= minIsr) {
            return 0;
        }
        return (isr | elr) & ~targetIsr & ~stoppedUncleanly;
    }

    private int elect(int valid, Election election) {
        if (valid == 0) {
            return NONE;
        }
        boolean leaderStays = leader != NONE && (valid >> leader & 1) != 0;
        if (leaderStays && (election != Election.PREFERRED || (valid & 1) == 0)) {
            return leader;
        }
        return Integer.numberOfTrailingZeros(valid);
    }

    private int lastKnownIfAcceptable(int acceptable) {
        boolean may = eligibleLeaderReplicas && lastKnownLeader != NONE && (acceptable >> lastKnownLeader & 1) != 0;
        return may ? lastKnownLeader : NONE;
    }

    private boolean become(int newIsr, int newElr, int newLeader, boolean clean) {
        boolean different = newIsr != isr || newElr != elr || newLeader != leader;
        if (eligibleLeaderReplicas && newIsr == 0 && isr != 0 && leader != NONE) {
            lastKnownLeader = leader;
        } else if (newLeader != NONE) {
            lastKnownLeader = NONE;
        }
        if (newLeader != leader) {
            leaderEpoch++;
            lastElectionClean = clean;
            recovering = !clean;
        }
        isr = newIsr;
        elr = newElr;
        leader = newLeader;
        return different;
    }

    /** Forgets the eligible leader replicas; returns whether there were any. */
    public boolean clearElr() {
        boolean had = elr != 0;
        elr = 0;
        return had;
    }

    /** Ends the recovery of a leader that was elected uncleanly ({@code LeaderRecoveryState.RECOVERED}). */
    public void recovered() {
        recovering = false;
    }

    /** Loses the leader because the metadata itself is lost. */
    public void orphan() {
        if (leader != NONE) {
            leader = NONE;
            leaderEpoch++;
        }
    }

    /** Returns the in-sync replicas. */
    public int isr() {
        return isr;
    }

    /** Returns the eligible leader replicas. */
    public int elr() {
        return elr;
    }

    /** Returns the position of the leader, or {@link #NONE}. */
    public int leader() {
        return leader;
    }

    /** Returns the position of the last known leader, or {@link #NONE}; only ELR knows one, and only without a leader. */
    public int lastKnownLeader() {
        return lastKnownLeader;
    }

    /** Returns how often the leader has changed. */
    public int leaderEpoch() {
        return leaderEpoch;
    }

    /** Returns whether the leader was elected uncleanly and has not said yet that it has recovered. */
    public boolean recovering() {
        return recovering;
    }

    /** Returns whether the present leader was in sync or eligible when it was elected. */
    public boolean lastElectionClean() {
        return lastElectionClean;
    }

    /** Returns the number of in-sync replicas that {@code acks=all} needs. */
    public int minIsr() {
        return minIsr;
    }

    /** Returns whether there are fewer in-sync replicas than {@code acks=all} needs. */
    public boolean underMinIsr() {
        return Integer.bitCount(isr) < minIsr;
    }

    /** Returns the set of all replicas. */
    public int all() {
        return (1 << replicas) - 1;
    }

    /**
     * Returns the replicas of which one will lead next while there is no leader: the in-sync ones, else the eligible ones, else the
     * last known leader.
     */
    public int candidates() {
        if (isr != 0 || elr != 0) {
            return isr != 0 ? isr : elr;
        }
        return lastKnownLeader == NONE ? 0 : 1 << lastKnownLeader;
    }
}
