package dev.brokerfall.scenario;

import dev.brokerfall.catalogue.Catalogue;
import dev.brokerfall.fault.BackgroundFault;
import dev.brokerfall.fault.NodeChoice;
import dev.brokerfall.fault.TimelineEvent;
import dev.brokerfall.kubernetes.NodePoolConfig;
import dev.brokerfall.scenario.format.Paths;
import dev.brokerfall.scenario.format.Suggestion;
import dev.brokerfall.scenario.spec.FaultsSpec;
import dev.brokerfall.scenario.spec.KafkaSpec;
import dev.brokerfall.scenario.spec.PlatformSpec;
import dev.brokerfall.scenario.spec.ScenarioSpec;
import dev.brokerfall.scenario.spec.TimelineSpec;
import dev.brokerfall.scenario.text.Problems;
import dev.brokerfall.scenario.text.ScenarioException;
import dev.brokerfall.unit.Durations;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds events that cannot happen, and faults that nobody knows. */
final class TimelineChecks {

    /** Controllers are numbered from here. */
    private static final int FIRST_CONTROLLER = 100;

    private final ScenarioSpec spec;
    private final Catalogue catalogue;
    private final Site site;
    private final Path folder;

    TimelineChecks(ScenarioSpec spec, Catalogue catalogue, Site site, Path folder) {
        this.spec = spec;
        this.catalogue = catalogue;
        this.site = site;
        this.folder = folder;
    }

    void run() {
        Set<String> ids = new TreeSet<>();
        BrokerChangeChecks changes = new BrokerChangeChecks(spec, site);
        for (int index = 0; index < spec.timeline().size(); index++) {
            String path = "spec.timeline[" + index + "]";
            TimelineSpec entry = spec.timeline().get(index);
            when(entry, ids, path);
            if (entry.id().isPresent() && !ids.add(entry.id().get())) {
                site.error(
                        path + ".id",
                        "the id '%s' is there twice".formatted(entry.id().get()));
            }
            if (event(entry, path)) {
                changes.next(entry, path);
            }
        }
        Set<BackgroundFault.Kind> replayed =
                spec.faults().trace().map(this::trace).orElse(Set.of());
        faults(replayed);
    }

    /** Returns the kinds of which the trace has faults, after a look at whether there is what they strike. */
    private Set<BackgroundFault.Kind> trace(String file) {
        Trace trace = Trace.read(folder.resolve(file), site.problems());
        int brokers = spec.kafka().map(KafkaSpec::brokers).orElse(0) + BrokerChangeChecks.count(spec);
        Map<String, Integer> machines = machines();
        for (Trace.Row row : trace.rows()) {
            if (row.start().compareTo(spec.horizon()) >= 0) {
                site.problems()
                        .error(
                                row.place(),
                                "%s is not before the horizon of %s"
                                        .formatted(Durations.format(row.start()), Durations.format(spec.horizon())),
                                "leave the line out, or lengthen spec.horizon");
            }
            if (cannotStrike(row.kind())) {
                site.problems()
                        .error(
                                row.place(),
                                "platform bare has nothing that %s could strike"
                                        .formatted(row.kind().key()),
                                "leave the line out");
            }
            if (spec.platform() instanceof PlatformSpec.Hosts && FaultComposer.strikesAksAlone(row.kind())) {
                site.problems()
                        .warning(
                                row.place(),
                                "%s strikes AKS alone: options on platform hosts are played without it"
                                        .formatted(row.kind().key()),
                                "leave the line out if that is not what you want");
            }
            switch (row.kind().unit()) {
                case NODE, ZONE -> {
                    int count = machines.getOrDefault(row.zone(), 0);
                    if (!machines.isEmpty() && !machines.containsKey(row.zone())) {
                        site.problems()
                                .error(
                                        row.targetPlace(),
                                        "there is no zone '%s'".formatted(row.zone()),
                                        Suggestion.help(row.zone(), machines.keySet()));
                    } else if (row.kind().strikesMachines() && row.index() >= count && !machines.isEmpty()) {
                        site.problems()
                                .error(
                                        row.targetPlace(),
                                        "zone '%s' has no machine %s".formatted(row.zone(), row.index()),
                                        "they are 0 to " + (count - 1));
                    }
                }
                case BROKER -> {
                    if (row.index() >= brokers) {
                        site.problems()
                                .error(
                                        row.targetPlace(),
                                        "there is no broker " + row.index(),
                                        brokers == 0 ? "there are none" : "they are 0 to " + (brokers - 1));
                    }
                }
                default -> {
                    // There is always a cluster.
                }
            }
        }
        return trace.kinds();
    }

    private boolean cannotStrike(BackgroundFault.Kind kind) {
        return spec.platform() instanceof PlatformSpec.Bare && !FaultComposer.needsProcessesAlone(kind);
    }

    /** All of the usual speed is no fault, and none of it has no end. */
    private void attachSlow(FaultsSpec.OverrideSpec override, String path, String entry) {
        if (override.fraction().isEmpty() && catalogue.find(entry).isEmpty()) {
            site.error(
                    path,
                    "attachSlow needs the share of the usual speed",
                    "add fraction: {constant: 10%} for ten times as long");
        } else if (override.fraction().filter(share -> share.mean() == 0).isPresent()) {
            site.error(path + ".fraction", "at no speed nothing is ever attached", "write more than 0%");
        }
    }

    private Map<String, Integer> machines() {
        try {
            return Composer.slots(spec, folder);
        } catch (ScenarioException e) {
            // Told already where the platform was looked at.
            return Map.of();
        }
    }

    private void when(TimelineSpec entry, Set<String> earlier, String path) {
        beforeHorizon(entry.at(), path + ".at");
        beforeHorizon(entry.first(), path + ".first");
        beforeHorizon(entry.every(), path + ".every");
        if (entry.first().isPresent() && entry.every().isEmpty()) {
            site.error(path + ".first", "'first' goes with 'every'");
        }
        entry.after()
                .filter(after -> !earlier.contains(after.event()))
                .ifPresent(after -> site.error(
                        path + ".after.event",
                        "no earlier entry has the id '%s'".formatted(after.event()),
                        Suggestion.help(after.event(), earlier)));
    }

    private void consumers(TimelineEvent event, String path) {
        int groups =
                spec.kafka().map(kafka -> kafka.workload().consumerGroups()).orElse(0);
        if (event instanceof TimelineEvent.ConsumerOutage outage && outage.groups() > groups) {
            site.error(
                    path + (Paths.find(site.tree(), path + ".groups").isPresent() ? ".groups" : ""),
                    "%s of %s groups of consumers cannot be away".formatted(outage.groups(), groups),
                    "say in spec.kafka.workload.consumerGroups how many there are");
        }
    }

    private void beforeHorizon(Optional<Duration> time, String path) {
        time.filter(given -> given.compareTo(spec.horizon()) >= 0)
                .ifPresent(given -> site.error(
                        path,
                        "%s is not before the horizon of %s"
                                .formatted(Durations.format(given), Durations.format(spec.horizon())),
                        "let it happen earlier, or lengthen spec.horizon"));
    }

    private boolean event(TimelineSpec entry, String path) {
        TimelineEvent event;
        try {
            event = entry.event().event();
        } catch (IllegalArgumentException e) {
            site.error(path, String.valueOf(e.getMessage()));
            return false;
        }
        String below = path + "." + event.kind();
        if (!event.platforms().contains(platform())) {
            site.error(below, "platform %s has no %s".formatted(platformName(), event.kind()));
            return false;
        }
        if (event instanceof TimelineEvent.ZoneMaintenance maintenance
                && maintenance.updateDomains().isPresent()
                && platform() != TimelineEvent.Platform.AKS) {
            site.error(below + ".updateDomains", "agents are maintained one at a time or all together", "leave it out");
        }
        consumers(event, below);
        zone(event, below);
        processes(event, below);
        node(event, below);
        if (event instanceof TimelineEvent.DeleteTopic deletion) {
            topic(deletion.topic(), below + ".topic");
        }
        if (event instanceof TimelineEvent.NodePoolUpgrade upgrade) {
            pool(upgrade.pool(), below + ".pool");
        }
        return true;
    }

    private TimelineEvent.Platform platform() {
        return spec.platform() instanceof PlatformSpec.Aks
                ? TimelineEvent.Platform.AKS
                : spec.platform() instanceof PlatformSpec.Hosts
                        ? TimelineEvent.Platform.HOSTS
                        : TimelineEvent.Platform.BARE;
    }

    private String platformName() {
        return platform().name().toLowerCase(Locale.ROOT);
    }

    private void zone(TimelineEvent event, String path) {
        Optional<String> zone = zoneOf(event);
        List<String> zones = zone.isPresent() ? zones() : List.of();
        if (zone.isPresent() && !zones.isEmpty() && !zones.contains(zone.get())) {
            site.error(
                    path + ".zone", "there is no zone '%s'".formatted(zone.get()), Suggestion.help(zone.get(), zones));
        }
    }

    /** A node that is named must be one that the cluster has at the start, by the name its platform gives it. */
    private void node(TimelineEvent event, String path) {
        List<String> nodes = nodes();
        Arrays.stream(event.getClass().getRecordComponents())
                .filter(component -> component.getType() == NodeChoice.class)
                .map(component -> value(component, event))
                .filter(NodeChoice.Named.class::isInstance)
                .map(choice -> ((NodeChoice.Named) choice).node())
                .filter(name -> !nodes.isEmpty() && !nodes.contains(name))
                .forEach(name -> site.error(
                        path + ".node",
                        "there is no node '%s'".formatted(name),
                        Suggestion.help(name, nodes).isEmpty()
                                ? "the first is " + nodes.get(0)
                                : Suggestion.help(name, nodes)));
    }

    private static Object value(RecordComponent component, TimelineEvent event) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(event);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<String> nodes() {
        List<String> names = new ArrayList<>();
        if (spec.platform() instanceof PlatformSpec.Hosts hosts) {
            for (String zone : hosts.zones()) {
                for (int index = 0; index < hosts.agentsPerZone(); index++) {
                    names.add("agent-" + zone + "-" + index);
                }
            }
        } else if (spec.platform() instanceof PlatformSpec.Aks aks
                && aks.manifests().isEmpty()) {
            for (PlatformSpec.NodePoolSpec pool : aks.nodePools()) {
                int count = pool.nodes()
                        .orElseGet(() -> pool.nodesPerZone().orElse(0)
                                * Math.max(1, pool.zones().size()));
                for (int instance = 0; instance < count; instance++) {
                    names.add(NodePoolConfig.nodeName(pool.name(), instance));
                }
            }
        }
        return names;
    }

    private static Optional<String> zoneOf(TimelineEvent event) {
        return Arrays.stream(event.getClass().getRecordComponents())
                .filter(component -> component.getName().equals("zone") || component.getType() == NodeChoice.class)
                .map(component -> {
                    try {
                        component.getAccessor().setAccessible(true);
                        return component.getAccessor().invoke(event);
                    } catch (ReflectiveOperationException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .flatMap(value -> value instanceof Optional<?> maybe ? maybe.stream() : Stream.of(value))
                .filter(value -> value instanceof String || value instanceof NodeChoice.OfZone)
                .map(value -> value instanceof NodeChoice.OfZone ofZone ? ofZone.zone() : value.toString())
                .findFirst();
    }

    private List<String> zones() {
        if (spec.platform() instanceof PlatformSpec.Hosts hosts) {
            return hosts.zones();
        }
        if (!(spec.platform() instanceof PlatformSpec.Aks aks)) {
            return List.of();
        }
        return aks.manifests().isEmpty()
                ? aks.nodePools().stream()
                        .flatMap(pool -> pool.zones().stream())
                        .distinct()
                        .toList()
                : foundZones(aks);
    }

    private List<String> foundZones(PlatformSpec.Aks aks) {
        try {
            return List.copyOf(
                    FoundCluster.read(aks.manifests(), folder).slots().keySet());
        } catch (ScenarioException e) {
            // Told already where the platform was looked at.
            return List.of();
        }
    }

    private void topic(String name, String path) {
        List<String> names = spec.kafka().stream()
                .flatMap(kafka -> kafka.topics().stream())
                .map(KafkaSpec.TopicSpec::name)
                .toList();
        if (!names.contains(name)) {
            site.error(path, "there is no topic '%s'".formatted(name), Suggestion.help(name, names));
        }
    }

    private void pool(String name, String path) {
        if (spec.platform() instanceof PlatformSpec.Aks aks && !aks.nodePools().isEmpty()) {
            List<String> names = aks.nodePools().stream()
                    .map(PlatformSpec.NodePoolSpec::name)
                    .toList();
            if (!names.contains(name)) {
                site.error(path, "there is no node pool '%s'".formatted(name), Suggestion.help(name, names));
            }
        }
    }

    private void processes(TimelineEvent event, String path) {
        int brokers = spec.kafka().map(KafkaSpec::brokers).orElse(0) + BrokerChangeChecks.count(spec);
        int controllers = spec.kafka().map(kafka -> kafka.controllers().count()).orElse(0);
        if (event instanceof TimelineEvent.ControllerKill kill) {
            numbers(kill.controllers(), FIRST_CONTROLLER, controllers, "controller", path + ".controller");
        } else if (event instanceof TimelineEvent.ControllerStart start) {
            numbers(start.controllers(), FIRST_CONTROLLER, controllers, "controller", path + ".controller");
        } else {
            numbers(brokersOf(event), 0, brokers, "broker", path);
        }
        if (event instanceof TimelineEvent.LogDirFailure failure && spec.kafka().isPresent()) {
            int directories = new KafkaSettingsReader(
                            spec.kafka().get(), new Ledger(catalogue), new Site(site.tree(), new Problems()))
                    .logDirs()
                    .count();
            numbers(failure.directory().stream().toList(), 0, directories, "log directory", path + ".directory");
        }
    }

    private static List<Integer> brokersOf(TimelineEvent event) {
        for (var component : event.getClass().getRecordComponents()) {
            try {
                component.getAccessor().setAccessible(true);
                Object value = component.getAccessor().invoke(event);
                if (value instanceof NodeChoice.OfBrokers ofBrokers) {
                    return ofBrokers.brokers();
                }
                if (component.getName().equals("brokers") && value instanceof List<?> list) {
                    return list.stream().map(Integer.class::cast).toList();
                }
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
        return List.of();
    }

    private void numbers(List<Integer> given, int first, int count, String what, String path) {
        for (int number : given) {
            if (number < first || number >= first + count) {
                site.error(
                        path,
                        "there is no %s %s".formatted(what, number),
                        count == 0 ? "there are none" : "they are %s to %s".formatted(first, first + count - 1));
            }
        }
    }

    private void faults(Set<BackgroundFault.Kind> replayed) {
        FaultsSpec faults = spec.faults();
        List<String> profiles = catalogue.children("faults");
        if (!profiles.contains(faults.profile())) {
            site.error(
                    "spec.faults.profile",
                    "there is no set of faults '%s'".formatted(faults.profile()),
                    Suggestion.help(faults.profile(), profiles));
            return;
        }
        List<String> kinds = Arrays.stream(BackgroundFault.Kind.values())
                .map(BackgroundFault.Kind::key)
                .toList();
        for (Map.Entry<String, FaultsSpec.OverrideSpec> override :
                faults.override().entrySet()) {
            String path = "spec.faults.override." + override.getKey();
            if (!kinds.contains(override.getKey())) {
                site.error(
                        path,
                        "no fault '%s' strikes by chance".formatted(override.getKey()),
                        Suggestion.help(override.getKey(), kinds));
            } else if (replayed.stream().anyMatch(kind -> kind.key().equals(override.getKey()))) {
                site.error(
                        path,
                        "the trace says when there is a %s, so none comes by chance".formatted(override.getKey()),
                        "leave it out, or take the kind out of the trace");
            } else if (faults.none()) {
                site.error(path, "with none: true nothing strikes by chance", "leave one of the two out");
            } else {
                overridden(override.getKey(), override.getValue(), path);
            }
        }
    }

    private void overridden(String key, FaultsSpec.OverrideSpec override, String path) {
        String entry = "faults." + spec.faults().profile() + "." + key;
        BackgroundFault.Kind kind = Arrays.stream(BackgroundFault.Kind.values())
                .filter(each -> each.key().equals(key))
                .findFirst()
                .orElseThrow();
        if (override.fraction().isPresent() && !kind.hasExtent()) {
            site.error(path + ".fraction", "%s strikes one thing, not a share".formatted(key), "leave it out");
        }
        if (override.duration().isPresent() && !kind.hasLength()) {
            site.error(
                    path + ".duration",
                    "%s lasts as long as the platform takes, not a time of its own".formatted(key),
                    "leave it out");
        }
        if (override.per().isPresent() && !kind.canBePer(override.per().get())) {
            site.error(
                    path + ".per",
                    "%s strikes each %s".formatted(key, kind.unit().name().toLowerCase(Locale.ROOT)),
                    "write %s"
                            .formatted(Arrays.stream(BackgroundFault.Per.values())
                                    .filter(kind::canBePer)
                                    .map(per -> per.name().toLowerCase(Locale.ROOT))
                                    .collect(Collectors.joining(", "))));
        }
        if (override.bursts().isPresent() && !kind.strikesMachines()) {
            site.error(path + ".bursts", "%s strikes no machines".formatted(key), "leave it out");
        } else if (override.bursts().filter(share -> share > 0).isPresent()
                && override.per().filter(BackgroundFault.Per.DOMAIN::equals).isPresent()) {
            site.error(
                    path + ".bursts",
                    "with per: domain all machines of a hidden fault domain are struck together anyway",
                    "leave one of the two out");
        }
        if (override.wipe() && kind != BackgroundFault.Kind.BROKER_KILL) {
            site.error(path + ".wipe", "%s kills no process whose logs could be gone".formatted(key), "leave it out");
        }
        if (override.since().equals(Optional.of(BackgroundFault.Since.REPAIR))
                && (!kind.hasLength()
                        || override.per().filter(per -> per != kind.unit()).isPresent())) {
            site.error(
                    path + ".since",
                    "%s strikes nothing that is as good as new after it".formatted(key),
                    "leave it out");
        }
        if (cannotStrike(kind)) {
            site.error(path, "platform bare has nothing that %s could strike".formatted(key), "leave it out");
        }
        if (kind == BackgroundFault.Kind.ATTACH_SLOW) {
            attachSlow(override, path, entry + ".fraction");
        }
        if (override.interarrival().isEmpty()
                && catalogue.find(entry + ".interarrival").isEmpty()) {
            site.error(
                    path,
                    "%s has no %s, so its interarrival must be said"
                            .formatted(spec.faults().profile(), key),
                    "add interarrival: {exponential: {mean: 1y}}");
        }
    }
}
