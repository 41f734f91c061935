package dev.brokerfall.kafka;

import static dev.brokerfall.kafka.controller.PartitionState.NONE;

import com.google.common.primitives.ImmutableIntArray;
import dev.brokerfall.kafka.controller.PartitionState;
import dev.brokerfall.kernel.Agenda;
import dev.brokerfall.kernel.Cause;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A cohort as it lives: what the controller has decided about it, what its brokers make of that, and how far it is acknowledged.
 *
 * <pre>
 * acks     written while                               acknowledged    high watermark
 * all      leader serves, ISR ≥ min, every member of    = leader end    = leader end
 *          the ISR fetches
 * 1, 0     leader serves                                = leader end    min end over the ISR; still while ISR < min (since 3.7)
 * </pre>
 *
 * <p>With {@code acks=all} nothing is appended that is not acknowledged: the tail that a leader has appended but its in-sync replicas have
 * not yet fetched is not modelled. Nor does an in-sync follower lag while both brokers run; by how much it did shows when one of them
 * stops ({@link FollowerLag}).
 */
final class LiveCohort implements Cohort {

    final int index;
    final TopicConfig topic;
    final int[] brokers;

    /** The log directory of each replica. */
    final int[] directories;

    final int partitions;
    final PartitionState state;

    /** The number of what producers offer to one partition ({@link Loads}). */
    final int load;

    /** Bytes a millisecond that producers offer to one partition on average. */
    final double offered;

    /** Positions whose brokers serve and fetch as the incarnation that the controller knows. */
    int serving;

    /** Whether the leader has been elected but does not serve yet. */
    boolean moving;

    long movedAt;
    long leaderSince;

    /** When each replica that lags had last all that its leader had. */
    final long[] caughtUpAt;

    @Nullable Cause movedBy;

    /** Whether it counts among those with too few replicas in sync. */
    boolean lacksReplicas;

    /** Whether its topic has been deleted: it has no replicas any more, and no broker knows of it. */
    boolean deleted;

    boolean writable = true;
    boolean readable = true;
    boolean consumeStalled;

    /** The broker that does not answer and that clients wait for, or {@link PartitionState#NONE}. */
    int awaited = NONE;

    /** Bytes a millisecond that the leader takes in when as much is offered as on average. */
    double ingest;

    double acknowledged;
    double highWatermark;
    double stranded;

    /**
     * The in-sync members that have not fetched since the leader would append with {@code acks=all} what nobody acknowledges while they
     * do not: its log is ahead of theirs by what producers have in flight, which is no part of the fluid.
     */
    int lackInFlight;

    final ReplicaLogs logs;

    private final Agenda agenda;
    private final RatePattern pattern;
    private final Retention retained;
    private final RecordSizes records;
    private final boolean highWatermarkNeedsMinIsr;
    private final Touched touched;
    private final Journey journey;
    private final List<Integer> everyBroker;
    private List<Integer> replicas;
    private long settledAt;

    /**
     * Creates a cohort in sync.
     *
     * @param touched is told whenever the cohort may change
     * @param load the number of what producers offer to one partition
     * @param offered bytes a millisecond that producers offer to one partition on average
     * @param pattern how that goes up and down
     * @param retained what retention keeps of one partition
     * @param initial bytes of one partition that are there from the beginning
     * @param records how large the records of a partition are
     * @param highWatermarkNeedsMinIsr whether the high watermark stands still while too few replicas are in sync
     */
    LiveCohort(
            Agenda agenda,
            Touched touched,
            int index,
            TopicConfig topic,
            Journey journey,
            int partitions,
            PartitionState state,
            ReplicaLogs logs,
            int load,
            double offered,
            RatePattern pattern,
            Retention retained,
            double initial,
            RecordSizes records,
            boolean highWatermarkNeedsMinIsr) {
        this.agenda = agenda;
        this.touched = touched;
        this.index = index;
        this.topic = topic;
        this.journey = journey;
        this.everyBroker = journey.brokers();
        this.replicas = journey.lists().get(0);
        this.brokers = everyBroker.stream().mapToInt(Integer::intValue).toArray();
        this.directories =
                journey.directories().stream().mapToInt(Integer::intValue).toArray();
        this.caughtUpAt = new long[brokers.length];
        this.partitions = partitions;
        this.state = state;
        this.logs = logs;
        this.load = load;
        this.offered = offered;
        this.pattern = pattern;
        this.retained = retained;
        this.records = records;
        this.highWatermarkNeedsMinIsr = highWatermarkNeedsMinIsr;
        serving = state.all();
        ingest = offered;
        acknowledged = initial;
        highWatermark = initial;
    }

    /** Joins the pieces up to now and has the catch-up look at this cohort once the event is over; needed before anything changes. */
    void settle() {
        touched.add(index);
        if (agenda.now() == settledAt) {
            return;
        }
        int leader = state.leader();
        if (leader != NONE) {
            logs.advance(leader, ingest, elapsed(), agenda.now(), state.isr());
            settledAt = agenda.now();
            if (ingest > 0) {
                acknowledged = Math.max(acknowledged, logs.end(leader));
            }
            highWatermark = highWatermarkWith(logs.end(leader));
        }
        settledAt = agenda.now();
    }

    /** Returns the milliseconds since the pieces were joined, as many at the mean rate as offer what was offered in them. */
    private double elapsed() {
        return pattern.between(settledAt, agenda.now());
    }

    /** Returns how much of a partition can be read from its leader, or could from its last one. */
    double heldAtLeader() {
        return state.leader() == NONE ? retained.bytes() : heldNow(state.leader());
    }

    /** Returns what its leader takes in now, in bytes a millisecond. */
    double ingestNow() {
        return ingest * pattern.at(agenda.now());
    }

    /** Stops all replicas from following the leader. */
    void detachAll() {
        logs.detachAll(state.leader(), ingest, pattern.at(agenda.now()));
    }

    /** Stops the replica at {@code position} from following the leader. */
    void detach(int position) {
        logs.detach(position, state.leader(), ingest, pattern.at(agenda.now()));
    }

    private double highWatermarkWith(double leaderEnd) {
        if (highWatermarkNeedsMinIsr && state.underMinIsr()) {
            return highWatermark;
        }
        // Records that were counted as lost and are back with an old replica were acknowledged to nobody a second time.
        double lowest = ingest > 0 ? leaderEnd : Math.min(leaderEnd, acknowledged);
        for (int members = state.isr(); members != 0; members &= members - 1) {
            lowest = Math.min(lowest, endAt(Integer.numberOfTrailingZeros(members), leaderEnd));
        }
        return Math.max(highWatermark, lowest);
    }

    /** Returns the end of a log now, without joining the pieces: to look changes nothing. */
    private double endAt(int position, double leaderEnd) {
        return position == state.leader() ? leaderEnd : logs.endAt(position, leaderEnd, agenda.now());
    }

    /** Returns how much a replica holds now, in bytes per partition, without joining the pieces. */
    double heldNow(int position) {
        return logs.heldUpTo(position, endAt(position, leaderEnd()));
    }

    private double leaderEnd() {
        int leader = state.leader();
        return leader == NONE ? -1 : logs.end(leader) + ingest * elapsed();
    }

    /** What of each partition is lost: acknowledged, not expired, and not in the log of the leader that takes over. */
    record Loss(double bytes, double records) {}

    /** Lets the elected leader begin its reign, and returns what is lost by it. */
    Loss takeOver() {
        int leader = state.leader();
        double leads = logs.end(leader);
        double keepsUpTo = Math.min(acknowledged, Math.max(leads, acknowledged - retained.bytes()));
        boolean loses = acknowledged - keepsUpTo > ReplicaLogs.SAME;
        Loss loss =
                loses ? new Loss(acknowledged - keepsUpTo, records.between(keepsUpTo, acknowledged)) : new Loss(0, 0);
        records.truncated(leads);
        logs.lead(leader, state.leaderEpoch());
        acknowledged = leads < acknowledged - ReplicaLogs.SAME ? leads : acknowledged;
        highWatermark = Math.min(highWatermark, leads);
        leaderSince = agenda.now();
        return loss;
    }

    /** Returns how far a replica is from the end it must reach to be in sync: the high watermark or the start of the epoch. */
    double missingToJoin(int position) {
        return Math.max(highWatermark, logs.epochStart(state.leader())) - logs.end(position);
    }

    /** Returns how far a replica is behind the leader. */
    double missingToLink(int position) {
        return logs.end(state.leader()) - logs.end(position);
    }

    /** Returns whether a replica that follows lacks anything its leader has, acknowledged or not. */
    boolean isBehind(int position) {
        return (lackInFlight >> position & 1) != 0 || logEnd() - logEndOf(position) >= ReplicaLogs.SAME;
    }

    /** Notes which members lack what is in flight, now that these partitions are served or not. */
    void noteInFlight(boolean served) {
        int away = state.isr() & ~serving;
        boolean appends = served && offered > 0 && topic.acks() == Acks.ALL && !state.underMinIsr();
        lackInFlight = appends ? away : lackInFlight & away;
    }

    /** Returns whether the high watermark stands still although the leader's end may not. */
    boolean highWatermarkFrozen() {
        return (highWatermarkNeedsMinIsr && state.underMinIsr()) || (state.isr() & ~serving) != 0;
    }

    /** Returns the acknowledged bytes per partition of which no replica that will lead has a copy. */
    double strandedNow(boolean metadataLost) {
        if (state.leader() != NONE) {
            return 0;
        }
        double best = acknowledged - retained.bytes();
        if (!metadataLost) {
            for (int set = state.candidates(); set != 0; set &= set - 1) {
                best = Math.max(best, logs.end(Integer.numberOfTrailingZeros(set)));
            }
        }
        double missing = acknowledged - Math.max(best, 0);
        return missing > ReplicaLogs.SAME ? missing : 0;
    }

    /** Returns what a change of brokers would now do to these partitions; they were settled before. */
    Moves moves(int change) {
        double largest = 0;
        for (int set = state.all(); set != 0; set &= set - 1) {
            largest = Math.max(largest, logs.held(Integer.numberOfTrailingZeros(set)));
        }
        return journey.moves(change, partitions, largest);
    }

    /** Returns the replicas that a change of brokers gives these partitions, as positions. */
    ImmutableIntArray target(int change) {
        return journey.target(change);
    }

    /** Notes that the assignment is another. */
    void assigned() {
        replicas = state.assignment().replicas().stream()
                .mapToObj(everyBroker::get)
                .toList();
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
    public List<Integer> brokers() {
        return everyBroker;
    }

    @Override
    public List<Integer> directories() {
        return journey.directories();
    }

    @Override
    public boolean reassigning() {
        return state.assignment().reassigning();
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
    public boolean answersClients() {
        return awaited == NONE;
    }

    @Override
    public boolean consumeStalled() {
        return consumeStalled;
    }

    @Override
    public boolean underReplicated() {
        return state.underReplicated();
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
        for (int set = state.all(); set != 0; set &= set - 1) {
            if (isGood(Integer.numberOfTrailingZeros(set))) {
                copies++;
            }
        }
        return copies;
    }

    @Override
    public boolean isGood(int position) {
        if ((state.all() >> position & 1) == 0) {
            return false;
        }
        return ingest > 0
                ? position == state.leader() || logs.mode[position] == ReplicaLogs.LINKED
                : logEndOf(position) >= acknowledged - ReplicaLogs.SAME;
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
        boolean several = journey.directories().stream().anyMatch(directory -> directory > 0);
        return "%s%s".formatted(topic.name(), replicas) + (several ? " in " + journey.directories() : "");
    }
}
