package dev.brokerfall.scenario.imports;

import dev.brokerfall.catalogue.Catalogue;
import dev.brokerfall.catalogue.VmSize;
import dev.brokerfall.kubernetes.objects.PersistentVolume;
import dev.brokerfall.kubernetes.objects.PersistentVolumeClaim;
import dev.brokerfall.kubernetes.objects.StorageClass;
import dev.brokerfall.scenario.manifest.ManifestObject;
import dev.brokerfall.unit.DataSize;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Finds where pods keep their data: the volumes that are there, or else what whatever makes the pods asks for. */
final class StorageFinder {

    private static final List<String> BUILT_IN = List.of("managed-csi", "managed-csi-premium");
    private static final List<String> SKU = List.of("skuname", "storageaccounttype");
    private static final String DEFAULT_CLASS = "storageclass.kubernetes.io/is-default-class";

    private final FoundObjects objects;
    private final Optional<VmSize> vm;
    private final Remarks remarks;

    StorageFinder(FoundObjects objects, Catalogue catalogue, List<PoolFound> pools, Remarks remarks) {
        this.objects = objects;
        this.vm = pools.stream()
                .flatMap(pool -> catalogue.vmSize(pool.vmSize()).stream())
                .findFirst();
        this.remarks = remarks;
    }

    /** Returns the storage of most pods of {@code groups}; that of others is said to be ignored. */
    StorageFound find(List<PodGroup> groups, String subject) {
        Map<StorageFound, Integer> weights = new LinkedHashMap<>();
        Map<PodGroup, StorageFound> each = new LinkedHashMap<>();
        for (PodGroup group : groups) {
            StorageFound its = ofGroup(group, subject);
            each.put(group, its);
            weights.merge(its, group.replicas(), Integer::sum);
        }
        StorageFound most = StorageFound.UNKNOWN;
        int weight = 0;
        for (Map.Entry<StorageFound, Integer> entry : weights.entrySet()) {
            if (entry.getValue() > weight) {
                most = entry.getKey();
                weight = entry.getValue();
            }
        }
        for (Map.Entry<PodGroup, StorageFound> entry : each.entrySet()) {
            if (!entry.getValue().equals(most)) {
                remarks.guessed(
                        entry.getKey().place(),
                        subject,
                        "%s of %s is taken to be as that of the most, %s: a scenario has one storage for all"
                                .formatted(
                                        entry.getValue().yaml(), entry.getKey().what(), most.yaml()));
            }
        }
        return most;
    }

    private StorageFound ofGroup(PodGroup group, String subject) {
        if (group.volumes().isEmpty()) {
            remarks.todo(group.place(), subject, group.what() + " does not say where its data lies");
            return StorageFound.UNKNOWN;
        }
        VolumeAsked first = group.volumes().get(0);
        if (first.kind() != VolumeAsked.Kind.CLAIM) {
            return emptyDir(group, first, subject);
        }
        List<Back> backs = bound(group);
        if (backs.isEmpty()) {
            backs = asked(group, subject);
        }
        if (backs.isEmpty()) {
            return StorageFound.UNKNOWN;
        }
        DataSize size = new DataSize(
                backs.stream().mapToLong(back -> back.size().bytes()).sum());
        if (backs.size() > 1) {
            remarks.guessed(
                    backs.get(0).place(),
                    subject,
                    "%s volumes of each pod of %s (JBOD) are taken for one of %s: several log directories on AKS are not built yet"
                            .formatted(backs.size(), group.what(), size));
        }
        return of(backs.get(0), size, subject, group.what());
    }

    private StorageFound emptyDir(PodGroup group, VolumeAsked asked, String subject) {
        boolean memory = asked.kind() == VolumeAsked.Kind.MEMORY;
        List<String> keys = new ArrayList<>();
        if (memory) {
            keys.add("on: memory");
        }
        asked.size().ifPresent(limit -> keys.add("sizeLimit: " + limit));
        remarks.used(asked.place(), subject, "emptyDir, of %s".formatted(group.what()));
        return new StorageFound("emptydir", "{emptyDir: {%s}}".formatted(String.join(", ", keys)), asked.size());
    }

    /** What stands behind one volume. */
    private record Back(
            String place, String provisioner, Map<String, String> parameters, Optional<String> builtIn, DataSize size) {

        /** Returns a parameter; drivers do not mind capital letters in their names. */
        Optional<String> parameter(String... names) {
            for (String name : names) {
                for (Map.Entry<String, String> entry : parameters.entrySet()) {
                    if (entry.getKey().toLowerCase(Locale.ROOT).equals(name)) {
                        return Optional.of(entry.getValue());
                    }
                }
            }
            return Optional.empty();
        }
    }

    /** Returns the volumes of the first pod whose claims are bound. */
    private List<Back> bound(PodGroup group) {
        return group.pods().stream()
                .map(pod -> pod.claims().stream()
                        .flatMap(claim -> volume(pod.namespace(), claim).stream())
                        .map(this::back)
                        .toList())
                .filter(backs -> !backs.isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    private Optional<PersistentVolume> volume(String namespace, String claim) {
        return objects.typed().claims().stream()
                .filter(its -> its.id().equals(namespace + "/" + claim))
                .map(PersistentVolumeClaim::volumeName)
                .flatMap(Optional::stream)
                .flatMap(name -> objects.typed().volumes().stream()
                        .filter(volume -> volume.name().equals(name)))
                .findFirst();
    }

    /** A volume made for a claim carries the parameters of its class as they were then. */
    private Back back(PersistentVolume volume) {
        Optional<ManifestObject> written = objects.find("PersistentVolume", volume.name());
        Map<String, String> parameters = new LinkedHashMap<>();
        storageClass(volume.storageClass()).ifPresent(its -> parameters.putAll(its.parameters()));
        written.flatMap(its -> its.tree().at("spec", "csi"))
                .map(csi -> csi.words("volumeAttributes"))
                .ifPresent(attributes -> replace(parameters, attributes));
        String provisioner =
                volume.driver().isEmpty() && volume.source().kind().name().equals("LOCAL")
                        ? StorageClass.NO_PROVISIONER
                        : volume.driver();
        return new Back(
                written.map(ManifestObject::place).orElse(""),
                provisioner,
                parameters,
                Optional.of(volume.storageClass()).filter(BUILT_IN::contains),
                new DataSize(volume.capacityBytes()));
    }

    private static void replace(Map<String, String> parameters, Map<String, String> attributes) {
        if (attributes.keySet().stream().anyMatch(StorageFinder::namesSku)) {
            parameters.keySet().removeIf(StorageFinder::namesSku);
        }
        attributes.forEach((name, value) -> {
            parameters.keySet().removeIf(known -> known.equalsIgnoreCase(name));
            parameters.put(name, value);
        });
    }

    /** The drivers know the kind of disk or share by either name. */
    private static boolean namesSku(String parameter) {
        return SKU.contains(parameter.toLowerCase(Locale.ROOT));
    }

    private Optional<StorageClass> storageClass(String name) {
        return objects.typed().storageClasses().stream()
                .filter(its -> its.name().equals(name))
                .findFirst();
    }

    private List<Back> asked(PodGroup group, String subject) {
        List<Back> backs = new ArrayList<>();
        for (VolumeAsked asked : group.volumes()) {
            Optional<String> name = asked.storageClass().or(this::defaultClass);
            Optional<StorageClass> its = name.flatMap(this::storageClass);
            Optional<String> builtIn = name.filter(BUILT_IN::contains);
            if (asked.size().isEmpty() || (its.isEmpty() && builtIn.isEmpty())) {
                remarks.todo(
                        asked.place(),
                        subject,
                        "%s has no volume among the manifests, and %s"
                                .formatted(
                                        group.what(),
                                        name.map(unknown -> "its StorageClass " + unknown + " is not there either")
                                                .orElse("names no StorageClass")));
                return List.of();
            }
            backs.add(new Back(
                    asked.place(),
                    its.map(StorageClass::provisioner).orElse("disk.csi.azure.com"),
                    its.map(StorageClass::parameters).orElse(Map.of()),
                    builtIn,
                    asked.size().get()));
        }
        return backs;
    }

    private Optional<String> defaultClass() {
        return objects.of("StorageClass").stream()
                .filter(its -> its.tree()
                        .at("metadata", "annotations")
                        .flatMap(annotations -> annotations.text(DEFAULT_CLASS))
                        .filter(text -> text.equals("true"))
                        .isPresent())
                .map(ManifestObject::name)
                .findFirst();
    }

    private StorageFound of(Back back, DataSize size, String subject, String what) {
        return switch (back.provisioner()) {
            case "disk.csi.azure.com", "kubernetes.io/azure-disk" ->
                new DiskReader(back.place(), subject, what, remarks)
                        .read(size, back.builtIn(), name -> back.parameter(name.toLowerCase(Locale.ROOT)));
            case "file.csi.azure.com", "kubernetes.io/azure-file" -> files(back, size, subject, what);
            case StorageClass.NO_PROVISIONER,
                    "local.csi.azure.com",
                    "localdisk.csi.acstor.io",
                    "rancher.io/local-path" -> local(back, size, subject);
            default -> {
                remarks.todo(
                        back.place(),
                        subject,
                        "volumes of %s are not modelled: write the storage that comes nearest"
                                .formatted(back.provisioner().isEmpty() ? "no driver" : back.provisioner()));
                yield StorageFound.UNKNOWN;
            }
        };
    }

    /** The driver makes standard LRS shares over SMB when told nothing (azurefile-csi-driver, docs/driver-parameters.md). */
    private StorageFound files(Back back, DataSize size, String subject, String what) {
        String sku = back.parameter("skuname", "storageaccounttype").orElse("Standard_LRS");
        String tier = sku.toLowerCase(Locale.ROOT).startsWith("premium") ? "premium" : "standard";
        String redundancy = sku.toUpperCase(Locale.ROOT).contains("ZRS") ? "ZRS" : "LRS";
        String protocol = back.parameter("protocol").filter("nfs"::equals).orElse("smb");
        remarks.used(back.place(), subject, "Azure Files %s over %s of %s, of %s".formatted(sku, protocol, size, what));
        return new StorageFound(
                "azure-files",
                "{azureFiles: {protocol: %s, tier: %s, redundancy: %s, size: %s}}"
                        .formatted(protocol, tier, redundancy, size),
                Optional.of(size));
    }

    private StorageFound local(Back back, DataSize size, String subject) {
        Optional<String> device = LocalDevice.of(vm);
        if (device.isEmpty()) {
            remarks.todo(back.place(), subject, "local volumes, and which disk of the node they lie on is not told");
            return StorageFound.UNKNOWN;
        }
        remarks.guessed(
                back.place(),
                subject,
                "local volumes of %s, taken to lie on the node's %s".formatted(size, device.get()));
        boolean fits =
                LocalDevice.size(vm).filter(room -> size.compareTo(room) <= 0).isPresent();
        return new StorageFound(
                LocalDevice.option(device.get()),
                fits && size.bytes() > 0
                        ? "{localVolume: {device: %s, size: %s}}".formatted(device.get(), size)
                        : "{localVolume: {device: %s}}".formatted(device.get()),
                Optional.of(size));
    }
}
