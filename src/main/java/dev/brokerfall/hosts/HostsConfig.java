package dev.brokerfall.hosts;

import static com.google.common.base.Preconditions.checkArgument;

import dev.brokerfall.random.RandomDuration;
import dev.brokerfall.storage.StorageConfig;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Agents that run processes on their own disks, as the DC/OS Kafka framework does with persistent volumes.
 *
 * <p>Source: mesosphere/dcos-kafka-service, frameworks/kafka (placement {@code hostname MAX_PER 1}, one persistent volume per
 * broker); DC/OS documentation, "Persistent volumes" (a task is relaunched on the agent that holds its volume) and
 * "Troubleshooting" (a machine that is lost for good needs {@code pod replace}).
 *
 * @param zones names of the zones
 * @param agentsPerZone agents in each zone, positive
 * @param brokers processes with data on {@code storage}, numbered from 0
 * @param ensemble further processes, numbered after the brokers, with durable disks of their own
 * @param storage where the brokers' data lies
 * @param maintenance planned restarts of the agents; empty for none
 * @param restartAfter from an agent's return, or a process's death, until the scheduler has relaunched the process
 * @param replaceAfter from the loss of a broker's data until a human has replaced the pod
 * @param reboot how long a guest reboot takes
 * @param redeploy how long a move to another host takes
 * @param grace how long a process may take to stop
 * @param pausable whether Azure can keep the machines' memory while it maintains their hosts; others are moved to another host
 */
public record HostsConfig(
        List<String> zones,
        int agentsPerZone,
        int brokers,
        int ensemble,
        StorageConfig storage,
        Optional<Maintenance> maintenance,
        RandomDuration restartAfter,
        RandomDuration replaceAfter,
        RandomDuration reboot,
        RandomDuration redeploy,
        Duration grace,
        boolean pausable) {

    /**
     * Planned restarts, agent after agent.
     *
     * @param every from one round to the next
     * @param duration how long an agent is out, from the end of its processes until it is back
     * @param waitForFullIsr whether each agent waits until every partition is fully in sync
     */
    public record Maintenance(Duration every, RandomDuration duration, boolean waitForFullIsr) {
        public Maintenance {
            checkArgument(every.toMillis() > 0, "maintenance.every must be positive, was %s", every);
        }
    }

    public HostsConfig {
        zones = List.copyOf(zones);
        checkArgument(!zones.isEmpty(), "hosts need at least one zone");
        checkArgument(agentsPerZone >= 1, "agentsPerZone must be at least 1, was %s", agentsPerZone);
        checkArgument(
                brokers <= zones.size() * agentsPerZone,
                "%s brokers need as many agents (hostname MAX_PER 1), there are %s",
                brokers,
                zones.size() * agentsPerZone);
        checkArgument(ensemble >= 0, "ensemble must not be negative, was %s", ensemble);
    }
}
