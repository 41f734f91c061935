package dev.brokerfall.scenario;

import dev.brokerfall.catalogue.Catalogue;
import dev.brokerfall.catalogue.VmSize;
import dev.brokerfall.fault.BackgroundFault;
import dev.brokerfall.kubernetes.NodePoolConfig.KubeletDisk;
import dev.brokerfall.kubernetes.NodePoolConfig.OsDisk;
import dev.brokerfall.kubernetes.UpgradeConfig;
import dev.brokerfall.scenario.format.Suggestion;
import dev.brokerfall.scenario.spec.KafkaSpec;
import dev.brokerfall.scenario.spec.PlatformSpec;
import dev.brokerfall.scenario.spec.PlatformSpec.BareBrokerSpec;
import dev.brokerfall.scenario.spec.PlatformSpec.NodePoolSpec;
import dev.brokerfall.scenario.spec.ScenarioSpec;
import dev.brokerfall.scenario.spec.StorageSpec;
import dev.brokerfall.scenario.text.ScenarioException;
import dev.brokerfall.unit.Durations;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds what a platform cannot be. */
final class PlatformChecks {

    private static final Duration A_DAY = Duration.ofDays(1);

    private final ScenarioSpec spec;
    private final Catalogue catalogue;
    private final Site site;
    private final Path folder;

    PlatformChecks(ScenarioSpec spec, Catalogue catalogue, Site site, Path folder) {
        this.spec = spec;
        this.catalogue = catalogue;
        this.site = site;
        this.folder = folder;
    }

    void run() {
        if (spec.platform() instanceof PlatformSpec.Aks aks) {
            aks(aks);
        } else if (spec.platform() instanceof PlatformSpec.Hosts hosts) {
            hosts(hosts);
        } else {
            bare((PlatformSpec.Bare) spec.platform());
        }
    }

    private void aks(PlatformSpec.Aks aks) {
        String path = "spec.platform.aks";
        if (!aks.kubernetes().matches("\\d+\\.\\d+(\\.\\d+)?")) {
            site.error(
                    path + ".kubernetes",
                    "'%s' is not a version".formatted(aks.kubernetes()),
                    "write it like \"1.33\"");
        }
        if (!aks.manifests().isEmpty() && spec.kafka().isPresent()) {
            site.error(path + ".manifests", "kafka on a cluster from manifests is not built yet", "use nodePools");
        }
        if (!aks.manifests().isEmpty()) {
            manifests(aks);
        }
        Set<String> names = new HashSet<>();
        for (int index = 0; index < aks.nodePools().size(); index++) {
            String at = path + ".nodePools[" + index + "]";
            NodePoolSpec pool = aks.nodePools().get(index);
            if (!names.add(pool.name())) {
                site.error(at + ".name", "the node pool '%s' is there twice".formatted(pool.name()));
            }
            pool(pool, at);
        }
    }

    private void manifests(PlatformSpec.Aks aks) {
        try {
            if (FoundCluster.read(aks.manifests(), folder).objects().nodes().isEmpty()) {
                site.error("spec.platform.aks.manifests", "there is no node in the manifests");
            }
        } catch (ScenarioException e) {
            site.problems().addAll(e.problems());
        }
    }

    private void pool(NodePoolSpec pool, String at) {
        zones(pool.zones(), at + ".zones");
        if (pool.nodes().isPresent()
                && pool.nodes().get() % Math.max(1, pool.zones().size()) != 0) {
            site.error(
                    at + ".nodes",
                    "%s nodes cannot be spread evenly over %s zones"
                            .formatted(pool.nodes().get(), pool.zones().size()),
                    "an uneven pool is not built yet: use nodesPerZone");
        }
        pool.autoscale().ifPresent(autoscale -> autoscale(autoscale, pool, at + ".autoscale"));
        PlatformSpec.UpgradeSpec upgrade = pool.upgrade();
        if (upgrade.channel() == UpgradeConfig.Channel.NODE_IMAGE
                && upgrade.maxSurge() == 0
                && upgrade.maxUnavailable() == 0) {
            site.error(at + ".upgrade.maxSurge", "an upgrade needs maxSurge or maxUnavailable above 0");
        }
        upgrade.window().ifPresent(window -> window(window, at + ".upgrade.window"));
        vmSize(pool.vmSize(), at + ".vmSize").ifPresent(vm -> disks(pool, vm, at));
    }

    private void window(PlatformSpec.WindowSpec window, String at) {
        Duration shortest = catalogue.duration("aks.upgrade.shortestWindow");
        if (window.length().compareTo(shortest) < 0 || window.length().compareTo(A_DAY) > 0) {
            site.error(
                    at + ".length",
                    "a window of %s is not one that AKS keeps".formatted(Durations.format(window.length())),
                    "let it be open for %s to 24h".formatted(Durations.format(shortest)));
        }
        if (window.start().compareTo(A_DAY) >= 0) {
            site.error(at + ".start", "the start is a time of the day, below 24h", "choose another day");
        }
    }

    private void autoscale(PlatformSpec.AutoscaleSpec autoscale, NodePoolSpec pool, String at) {
        int zones = Math.max(1, pool.zones().size());
        int nodes = Iron.nodesPerZone(pool) * zones;
        if (autoscale.min() > nodes || nodes > autoscale.max()) {
            site.error(
                    at,
                    "min (%s) and max (%s) must enclose the %s nodes that the pool begins with"
                            .formatted(autoscale.min(), autoscale.max(), nodes));
        }
        if (autoscale.perZone() && (autoscale.min() % zones != 0 || autoscale.max() % zones != 0)) {
            site.error(
                    at,
                    "with perZone, min (%s) and max (%s) are divided evenly over %s zones"
                            .formatted(autoscale.min(), autoscale.max(), zones),
                    "use multiples of %s".formatted(zones));
        }
    }

    private void disks(NodePoolSpec pool, VmSize vm, String at) {
        if (pool.osDisk().equals(Optional.of(OsDisk.EPHEMERAL))
                && vm.ephemeralOsRoom().isEmpty()) {
            site.error(
                    at + ".osDisk",
                    "%s cannot have an ephemeral OS disk: it has no local disk".formatted(vm.name()),
                    "use osDisk: managed, or a size with a local disk such as Standard_D8ds_v5");
        }
        if (pool.kubeletDisk() == KubeletDisk.TEMPORARY && vm.tempDisk().isEmpty()) {
            site.error(at + ".kubeletDisk", "%s has no temporary disk".formatted(vm.name()), "use kubeletDisk: os");
        }
    }

    private void hosts(PlatformSpec.Hosts hosts) {
        String path = "spec.platform.hosts";
        zones(hosts.zones(), path + ".zones");
        vmSize(hosts.vmSize(), path + ".vmSize");
        int agents = hosts.zones().size() * hosts.agentsPerZone();
        spec.kafka()
                .filter(kafka -> kafka.brokers() > agents)
                .ifPresent(kafka -> site.error(
                        "spec.kafka.brokers",
                        "%s brokers need as many agents, and there are %s".formatted(kafka.brokers(), agents),
                        "each agent holds one broker"));
        if (spec.kafka().isEmpty()) {
            site.error(path, "hosts without kafka have nothing to run");
        }
        if (spec.storage().isPresent() && !(spec.storage().get() instanceof StorageSpec.LocalVolume)) {
            site.error(
                    "spec.storage",
                    "on hosts, data lies on the agent's own disk",
                    "use storage: {localVolume: {device: …}}");
        }
    }

    private void unlike(List<BareBrokerSpec> brokers) {
        int there = spec.kafka().map(KafkaSpec::brokers).orElse(0) + BrokerChangeChecks.count(spec);
        Set<Integer> named = new HashSet<>();
        for (int index = 0; index < brokers.size(); index++) {
            String at = "spec.platform.bare.brokers[" + index + "].broker";
            int broker = brokers.get(index).broker();
            if (broker >= there) {
                site.error(
                        at,
                        "there is no broker %s".formatted(broker),
                        "they are 0 to %s, with those that the timeline brings".formatted(there - 1));
            } else if (!named.add(broker)) {
                site.error(at, "broker %s is there twice".formatted(broker));
            }
        }
    }

    private void bare(PlatformSpec.Bare bare) {
        unlike(bare.brokers());
        if (spec.storage().isPresent()) {
            site.error(
                    "spec.storage",
                    "platform bare has no storage: processes find what the timeline leaves them",
                    "leave it out");
        }
        if (spec.kafka().isEmpty()) {
            site.error("spec.platform.bare", "platform bare without kafka has nothing to run");
        }
        boolean said = Arrays.stream(BackgroundFault.Kind.values())
                .filter(FaultComposer::needsProcessesAlone)
                .anyMatch(kind -> spec.faults().override().containsKey(kind.key()));
        if (!spec.faults().none() && !said) {
            site.error(
                    "spec.faults",
                    "platform bare knows no faults by chance but those of processes",
                    "write faults: {none: true} and say in the timeline what happens, or override brokerKill or"
                            + " logDirFailure");
        }
    }

    private void zones(List<String> zones, String path) {
        Set<String> seen = new HashSet<>();
        for (int index = 0; index < zones.size(); index++) {
            if (!seen.add(zones.get(index))) {
                site.error(path + "[" + index + "]", "the zone '%s' is there twice".formatted(zones.get(index)));
            }
        }
    }

    private Optional<VmSize> vmSize(String name, String path) {
        Optional<VmSize> size = catalogue.vmSize(name);
        if (size.isEmpty()) {
            site.error(
                    path,
                    "the catalogue has no VM size '%s'".formatted(name),
                    Suggestion.help(name, catalogue.vmSizeNames()));
        }
        return size;
    }
}
