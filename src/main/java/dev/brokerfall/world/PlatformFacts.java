package dev.brokerfall.world;

import dev.brokerfall.hosts.HostsListener;
import dev.brokerfall.kernel.Cause;
import dev.brokerfall.kubernetes.KubernetesListener;
import dev.brokerfall.metric.TrialMetrics;
import java.util.HashSet;
import java.util.Set;

/** Carries what happens on a platform to those above it: moves and attachments to the metrics, lost data to Kafka. */
final class PlatformFacts implements KubernetesListener, HostsListener {

    private final int brokers;
    private final TrialMetrics metrics;
    private final KafkaProcesses processes;
    private final Set<Cause> complete = new HashSet<>();

    PlatformFacts(int brokers, TrialMetrics metrics, KafkaProcesses processes) {
        this.brokers = brokers;
        this.metrics = metrics;
        this.processes = processes;
    }

    /** Returns whether the rolling operation that {@code cause} names has ended. */
    boolean isComplete(Cause cause) {
        return complete.contains(cause);
    }

    @Override
    public void podScheduled(int process, String pod, String node, boolean moved, Cause cause) {
        if (moved && process < brokers) {
            metrics.podMoved();
        }
    }

    @Override
    public void volumeAttached(int process, String volume, String node) {
        if (process < brokers) {
            metrics.diskAttached();
        }
    }

    @Override
    public void volumeLost(int process, String volume, String node, Cause cause) {
        processes.dataLost(process, cause);
    }

    @Override
    public void upgradeEnded(String pool, boolean upgraded, String node, String reason, Cause cause) {
        complete.add(cause);
        processes.wake();
    }

    @Override
    public void rollEnded(Cause cause) {
        complete.add(cause);
        processes.wake();
    }

    @Override
    public void dataLost(int process, String agent, Cause cause) {
        processes.dataLost(process, cause);
    }

    @Override
    public void processReplaced(int process, String agent, boolean moved, Cause cause) {
        if (moved && process < brokers) {
            metrics.podMoved();
        }
    }

    @Override
    public void maintenanceDone(Cause cause) {
        complete.add(cause);
        processes.wake();
    }
}
