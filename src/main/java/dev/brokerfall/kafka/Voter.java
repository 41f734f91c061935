package dev.brokerfall.kafka;

import static dev.brokerfall.kafka.controller.PartitionState.NONE;

import dev.brokerfall.kernel.Timer;

/**
 * One voter of the metadata log, as {@code QuorumState.java} of Apache Kafka 4.1 has it.
 *
 * <pre>
 * role          becomes          when
 * FOLLOWER      PROSPECTIVE      it has fetched nothing for the fetch timeout, or its leader resigns
 * UNATTACHED    PROSPECTIVE      no leader has shown itself for an election timeout
 * PROSPECTIVE   CANDIDATE        a majority would vote for it
 * PROSPECTIVE   FOLLOWER         no majority would, or the election timeout is over, and it knows a leader (else UNATTACHED)
 * CANDIDATE     LEADER           a majority votes for it
 * CANDIDATE     PROSPECTIVE      the election timeout is over
 * LEADER        UNATTACHED       no majority has fetched from it for one and a half fetch timeouts
 * LEADER        RESIGNED         it is asked to stop
 * any           UNATTACHED       it hears of a later epoch
 * any           FOLLOWER         it hears of a leader
 * any           OBSERVER         its directory is new, and voters know each other by directory
 * </pre>
 */
final class Voter {

    enum Role {
        UNATTACHED,
        FOLLOWER,
        PROSPECTIVE,
        CANDIDATE,
        LEADER,
        RESIGNED,
        OBSERVER
    }

    final int place;

    /** The end of its role, if nothing else ends it before. */
    final Timer timeout;

    Role role = Role.FOLLOWER;
    int epoch;

    /** The leader of its epoch as far as it knows, or none. */
    int leader = NONE;

    /** For whom it has voted in its epoch, or none. */
    int votedFor = NONE;

    /** Whether it has fetched from its leader: while it has, it would not vote for another. */
    boolean fetched = true;

    /** As nominee, who would vote or has voted for it; as leader, who has fetched. A bit for each voter. */
    long granted;

    long refused;

    /** Until when it has what was committed to the metadata log, in milliseconds; negative with an empty directory. */
    long knowsUntil;

    /** When its timeout would have come, while it stands still. */
    long deadline;

    Voter(int place, Timer timeout) {
        this.place = place;
        this.timeout = timeout;
    }

    /** Enters an epoch in which it knows no leader; an observer stays one. */
    void enter(int newEpoch) {
        epoch = newEpoch;
        leader = NONE;
        votedFor = NONE;
        role = role == Role.OBSERVER ? Role.OBSERVER : Role.UNATTACHED;
    }

    /** Fetches from a leader. */
    void follow(int newLeader, int newEpoch) {
        if (newEpoch > epoch) {
            votedFor = NONE;
        }
        epoch = newEpoch;
        leader = newLeader;
        role = Role.FOLLOWER;
        fetched = true;
        timeout.cancel();
    }

    /** Asks for votes. */
    void nominate(Role as) {
        role = as;
        granted = 1L << place;
        refused = 0;
    }

    boolean asks() {
        return role == Role.PROSPECTIVE || role == Role.CANDIDATE;
    }

    /** Returns whether it would vote for a nominee that has as much of the log as it has. */
    boolean wouldVote() {
        return role != Role.LEADER && role != Role.OBSERVER && !(role == Role.FOLLOWER && fetched);
    }
}
