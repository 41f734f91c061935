package dev.brokerfall.scenario;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSetMultimap;
import dev.brokerfall.hosts.HostsConfig;
import dev.brokerfall.kubernetes.NodePoolConfig;
import dev.brokerfall.kubernetes.UpgradeConfig;
import dev.brokerfall.metric.BillItem;
import dev.brokerfall.metric.Metric;
import dev.brokerfall.stats.Estimate;
import dev.brokerfall.world.PlatformConfig;
import dev.brokerfall.world.TrialConfig;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A variant as the model plays it.
 *
 * @param variant what it was made of
 * @param config what a trial needs
 * @param fixed what is known without a trial: price, sustainable rate, write latency
 * @param placeHolders the metrics in which a value without a source has weight
 * @param assumptions everything that was taken from the catalogue, stated values included
 * @param readers what each of these serves, by its path: the key of a metric that is known without a trial, or {@link #SIMULATION}
 * @param bill what its monthly cost is made of
 */
public record Composition(
        Variant variant,
        TrialConfig config,
        ImmutableMap<Metric, Estimate> fixed,
        ImmutableSet<Metric> placeHolders,
        List<Assumption> assumptions,
        ImmutableSetMultimap<String, String> readers,
        List<BillItem> bill) {

    /** Who takes what a trial is played with. */
    public static final String SIMULATION = "simulation";

    public Composition {
        assumptions = List.copyOf(assumptions);
        bill = List.copyOf(bill);
    }

    /** Returns how often the brokers' machines are renewed or restarted by plan; empty for never. */
    public Optional<Duration> maintenance() {
        if (config.platform() instanceof PlatformConfig.Hosts hosts) {
            return hosts.config().maintenance().map(HostsConfig.Maintenance::every);
        }
        if (config.platform() instanceof PlatformConfig.Manifests manifests) {
            return upgrades(manifests.config().nodePools());
        }
        if (config.platform() instanceof PlatformConfig.Aks aks) {
            List<String> homes =
                    aks.pods().isEmpty() ? List.of() : aks.pods().get(0).pools();
            return upgrades(aks.config().nodePools().stream()
                    .filter(pool -> homes.isEmpty() || homes.contains(pool.name()))
                    .toList());
        }
        return Optional.empty();
    }

    private static Optional<Duration> upgrades(List<NodePoolConfig> pools) {
        return pools.stream()
                .map(NodePoolConfig::upgrade)
                .filter(upgrade -> upgrade.channel() == UpgradeConfig.Channel.NODE_IMAGE)
                .map(UpgradeConfig::every)
                .min(Comparator.naturalOrder());
    }
}
