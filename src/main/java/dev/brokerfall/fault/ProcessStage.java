package dev.brokerfall.fault;

import dev.brokerfall.kernel.Cause;
import dev.brokerfall.unit.DataRate;
import dev.brokerfall.unit.DataSize;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Brokers and controllers as faults see them: what can happen to a process on any platform. */
public interface ProcessStage {

    void brokerKill(List<Integer> brokers, boolean wipe, Optional<Duration> restartAfter, Cause cause);

    /** Stopped brokers will find the logs of their partitions shorter: what was not yet on disk is gone. */
    void tailLost(List<Integer> brokers, DataSize perPartition, Cause cause);

    void brokerStop(List<Integer> brokers, boolean wipe, Optional<Duration> restartAfter, Cause cause);

    void brokerStart(List<Integer> brokers, Cause cause);

    void brokerFreeze(List<Integer> brokers, Duration duration, Cause cause);

    void brokerHang(List<Integer> brokers, Duration duration, Cause cause);

    void controllerKill(List<Integer> controllers, boolean wipe, Optional<Duration> restartAfter, Cause cause);

    void controllerStart(List<Integer> controllers, Cause cause);

    /** Fails one log directory of each of these brokers, or all of them. */
    void logDirFailure(List<Integer> brokers, Optional<Integer> directory, Cause cause);

    /**
     * Deletes a topic.
     *
     * @param renameRefused the probability that a broker cannot rename the directories of its replicas, at each attempt
     */
    void deleteTopic(String topic, double renameRefused, Cause cause);

    void uncleanElection(Cause cause);

    /** Has groups of consumers read nothing for a while; then they read what they have missed. */
    void consumerOutage(int groups, Duration duration, Cause cause);

    void addBroker(DataRate throttle, Cause cause);

    void replaceBroker(int broker, DataRate throttle, Cause cause);
}
