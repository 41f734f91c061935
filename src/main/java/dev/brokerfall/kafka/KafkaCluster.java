package dev.brokerfall.kafka;

import dev.brokerfall.kernel.Actor;
import dev.brokerfall.kernel.Agenda;
import dev.brokerfall.kernel.Cause;
import dev.brokerfall.random.Streams;
import java.util.List;

/** A Kafka cluster in simulated time. At 0 everything is up, in sync and led by the preferred replicas. */
@SuppressWarnings("DoNotCallSuggester")
public final class KafkaCluster implements Actor {

    /** The id of the first controller. */
    public static final int FIRST_CONTROLLER = 100;

    /** Creates a cluster that tells {@code listener} what happens. */
    @SuppressWarnings("unused")
    public KafkaCluster(Agenda agenda, Streams streams, KafkaConfig config, KafkaListener listener) {}

    /** Starts the process of a stopped broker, which finds {@code data} in its log directory. */
    public void startBroker(int broker, LogDirectory data, Cause cause) {
        throw notYet();
    }

    /** Asks a broker to stop (SIGTERM); {@link KafkaListener#brokerExited} follows. */
    public void stopBroker(int broker, Cause cause) {
        throw notYet();
    }

    /** Ends a broker's process at once: SIGKILL, or the crash of its machine. Nothing happens when it is not running. */
    public void killBroker(int broker, Cause cause) {
        throw notYet();
    }

    /** Tells that a stopped broker's log directory no longer holds what it did, before the broker is started again. */
    public void loseData(int broker, LogDirectory data, Cause cause) {
        throw notYet();
    }

    /** Stops a broker's process in its tracks (SIGSTOP, a VM frozen for maintenance). */
    public void freezeBroker(int broker, Cause cause) {
        throw notYet();
    }

    /** Lets a frozen broker go on. */
    public void thawBroker(int broker) {
        throw notYet();
    }

    /** Stalls a broker's disk: it heartbeats, but neither fetches nor serves. */
    public void hangBroker(int broker, Cause cause) {
        throw notYet();
    }

    /** Ends a stall. */
    public void unhangBroker(int broker) {
        throw notYet();
    }

    /** Cuts a broker off from controllers, clients and all other brokers. */
    public void partitionBroker(int broker, Cause cause) {
        throw notYet();
    }

    /** Reconnects a broker. */
    public void healBroker(int broker) {
        throw notYet();
    }

    /** Fails a broker's only log directory, upon which it halts; {@link KafkaListener#brokerExited} follows. */
    public void failLogDirectory(int broker, Cause cause) {
        throw notYet();
    }

    /** Sets a broker's bandwidth from now on. */
    public void limitBroker(int broker, BrokerLimits limits) {
        throw notYet();
    }

    /** Starts the process of a stopped controller. */
    public void startController(int controller, LogDirectory data, Cause cause) {
        throw notYet();
    }

    /** Ends a controller's process at once. Nothing happens when it is not running. */
    public void killController(int controller, Cause cause) {
        throw notYet();
    }

    /** Asks a controller to stop; {@link KafkaListener#controllerExited} follows. */
    public void stopController(int controller, Cause cause) {
        throw notYet();
    }

    /** Has an operator run {@code kafka-leader-election --election-type UNCLEAN --all-topic-partitions}. */
    public void uncleanElection(Cause cause) {
        throw notYet();
    }

    /** Returns whether Strimzi's KafkaRoller would restart this broker now ({@code KafkaAvailability.canRoll}). */
    public boolean mayRoll(int broker) {
        throw notYet();
    }

    /** Returns whether Strimzi's KafkaRoller would restart this controller now ({@code KafkaQuorumCheck}). */
    public boolean mayRollController(int controller) {
        throw notYet();
    }

    /** Returns whether all replicas of all partitions are in sync. */
    public boolean isrFull() {
        throw notYet();
    }

    /** Returns whether this broker is in the in-sync set of every partition it holds a replica of. */
    public boolean isrFullOf(int broker) {
        throw notYet();
    }

    /** Returns whether the broker runs, is registered and unfenced: what Strimzi's readiness probe sees. */
    public boolean brokerReady(int broker) {
        throw notYet();
    }

    /** Returns whether a controller is active. */
    public boolean controllerActive() {
        throw notYet();
    }

    /** Returns the cohorts, in a fixed order. */
    public List<Cohort> cohorts() {
        throw notYet();
    }

    @Override
    public void handle(int kind, int target, long payload) {
        throw notYet();
    }

    private static UnsupportedOperationException notYet() {
        return new UnsupportedOperationException("not built yet");
    }
}
