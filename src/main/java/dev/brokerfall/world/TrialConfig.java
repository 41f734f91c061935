package dev.brokerfall.world;

import static com.google.common.base.Preconditions.checkArgument;

import dev.brokerfall.fault.BackgroundFault;
import dev.brokerfall.fault.TimelineEntry;
import dev.brokerfall.fault.Topology;
import dev.brokerfall.kafka.BrokerLimits;
import dev.brokerfall.kafka.KafkaConfig;
import dev.brokerfall.metric.ClientConfig;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Everything one trial needs but its luck.
 *
 * @param horizon how long it is played
 * @param kafka the cluster that runs on the platform; empty to play the platform alone
 * @param combined whether controllers share the processes of the first brokers
 * @param limits the bandwidth of each broker's disk and network, where the platform does not know better
 * @param processRestart from a process's death until its container, or its task, has been restarted in place; unused on bare
 * @param healing how long service healing of a crashed machine takes when the timeline does not say
 * @param notice how long before it moves a machine to another host Azure announces it
 * @param waitForFullIsr whether the operator rolls a broker only while every partition is fully in sync
 * @param client how patient producers are
 * @param faults what strikes by chance
 * @param topology what there is to strike; the same for all options that are compared
 * @param timeline what surely happens
 */
public record TrialConfig(
        Duration horizon,
        PlatformConfig platform,
        Optional<KafkaConfig> kafka,
        boolean combined,
        BrokerLimits limits,
        RestartBackOff processRestart,
        Duration healing,
        Duration notice,
        boolean waitForFullIsr,
        ClientConfig client,
        List<BackgroundFault> faults,
        Topology topology,
        List<TimelineEntry> timeline) {

    public TrialConfig {
        checkArgument(horizon.toMillis() > 0, "horizon must be positive, was %s", horizon);
        checkArgument(
                kafka.isEmpty() || !(platform instanceof PlatformConfig.Manifests),
                "a cluster from manifests is played without Kafka");
        checkArgument(
                kafka.isPresent() || !(platform instanceof PlatformConfig.Bare),
                "a bare platform has nothing but Kafka");
        faults = List.copyOf(faults);
        timeline = List.copyOf(timeline);
    }

    /** Returns the bandwidth of one broker's disk and network. */
    BrokerLimits limits(int broker) {
        return platform instanceof PlatformConfig.Bare bare ? bare.unlike().getOrDefault(broker, limits) : limits;
    }
}
