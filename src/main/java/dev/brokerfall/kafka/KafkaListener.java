package dev.brokerfall.kafka;

import dev.brokerfall.kernel.Cause;
import dev.brokerfall.unit.DataRate;

/**
 * What happens in a cluster, told the instant it happens. Every method does nothing unless overridden; none may call back into the
 * cluster's verbs before it returns.
 */
public interface KafkaListener {

    /** The broker's process is gone, frozen, hung or unreachable: it neither serves nor fetches. */
    default void brokerDown(int broker, Cause cause) {}

    /**
     * Disks or networks on the way carry less or more than before of what producers offer to the partitions that the broker leads.
     *
     * @param share the part that is written from now on; 1 when all of it is
     */
    default void producePaced(int broker, double share) {}

    /** So many groups of consumers read nothing from now on. */
    default void consumersStopped(int groups, Cause cause) {}

    /** Groups of consumers that were away read from now on what they have missed. */
    default void consumersBack(int groups, Cause cause) {}

    /** Groups of consumers that were away since {@code sinceMs} have read all that they had missed. */
    default void consumersCaughtUp(int groups, long sinceMs, Cause cause) {}

    /**
     * A follower that has kept up gets less from now on than producers who do not wait for it write to a leader: disks or networks on
     * the way carry no more.
     *
     * @param share the part of what is written that reaches it
     */
    default void followerOutrun(int broker, int leader, double share) {}

    /**
     * The broker's disk, or its machine, has spent the credits by which it carried more than it does for good.
     *
     * @param from what reads and writes had until now
     * @param to what they have from now on
     */
    default void creditsSpent(int broker, DataRate from, DataRate to) {}

    /** An I/O error has taken one of the broker's log directories offline: its replicas there neither serve nor fetch. */
    default void logDirectoryFailed(int broker, int directory, Cause cause) {}

    /** The topic has been deleted: nothing more is told of this cohort, and nothing about it is to be judged from now on. */
    default void topicDeleted(Cohort cohort) {}

    /** The broker halts or shuts down of itself because of a failed log directory; {@link #brokerExited} follows. */
    default void brokerLeaving(int broker, Cause cause) {}

    /** The broker's process serves and fetches again; it may still be fenced. */
    default void brokerUp(int broker) {}

    /** The controller has fenced the broker. */
    default void brokerFenced(int broker) {}

    /** The controller has unfenced the broker. */
    default void brokerUnfenced(int broker) {}

    /** The controller has registered a new incarnation of the broker. */
    default void brokerRegistered(int broker) {}

    /** The process of a broker that was asked to stop, or whose log directory failed, has exited. */
    default void brokerExited(int broker) {}

    /** The process of a controller is up: it votes, and passes its readiness probe. */
    default void controllerStarted(int controller) {}

    /** The process of a controller that was asked to stop has exited. */
    default void controllerExited(int controller) {}

    /** A broker has left the cohort's in-sync set. */
    default void isrShrunk(Cohort cohort, int broker) {}

    /** A broker has entered the cohort's in-sync set. */
    default void isrExpanded(Cohort cohort, int broker) {}

    /**
     * The controller has elected a leader.
     *
     * @param clean whether the leader was in sync or eligible
     */
    default void leaderElected(Cohort cohort, int leader, boolean clean) {}

    /** The controller found no leader for the cohort. */
    default void leaderless(Cohort cohort) {}

    /** A record sent now would not be acknowledged without waiting for something to change. */
    default void unwritable(Cohort cohort, Cause cause) {}

    /** Records are acknowledged again. */
    default void writable(Cohort cohort) {}

    /** The cohort has no live leader to read from. */
    default void unreadable(Cohort cohort, Cause cause) {}

    /** The cohort has a live leader again. */
    default void readable(Cohort cohort) {}

    /** The cohort's live leader goes on acknowledging records, but the high watermark below which consumers read stands still. */
    default void consumeStalled(Cohort cohort, Cause cause) {}

    /** The high watermark moves again, or nothing is acknowledged any more. */
    default void consumeResumed(Cohort cohort) {}

    /**
     * The cohort's leader has fallen silent without closing its connections: clients wait for its answer until their requests time out,
     * whoever leads by then. Told again when clients turn to another broker and that falls silent too.
     */
    default void clientsStalled(Cohort cohort, Cause cause) {}

    /** The silent broker answers clients again, or their connections to it are closed. */
    default void clientsAnswered(Cohort cohort) {}

    /** Something about the cohort has changed: its leader, its replica sets, whether it can be written or read, its good copies. */
    default void cohortChanged(Cohort cohort) {}

    /**
     * Acknowledged, unexpired records are gone for good.
     *
     * @param recordsPerPartition how many records each partition of the cohort lost
     * @param bytes how much all partitions of the cohort lost together, before replication
     */
    default void recordsLost(Cohort cohort, double recordsPerPartition, double bytes, Cause cause) {}

    /**
     * The amount of acknowledged records that exist only where the cluster will not look has changed.
     *
     * @param bytesPerPartition the amount now, in bytes per partition; 0 when nothing is stranded any more
     */
    default void strandedChanged(Cohort cohort, double bytesPerPartition, Cause cause) {}

    /**
     * A broker is back in every in-sync set, or has stopped before it was.
     *
     * @param bytes what it fetched while out of in-sync sets
     * @param crossZoneBytes the part that came from leaders in other racks
     */
    default void reReplicated(int broker, double bytes, double crossZoneBytes, Cause cause) {}

    /** The first partition has left the state in which all its replicas are in sync. */
    default void recoveryBegan() {}

    /**
     * All replicas of all partitions are in sync again.
     *
     * @param sinceMs the instant the episode began, in milliseconds
     */
    default void recoveryDone(long sinceMs) {}

    /**
     * An operator has ordered a reassignment of all partitions at once.
     *
     * @param throttle what {@code kafka-reassign-partitions --throttle} was told, unlimited for nothing
     */
    default void reassignmentBegan(Moves moves, DataRate throttle, Cause cause) {}

    /** The cohort has its new replicas, all of them in sync, and no others. */
    default void reassigned(Cohort cohort) {}

    /**
     * Every partition has its new replicas.
     *
     * @param sinceMs when the reassignment was ordered, in milliseconds
     */
    default void reassignmentDone(Moves moves, long sinceMs, Cause cause) {}

    /** A controller has become active. */
    default void controllerElected(int controller) {}

    /** No majority of controllers is left. */
    default void quorumLost(Cause cause) {}

    /** The committed metadata is gone: a majority of voters without it has elected a leader. */
    default void metadataLost(Cause cause) {}
}
