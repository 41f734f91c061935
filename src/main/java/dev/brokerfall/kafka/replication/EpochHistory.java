package dev.brokerfall.kafka.replication;

/**
 * Which leader wrote which part of a log: leader epochs with the offset each began at, ascending, as Kafka's leader epoch cache
 * ({@code LeaderEpochFileCache}). Histories are values that share their past, so that the replicas of a partition cost no more than one.
 *
 * <p>Entries below the log start are not dropped: no look-up that a replica can make reaches them before it is found to lie below the
 * log start altogether.
 */
public final class EpochHistory {

    /** The history of an empty log. */
    public static final EpochHistory EMPTY = new EpochHistory();

    private final int epoch;
    private final double start;
    private final EpochHistory earlier;

    private EpochHistory() {
        this.epoch = -1;
        this.start = -1;
        this.earlier = this;
    }

    private EpochHistory(int epoch, double start, EpochHistory earlier) {
        this.epoch = epoch;
        this.start = start;
        this.earlier = earlier;
    }

    /** Returns this history continued by {@code newEpoch}, which begins at {@code offset}; epochs without a record are dropped. */
    public EpochHistory begin(int newEpoch, double offset) {
        return new EpochHistory(newEpoch, offset, upTo(offset));
    }

    /** Returns the part of this history that a log ending at {@code offset} has seen a record of. */
    public EpochHistory upTo(double offset) {
        EpochHistory entry = this;
        while (entry != EMPTY && entry.start >= offset) {
            entry = entry.earlier;
        }
        return entry;
    }

    /** Returns the newest epoch, or -1. */
    public int latestEpoch() {
        return epoch;
    }

    /** Returns the offset at which the newest epoch began, or -1. */
    public double latestStart() {
        return start;
    }

    /**
     * Returns the end to which a follower must cut its log so that it becomes a prefix of the leader's (KIP-101, KIP-279, KIP-595: the
     * follower fetches with its end and last epoch, and the leader answers with the end of the largest epoch not above it).
     *
     * @param follower the follower's history
     * @param followerEnd its log end
     * @param leader the leader's history
     * @param leaderEnd its log end
     */
    public static double commonEnd(EpochHistory follower, double followerEnd, EpochHistory leader, double leaderEnd) {
        double end = followerEnd;
        EpochHistory own = follower.upTo(end);
        while (own != EMPTY) {
            EpochHistory floor = leader.floor(own.epoch);
            double leadersEnd = leader.endOf(floor, leaderEnd);
            if (floor == EMPTY) {
                // The leader knows no epoch as old: it answers with the asked epoch and the offset where its own first
                // one began.
                end = Math.min(end, leadersEnd);
            } else if (floor.epoch == own.epoch) {
                return Math.min(end, leadersEnd);
            } else {
                EpochHistory ownFloor = own.floor(floor.epoch);
                double ownEnd = own.endOf(ownFloor, end);
                end = ownFloor.epoch == floor.epoch ? Math.min(ownEnd, leadersEnd) : ownEnd;
            }
            EpochHistory shorter = own.upTo(end);
            if (shorter == own) {
                return end;
            }
            own = shorter;
        }
        return end;
    }

    /** Returns the entry of the largest epoch not above {@code wanted}. */
    private EpochHistory floor(int wanted) {
        EpochHistory entry = this;
        while (entry != EMPTY && entry.epoch > wanted) {
            entry = entry.earlier;
        }
        return entry;
    }

    /** Returns where {@code entry} of this history ended, in a log ending at {@code logEnd}. */
    private double endOf(EpochHistory entry, double logEnd) {
        double end = logEnd;
        for (EpochHistory later = this; later != entry && later != EMPTY; later = later.earlier) {
            end = later.start;
        }
        return end;
    }
}
