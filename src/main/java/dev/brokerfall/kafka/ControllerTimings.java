package dev.brokerfall.kafka;

import dev.brokerfall.random.RandomDuration;
import java.time.Duration;

/**
 * How long things take among controllers, or among the members of a ZooKeeper ensemble, that no modelled setting decides.
 *
 * @param startup from the start of a process until it can vote
 * @param message from the sending of a message between two controllers until the other has acted upon it, writes to its log included
 * @param reconnect until a nominee that has asked in vain finds that a voter is back
 * @param appendInterval the longest pause between two records of the metadata log: with nothing else to write, the active controller
 *     writes that nothing has happened ({@code metadata.max.idle.interval.ms})
 * @param handover the longest that a stopping active controller waits for a successor ({@code KafkaRaftManager.scala})
 * @param ensembleElection from the loss of ZooKeeper's leader, or from a new majority, until there is a leader
 * @param partitionElection what a controller that works on one partition after the other needs to elect a leader; 0 with KRaft, which
 *     writes them in one batch
 * @param partitionRead what a new controller needs to read the state of one partition; 0 with KRaft, where it has it in memory
 */
public record ControllerTimings(
        RandomDuration startup,
        RandomDuration message,
        RandomDuration reconnect,
        Duration appendInterval,
        Duration handover,
        Duration ensembleElection,
        Duration partitionElection,
        Duration partitionRead) {}
