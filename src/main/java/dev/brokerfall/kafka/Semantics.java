package dev.brokerfall.kafka;

import dev.brokerfall.kafka.placement.Placement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The rules that differ between versions of Kafka, as values that the one state machine reads.
 *
 * @param name how a scenario calls it
 * @param eligibleLeaderReplicas whether replicas that left the in-sync set below its minimum may still lead (KIP-966)
 * @param directoryAssignmentClearsElr whether recording a new directory id forgets the eligible leader replicas, as versions before
 *     4.3 do ({@code ReplicationControlManager.handleAssignReplicasToDirs} builds the change without the ELR flag)
 * @param directoryGate whether a replica may lead only from a directory that its broker has registered (KIP-858)
 * @param brokerEpochCheck whether a replica enters the in-sync set only while its broker is unfenced and of the registered epoch
 *     (KIP-903)
 * @param leadersWriteIsr whether leaders write in-sync sets into ZooKeeper themselves ({@code ReplicationUtils.updateLeaderAndIsr} of
 *     2.4) instead of asking the controller to (KIP-497)
 * @param highWatermarkNeedsMinIsr whether the high watermark stands still while fewer than {@code min.insync.replicas} are in sync, as
 *     it does since 3.7 (KAFKA-15583)
 * @param sessionTick the grid on which sessions expire: ZooKeeper's {@code tickTime}; empty for KRaft, whose controller looks for
 *     stale brokers eight times a session ({@code QuorumController})
 * @param placement how new topics are placed on brokers
 */
public record Semantics(
        String name,
        boolean eligibleLeaderReplicas,
        boolean directoryAssignmentClearsElr,
        boolean directoryGate,
        boolean brokerEpochCheck,
        boolean leadersWriteIsr,
        boolean highWatermarkNeedsMinIsr,
        Optional<Duration> sessionTick,
        Placement placement) {

    /** New clusters of Kafka 4.3 and later. */
    public static final Semantics KAFKA_4_3 =
            new Semantics("kafka-4.3", true, false, true, true, false, true, Optional.empty(), Placement.STRIPED);

    /** New clusters of Kafka 4.1 and 4.2: ELR on, but forgotten at each directory assignment. */
    public static final Semantics KAFKA_4_1_ELR =
            new Semantics("kafka-4.1-elr", true, true, true, true, false, true, Optional.empty(), Placement.STRIPED);

    /** Clusters upgraded from before 4.1: ELR stays off until somebody switches it on. */
    public static final Semantics KAFKA_4_NO_ELR =
            new Semantics("kafka-4-noelr", false, false, true, true, false, true, Optional.empty(), Placement.STRIPED);

    /** Kafka 2.4 on ZooKeeper, whose {@code tickTime} is 2 s by default. */
    public static final Semantics KAFKA_2_4_ZK = new Semantics(
            "kafka-2.4-zk",
            false,
            false,
            false,
            false,
            true,
            false,
            Optional.of(Duration.ofSeconds(2)),
            Placement.ROUND_ROBIN);

    /** Returns whether brokers and controller meet in ZooKeeper. */
    public boolean zookeeper() {
        return sessionTick.isPresent();
    }

    /** Returns all profiles, newest first. */
    public static List<Semantics> profiles() {
        return List.of(KAFKA_4_3, KAFKA_4_1_ELR, KAFKA_4_NO_ELR, KAFKA_2_4_ZK);
    }
}
