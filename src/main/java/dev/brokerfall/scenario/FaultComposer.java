package dev.brokerfall.scenario;

import dev.brokerfall.catalogue.Label;
import dev.brokerfall.fault.BackgroundFault;
import dev.brokerfall.fault.BackgroundFault.Kind;
import dev.brokerfall.fault.BackgroundFault.Per;
import dev.brokerfall.fault.Bursts;
import dev.brokerfall.fault.NodeChoice;
import dev.brokerfall.fault.TimelineEntry;
import dev.brokerfall.fault.TimelineEvent;
import dev.brokerfall.fault.Topology;
import dev.brokerfall.fault.When;
import dev.brokerfall.kafka.KafkaSettings;
import dev.brokerfall.random.Distribution;
import dev.brokerfall.random.RandomDuration;
import dev.brokerfall.scenario.spec.EventSpec;
import dev.brokerfall.scenario.spec.FaultsSpec;
import dev.brokerfall.scenario.spec.FaultsSpec.OverrideSpec;
import dev.brokerfall.scenario.spec.KafkaSpec;
import dev.brokerfall.scenario.spec.PlatformSpec;
import dev.brokerfall.scenario.spec.ScenarioSpec;
import dev.brokerfall.storage.StorageConfig;
import dev.brokerfall.storage.StorageConfig.AzureFiles;
import dev.brokerfall.storage.StorageConfig.EmptyDir.Medium;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Makes the background faults of a variant: those of the profile that can strike it, with the scenario's own values. */
final class FaultComposer {

    /** Each segment that retention removes is renamed once and deleted once (Kafka, UnifiedLog.deleteSegments). */
    private static final double OPERATIONS_PER_SEGMENT = 2;

    private static final double MILLIS = 1000;

    /** How often such an operation fails and takes the log directory offline. */
    static final String SMB_FAULT = "azureFiles.deleteRenameFault.smb";

    /** Into how many domains that it does not show a zone's machines fall. */
    static final String HIDDEN_DOMAINS = "node.hiddenFaultDomains";

    /** How often the directory of a partition cannot be renamed or deleted because a file in it is open. */
    static final String NFS_FAULT = "azureFiles.deleteRenameFault.nfs";

    /** What nobody has counted, and what decides by itself who loses data and who cannot write. */
    private static final List<Kind> MISTAKES = List.of(Kind.DISK_PRESSURE, Kind.DELETE_VOLUME_CLAIM, Kind.SCALE_NODES);

    private static final OverrideSpec NONE = new OverrideSpec(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            false);

    private final Ledger ledger;
    private final ScenarioSpec spec;
    private final Optional<StorageConfig> storage;
    private final Optional<Trace> trace;

    FaultComposer(Ledger ledger, ScenarioSpec spec, Optional<StorageConfig> storage, Optional<Trace> trace) {
        this.ledger = ledger;
        this.spec = spec;
        this.storage = storage;
        this.trace = trace;
    }

    List<BackgroundFault> compose(Optional<KafkaSettings> settings) {
        List<BackgroundFault> faults = new ArrayList<>();
        if (spec.faults().none()) {
            return faults;
        }
        Set<Kind> replayed = trace.map(Trace::kinds).orElse(Set.of());
        for (Kind kind : Kind.values()) {
            if (canStrike(kind) && !replayed.contains(kind)) {
                fault(kind, settings).ifPresent(faults::add);
            }
        }
        return faults;
    }

    /** Returns the faults of the trace that can strike, each at its time. */
    List<TimelineEntry> replayed(Topology topology) {
        return trace.stream()
                .flatMap(its -> its.rows().stream())
                .filter(row -> canStrike(row.kind()))
                .map(row -> new TimelineEntry(
                        "%s:%s"
                                .formatted(
                                        spec.faults().trace().orElse(""),
                                        row.place().line()),
                        new When.At(row.start()),
                        event(row, topology)))
                .toList();
    }

    private static TimelineEvent event(Trace.Row row, Topology topology) {
        NodeChoice machine = new NodeChoice.Slot(topology.zones().indexOf(row.zone()), row.index());
        List<Integer> broker = List.of(row.index());
        Duration length = row.duration().orElse(Duration.ZERO);
        return switch (row.kind()) {
            case NODE_CRASH -> new TimelineEvent.NodeCrash(machine, row.duration());
            case NODE_REBOOT -> new TimelineEvent.NodeReboot(machine);
            case NODE_FREEZE -> new TimelineEvent.NodeFreeze(machine, length);
            case NODE_REDEPLOY -> new TimelineEvent.NodeRedeploy(machine);
            case ZONE_OUTAGE -> new TimelineEvent.ZoneOutage(row.zone(), row.fraction(), length);
            case ZONE_PARTITION -> new TimelineEvent.ZonePartition(row.zone(), length);
            case CONTROL_PLANE_OUTAGE -> new TimelineEvent.ControlPlaneOutage(length);
            case DISK_UNAVAILABLE -> new TimelineEvent.DiskUnavailable(broker, length);
            case STORAGE_ACCOUNT_OUTAGE -> new TimelineEvent.StorageAccountOutage(List.of(), length);
            case ATTACH_SLOW -> new TimelineEvent.AttachSlow(1 / row.fraction(), length);
            case ALLOCATION_FAILURE -> new TimelineEvent.AllocationFailure(row.zone(), length);
            case BROKER_KILL -> new TimelineEvent.BrokerKill(broker, false, Optional.empty(), row.duration());
            case LOG_DIR_FAILURE -> new TimelineEvent.LogDirFailure(broker, Optional.empty());
            case DELETE_VOLUME_CLAIM -> new TimelineEvent.DeleteVolumeClaim(broker);
            case DISK_PRESSURE, CLUSTER_UPGRADE, SCALE_NODES ->
                throw new IllegalStateException(row.kind().key() + " is in no trace");
        };
    }

    /** Returns whether such a fault needs nothing but processes, so that it can strike on platform bare. */
    static boolean needsProcessesAlone(Kind kind) {
        return kind == Kind.BROKER_KILL || kind == Kind.LOG_DIR_FAILURE;
    }

    /** Returns whether such a fault strikes what AKS alone has: disks that are attached, requests for VMs, claims. */
    static boolean strikesAksAlone(Kind kind) {
        return kind == Kind.ATTACH_SLOW || kind == Kind.ALLOCATION_FAILURE || kind == Kind.DELETE_VOLUME_CLAIM;
    }

    private boolean canStrike(Kind kind) {
        if (spec.platform() instanceof PlatformSpec.Bare) {
            return needsProcessesAlone(kind);
        }
        return switch (kind) {
            case ATTACH_SLOW, ALLOCATION_FAILURE, CLUSTER_UPGRADE, SCALE_NODES ->
                spec.platform() instanceof PlatformSpec.Aks;
            case DISK_PRESSURE -> spec.platform() instanceof PlatformSpec.Aks && onNodeDisk();
            case DELETE_VOLUME_CLAIM ->
                spec.platform() instanceof PlatformSpec.Aks
                        && storage.filter(its -> !(its instanceof StorageConfig.EmptyDir))
                                .isPresent();
            case DISK_UNAVAILABLE -> storage.map(FaultComposer::onManagedDisk).orElse(false);
            case STORAGE_ACCOUNT_OUTAGE ->
                storage.map(AzureFiles.class::isInstance).orElse(false);
            case BROKER_KILL, LOG_DIR_FAILURE -> spec.kafka().isPresent();
            default -> true;
        };
    }

    private boolean onNodeDisk() {
        return storage.filter(StorageConfig.EmptyDir.class::isInstance)
                .map(StorageConfig.EmptyDir.class::cast)
                .filter(directory -> directory.on() != Medium.MEMORY)
                .isPresent();
    }

    private static boolean onManagedDisk(StorageConfig storage) {
        return storage instanceof StorageConfig.AzureDisk
                || (storage instanceof StorageConfig.EmptyDir directory && directory.on() == Medium.MANAGED_OS_DISK);
    }

    private Optional<BackgroundFault> fault(Kind kind, Optional<KafkaSettings> settings) {
        FaultsSpec faults = spec.faults();
        String path = "faults." + faults.profile() + "." + kind.key() + ".";
        OverrideSpec override = faults.override().getOrDefault(kind.key(), NONE);
        Optional<RandomDuration> interarrival =
                override.interarrival().or(() -> taken(path + "interarrival")).or(() -> fileFaults(kind, settings));
        return interarrival.map(between -> {
            Per per = override.per().orElseGet(() -> per(kind, path + "interarrival"));
            return new BackgroundFault(
                    kind,
                    per,
                    between,
                    override.duration()
                            .or(() -> taken(path + "duration"))
                            .orElse(RandomDuration.constant(Duration.ofMillis(1))),
                    override.fraction().orElseGet(() -> fraction(path + "fraction")),
                    bursts(kind, per, override, path + "bursts"),
                    override.since().orElse(BackgroundFault.Since.ARRIVAL),
                    override.wipe());
        });
    }

    /** What strikes all machines of a hidden fault domain together comes in no further bursts. */
    private Optional<Bursts> bursts(Kind kind, Per per, OverrideSpec override, String path) {
        if (per == Per.DOMAIN) {
            ledger.note(HIDDEN_DOMAINS);
            return Optional.empty();
        }
        return override.bursts()
                .or(() -> ledger.catalogue().find(path).map(entry -> ledger.share(path)))
                .filter(share -> share > 0 && kind.strikesMachines())
                .map(share -> {
                    ledger.note(HIDDEN_DOMAINS);
                    double window = ledger.duration("node.burst.window").toMillis() / MILLIS;
                    return new Bursts(
                            share,
                            ledger.number("node.burst.sizeParameter"),
                            new RandomDuration(new Distribution.Uniform(0, window)));
                });
    }

    private Optional<RandomDuration> taken(String path) {
        return ledger.catalogue().find(path).map(entry -> ledger.randomDuration(path));
    }

    /** Storage accounts fail one by one: where each broker has its own, what is given for the one strikes each. */
    private Per per(Kind kind, String path) {
        if (kind == Kind.STORAGE_ACCOUNT_OUTAGE
                && share().filter(files -> files.account() == AzureFiles.Account.PER_BROKER)
                        .isPresent()) {
            return Per.BROKER;
        }
        return ledger.catalogue()
                .find(path)
                .flatMap(entry -> entry.per())
                .map(unit -> Per.valueOf(unit.toUpperCase(Locale.ROOT)))
                .orElse(kind.unit());
    }

    private Distribution fraction(String path) {
        return ledger.catalogue().find(path).isPresent() ? ledger.randomShare(path) : new Distribution.Constant(1);
    }

    /**
     * Over SMB each deletion and renaming of a segment may fail and take the log directory offline: as often as a broker fills
     * segments, times the operations on each, times the probability of one failure.
     */
    private Optional<RandomDuration> fileFaults(Kind kind, Optional<KafkaSettings> settings) {
        if (kind != Kind.LOG_DIR_FAILURE || !overSmb() || settings.isEmpty()) {
            return Optional.empty();
        }
        KafkaSpec kafka = spec.kafka().orElseThrow();
        double written = kafka.workload().produce().bytesPerSecond() * Load.replication(kafka) / kafka.brokers();
        double segments = written / settings.get().logSegmentBytes().bytes();
        double perSecond = segments * OPERATIONS_PER_SEGMENT * ledger.number(SMB_FAULT);
        return perSecond > 0
                ? Optional.of(new RandomDuration(new Distribution.Exponential(1 / perSecond)))
                : Optional.empty();
    }

    /**
     * Returns how probable it is that a broker cannot rename the directories of a deleted topic: over SMB a directory in which files are
     * open may not be renamed (bitnami/charts issue 27624); over NFS the client renames a file that is deleted while it is open, and the
     * directory is not empty when it is to go ("silly rename").
     */
    double renameRefused(EventSpec.DeleteTopic deletion) {
        if (share().isEmpty()) {
            return 0;
        }
        return deletion.renameRefused().orElseGet(() -> {
            KafkaSpec kafka = spec.kafka().orElseThrow();
            double directories = kafka.topics().stream()
                    .filter(topic -> topic.name().equals(deletion.topic()))
                    .mapToDouble(topic -> (double) topic.partitions() * topic.replicationFactor() / kafka.brokers())
                    .sum();
            return 1 - StrictMath.pow(1 - ledger.number(overSmb() ? SMB_FAULT : NFS_FAULT), directories);
        });
    }

    /** Returns whether the brokers' data lies on a share mounted by SMB. */
    boolean overSmb() {
        return share().filter(files -> files.protocol() == AzureFiles.Protocol.SMB)
                .isPresent();
    }

    private Optional<AzureFiles> share() {
        return storage.filter(AzureFiles.class::isInstance).map(AzureFiles.class::cast);
    }

    /** Returns the entries without a source, if any, by which what is played of Azure Files, or of people, stands or falls. */
    List<String> placeHolders() {
        List<String> decisive = new ArrayList<>();
        Set<Kind> replayed = trace.map(Trace::kinds).orElse(Set.of());
        MISTAKES.stream()
                .filter(kind -> !spec.faults().none() && canStrike(kind) && !replayed.contains(kind))
                .filter(kind -> spec.faults()
                        .override()
                        .getOrDefault(kind.key(), NONE)
                        .interarrival()
                        .isEmpty())
                .map(kind -> "faults." + spec.faults().profile() + "." + kind.key() + ".interarrival")
                .filter(path -> ledger.catalogue().find(path).isPresent())
                .forEach(decisive::add);
        if (share().isEmpty()) {
            return unsourced(decisive);
        }
        if (!spec.faults().none()) {
            if (overSmb() && !replayed.contains(Kind.LOG_DIR_FAILURE)) {
                decisive.add(SMB_FAULT);
            }
            String outages =
                    "faults." + spec.faults().profile() + "." + Kind.STORAGE_ACCOUNT_OUTAGE.key() + ".interarrival";
            OverrideSpec override = spec.faults().override().getOrDefault(Kind.STORAGE_ACCOUNT_OUTAGE.key(), NONE);
            if (override.interarrival().isEmpty()
                    && !replayed.contains(Kind.STORAGE_ACCOUNT_OUTAGE)
                    && ledger.catalogue().find(outages).isPresent()) {
                decisive.add(outages);
            }
        }
        boolean deletes = spec.timeline().stream()
                .anyMatch(entry -> entry.event() instanceof EventSpec.DeleteTopic deletion
                        && deletion.renameRefused().isEmpty());
        if (deletes) {
            decisive.add(overSmb() ? SMB_FAULT : NFS_FAULT);
        }
        return unsourced(decisive);
    }

    private List<String> unsourced(List<String> decisive) {
        return decisive.stream()
                .filter(path -> ledger.catalogue().entry(path).label() == Label.UNKNOWN)
                .toList();
    }
}
