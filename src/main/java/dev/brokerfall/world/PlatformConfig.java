package dev.brokerfall.world;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableMap;
import dev.brokerfall.hosts.HostsConfig;
import dev.brokerfall.kafka.BrokerLimits;
import dev.brokerfall.kubernetes.AksConfig;
import dev.brokerfall.kubernetes.PodSpec;
import dev.brokerfall.kubernetes.objects.ClusterObjects;
import java.util.List;

/** What the brokers run on. */
public sealed interface PlatformConfig {

    /**
     * Azure Kubernetes Service.
     *
     * @param pods brokers first, then controllers, or the pods of a platform that is played without Kafka
     */
    record Aks(AksConfig config, List<PodSpec> pods) implements PlatformConfig {
        public Aks {
            pods = List.copyOf(pods);
        }
    }

    /**
     * A cluster on Azure Kubernetes Service as its manifests have it; it is played without Kafka.
     *
     * @param config its pools, named as the nodes' {@code agentpool} labels name them
     */
    record Manifests(AksConfig config, ClusterObjects objects) implements PlatformConfig {}

    /** DC/OS-like agents with pinned data. */
    record Hosts(HostsConfig config) implements PlatformConfig {}

    /**
     * Nothing below the processes: they start and stop as the timeline says.
     *
     * @param unlike the bandwidth of those brokers that have another than the rest
     */
    record Bare(int brokers, int controllers, ImmutableMap<Integer, BrokerLimits> unlike) implements PlatformConfig {
        public Bare {
            checkArgument(brokers >= 1, "brokers must be at least 1, was %s", brokers);
        }

        /** Brokers that are all alike. */
        public Bare(int brokers, int controllers) {
            this(brokers, controllers, ImmutableMap.of());
        }
    }
}
