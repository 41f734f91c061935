package dev.brokerfall.scenario;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import dev.brokerfall.catalogue.Catalogue;
import dev.brokerfall.catalogue.Entry;
import dev.brokerfall.catalogue.Label;
import dev.brokerfall.catalogue.VmSize;
import dev.brokerfall.fault.TimelineEntry;
import dev.brokerfall.fault.Topology;
import dev.brokerfall.fault.When;
import dev.brokerfall.hosts.HostsConfig;
import dev.brokerfall.kafka.BrokerChange;
import dev.brokerfall.kafka.BrokerLimits;
import dev.brokerfall.kafka.KafkaConfig;
import dev.brokerfall.kafka.KafkaSettings;
import dev.brokerfall.kubernetes.UpgradeConfig;
import dev.brokerfall.metric.BillItem;
import dev.brokerfall.metric.Metric;
import dev.brokerfall.scenario.format.Default;
import dev.brokerfall.scenario.spec.EventSpec;
import dev.brokerfall.scenario.spec.KafkaSpec;
import dev.brokerfall.scenario.spec.PlatformSpec;
import dev.brokerfall.scenario.spec.PlatformSpec.BareBrokerSpec;
import dev.brokerfall.scenario.spec.PlatformSpec.NodePoolSpec;
import dev.brokerfall.scenario.spec.PlatformSpec.UpgradeSpec;
import dev.brokerfall.scenario.spec.ScenarioSpec;
import dev.brokerfall.scenario.spec.TimelineSpec;
import dev.brokerfall.scenario.text.Problems;
import dev.brokerfall.stats.Estimate;
import dev.brokerfall.storage.DiskSku;
import dev.brokerfall.storage.StorageConfig;
import dev.brokerfall.unit.DataRate;
import dev.brokerfall.unit.DataSize;
import dev.brokerfall.world.PlatformConfig;
import dev.brokerfall.world.RestartBackOff;
import dev.brokerfall.world.TrialConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes what the model plays of what a scenario says and the catalogue knows, and keeps a list of what was taken from there. */
public final class Composer {

    /** A place-holder has weight in a price when the price may be off by more than this share of it. */
    private static final double WEIGHT = 0.01;

    private final Catalogue catalogue;
    private final Scenario scenario;
    private final Latencies latencies;

    private Composer(Catalogue catalogue, Scenario scenario, Latencies latencies) {
        this.catalogue = catalogue;
        this.scenario = scenario;
        this.latencies = latencies;
    }

    /** Creates a composer for one scenario. */
    public Composer(Catalogue catalogue, Scenario scenario) {
        this(catalogue, scenario, new Latencies());
    }

    /** Returns a composer of the same scenario under other values, which does not reckon anew what this one has reckoned. */
    public Composer under(Catalogue changed, Scenario readUnderIt) {
        return new Composer(changed, readUnderIt, latencies);
    }

    /** Returns each variant as the model plays it, in order. */
    public List<Composition> compose() {
        return scenario.variants().stream().map(this::compose).toList();
    }

    /** Returns the variants of these names as the model plays them, in order. */
    public List<Composition> compose(List<String> names) {
        return scenario.variants().stream()
                .filter(variant -> names.contains(variant.name()))
                .map(this::compose)
                .toList();
    }

    /** Returns what is to be said of the scenario's values, each once: stated ones too. */
    public static List<Assumption> assumptions(List<Composition> compositions) {
        Map<String, Assumption> all = new LinkedHashMap<>();
        compositions.forEach(composition ->
                composition.assumptions().forEach(assumption -> all.putIfAbsent(assumption.path(), assumption)));
        return List.copyOf(all.values());
    }

    private Composition compose(Variant variant) {
        ScenarioSpec spec = variant.spec();
        Ledger ledger = new Ledger(catalogue, spec.faults().profile());
        variant.defaults().stream()
                .map(Default::entry)
                .flatMap(Optional::stream)
                .map(Entry::path)
                .forEach(ledger::note);
        Optional<KafkaSettingsReader> reader = spec.kafka()
                .map(kafka -> new KafkaSettingsReader(kafka, ledger, new Site(variant.tree(), new Problems())));
        Optional<KafkaSettings> settings = reader.map(KafkaSettingsReader::read);
        Optional<Iron> iron = Iron.of(spec, catalogue);
        Optional<Volumes> volumes =
                iron.flatMap(machines -> spec.kafka().map(kafka -> new Volumes(ledger, machines, kafka.brokers())));
        Optional<StorageConfig> brokers = volumes.flatMap(its -> spec.storage().map(its::config));
        Optional<StorageConfig> controllers = volumes.flatMap(its -> controllerStorage(spec, ledger, its, brokers));
        BrokerLimits limits =
                volumes.flatMap(its -> brokers.map(its::limits)).orElseGet(() -> networkAlone(spec.platform()));
        Optional<Trace> trace =
                spec.faults().trace().map(file -> Trace.read(scenario.folder().resolve(file), new Problems()));
        FaultComposer faults = new FaultComposer(ledger, spec, brokers, trace);
        KafkaComposer kafkaComposer = new KafkaComposer(ledger, brokers);
        Optional<KafkaConfig> kafka = spec.kafka()
                .map(its -> kafkaComposer.config(
                        its, settings.orElseThrow(), iron.map(Iron::zones).orElse(List.of()), changes(spec)))
                .map(its -> its.withLogDirs(reader.orElseThrow().logDirs()))
                .map(its -> consumersGoAway(spec) ? its.withReads(kafkaComposer.reads(iron)) : its);
        // Where there are no machines, nothing rests on how they behave.
        Ledger machines = spec.platform() instanceof PlatformSpec.Bare ? new Ledger(catalogue) : ledger;
        Topology topology = topology();
        TrialConfig config = new TrialConfig(
                spec.horizon(),
                platform(spec, ledger, iron, brokers, controllers),
                kafka,
                spec.kafka().map(its -> its.controllers().combined()).orElse(false),
                limits,
                restarts(spec, machines),
                Duration.ofMillis(machines.randomDuration("node.serviceHealing").quantileMillis(0.5)),
                machines.duration("node.redeployNotice"),
                spec.kafka().map(its -> its.operator().waitForFullIsr()).orElse(false),
                kafkaComposer.client(
                        spec.kafka().map(its -> its.workload().produce()).orElse(DataRate.UNLIMITED)),
                faults.compose(settings),
                topology,
                timeline(spec, faults, topology));
        List<BillItem> bill = brokers.isPresent() && volumes.isPresent()
                ? Pricing.bill(ledger.of(Metric.MONTHLY_COST), spec, brokers, controllers, volumes)
                : List.of();
        ImmutableMap<Metric, Estimate> fixed = fixed(
                spec, ledger, bill, brokers, iron.map(its -> its.zones().size()).orElse(0), limits);
        return new Composition(
                variant,
                config,
                fixed,
                placeHolders(fixed, faults),
                ledger.used().stream().map(Assumption::of).toList(),
                ledger.readers(),
                bill);
    }

    /** Returns whether it matters how groups of consumers read what they have missed. */
    private static boolean consumersGoAway(ScenarioSpec spec) {
        return spec.timeline().stream().anyMatch(entry -> entry.event() instanceof EventSpec.ConsumerOutage);
    }

    private static Optional<StorageConfig> controllerStorage(
            ScenarioSpec spec, Ledger ledger, Volumes volumes, Optional<StorageConfig> brokers) {
        KafkaSpec kafka = spec.kafka().orElseThrow();
        if (kafka.controllers().combined()) {
            return Optional.empty();
        }
        if (kafka.controllers().storage().isPresent()) {
            return kafka.controllers().storage().map(volumes::config);
        }
        boolean ensemble = kafka.semantics() == KafkaSpec.SemanticsProfile.KAFKA_2_4_ZK;
        // A ZooKeeper ensemble stands on durable disks of its own, whatever the brokers have.
        return ensemble
                ? Optional.of(new StorageConfig.AzureDisk(DiskSku.PREMIUM_LRS, ledger.size("kafka.zookeeper.disk")))
                : brokers;
    }

    private static Optional<DataSize> fileSystem(
            ScenarioSpec spec, Ledger ledger, Optional<Iron> iron, Optional<StorageConfig> brokers) {
        return spec.kafka().isPresent() && iron.isPresent() && brokers.isPresent()
                ? new Volumes(ledger, iron.get(), spec.kafka().get().brokers()).nodeFileSystem(brokers.get())
                : Optional.empty();
    }

    private PlatformConfig platform(
            ScenarioSpec spec,
            Ledger ledger,
            Optional<Iron> iron,
            Optional<StorageConfig> brokers,
            Optional<StorageConfig> controllers) {
        if (spec.platform() instanceof PlatformSpec.Aks aks) {
            AksComposer composer = new AksComposer(ledger, spec);
            if (!aks.manifests().isEmpty()) {
                FoundCluster found = FoundCluster.read(aks.manifests(), scenario.folder());
                return new PlatformConfig.Manifests(composer.config(aks, found.pools()), found.objects());
            }
            return new PlatformConfig.Aks(
                    composer.config(aks, fileSystem(spec, ledger, iron, brokers)),
                    spec.kafka().isPresent()
                            ? composer.pods(iron.orElseThrow(), brokers.orElseThrow(), controllers)
                            : List.of());
        }
        KafkaSpec kafka = spec.kafka().orElseThrow();
        if (spec.platform() instanceof PlatformSpec.Hosts hosts) {
            return new PlatformConfig.Hosts(hosts(hosts, kafka, ledger, brokers.orElseThrow()));
        }
        PlatformSpec.Bare bare = (PlatformSpec.Bare) spec.platform();
        return new PlatformConfig.Bare(
                kafka.brokers(),
                kafka.controllers().count(),
                bare.brokers().stream()
                        .collect(ImmutableMap.toImmutableMap(
                                BareBrokerSpec::broker, unlike -> BrokerLimits.ofNetwork(unlike.nic()))));
    }

    /** Agents start a task anew after the same time, however often it dies. */
    private static RestartBackOff restarts(ScenarioSpec spec, Ledger ledger) {
        return new RestartBackOff(
                ledger.randomDuration("kubernetes.containerRestart"),
                spec.platform() instanceof PlatformSpec.Aks
                        ? ledger.duration("kubernetes.containerRestartLongest")
                        : Duration.ZERO);
    }

    /** What is bare has a network at most. */
    private static BrokerLimits networkAlone(PlatformSpec platform) {
        return platform instanceof PlatformSpec.Bare bare
                ? bare.nic().map(BrokerLimits::ofNetwork).orElse(BrokerLimits.UNLIMITED)
                : BrokerLimits.UNLIMITED;
    }

    private HostsConfig hosts(PlatformSpec.Hosts hosts, KafkaSpec kafka, Ledger ledger, StorageConfig storage) {
        VmSize size = catalogue.vmSize(hosts.vmSize()).orElseThrow();
        ledger.note("vmSizes." + hosts.vmSize());
        return new HostsConfig(
                hosts.zones(),
                hosts.agentsPerZone(),
                kafka.brokers(),
                kafka.controllers().count(),
                storage,
                maintenance(hosts, ledger),
                hosts.restartAfter(),
                hosts.replaceAfter(),
                ledger.randomDuration("node.reboot"),
                ledger.randomDuration("node.serviceHealing"),
                ledger.duration("kubernetes.terminationGrace"),
                size.liveMigration());
    }

    /** Hosts are restarted as often as the nodes of the AKS pool they are compared with get new images. */
    private Optional<HostsConfig.Maintenance> maintenance(PlatformSpec.Hosts hosts, Ledger ledger) {
        if (hosts.maintenance().isPresent()) {
            PlatformSpec.MaintenanceSpec given = hosts.maintenance().get();
            return Optional.of(new HostsConfig.Maintenance(given.every(), given.duration(), given.waitForFullIsr()));
        }
        Optional<UpgradeSpec> beside = scenario.variants().stream()
                .map(variant -> variant.spec().platform())
                .filter(PlatformSpec.Aks.class::isInstance)
                .flatMap(aks -> ((PlatformSpec.Aks) aks).nodePools().stream())
                .map(NodePoolSpec::upgrade)
                .findFirst();
        if (beside.isPresent() && beside.get().channel() == UpgradeConfig.Channel.NONE) {
            return Optional.empty();
        }
        ledger.note("hosts.maintenance.every");
        return Optional.of(new HostsConfig.Maintenance(
                beside.map(UpgradeSpec::every).orElseGet(() -> ledger.duration("hosts.maintenance.every")),
                ledger.randomDuration("hosts.maintenance.duration"),
                ledger.flag("hosts.maintenance.waitForFullIsr")));
    }

    /** What there is to strike is the same for all variants: the zones of all, and room for the largest. */
    private Topology topology() {
        Map<String, Integer> slots = new LinkedHashMap<>();
        int brokers = 0;
        for (Variant variant : scenario.variants()) {
            slots(variant.spec(), scenario.folder()).forEach((zone, count) -> slots.merge(zone, count, Math::max));
            brokers = Math.max(
                    brokers,
                    variant.spec().kafka().map(KafkaSpec::brokers).orElse(0)
                            + changes(variant.spec()).size());
        }
        return new Topology(
                List.copyOf(slots.keySet()),
                slots.values().stream().mapToInt(Integer::intValue).max().orElse(0),
                brokers,
                catalogue.count(FaultComposer.HIDDEN_DOMAINS));
    }

    /** Returns how many machine slots each zone has. */
    static Map<String, Integer> slots(ScenarioSpec spec, Path folder) {
        Map<String, Integer> slots = new LinkedHashMap<>();
        if (spec.platform() instanceof PlatformSpec.Hosts hosts) {
            hosts.zones().forEach(zone -> slots.put(zone, hosts.agentsPerZone()));
        } else if (spec.platform() instanceof PlatformSpec.Aks aks) {
            if (!aks.manifests().isEmpty()) {
                return FoundCluster.read(aks.manifests(), folder).slots();
            }
            for (NodePoolSpec pool : aks.nodePools()) {
                List<String> zones = pool.zones().isEmpty() ? List.of("") : pool.zones();
                zones.forEach(zone -> slots.merge(zone, Iron.nodesPerZone(pool), Integer::sum));
            }
        }
        return slots;
    }

    /** Returns the brokers that the timeline brings, in its order, which is that of time. */
    private static List<BrokerChange> changes(ScenarioSpec spec) {
        List<BrokerChange> changes = new ArrayList<>();
        for (TimelineSpec entry : spec.timeline()) {
            if (entry.event() instanceof EventSpec.AddBroker) {
                changes.add(BrokerChange.ADDED);
            } else if (entry.event() instanceof EventSpec.ReplaceBroker replace) {
                changes.add(BrokerChange.replacing(replace.broker()));
            }
        }
        return changes;
    }

    private static List<TimelineEntry> timeline(ScenarioSpec spec, FaultComposer faults, Topology topology) {
        List<TimelineEntry> entries = new ArrayList<>();
        for (int index = 0; index < spec.timeline().size(); index++) {
            TimelineSpec entry = spec.timeline().get(index);
            // Entries that nobody refers to need a name all the same.
            entries.add(new TimelineEntry(
                    entry.id().orElse("entry " + (index + 1)),
                    when(entry),
                    entry.event() instanceof EventSpec.DeleteTopic deletion
                            ? deletion.event(faults.renameRefused(deletion))
                            : entry.event().event()));
        }
        entries.addAll(faults.replayed(topology));
        return entries;
    }

    private static When when(TimelineSpec entry) {
        if (entry.at().isPresent()) {
            return new When.At(entry.at().get());
        }
        if (entry.every().isPresent()) {
            return new When.Every(
                    entry.first().orElse(entry.every().get()), entry.every().get());
        }
        return entry.after()
                .map(after -> new When.After(after.event(), after.until()))
                .orElseThrow();
    }

    private ImmutableMap<Metric, Estimate> fixed(
            ScenarioSpec spec,
            Ledger ledger,
            List<BillItem> bill,
            Optional<StorageConfig> brokers,
            int zones,
            BrokerLimits limits) {
        ImmutableMap.Builder<Metric, Estimate> fixed = ImmutableMap.builder();
        if (bill.isEmpty() || brokers.isEmpty()) {
            return fixed.buildOrThrow();
        }
        fixed.put(Metric.MONTHLY_COST, BillItem.total(bill));
        fixed.put(
                Metric.SUSTAINABLE_PRODUCE,
                Estimate.exactly(
                        new Sizing(ledger.of(Metric.SUSTAINABLE_PRODUCE), spec, latencies).sustainableProduce(limits)));
        new Sizing(ledger.of(Metric.PRODUCE_LATENCY), spec, latencies)
                .produceLatency(limits, zones)
                .ifPresent(latency -> fixed.put(Metric.PRODUCE_LATENCY, Estimate.exactly(latency.quantile(0.5))));
        new Sizing(ledger.of(Metric.PRODUCE_LATENCY_P99), spec, latencies)
                .produceLatency(limits, zones)
                .ifPresent(latency -> fixed.put(Metric.PRODUCE_LATENCY_P99, Estimate.exactly(latency.quantile(0.99))));
        new Sizing(ledger.of(Metric.STORAGE_LATENCY), spec, latencies)
                .writeLatency(brokers.get())
                .ifPresent(millis -> fixed.put(Metric.STORAGE_LATENCY, Estimate.exactly(millis)));
        return fixed.buildOrThrow();
    }

    /** Where a value without a source decides much: prices with a wide range, and everything that file faults disturb. */
    private static ImmutableSet<Metric> placeHolders(ImmutableMap<Metric, Estimate> fixed, FaultComposer faults) {
        ImmutableSet.Builder<Metric> marked = ImmutableSet.builder();
        Estimate cost = fixed.getOrDefault(Metric.MONTHLY_COST, Estimate.NONE);
        if (cost.known() && cost.upper() - cost.lower() > WEIGHT * cost.value()) {
            marked.add(Metric.MONTHLY_COST);
        }
        if (!faults.placeHolders().isEmpty()) {
            Metric.all().stream()
                    .filter(metric -> metric.kind() != Metric.Kind.FIXED)
                    .forEach(marked::add);
        }
        return Sets.immutableEnumSet(marked.build());
    }

    /** Returns those of {@code assumptions} that nobody states, and those that the user replaced. */
    public static List<Assumption> unstated(List<Assumption> assumptions) {
        return assumptions.stream()
                .filter(assumption -> assumption.label() == Label.INFERRED
                        || assumption.label() == Label.UNKNOWN
                        || assumption.instead().isPresent())
                .toList();
    }
}
