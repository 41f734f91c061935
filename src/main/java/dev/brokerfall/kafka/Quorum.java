package dev.brokerfall.kafka;

import static dev.brokerfall.kafka.controller.PartitionState.NONE;

import dev.brokerfall.kafka.Voter.Role;
import dev.brokerfall.kernel.Actor;
import dev.brokerfall.kernel.Cause;
import dev.brokerfall.kernel.Phase;
import dev.brokerfall.random.Stream;
import dev.brokerfall.random.Streams;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The voters of the metadata log. They elect as Kafka's do, message by message; while one is active and all is well, nothing is played.
 *
 * <p><b>How long a failover takes.</b> Followers fetch from the active controller all the time; each answer starts their fetch timer
 * anew, and with nothing to tell the answer comes when the next record is appended, at the latest after {@code appendInterval}, I. An
 * active controller that dies at a random moment has therefore answered all of them a time U ~ [0, I] ago, and with a fetch timeout F
 * they notice F - U after its death, apart by no more than messages take. With three controllers two are left, and both must agree. The
 * first to notice asks the other, which still counts its old leader as alive and refuses ("pre-vote", KIP-996), or asks as well:
 *
 * <pre>
 * apart by more than a message    the second asks, and the first agrees         F - U                 + 6 messages
 * apart by less                   each votes for itself, and both wait for
 *                                 their election timeout R ~ [E, 2E], the
 *                                 first of which then leads                     F - U + min(R1, R2)   + 8 messages
 * </pre>
 *
 * <p>By default (F = 2 s, E = 1 s, I = 0.5 s) that is 1.5 to 2 s, or 2.5 to 4 s with a mean of 3.1 s. Where all messages take the same
 * time it is always the second; the more they differ, the more often the first. A controller that is asked to stop names
 * its successors and votes itself: seven messages.
 *
 * <p><b>Without a majority</b> nothing is decided, and an active controller resigns after 1.5 F. <b>A voter whose directory is empty</b>
 * votes at once under {@code STATIC}: where a majority consists of such, they elect one of themselves and the metadata is lost; voters
 * refuse a candidate that has less of the log than they have. Under {@code DYNAMIC} it is no voter any more but an observer, until it
 * joins by itself ({@code controller.quorum.auto.join.enable}: it has its old self removed and itself added, a fetch timeout each).
 *
 * <p>A controller that follows an active one has the whole log: copying takes no time here. Metadata that is lost stays lost: brokers
 * serve nothing until somebody repairs the cluster by hand, and their logs are stray.
 *
 * <p>Source: {@code KafkaRaftClient}, {@code QuorumState}, {@code FollowerState}, {@code ProspectiveState}, {@code CandidateState},
 * {@code LeaderState.CHECK_QUORUM_TIMEOUT_FACTOR} of Apache Kafka 4.1.
 */
final class Quorum extends Controllers {

    private enum Message {
        WOULD_YOU_VOTE,
        VOTE,
        WOULD,
        WOULD_NOT,
        GRANTED,
        REFUSED,
        BEGIN_EPOCH,
        FETCH,
        END_EPOCH
    }

    private static final Message[] MESSAGES = Message.values();
    private static final int TYPE_BITS = 8;
    private static final int PLACE_BITS = 16;
    private static final long EMPTY = -1;

    private final Voter[] voters;
    private final Stream messageLuck;
    private final Stream timeoutLuck;
    private final Stream phaseLuck;
    private final long fetchTimeout;
    private final long electionTimeout;
    private final long backoffMax;
    private final boolean autoJoin;

    private Phase appends;
    private int leader;
    private boolean decides = true;
    private boolean quorum = true;

    Quorum(ClusterState cluster, Streams streams, Actor owner, Reign reign) {
        super(cluster, streams, owner, reign);
        QuorumSettings settings = cluster.config.settings().quorum();
        this.fetchTimeout = settings.fetchTimeout().toMillis();
        this.electionTimeout = settings.electionTimeout().toMillis();
        this.backoffMax = settings.electionBackoffMax().toMillis();
        this.autoJoin = settings.autoJoin();
        this.messageLuck = streams.stream("kafka", "controller", "message");
        this.timeoutLuck = streams.stream("kafka", "controller", "electionTimeout");
        this.phaseLuck = streams.stream("kafka", "controller", "appendPhase");
        this.voters = new Voter[running.length];
        for (int v = 0; v < voters.length; v++) {
            voters[v] = new Voter(v, cluster.agenda.timer(owner, Event.VOTER_TIMEOUT.kind(), v));
            voters[v].leader = leader;
        }
        voters[leader].role = Role.LEADER;
        this.appends = drawnAppends();
    }

    private Phase drawnAppends() {
        return Phase.drawn(Math.max(1, timings.appendInterval().toMillis()), phaseLuck.uniform());
    }

    // What happens to processes.

    @Override
    void wiped(int place) {
        Voter voter = voters[place];
        if (place == leader) {
            leader = NONE;
        }
        voter.enter(0);
        voter.knowsUntil = EMPTY;
        if (config.quorum() == ControllerConfig.Quorum.DYNAMIC) {
            voter.role = Role.OBSERVER;
        }
    }

    @Override
    void left(int place, Cause cause) {
        settle(place);
        Voter voter = voters[place];
        voter.deadline = voter.timeout.isSet() ? voter.timeout.due() : agenda.now();
        if (decides && place == leader) {
            voter.deadline = lastAppend() + checkQuorumTimeout();
        }
        voter.timeout.cancel();
        reconsider(cause);
    }

    @Override
    void joined(int place, boolean restarted) {
        settle(place);
        Voter voter = voters[place];
        if (restarted) {
            restart(voter);
        } else if (voter.role == Role.LEADER && agenda.now() >= voter.deadline) {
            resign(voter);
        }
        if (voter.role == Role.OBSERVER) {
            if (decides) {
                adopt(voter);
            }
            return;
        }
        long due = restarted ? agenda.now() + patience(voter) : Math.max(agenda.now(), voter.deadline);
        voter.timeout.setAt(due);
        reconsider(null);
        if (decides) {
            adopt(voter);
        } else if (!quorum) {
            voter.timeout.cancel();
        } else {
            beFound(voter);
        }
    }

    /** Has those that want to lead turn to a voter that has come back. */
    private void beFound(Voter voter) {
        for (Voter other : voters) {
            boolean speaks = other.asks() || other.role == Role.LEADER;
            if (other != voter && speaks && connected(other.place)) {
                long found = timings.reconnect().drawMillis(messageLuck);
                send(question(other), other.place, voter.place, other.epoch, found);
            }
        }
    }

    /** What a process makes of the state that it finds written down: a leader of old knows that it is none any more. */
    private void restart(Voter voter) {
        if (voter.role == Role.OBSERVER) {
            return;
        }
        if (voter.place == leader) {
            leader = NONE;
        }
        if (voter.leader == voter.place) {
            voter.leader = NONE;
        }
        voter.role = voter.leader == NONE ? Role.UNATTACHED : Role.FOLLOWER;
        voter.fetched = false;
    }

    @Override
    void stop(int controller, Cause cause) {
        int place = place(controller);
        if (!decides || place != leader || voters.length == 1) {
            super.stop(controller, cause);
            return;
        }
        settle(NONE);
        Voter voter = voters[place];
        stoppedBy[place] = cause;
        exiting[place].setAfter(timings.handover().toMillis());
        voter.role = Role.RESIGNED;
        voter.leader = NONE;
        leader = NONE;
        reconsider(cause);
        tellAll(Message.END_EPOCH, voter);
    }

    // Who decides.

    /** Notes up to when voters have the log; who has just come or gone counts until now only if it was there. */
    private void settle(int changed) {
        if (decides) {
            for (Voter voter : voters) {
                if (connected(voter.place) != (voter.place == changed)) {
                    voter.knowsUntil = agenda.now();
                }
            }
        }
    }

    private int members() {
        int members = 0;
        for (Voter voter : voters) {
            members += connected(voter.place) && voter.role != Role.OBSERVER ? 1 : 0;
        }
        return members;
    }

    /** Compares who is there with who was there. */
    private void reconsider(@Nullable Cause cause) {
        boolean majority = members() >= config.majority();
        boolean hadMajority = quorum;
        quorum = majority;
        if (leader != NONE && connected(leader) && outvoted(voters[leader])) {
            stepDown(voters[leader], latestEpoch());
        }
        boolean leads = leader != NONE && connected(leader);
        if (cause != null && ((decides && !(leads && majority)) || (hadMajority && !majority))) {
            blame(cause);
        }
        if (hadMajority && !majority) {
            standStill();
            cluster.listener.quorumLost(cause == null ? new Cause("unknown", agenda.now()) : cause);
        } else if (!hadMajority && majority && !leads) {
            goOn();
        }
        if (decides && !(leads && majority)) {
            decides = false;
            reign.ended();
            awaitTimeouts(leads);
        } else if (!decides && leads && majority) {
            decides = true;
            adoptAll();
            excuse();
            reign.resumed();
        }
    }

    private boolean outvoted(Voter voter) {
        return latestEpoch() > voter.epoch;
    }

    private int latestEpoch() {
        int latest = 0;
        for (Voter voter : voters) {
            latest = connected(voter.place) ? Math.max(latest, voter.epoch) : latest;
        }
        return latest;
    }

    /** Lets followers miss the active controller, or the active controller its majority. */
    private void awaitTimeouts(boolean leads) {
        if (leads) {
            voters[leader].timeout.setAt(Math.max(agenda.now(), lastAppend() + checkQuorumTimeout()));
        }
        for (Voter voter : voters) {
            if (quorum && connected(voter.place) && voter.role == Role.FOLLOWER && !leads) {
                long heard = lastAppend() + timings.message().drawMillis(messageLuck);
                voter.timeout.setAt(Math.max(agenda.now(), heard + fetchTimeout));
            }
        }
    }

    private long lastAppend() {
        return appends.atOrBefore(agenda.now());
    }

    /** Stops playing the vain attempts of too few. */
    private void standStill() {
        for (Voter voter : voters) {
            if (voter.role != Role.LEADER && voter.role != Role.OBSERVER) {
                voter.timeout.cancel();
            }
        }
    }

    /** Puts those that have tried in vain all the time somewhere between two attempts. */
    private void goOn() {
        for (Voter voter : voters) {
            if (!connected(voter.place) || voter.timeout.isSet() || voter.role == Role.OBSERVER) {
                continue;
            }
            voter.fetched = false;
            voter.role = voter.leader == NONE ? Role.UNATTACHED : Role.FOLLOWER;
            long asking = drawnElectionTimeout();
            long waiting = patience(voter);
            double at = phaseLuck.uniform() * (asking + waiting);
            if (at < asking) {
                voter.nominate(Role.PROSPECTIVE);
            }
            voter.timeout.setAfter((long) ((at < asking ? asking : asking + waiting) - at));
        }
    }

    private void adoptAll() {
        for (Voter voter : voters) {
            if (connected(voter.place)) {
                adopt(voter);
            }
        }
    }

    /** Lets a process that takes part fetch from the active controller. */
    private void adopt(Voter voter) {
        voter.knowsUntil = agenda.now();
        if (voter.role == Role.OBSERVER) {
            if (autoJoin && !voter.timeout.isSet()) {
                voter.timeout.setAfter(2 * fetchTimeout);
            }
        } else if (voter.place == leader) {
            voter.timeout.cancel();
        } else {
            voter.follow(leader, voters[leader].epoch);
        }
    }

    private void excuse() {
        if (!cluster.metadataLost) {
            cluster.controllersDown = null;
        }
    }

    private void activate(Voter voter) {
        boolean lost = voter.knowsUntil == EMPTY;
        leader = voter.place;
        decides = true;
        appends = drawnAppends();
        adoptAll();
        cluster.metadataLost |= lost;
        excuse();
        cluster.listener.controllerElected(KafkaCluster.FIRST_CONTROLLER + leader);
        reign.began();
    }

    // The protocol.

    @Override
    void handle(Event event, int target, long payload) {
        if (event == Event.VOTER_TIMEOUT) {
            timedOut(voters[target]);
        } else {
            int from = (int) (payload >> TYPE_BITS) & ((1 << PLACE_BITS) - 1);
            int epoch = (int) (payload >> (TYPE_BITS + PLACE_BITS));
            Message message = MESSAGES[(int) payload & ((1 << TYPE_BITS) - 1)];
            if (connected(target) && voters[target].role != Role.OBSERVER) {
                received(message, voters[from], voters[target], epoch);
            }
        }
    }

    private void timedOut(Voter voter) {
        switch (voter.role) {
            case FOLLOWER, UNATTACHED, CANDIDATE, RESIGNED -> ask(voter, Role.PROSPECTIVE);
            case PROSPECTIVE -> giveUp(voter);
            case LEADER -> {
                resign(voter);
                reconsider(null);
            }
            case OBSERVER -> {
                if (decides) {
                    voter.follow(leader, voters[leader].epoch);
                    reconsider(null);
                }
            }
        }
    }

    private void ask(Voter voter, Role as) {
        if (as == Role.CANDIDATE) {
            voter.enter(voter.epoch + 1);
            voter.votedFor = voter.place;
        }
        voter.nominate(as);
        voter.timeout.setAfter(drawnElectionTimeout());
        tellAll(question(voter), voter);
        count(voter);
    }

    private static Message question(Voter voter) {
        return switch (voter.role) {
            case LEADER -> Message.BEGIN_EPOCH;
            case CANDIDATE -> Message.VOTE;
            default -> Message.WOULD_YOU_VOTE;
        };
    }

    /** Looks whether a nominee has won or lost. */
    private void count(Voter voter) {
        if (Long.bitCount(voter.granted) >= config.majority()) {
            if (voter.role == Role.PROSPECTIVE) {
                ask(voter, Role.CANDIDATE);
            } else {
                lead(voter);
            }
        } else if (voter.role == Role.PROSPECTIVE && voters.length - Long.bitCount(voter.refused) < config.majority()) {
            giveUp(voter);
        }
    }

    private void giveUp(Voter voter) {
        voter.role = voter.leader == NONE ? Role.UNATTACHED : Role.FOLLOWER;
        voter.fetched = false;
        voter.timeout.setAfter(patience(voter));
    }

    private void lead(Voter voter) {
        voter.nominate(Role.LEADER);
        voter.leader = voter.place;
        voter.timeout.setAfter(checkQuorumTimeout());
        tellAll(Message.BEGIN_EPOCH, voter);
        commit(voter);
    }

    /**
     * A leader becomes active with the first record that a majority has fetched. If one of those has died since it asked, nobody is left
     * to commit the next record, and the leader waits for another to find it until it resigns.
     */
    private void commit(Voter voter) {
        if (!decides && quorum && Long.bitCount(voter.granted) >= config.majority()) {
            activate(voter);
        }
    }

    private void resign(Voter voter) {
        tellAll(Message.END_EPOCH, voter);
        stepDown(voter, voter.epoch);
    }

    private void stepDown(Voter voter, int epoch) {
        if (voter.place == leader) {
            leader = NONE;
        }
        voter.enter(epoch);
        voter.fetched = false;
        if (quorum) {
            voter.timeout.setAfter(drawnElectionTimeout());
        } else {
            voter.timeout.cancel();
        }
    }

    private void received(Message message, Voter from, Voter to, int epoch) {
        if (epoch > to.epoch && message != Message.BEGIN_EPOCH) {
            stepDown(to, epoch);
            reconsider(null);
        }
        boolean current = epoch == to.epoch;
        switch (message) {
            case WOULD_YOU_VOTE -> {
                boolean would = current && to.wouldVote() && from.knowsUntil >= to.knowsUntil;
                send(would ? Message.WOULD : Message.WOULD_NOT, to.place, from.place, to.epoch, 0);
            }
            case VOTE -> vote(from, to, current);
            case WOULD, GRANTED -> answered(message == Message.WOULD, from, to, current, true);
            case WOULD_NOT, REFUSED -> answered(message == Message.WOULD_NOT, from, to, current, false);
            case BEGIN_EPOCH -> begin(from, to, epoch);
            case FETCH -> {
                if (current && to.role == Role.LEADER) {
                    to.granted |= 1L << from.place;
                    commit(to);
                }
            }
            case END_EPOCH -> end(from, to, current);
        }
    }

    private void vote(Voter from, Voter to, boolean current) {
        boolean free = to.leader == NONE && (to.votedFor == NONE || to.votedFor == from.place);
        boolean grants = current && free && from.knowsUntil >= to.knowsUntil;
        if (grants) {
            to.votedFor = from.place;
            to.timeout.setAfter(drawnElectionTimeout());
        }
        send(grants ? Message.GRANTED : Message.REFUSED, to.place, from.place, to.epoch, 0);
    }

    private void answered(boolean before, Voter from, Voter to, boolean current, boolean yes) {
        if (!current || to.role != (before ? Role.PROSPECTIVE : Role.CANDIDATE)) {
            return;
        }
        if (yes) {
            to.granted |= 1L << from.place;
        } else {
            to.refused |= 1L << from.place;
        }
        count(to);
    }

    private void begin(Voter from, Voter to, int epoch) {
        if (epoch < to.epoch) {
            send(Message.REFUSED, to.place, from.place, to.epoch, 0);
            return;
        }
        to.follow(from.place, epoch);
        send(Message.FETCH, to.place, from.place, epoch, 0);
        if (exiting[to.place].isSet()) {
            exiting[to.place].setAfter(0);
        }
    }

    /** The nearer to the front of its successors, the sooner a voter asks: at once, or after half of the wait of the next. */
    private void end(Voter from, Voter to, boolean current) {
        if (!current || to.role != Role.FOLLOWER || to.leader != from.place) {
            return;
        }
        List<Integer> successors = IntStream.range(0, voters.length)
                .filter(v -> v != from.place)
                .boxed()
                .sorted(Comparator.<Integer>comparingLong(v -> -voters[v].knowsUntil)
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
        int position = successors.indexOf(to.place);
        long wait = position == 0 ? 0 : (backoffMax >> (successors.size() - 1)) << (position - 1);
        to.timeout.setAfter(Math.min(backoffMax, wait));
    }

    private void tellAll(Message message, Voter from) {
        for (Voter to : voters) {
            if (to != from && to.role != Role.OBSERVER) {
                send(message, from.place, to.place, from.epoch, 0);
            }
        }
    }

    private void send(Message message, int from, int to, int epoch, long later) {
        if (connected(from)) {
            @SuppressWarnings("EnumOrdinal") // messages never leave the program
            long payload = message.ordinal() | (long) from << TYPE_BITS | (long) epoch << (TYPE_BITS + PLACE_BITS);
            long arrives = later + timings.message().drawMillis(messageLuck);
            agenda.after(arrives, owner, Event.VOTER_MESSAGE.kind(), to, payload);
        }
    }

    /** Returns how long a voter waits for a leader before it asks to lead. */
    private long patience(Voter voter) {
        if (voters.length == 1) {
            return 0;
        }
        return voter.role == Role.FOLLOWER ? fetchTimeout : drawnElectionTimeout();
    }

    /** Between one and two election timeouts. */
    private long drawnElectionTimeout() {
        return electionTimeout + (long) (timeoutLuck.uniform() * electionTimeout);
    }

    /** One and a half fetch timeouts ({@code LeaderState.CHECK_QUORUM_TIMEOUT_FACTOR}). */
    private long checkQuorumTimeout() {
        return fetchTimeout + fetchTimeout / 2;
    }

    @Override
    boolean active() {
        return decides;
    }

    @Override
    boolean isActive(int controller) {
        return decides && leader == place(controller);
    }

    @Override
    boolean caughtUp(int controller) {
        int place = place(controller);
        return connected(place) && voters[place].role != Role.OBSERVER;
    }
}
