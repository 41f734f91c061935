package dev.brokerfall.kafka;

import static com.google.common.base.Preconditions.checkArgument;

import dev.brokerfall.unit.DataRate;
import dev.brokerfall.unit.DataSize;
import java.time.Duration;
import java.util.List;

/**
 * The settings of Kafka that the model reads, under Kafka's own names ({@code broker.session.timeout.ms} is
 * {@code brokerSessionTimeout}); their meaning and defaults are those of "Kafka Broker Configurations",
 * https://kafka.apache.org/documentation/#brokerconfigs.
 *
 * @param brokerHeartbeatInterval {@code broker.heartbeat.interval.ms}; also the pause before a refused registration is tried again
 * @param brokerSessionTimeout {@code broker.session.timeout.ms}, or {@code zookeeper.session.timeout.ms}
 * @param replicaLagTimeMax {@code replica.lag.time.max.ms}; leaders check it every half of it
 * @param leaderImbalanceCheckInterval {@code leader.imbalance.check.interval.seconds}
 * @param autoLeaderRebalanceEnable {@code auto.leader.rebalance.enable}
 * @param followerReplicationThrottledRate {@code follower.replication.throttled.rate}, per broker, unlimited when not set
 * @param leaderReplicationThrottledRate {@code leader.replication.throttled.rate}, per broker, unlimited when not set
 * @param replicationThrottledReplicas whether {@code leader.} and {@code follower.replication.throttled.replicas} list all replicas
 *     ({@code *}) or none; without a list a rate throttles nothing
 * @param numRecoveryThreadsPerDataDir {@code num.recovery.threads.per.data.dir}
 * @param logSegmentBytes {@code log.segment.bytes}, which bounds what an unclean start must read again
 * @param quorum those by which controllers elect
 * @param controlledShutdownTimeout how long a broker waits for a controlled shutdown before it stops without (five minutes in
 *     {@code KafkaBroker.scala}, not configurable)
 * @param numReplicaFetchers {@code num.replica.fetchers}, the threads with which a follower fetches from each leading broker
 * @param replicaFetchResponseMaxBytes {@code replica.fetch.response.max.bytes}, the most that one response to such a thread holds
 */
public record KafkaSettings(
        Duration brokerHeartbeatInterval,
        Duration brokerSessionTimeout,
        Duration replicaLagTimeMax,
        Duration leaderImbalanceCheckInterval,
        boolean autoLeaderRebalanceEnable,
        DataRate followerReplicationThrottledRate,
        DataRate leaderReplicationThrottledRate,
        boolean replicationThrottledReplicas,
        int numRecoveryThreadsPerDataDir,
        DataSize logSegmentBytes,
        QuorumSettings quorum,
        Duration controlledShutdownTimeout,
        int numReplicaFetchers,
        DataSize replicaFetchResponseMaxBytes) {

    public KafkaSettings {
        checkPositive("broker.heartbeat.interval.ms", brokerHeartbeatInterval);
        checkPositive("broker.session.timeout.ms", brokerSessionTimeout);
        checkPositive("replica.lag.time.max.ms", replicaLagTimeMax);
        checkPositive("leader.imbalance.check.interval.seconds", leaderImbalanceCheckInterval);
        checkPositive("the controlled shutdown timeout", controlledShutdownTimeout);
        checkArgument(
                numRecoveryThreadsPerDataDir >= 1,
                "num.recovery.threads.per.data.dir must be at least 1, was %s",
                numRecoveryThreadsPerDataDir);
        checkArgument(numReplicaFetchers >= 1, "num.replica.fetchers must be at least 1, was %s", numReplicaFetchers);
        checkArgument(
                replicaFetchResponseMaxBytes.bytes() > 0,
                "replica.fetch.response.max.bytes must be more than 0, was %s",
                replicaFetchResponseMaxBytes);
    }

    private static void checkPositive(String name, Duration duration) {
        checkArgument(duration.toMillis() > 0, "%s must be at least a millisecond, was %s", name, duration);
    }

    /** Returns the names of the settings that a scenario may give, as Kafka spells them. */
    public static List<String> modelledNames() {
        return List.of(
                "auto.leader.rebalance.enable",
                "broker.heartbeat.interval.ms",
                "broker.session.timeout.ms",
                "controller.quorum.auto.join.enable",
                "controller.quorum.election.backoff.max.ms",
                "controller.quorum.election.timeout.ms",
                "controller.quorum.fetch.timeout.ms",
                "follower.replication.throttled.rate",
                "follower.replication.throttled.replicas",
                "leader.imbalance.check.interval.seconds",
                "leader.replication.throttled.rate",
                "leader.replication.throttled.replicas",
                "log.dir.failure.timeout.ms",
                "log.dirs",
                "log.segment.bytes",
                "num.recovery.threads.per.data.dir",
                "num.replica.fetchers",
                "replica.fetch.response.max.bytes",
                "replica.lag.time.max.ms",
                "zookeeper.session.timeout.ms");
    }
}
