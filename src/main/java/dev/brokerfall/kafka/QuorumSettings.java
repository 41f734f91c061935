package dev.brokerfall.kafka;

import static com.google.common.base.Preconditions.checkArgument;

import java.time.Duration;

/**
 * The settings by which controllers elect an active one ({@code QuorumConfig.java} of Apache Kafka 4.1).
 *
 * @param fetchTimeout {@code controller.quorum.fetch.timeout.ms}: a follower that has fetched nothing for so long asks to lead; an
 *     active controller from which no majority has fetched for one and a half times this resigns
 * @param electionTimeout {@code controller.quorum.election.timeout.ms}: a nominee waits between one and two of these for its votes
 * @param electionBackoffMax {@code controller.quorum.election.backoff.max.ms}: how long the last successor of a controller that
 *     resigns leaves it to the others
 * @param autoJoin {@code controller.quorum.auto.join.enable}, Kafka 4.2 and later: whether a controller that the voters do not know
 *     becomes a voter by itself
 */
public record QuorumSettings(
        Duration fetchTimeout, Duration electionTimeout, Duration electionBackoffMax, boolean autoJoin) {

    public QuorumSettings {
        checkArgument(
                fetchTimeout.toMillis() > 0,
                "controller.quorum.fetch.timeout.ms must be at least a millisecond, was %s",
                fetchTimeout);
        checkArgument(
                electionTimeout.toMillis() > 0,
                "controller.quorum.election.timeout.ms must be at least a millisecond, was %s",
                electionTimeout);
        checkArgument(
                electionBackoffMax.toMillis() > 0,
                "controller.quorum.election.backoff.max.ms must be at least a millisecond, was %s",
                electionBackoffMax);
    }
}
