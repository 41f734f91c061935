package dev.brokerfall.kafka;

import dev.brokerfall.kafka.replication.EpochHistory;
import java.util.Arrays;

/**
 * The logs of a cohort's replicas as fluids: each log end is a piecewise-linear function of time, in bytes per partition since the topic
 * was made, whose pieces are joined whenever a rate or a set changes.
 *
 * <pre>
 * a replica's log  grows with
 * LINKED           the leader's end: it follows without lag
 * CATCHING         what its fetcher serves it
 * STILL            nothing, unless it leads: its broker does not fetch, or there is no leader to fetch from
 * </pre>
 *
 * <p>Retention is by size: a log begins where its end was a retained amount ago, so that a leader whose producers pause forgets nothing.
 */
final class ReplicaLogs {

    /** Log ends closer than this many bytes are the same: a fluid has no records to tell them apart. */
    static final double SAME = 1;

    static final byte STILL = 0;
    static final byte LINKED = 1;
    static final byte CATCHING = 2;

    final byte[] mode;

    /** How each replica is served while it catches up. */
    final Lag[] lag;

    /** What each replica has fetched while out of the in-sync set, in bytes of all partitions. */
    final double[] fetched;

    final double[] fetchedAcrossRacks;

    private final int partitions;
    private final int[] rack;
    private final Retention kept;
    private final double[] end;
    private final double[] floor;
    private final double[] lastRate;
    private final double[] lastOffered;
    private final EpochHistory[] history;

    /**
     * Creates logs in sync, led by the first.
     *
     * @param cohort the index of the cohort
     * @param load the number of what producers offer to each of its partitions
     * @param partitions how many partitions the cohort has
     * @param replicas how many replicas there are at the start: the first so many positions; the others are empty
     * @param rack the rack of each position
     * @param initial bytes of one partition that are there from the beginning
     * @param kept what its brokers keep of one partition, no more than retention does
     */
    ReplicaLogs(int cohort, int load, int partitions, int replicas, int[] rack, double initial, Retention kept) {
        int count = rack.length;
        this.partitions = partitions;
        this.rack = rack;
        this.kept = kept;
        this.mode = new byte[count];
        this.lag = new Lag[count];
        this.fetched = new double[count];
        this.fetchedAcrossRacks = new double[count];
        this.end = new double[count];
        this.floor = new double[count];
        this.lastRate = new double[count];
        this.lastOffered = new double[count];
        Arrays.fill(lastOffered, 1);
        this.history = new EpochHistory[count];
        Arrays.fill(mode, 0, replicas, LINKED);
        Arrays.fill(end, 0, replicas, initial);
        Arrays.fill(history, EpochHistory.EMPTY);
        Arrays.fill(history, 0, replicas, EpochHistory.EMPTY.begin(0, 0));
        Arrays.setAll(lag, p -> new Lag(cohort, load, partitions));
        mode[0] = STILL;
    }

    /**
     * Joins the pieces: until {@code now} as much was offered as in {@code elapsed} milliseconds on average, in which {@code leader} takes
     * {@code ingest} bytes a millisecond.
     */
    void advance(int leader, double ingest, double elapsed, long now, int isr) {
        end[leader] += ingest * elapsed;
        for (int p = 0; p < mode.length; p++) {
            if (mode[p] != STILL) {
                double before = end[p];
                end[p] = mode[p] == LINKED ? end[leader] : Math.min(end[leader], before + lag[p].take(now));
                if ((isr >> p & 1) == 0) {
                    count(p, leader, (end[p] - before) * partitions);
                }
            }
        }
    }

    private void count(int position, int leader, double bytes) {
        fetched[position] += bytes;
        if (rack[position] != rack[leader]) {
            fetchedAcrossRacks[position] += bytes;
        }
    }

    /** Returns the end of a log when the pieces were last joined. */
    double end(int position) {
        return end[position];
    }

    /** Returns the end of a log at {@code now}, given the leader's end then. */
    double endAt(int position, double leaderEnd, long now) {
        return switch (mode[position]) {
            case LINKED -> leaderEnd;
            case CATCHING -> Math.min(leaderEnd, end[position] + lag[position].served(now));
            default -> end[position];
        };
    }

    /** Returns the replicas that follow without lag. */
    int linked() {
        int set = 0;
        for (int p = 0; p < mode.length; p++) {
            set |= mode[p] == LINKED ? 1 << p : 0;
        }
        return set;
    }

    /** Begins {@code epoch} at the end of the log at {@code leader}, which follows nobody. */
    void lead(int leader, int epoch) {
        history[leader] = history[leader].begin(epoch, end[leader]);
        mode[leader] = STILL;
    }

    /** Returns where the epoch of {@code leader} began. */
    double epochStart(int leader) {
        return history[leader].latestStart();
    }

    /** Lets the replica at {@code position} follow {@code leader}, cutting off what the leader does not have. */
    void follow(int position, int leader) {
        double cut = EpochHistory.commonEnd(history[position], end[position], history[leader], end[leader]);
        double leaderStart = start(leader);
        if (cut < leaderStart) {
            cut = leaderStart;
            floor[position] = leaderStart;
        }
        floor[position] = Math.min(floor[position], cut);
        end[position] = cut;
        history[position] = history[position].upTo(cut);
        mode[position] = end[leader] - cut < SAME ? LINKED : CATCHING;
    }

    /** Ends the lag of the replica at {@code position}. */
    void link(int position, int leader) {
        end[position] = end[leader];
        mode[position] = LINKED;
    }

    /** Lets the replica at {@code position}, which has followed {@code leader} without lag, follow from now on as fast as it is served. */
    void fallBehind(int position, int leader) {
        end[position] = end[leader];
        mode[position] = CATCHING;
    }

    /** Takes from a replica that follows without lag the last {@code bytes} of what {@code leader} wrote in its epoch. */
    void trail(int position, int leader, double bytes) {
        double missing = Math.min(bytes, end[leader] - epochStart(leader));
        if (missing >= SAME) {
            end[position] = end[leader] - missing;
            mode[position] = CATCHING;
        }
    }

    /** Stops all replicas from following {@code leader}, as {@link #detach} does. */
    void detachAll(int leader, double ingest, double offered) {
        for (int p = 0; p < mode.length; p++) {
            detach(p, leader, ingest, offered);
        }
    }

    /**
     * Stops the replica at {@code position} from following {@code leader}; what it has of the leader's history becomes its own.
     *
     * @param ingest bytes a millisecond that the leader takes when as much is offered as on average
     * @param offered what is offered now, in multiples of the average
     */
    void detach(int position, int leader, double ingest, double offered) {
        if (position == leader) {
            lastRate[position] = ingest * offered;
            lastOffered[position] = offered;
        } else if (mode[position] != STILL) {
            history[position] = history[leader].upTo(end[position]);
            lastRate[position] = mode[position] == LINKED ? ingest * offered : lag[position].rate();
            lastOffered[position] = offered;
            mode[position] = STILL;
        }
    }

    /** Empties the log at {@code position}. */
    void wipe(int position) {
        end[position] = 0;
        floor[position] = 0;
        history[position] = EpochHistory.EMPTY;
    }

    /**
     * Loses what the log at {@code position} appended in its last {@code millis}, at the rate it last had but at least at what was offered
     * then.
     *
     * @param usual what is offered on average, in bytes a millisecond
     */
    void loseTail(int position, long millis, double usual) {
        loseTail(position, Math.max(usual * lastOffered[position], lastRate[position]) * millis);
    }

    /** Loses the last {@code bytes} of the log at {@code position}. */
    void loseTail(int position, double bytes) {
        end[position] = Math.max(start(position), end[position] - bytes);
        history[position] = history[position].upTo(end[position]);
    }

    /** Returns how much a replica holds, in bytes per partition. */
    double held(int position) {
        return end[position] - start(position);
    }

    /** Returns how much a replica holds when its log ends at {@code end}. */
    double heldUpTo(int position, double end) {
        return end - Math.max(floor[position], end - kept.bytes());
    }

    /** Returns how much a replica holds at most. */
    double heldAtMost() {
        return kept.most();
    }

    private double start(int position) {
        return Math.max(floor[position], end[position] - kept.bytes());
    }
}
