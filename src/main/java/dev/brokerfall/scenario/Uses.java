package dev.brokerfall.scenario;

import com.google.common.collect.ImmutableSetMultimap;
import com.google.common.collect.LinkedHashMultimap;
import com.google.common.collect.SetMultimap;
import dev.brokerfall.catalogue.Catalogue;
import dev.brokerfall.catalogue.Entry;
import dev.brokerfall.scenario.format.Words;
import dev.brokerfall.scenario.spec.KafkaSpec;
import dev.brokerfall.scenario.text.Problem;
import dev.brokerfall.scenario.text.ScenarioException;
import dev.brokerfall.storage.DiskSku;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which scenarios take which entry of the catalogue, found by composing a scenario for each kind of platform, machine, storage, disk
 * tier, semantics and fault profile and watching what is read.
 */
public final class Uses {

    private static final String AKS = "spec.platform.aks";
    private static final String HOSTS = "spec.platform.hosts";
    private static final String BARE = "spec.platform.bare";
    private static final String MACHINES = "spec.platform.aks or spec.platform.hosts";
    private static final String VM_SIZES = "vmSizes.";
    private static final String VM_PRICES = "prices.vm.";
    private static final String VM_SIZE = "Standard_D8ds_v5";
    private static final String LOCAL_VM_SIZE = "Standard_L8s_v3";
    private static final String SMALL_SHARE =
            "{azureFiles: {protocol: nfs, tier: premium, redundancy: LRS, size: 128Gi}}";
    private static final String SMALL_DISK = "{azureDisk: {sku: Premium_LRS, size: 16Gi}}";

    private final Catalogue catalogue;
    private final SetMultimap<String, String> readers = LinkedHashMultimap.create();
    private final Map<String, Set<String>> conditions = new LinkedHashMap<>();
    private final Set<String> checked = new LinkedHashSet<>();
    private final List<Problem> problems = new ArrayList<>();

    /**
     * A scenario to watch.
     *
     * @param option an option of it, in YAML, without its name
     * @param traits what sets it apart, in the words of the format
     */
    private record Probe(String option, List<String> traits) {}

    private Uses(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** Returns what takes the entries of {@code catalogue}. */
    public static Uses of(Catalogue catalogue) {
        Uses uses = new Uses(catalogue);
        uses.probes().forEach(uses::watch);
        return uses;
    }

    /** Returns what all scenarios that take {@code entry} have in common; empty if they have nothing, or if none is known. */
    public List<String> conditions(String entry) {
        if (entry.startsWith(VM_SIZES) || entry.startsWith(VM_PRICES)) {
            return List.of("machines of size " + entry.substring(entry.lastIndexOf('.') + 1));
        }
        Set<String> common = conditions.getOrDefault(entry, Set.of());
        // What one platform takes need not be said to be taken by either.
        boolean known = common.contains(AKS) || common.contains(HOSTS);
        return common.stream()
                .filter(trait -> !known || !trait.equals(MACHINES))
                .filter(trait -> common.stream().noneMatch(other -> other.startsWith(trait + ".")))
                .toList();
    }

    /** Returns whether a scenario is known that takes {@code entry}. */
    public boolean taken(String entry) {
        return conditions.containsKey(entry);
    }

    /** Returns whether {@code entry} is looked at when a scenario is checked. */
    public boolean checked(String entry) {
        return checked.contains(entry);
    }

    /** Returns what {@code entry} serves: keys of metrics that are known without a trial, or {@link Composition#SIMULATION}. */
    public Set<String> readers(String entry) {
        return ImmutableSetMultimap.copyOf(readers).get(entry);
    }

    /** Returns why some of what is asked cannot be: with a user's own figures a machine may lack a disk, and then nothing takes it. */
    List<Problem> problems() {
        return List.copyOf(problems);
    }

    private void watch(Probe probe) {
        Catalogue watchedByChecks = catalogue.watched(checked::add);
        List<Scenario> scenarios;
        try {
            scenarios = new ScenarioReader(watchedByChecks, List.of()).read("probe", text(probe), Path.of(""));
        } catch (ScenarioException impossible) {
            problems.addAll(impossible.problems());
            return;
        }
        Set<String> read = new LinkedHashSet<>();
        for (Composition composition : new Composer(catalogue.watched(read::add), scenarios.get(0)).compose()) {
            readers.putAll(composition.readers());
        }
        for (String path : read) {
            Set<String> common = conditions.computeIfAbsent(path, first -> new LinkedHashSet<>(probe.traits()));
            common.retainAll(probe.traits());
        }
    }

    private static String text(Probe probe) {
        return """
            apiVersion: brokerfall.dev/v1alpha1
            kind: Scenario
            metadata: {name: probe}
            spec:
              kafka:
                brokers: 3
                topics: [{name: a, partitions: 3, replicationFactor: 3, minInsyncReplicas: 2}]
                workload: {produce: 1KiB/s, retained: 1MiB}
              options: [{name: probe, %s}]
            """.formatted(probe.option());
    }

    private List<Probe> probes() {
        List<Probe> probes = new ArrayList<>();
        probes.add(new Probe("platform: {bare: {}}, set: {spec.faults.none: true}", List.of(BARE)));
        probes.add(new Probe(
                "platform: {bare: {}}, set: {spec.faults.none: true, spec.kafka.config: {log.dirs: \"a,b\"}}",
                List.of(BARE, "spec.kafka.config.log.dirs")));
        probes.add(new Probe(
                "platform: {hosts: {zones: [a, b, c], agentsPerZone: 2, vmSize: %s}}, storage: {localVolume: {device: temp-ssd}}"
                        .formatted(VM_SIZE),
                List.of(MACHINES, HOSTS, "spec.storage.localVolume")));
        catalogue.vmSizeNames().forEach(size -> probes.add(aks(size, "1.33", SMALL_DISK, "", disk())));
        probes.add(aks(VM_SIZE, "1.31", SMALL_DISK, "", disk(), "spec.platform.aks.kubernetes before 1.32"));
        for (KafkaSpec.SemanticsProfile profile : KafkaSpec.SemanticsProfile.values()) {
            probes.add(aks(
                    VM_SIZE,
                    "1.33",
                    SMALL_DISK,
                    "spec.kafka.semantics: " + profile.word(),
                    disk(),
                    "spec.kafka.semantics: " + profile.word()));
        }
        for (String profile : catalogue.children("faults")) {
            String named = "spec.faults.profile: " + profile;
            probes.add(aks(VM_SIZE, "1.33", SMALL_DISK, named, disk(), named));
            probes.add(aks(
                    VM_SIZE + ", autoscale: {min: 6, max: 9, perZone: true}",
                    "1.33",
                    SMALL_DISK,
                    named,
                    disk(),
                    named));
            probes.add(aks(VM_SIZE, "1.33", SMALL_SHARE, named, "spec.storage.azureFiles", named));
            probes.add(
                    aks(VM_SIZE, "1.33", "{emptyDir: {on: ephemeral-os-disk}}", named, "spec.storage.emptyDir", named));
        }
        probes.add(aks(
                VM_SIZE + ", upgrade: {window: {day: sunday}}",
                "1.33",
                SMALL_DISK,
                "",
                disk(),
                "spec.platform.aks.nodePools[*].upgrade.window"));
        probes.add(aks(
                VM_SIZE,
                "1.33",
                SMALL_DISK,
                "spec.kafka.workload.consumerGroups: 1, spec.timeline: [{at: 1h, consumerOutage: {for: 1h}}]",
                disk(),
                "spec.timeline[*].consumerOutage"));
        disks(probes);
        files(probes);
        local(probes);
        for (String size : catalogue.vmSizeNames()) {
            probes.add(aks(
                    size + ", osDisk: managed",
                    "1.33",
                    "{emptyDir: {on: managed-os-disk}}",
                    "",
                    "spec.storage.emptyDir",
                    "spec.storage.emptyDir.on: managed-os-disk"));
        }
        return probes;
    }

    private static String disk() {
        return "spec.storage.azureDisk";
    }

    private void disks(List<Probe> probes) {
        for (DiskSku sku : DiskSku.values()) {
            probes.add(aks(
                    VM_SIZE,
                    "1.33",
                    "{azureDisk: {sku: %s, size: 32Gi}}".formatted(Words.of(sku)),
                    "",
                    disk(),
                    "spec.storage.azureDisk.sku: " + Words.of(sku)));
        }
        for (String name : catalogue.children("azureDisk.storageClass")) {
            probes.add(aks(
                    VM_SIZE,
                    "1.33",
                    "{azureDisk: {storageClass: %s, size: 32Gi}}".formatted(name),
                    "",
                    disk(),
                    "spec.storage.azureDisk.storageClass: " + name));
        }
        tiers(probes, "premium", "Premium_LRS");
        tiers(probes, "standardSsd", "StandardSSD_LRS");
    }

    private void tiers(List<Probe> probes, String family, String sku) {
        for (Entry tier : catalogue.below("azureDisk." + family)) {
            String size = catalogue.column(tier.path(), "size");
            probes.add(aks(
                    VM_SIZE,
                    "1.33",
                    "{azureDisk: {sku: %s, size: %s}}".formatted(sku, size),
                    "",
                    disk(),
                    "disks of %s".formatted(tier.path().substring(tier.path().lastIndexOf('.') + 1))));
        }
    }

    private static void files(List<Probe> probes) {
        for (String tier : List.of("premium", "standard")) {
            for (String redundancy : List.of("LRS", "ZRS")) {
                for (String protocol : List.of("smb", "nfs")) {
                    if (tier.equals("standard") && protocol.equals("nfs")) {
                        continue;
                    }
                    probes.add(aks(
                            VM_SIZE,
                            "1.33",
                            "{azureFiles: {tier: %s, redundancy: %s, protocol: %s, size: 512Gi}}"
                                    .formatted(tier, redundancy, protocol),
                            "",
                            "spec.storage.azureFiles",
                            "spec.storage.azureFiles.tier: " + tier,
                            "spec.storage.azureFiles.redundancy: " + redundancy,
                            "spec.storage.azureFiles.protocol: " + protocol));
                }
            }
        }
        probes.add(aks(
                VM_SIZE,
                "1.33",
                "{azureFiles: {protocol: nfs, size: 512Gi}}",
                "spec.timeline: [{at: 1h, deleteTopic: {topic: a}}]",
                "spec.storage.azureFiles",
                "spec.storage.azureFiles.protocol: nfs",
                "deleteTopic"));
    }

    private static void local(List<Probe> probes) {
        for (String medium : List.of("ephemeral-os-disk", "managed-os-disk", "temporary", "nvme", "memory")) {
            String pool = medium.equals("managed-os-disk") ? ", osDisk: managed" : "";
            probes.add(aks(
                    (medium.equals("nvme") ? LOCAL_VM_SIZE : VM_SIZE) + pool,
                    "1.33",
                    "{emptyDir: {on: %s}}".formatted(medium),
                    "",
                    "spec.storage.emptyDir",
                    "spec.storage.emptyDir.on: " + medium));
        }
        for (String device : List.of("nvme", "temp-ssd", "ssd", "hdd")) {
            String size = device.equals("ssd") || device.equals("hdd") ? ", size: 100Gi" : "";
            String storage = "{localVolume: {device: %s%s}}".formatted(device, size);
            List<String> traits = List.of("spec.storage.localVolume", "spec.storage.localVolume.device: " + device);
            if (size.isEmpty()) {
                probes.add(aks(LOCAL_VM_SIZE, "1.33", storage, "", traits.toArray(new String[0])));
            } else {
                List<String> onHosts = new ArrayList<>(List.of(MACHINES, HOSTS));
                onHosts.addAll(traits);
                probes.add(new Probe(
                        "platform: {hosts: {zones: [a, b, c], agentsPerZone: 2, vmSize: %s}}, storage: %s"
                                .formatted(VM_SIZE, storage),
                        onHosts));
            }
        }
    }

    private static Probe aks(String vmSize, String kubernetes, String storage, String set, String... traits) {
        List<String> all = new ArrayList<>(List.of(MACHINES, AKS));
        all.addAll(List.of(traits));
        return new Probe(
                "platform: {aks: {kubernetes: \"%s\", nodePools: [{name: kafka, zones: [a, b, c], nodesPerZone: 2, vmSize: %s}]}}, storage: %s, set: {%s}"
                        .formatted(kubernetes, vmSize, storage, set),
                all);
    }
}
