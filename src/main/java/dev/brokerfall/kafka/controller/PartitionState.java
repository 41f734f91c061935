package dev.brokerfall.kafka.controller;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.primitives.ImmutableIntArray;

/**
 * The controller's record of a partition, and the one rule by which it changes. Replicas are known by positions, whose order is that of
 * the {@link Assignment}; sets of them are bit masks.
 *
 * <p>A change is asked for as a target in-sync set, as {@code PartitionChangeBuilder} has it: fencing, controlled shutdown, registration
 * and a failed directory ask for the set without the broker, an expanding leader for the set with it, everything else for the set as it
 * is. In this order:
 *
 * <pre>
 * 0. reassignment  the target ISR completes it              → what was being removed leaves replicas and target ISR
 * 1. ELR    target ISR at least min.insync.replicas        → no eligible replicas
 *           else                                            → (old ISR + old ELR) without target ISR and unclean stops
 * 2. valid  = acceptable, and in the target ISR or, if that is empty, in the ELR
 *    leader PREFERRED: the first replica if valid; else as ONLINE
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
 * 5. another leader than before, or fewer replicas          → leader epoch + 1
 * </pre>
 *
 * <p>While replicas are being added, {@code min.insync.replicas} may ask for more of them than before: what it asks for is never more
 * than there are replicas, and those that are being added or removed count ({@code getTopicEffectiveMinIsr}, and the broker's
 * {@code Partition.effectiveMinIsr}).
 *
 * <p>Source: {@code PartitionChangeBuilder.java} and {@code ReplicationControlManager.java} of Apache Kafka 4.1 (KIP-966 for ELR).
 */
public final class PartitionState {

    /** No replica. */
    public static final int NONE = -1;

    private final int wantedMinIsr;
    private final boolean eligibleLeaderReplicas;

    private Assignment assignment;
    private int all;
    private int minIsr;
    private int isr;
    private int elr;
    private int leader;
    private int lastKnownLeader = NONE;
    private int lastKnownElr;
    private boolean remembersElr;
    private int leaderEpoch;
    private boolean recovering;
    private boolean lastElectionClean = true;

    /**
     * Creates a partition whose replicas are all in sync and led by the first.
     *
     * @param replicas how many replicas, from 1 to 31
     * @param minIsr the in-sync replicas that {@code acks=all} needs where there are as many
     * @param eligibleLeaderReplicas whether the ELR is kept
     */
    public PartitionState(int replicas, int minIsr, boolean eligibleLeaderReplicas) {
        this((1 << replicas) - 1, 0, 0, NONE, replicas, minIsr, eligibleLeaderReplicas);
    }

    /** Creates a partition of positions 0 to {@code replicas - 1} in any state. */
    public PartitionState(
            int isr,
            int elr,
            int leader,
            int lastKnownLeader,
            int replicas,
            int minIsr,
            boolean eligibleLeaderReplicas) {
        this(isr, elr, leader, lastKnownLeader, Assignment.ofFirst(replicas), minIsr, eligibleLeaderReplicas);
    }

    /** Creates a partition in any state. */
    public PartitionState(
            int isr,
            int elr,
            int leader,
            int lastKnownLeader,
            Assignment assignment,
            int minIsr,
            boolean eligibleLeaderReplicas) {
        checkArgument(minIsr >= 1, "minIsr must be at least 1, was %s", minIsr);
        this.isr = isr;
        this.elr = elr;
        this.leader = leader;
        this.lastKnownLeader = lastKnownLeader;
        this.wantedMinIsr = minIsr;
        this.eligibleLeaderReplicas = eligibleLeaderReplicas;
        this.assignment = assignment;
        assign(assignment);
    }

    /**
     * Has the partition remember every replica that has been in sync or eligible since it fell below the minimum, instead of its last
     * known leader, which is then never elected. That is {@code useLastKnownLeaderInBalancedRecovery} off, which Kafka 4.1 has in
     * {@code PartitionChangeBuilder} but sets nowhere.
     */
    PartitionState remembering(int replicas) {
        remembersElr = true;
        lastKnownElr = replicas;
        return this;
    }

    private void assign(Assignment changed) {
        assignment = changed;
        all = changed.all();
        minIsr = Math.min(wantedMinIsr, Integer.bitCount(all));
    }

    /**
     * Orders a reassignment, which may be complete at once; returns whether anything is different.
     *
     * @param target the replicas that the partition shall have, the preferred leader first
     * @param acceptable replicas, old or new, that may be leaders now
     */
    public boolean reassign(ImmutableIntArray target, int acceptable) {
        Assignment before = assignment;
        assign(assignment.towards(target));
        boolean changed = change(isr, 0, acceptable, Election.ONLINE);
        return changed || !assignment.equals(before);
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
        boolean completed = assignment.completes(targetIsr);
        Assignment replicas = completed ? assignment.completed() : assignment;
        int wantedIsr = targetIsr & replicas.all();
        int newElr = eligible(wantedIsr, stoppedUncleanly) & replicas.all();
        int newLastKnownElr = lastKnownElr(wantedIsr, newElr);
        int valid = acceptable & (wantedIsr != 0 ? wantedIsr : newElr);
        int elected = elect(replicas, valid, election);
        boolean clean = true;
        if (elected == NONE && wantedIsr == 0 && newElr == 0) {
            elected = lastKnownIfAcceptable(acceptable);
            clean = elected == NONE;
        }
        if (elected == NONE && election == Election.UNCLEAN && replicas.firstOf(acceptable) != NONE) {
            elected = replicas.firstOf(acceptable);
            clean = false;
        }
        int newIsr = wantedIsr;
        if (elected != leader && elected != NONE && clean && (newElr >> elected & 1) != 0) {
            newIsr = 1 << elected;
            newElr &= ~newIsr;
        } else if (!clean) {
            newIsr = 1 << elected;
            newElr = 0;
        } else if (wantedIsr == 0 && !eligibleLeaderReplicas) {
            newIsr = isr;
        }
        boolean fewer = (all & ~replicas.all()) != 0;
        if (completed) {
            assign(replicas);
        }
        boolean changed = become(newIsr, newElr, elected, clean, fewer);
        lastKnownElr = clean ? newLastKnownElr : 0;
        return changed || completed;
    }

    private int eligible(int targetIsr, int stoppedUncleanly) {
        if (!eligibleLeaderReplicas || Integer.bitCount(targetIsr) >= minIsr) {
            return 0;
        }
        return (isr | elr) & ~targetIsr & ~stoppedUncleanly;
    }

    private int lastKnownElr(int targetIsr, int newElr) {
        if (!remembersElr || !eligibleLeaderReplicas || Integer.bitCount(targetIsr) >= minIsr) {
            return 0;
        }
        return (isr | elr | lastKnownElr) & ~targetIsr & ~newElr;
    }

    private int elect(Assignment replicas, int valid, Election election) {
        if (valid == 0) {
            return NONE;
        }
        boolean leaderStays = leader != NONE && (valid >> leader & 1) != 0;
        if (leaderStays && (election != Election.PREFERRED || (valid >> replicas.preferred() & 1) == 0)) {
            return leader;
        }
        return replicas.firstOf(valid);
    }

    private int lastKnownIfAcceptable(int acceptable) {
        boolean may = eligibleLeaderReplicas
                && !remembersElr
                && lastKnownLeader != NONE
                && (acceptable >> lastKnownLeader & 1) != 0;
        return may ? lastKnownLeader : NONE;
    }

    private boolean become(int newIsr, int newElr, int newLeader, boolean clean, boolean fewerReplicas) {
        boolean different = newIsr != isr || newElr != elr || newLeader != leader;
        if (eligibleLeaderReplicas && !remembersElr && newIsr == 0 && isr != 0 && leader != NONE) {
            lastKnownLeader = leader;
        } else if (newLeader != NONE) {
            lastKnownLeader = NONE;
        }
        if (newLeader != leader) {
            leaderEpoch++;
            lastElectionClean = clean;
            recovering = !clean;
        } else if (fewerReplicas) {
            leaderEpoch++;
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

    /**
     * Returns what Kafka keeps as {@code lastKnownElr}: the last known leader alone, unless the partition is
     * {@linkplain #remembering remembering} more.
     */
    int lastKnownElr() {
        return remembersElr || lastKnownLeader == NONE ? lastKnownElr : 1 << lastKnownLeader;
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

    /** Returns the replicas, in order, and what a reassignment is doing to them. */
    public Assignment assignment() {
        return assignment;
    }

    /** Returns the number of in-sync replicas that {@code acks=all} needs now: never more than there are replicas. */
    public int minIsr() {
        return minIsr;
    }

    /** Returns whether there are fewer in-sync replicas than {@code acks=all} needs. */
    public boolean underMinIsr() {
        return Integer.bitCount(isr) < minIsr;
    }

    /**
     * Returns whether fewer replicas are in sync than the partition has but for those being added
     * ({@code Partition.isUnderReplicated}).
     */
    public boolean underReplicated() {
        return Integer.bitCount(all & ~assignment.adding()) > Integer.bitCount(isr);
    }

    /** Returns the set of all replicas, those being added or removed among them. */
    public int all() {
        return all;
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
