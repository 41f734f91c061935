package dev.brokerfall.kafka;

import static dev.brokerfall.kafka.controller.PartitionState.NONE;

import dev.brokerfall.kafka.controller.PartitionState;
import dev.brokerfall.kafka.replication.EpochHistory;
import dev.brokerfall.kernel.Agenda;
import dev.brokerfall.kernel.Cause;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A cohort's logs as fluids: each log end is a piecewise-linear function of time, in bytes per partition since the topic was made,
 * whose pieces are joined whenever a rate or a set changes.
 *
 * <pre>
 * a replica's log is   grows with
 * LED                  what producers write, while they are acknowledged
 * LINKED               the leader's end: it follows without lag
 * CATCHING             the rate that the catch-up flow gives it
 * STILL                nothing: its broker does not fetch, or there is no leader
 *
 * acks     written while                               acknowledged    high watermark
 * all      leader serves, ISR ≥ min, every member of    = leader end    = leader end
 *          the ISR fetches
 * 1, 0     leader serves                                = leader end    min end over the ISR; still while ISR < min
 * </pre>
 *
 * <p>With {@code acks=all} nothing is appended that is not acknowledged: the tail that a leader has appended but its in-sync replicas have
 * not yet fetched is not modelled, nor are the milliseconds by which an in-sync follower lags.
 */
final class LiveCohort implements Cohort {

    /** Log ends closer than this many bytes are the same: a fluid has no records to tell them apart. */
    static final double SAME = 1;

    static final byte STILL = 0;
    static final byte LINKED = 1;
    static final byte CATCHING = 2;

    final int index;
    final TopicConfig topic;
    final int[] brokers;
    final int partitions;
    final PartitionState state;

    /** Bytes a millisecond that producers offer to one partition. */
    final double offered;

    /** Positions whose brokers serve and fetch as the incarnation that the controller knows. */
    int serving;

    /** Whether the leader has been elected but does not serve yet. */
    boolean moving;

    long movedAt;
    long leaderSince;

    @Nullable Cause movedBy;

    boolean writable = true;
    boolean readable = true;
    double ingest;
    double acknowledged;
    double highWatermark;
    double stranded;

    /** Catch-up rate of each replica, in bytes a millisecond and partition. */
    final double[] rate;

    final byte[] mode;
    final double[] fetched;
    final double[] fetchedAcrossRacks;

    private final Agenda agenda;
    private final int[] rack;
    private final double retained;
    private final double kept;
    private final double[] end;
    private final double[] floor;
    private final double[] lastRate;
    private final EpochHistory[] history;
    private final List<Integer> replicas;
    private long settledAt;

    /**
     * Creates a cohort in sync.
     *
     * @param rack the rack of each replica
     * @param offered bytes a millisecond that producers offer to one partition
     * @param retained bytes of one partition that retention keeps
     * @param kept bytes of one partition that its brokers keep, no more than {@code retained}
     */
    LiveCohort(
            Agenda agenda,
            int index,
            TopicConfig topic,
            List<Integer> replicas,
            int partitions,
            int[] rack,
            PartitionState state,
            double offered,
            double retained,
            double kept) {
        this.agenda = agenda;
        this.index = index;
        this.topic = topic;
        this.replicas = List.copyOf(replicas);
        this.brokers = replicas.stream().mapToInt(Integer::intValue).toArray();
        this.partitions = partitions;
        this.rack = rack;
        this.state = state;
        this.offered = offered;
        this.retained = retained;
        this.kept = kept;
        int count = brokers.length;
        this.rate = new double[count];
        this.mode = new byte[count];
        this.fetched = new double[count];
        this.fetchedAcrossRacks = new double[count];
        this.end = new double[count];
        this.floor = new double[count];
        this.lastRate = new double[count];
        this.history = new EpochHistory[count];
        Arrays.fill(mode, LINKED);
        Arrays.fill(end, retained);
        Arrays.fill(history, EpochHistory.EMPTY.begin(0, 0));
        mode[0] = STILL;
        serving = state.all();
        ingest = offered;
        acknowledged = retained;
        highWatermark = retained;
    }

    /** Joins the pieces up to now; needed before any rate or set changes. */
    void settle() {
        long now = agenda.now();
        double elapsed = now - settledAt;
        if (elapsed == 0) {
            return;
        }
        int leader = state.leader();
        if (leader != NONE) {
            end[leader] += ingest * elapsed;
            for (int p = 0; p < mode.length; p++) {
                if (mode[p] != STILL) {
                    follow(p, leader, elapsed);
                }
            }
            acknowledged = Math.max(acknowledged, ingest > 0 ? end[leader] : acknowledged);
            highWatermark = highWatermarkWith(end[leader]);
        }
        settledAt = now;
    }

    private void follow(int position, int leader, double elapsed) {
        double before = end[position];
        double after =
                mode[position] == LINKED ? end[leader] : Math.min(end[leader], before + rate[position] * elapsed);
        end[position] = after;
        if ((state.isr() >> position & 1) == 0) {
            double bytes = (after - before) * partitions;
            fetched[position] += bytes;
            if (rack[position] != rack[leader]) {
                fetchedAcrossRacks[position] += bytes;
            }
        }
    }

    private double highWatermarkWith(double leaderEnd) {
        if (state.underMinIsr()) {
            return highWatermark;
        }
        double lowest = leaderEnd;
        for (int members = state.isr(); members != 0; members &= members - 1) {
            lowest = Math.min(lowest, endAt(Integer.numberOfTrailingZeros(members), leaderEnd));
        }
        return Math.max(highWatermark, lowest);
    }

    /** Returns the end of a log now, without joining the pieces: to look changes nothing. */
    private double endAt(int position, double leaderEnd) {
        return switch (mode[position]) {
            case LINKED -> leaderEnd;
            case CATCHING -> Math.min(leaderEnd, end[position] + rate[position] * (agenda.now() - settledAt));
            default -> position == state.leader() ? leaderEnd : end[position];
        };
    }

    private double leaderEnd() {
        int leader = state.leader();
        return leader == NONE ? -1 : end[leader] + ingest * (agenda.now() - settledAt);
    }

    /** Makes the replica at the leader's place the head of a new epoch and returns how many acknowledged bytes are lost by it. */
    double lead() {
        int leader = state.leader();
        double leads = end[leader];
        double lost = Math.max(0, acknowledged - Math.max(leads, acknowledged - retained));
        history[leader] = history[leader].begin(state.leaderEpoch(), leads);
        mode[leader] = STILL;
        rate[leader] = 0;
        acknowledged = leads < acknowledged - SAME ? leads : acknowledged;
        highWatermark = Math.min(highWatermark, leads);
        leaderSince = agenda.now();
        return lost > SAME ? lost : 0;
    }

    /** Lets the replica at {@code position} follow the leader, cutting off what the leader does not have. */
    void follow(int position) {
        int leader = state.leader();
        double cut = EpochHistory.commonEnd(history[position], end[position], history[leader], end[leader]);
        double leaderStart = Math.max(floor[leader], end[leader] - kept);
        if (cut < leaderStart) {
            cut = leaderStart;
            floor[position] = leaderStart;
        }
        floor[position] = Math.min(floor[position], cut);
        end[position] = cut;
        history[position] = history[position].upTo(cut);
        mode[position] = end[leader] - cut < SAME ? LINKED : CATCHING;
        rate[position] = 0;
    }

    /** Stops all replicas from following {@code leader}. */
    void detachAll(int leader) {
        for (int p = 0; p < mode.length; p++) {
            detach(p, leader);
        }
    }

    /** Stops the replica at {@code position} from following {@code leader}; what it has of the leader's history becomes its own. */
    void detach(int position, int leader) {
        if (mode[position] != STILL) {
            history[position] = history[leader].upTo(end[position]);
            lastRate[position] = mode[position] == LINKED ? ingest : rate[position];
            mode[position] = STILL;
            rate[position] = 0;
        } else if (position == leader) {
            lastRate[position] = ingest;
        }
    }

    void link(int position) {
        end[position] = end[state.leader()];
        mode[position] = LINKED;
        rate[position] = 0;
    }

    /** Empties the log at {@code position}. */
    void wipe(int position) {
        end[position] = 0;
        floor[position] = 0;
        history[position] = EpochHistory.EMPTY;
    }

    /** Loses what the log at {@code position} appended in its last {@code millis}. */
    void loseTail(int position, long millis) {
        double start = Math.max(floor[position], end[position] - kept);
        end[position] = Math.max(start, end[position] - Math.max(offered, lastRate[position]) * millis);
        history[position] = history[position].upTo(end[position]);
    }

    /** Returns how far the replica at {@code position} is from the end it must reach to be in sync: the high watermark or the epoch start. */
    double missingToJoin(int position) {
        int leader = state.leader();
        return Math.max(highWatermark, history[leader].latestStart()) - end[position];
    }

    /** Returns how far the replica at {@code position} is behind the leader. */
    double missingToLink(int position) {
        return end[state.leader()] - end[position];
    }

    /** Returns whether the high watermark stands still although the leader's end may not. */
    boolean highWatermarkFrozen() {
        return state.underMinIsr() || (state.isr() & ~serving) != 0;
    }

    /** Returns the acknowledged bytes per partition of which no replica that will lead has a copy. */
    double strandedNow(boolean metadataLost) {
        if (state.leader() != NONE) {
            return 0;
        }
        double best = acknowledged - retained;
        if (!metadataLost) {
            for (int set = state.candidates(); set != 0; set &= set - 1) {
                best = Math.max(best, end[Integer.numberOfTrailingZeros(set)]);
            }
        }
        double missing = acknowledged - Math.max(best, 0);
        return missing > SAME ? missing : 0;
    }

    /** Returns how much an unclean start must read again, in bytes per partition: on average half a segment is active. */
    double unrecovered(int position, double segmentBytes) {
        double size = end[position] - Math.max(floor[position], end[position] - kept);
        return Math.min(size, segmentBytes / 2);
    }

    int positionOf(int broker) {
        for (int p = 0; p < brokers.length; p++) {
            if (brokers[p] == broker) {
                return p;
            }
        }
        return NONE;
    }

    int leaderBroker() {
        return state.leader() == NONE ? NONE : brokers[state.leader()];
    }

    @Override
    public int index() {
        return index;
    }

    @Override
    public TopicConfig topic() {
        return topic;
    }

    @Override
    public List<Integer> replicas() {
        return replicas;
    }

    @Override
    public int partitions() {
        return partitions;
    }

    @Override
    public int leader() {
        return leaderBroker();
    }

    @Override
    public int isr() {
        return state.isr();
    }

    @Override
    public int elr() {
        return state.elr();
    }

    @Override
    public int leaderEpoch() {
        return state.leaderEpoch();
    }

    @Override
    public boolean writable() {
        return writable;
    }

    @Override
    public boolean readable() {
        return readable;
    }

    @Override
    public boolean underReplicated() {
        return state.isr() != state.all();
    }

    @Override
    public boolean underMinIsr() {
        return state.underMinIsr();
    }

    @Override
    public boolean atMinIsr() {
        return Integer.bitCount(state.isr()) == state.minIsr();
    }

    @Override
    public int goodCopies() {
        int copies = 0;
        for (int p = 0; p < mode.length; p++) {
            boolean keepsUp = p == state.leader() || mode[p] == LINKED;
            if (ingest > 0 ? keepsUp : logEndOf(p) >= acknowledged - SAME) {
                copies++;
            }
        }
        return copies;
    }

    @Override
    public double logEnd() {
        return leaderEnd();
    }

    @Override
    public double highWatermark() {
        return state.leader() == NONE ? highWatermark : highWatermarkWith(leaderEnd());
    }

    @Override
    public double acknowledged() {
        return ingest > 0 ? leaderEnd() : acknowledged;
    }

    @Override
    public double logEndOf(int position) {
        return endAt(position, leaderEnd());
    }

    @Override
    public String toString() {
        return "%s%s".formatted(topic.name(), replicas);
    }
}
