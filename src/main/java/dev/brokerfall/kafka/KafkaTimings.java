package dev.brokerfall.kafka;

import dev.brokerfall.random.RandomDuration;
import dev.brokerfall.unit.DataRate;
import java.time.Duration;

/**
 * How long things take that no setting decides. Each is drawn when it happens.
 *
 * @param startup from the start of a broker's process until it asks to be registered and begins to load its logs
 * @param unfencing from the moment a broker is registered and has loaded its logs until the controller unfences it
 * @param directoryAssignment from loaded metadata until the controller has recorded a new directory id for the broker's replicas
 * @param controlledShutdown from the controller's consent to a controlled shutdown until the process has flushed, closed and exited
 * @param leaderMoveGap from a controller event that moves leaders until the new ones serve
 * @param controllers what controllers do
 * @param unflushedTail the age of the oldest append that a loss of the page cache takes with it
 * @param followerLag how long ago a leader last answered the fetch of an in-sync follower, when it stops without warning
 * @param logLoading what opening logs costs at a broker's start
 * @param catchUpRate the most that one follower fetches to catch up, over all its sources
 * @param fetchRoundTrip from a fetcher's request for a full response until it sends the next: the leader reads and sends it, the follower
 *     checks and appends it
 * @param fileWork what a broker waits for its file system
 */
public record KafkaTimings(
        RandomDuration startup,
        RandomDuration unfencing,
        RandomDuration directoryAssignment,
        RandomDuration controlledShutdown,
        RandomDuration leaderMoveGap,
        ControllerTimings controllers,
        RandomDuration unflushedTail,
        RandomDuration followerLag,
        LogLoading logLoading,
        DataRate catchUpRate,
        Duration fetchRoundTrip,
        FileWork fileWork) {

    /** Times of brokers whose file system costs nothing more. */
    public KafkaTimings(
            RandomDuration startup,
            RandomDuration unfencing,
            RandomDuration directoryAssignment,
            RandomDuration controlledShutdown,
            RandomDuration leaderMoveGap,
            ControllerTimings controllers,
            RandomDuration unflushedTail,
            RandomDuration followerLag,
            LogLoading logLoading,
            DataRate catchUpRate,
            Duration fetchRoundTrip) {
        this(
                startup,
                unfencing,
                directoryAssignment,
                controlledShutdown,
                leaderMoveGap,
                controllers,
                unflushedTail,
                followerLag,
                logLoading,
                catchUpRate,
                fetchRoundTrip,
                FileWork.NONE);
    }

    /** Returns the same times with a file system that costs {@code work}. */
    public KafkaTimings withFileWork(FileWork work) {
        return new KafkaTimings(
                startup,
                unfencing,
                directoryAssignment,
                controlledShutdown,
                leaderMoveGap,
                controllers,
                unflushedTail,
                followerLag,
                logLoading,
                catchUpRate,
                fetchRoundTrip,
                work);
    }
}
