package dev.brokerfall.kafka;

import dev.brokerfall.unit.Durations;
import java.time.Duration;

/**
 * What a thread of a broker waits for its file system in places where it waits for each log. On a disk that is part of what was measured
 * there; on a share mounted over the network each creation, opening, closing and renaming of a file is a round trip to the server.
 *
 * <p>Appending is not among them: a record is acknowledged from the page cache, and rolling a segment, checkpoints and deletes are a few
 * files in the background for each segment or each log directory, not for each request.
 *
 * @param newLeader writing the leader epoch of one partition that the broker begins to lead, which one thread does for one after the
 *     other before it is led ({@code LeaderEpochFileCache.assign}, {@code CheckpointFile.write})
 * @param close flushing and closing one log when the broker is stopped in order ({@code LogManager.shutdown}), by the threads that also
 *     load logs
 */
public record FileWork(Duration newLeader, Duration close) {

    /** Nothing beyond what is counted elsewhere. */
    public static final FileWork NONE = new FileWork(Duration.ZERO, Duration.ZERO);

    private static final double MS_PER_SECOND = 1000;

    double newLeaderMillis() {
        return Durations.seconds(newLeader) * MS_PER_SECOND;
    }

    double closeMillis() {
        return Durations.seconds(close) * MS_PER_SECOND;
    }
}
