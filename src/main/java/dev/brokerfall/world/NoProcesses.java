package dev.brokerfall.world;

import dev.brokerfall.fault.ProcessStage;
import dev.brokerfall.kernel.Cause;
import dev.brokerfall.unit.DataRate;
import dev.brokerfall.unit.DataSize;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The processes of a platform that is played alone: nothing can happen to them. */
final class NoProcesses implements ProcessStage {

    @Override
    public void brokerKill(List<Integer> brokers, boolean wipe, Optional<Duration> restartAfter, Cause cause) {
        throw none(cause);
    }

    @Override
    public void tailLost(List<Integer> brokers, DataSize perPartition, Cause cause) {
        throw none(cause);
    }

    @Override
    public void brokerStop(List<Integer> brokers, boolean wipe, Optional<Duration> restartAfter, Cause cause) {
        throw none(cause);
    }

    @Override
    public void brokerStart(List<Integer> brokers, Cause cause) {
        throw none(cause);
    }

    @Override
    public void brokerFreeze(List<Integer> brokers, Duration duration, Cause cause) {
        throw none(cause);
    }

    @Override
    public void brokerHang(List<Integer> brokers, Duration duration, Cause cause) {
        throw none(cause);
    }

    @Override
    public void controllerKill(List<Integer> controllers, boolean wipe, Optional<Duration> restartAfter, Cause cause) {
        throw none(cause);
    }

    @Override
    public void controllerStart(List<Integer> controllers, Cause cause) {
        throw none(cause);
    }

    @Override
    public void logDirFailure(List<Integer> brokers, Optional<Integer> directory, Cause cause) {
        throw none(cause);
    }

    @Override
    public void deleteTopic(String topic, double renameRefused, Cause cause) {
        throw none(cause);
    }

    @Override
    public void consumerOutage(int groups, Duration duration, Cause cause) {
        throw none(cause);
    }

    @Override
    public void uncleanElection(Cause cause) {
        throw none(cause);
    }

    @Override
    public void addBroker(DataRate throttle, Cause cause) {
        throw none(cause);
    }

    @Override
    public void replaceBroker(int broker, DataRate throttle, Cause cause) {
        throw none(cause);
    }

    private static IllegalStateException none(Cause cause) {
        return new IllegalStateException(cause.event() + " needs a Kafka cluster, and this scenario has none");
    }
}
