package dev.brokerfall.scenario.manifest;

import dev.brokerfall.kubernetes.objects.PersistentVolume;
import dev.brokerfall.kubernetes.objects.PersistentVolumeClaim;
import dev.brokerfall.kubernetes.objects.Requirement;
import dev.brokerfall.kubernetes.objects.StorageCapacity;
import dev.brokerfall.kubernetes.objects.StorageClass;
import dev.brokerfall.kubernetes.objects.VolumeAttachment;
import dev.brokerfall.kubernetes.objects.VolumeSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads volumes, claims and classes. */
final class StorageReader {

    private static final String DISK_DRIVER = "disk.csi.azure.com";
    private static final String FILE_DRIVER = "file.csi.azure.com";
    private static final String CLASS = "storageClassName";

    private StorageReader() {}

    static PersistentVolume volume(Tree tree, String name) {
        Optional<Tree> spec = tree.map("spec");
        Optional<String> claim = tree.at("spec", "claimRef")
                .map(reference -> reference.text("namespace", "default") + "/" + reference.required("name"));
        Back back = spec.map(StorageReader::back).orElse(Back.UNKNOWN);
        return new PersistentVolume(
                name,
                tree.map("metadata").map(its -> its.words("labels")).orElse(Map.of()),
                tree.at("spec", "capacity")
                        .flatMap(its -> its.quantity("storage"))
                        .orElse(0L),
                spec.flatMap(its -> its.text(CLASS)).orElse(""),
                claim,
                tree.at("spec", "nodeAffinity", "required").map(RulesReader::nodeSelector),
                back.driver(),
                back.handle().isEmpty() ? name : back.handle(),
                phase(tree, claim.isPresent()),
                back.source(),
                spec.map(its -> its.texts("accessModes")).orElse(List.of()));
    }

    private static PersistentVolume.Phase phase(Tree tree, boolean claimed) {
        return switch (tree.at("status").flatMap(its -> its.text("phase")).orElse("")) {
            case "Available" -> PersistentVolume.Phase.AVAILABLE;
            case "Bound" -> PersistentVolume.Phase.BOUND;
            case "Released" -> PersistentVolume.Phase.RELEASED;
            case "Failed" -> PersistentVolume.Phase.FAILED;
            default -> claimed ? PersistentVolume.Phase.BOUND : PersistentVolume.Phase.AVAILABLE;
        };
    }

    /** In-tree kinds stand for the CSI drivers that replaced them (staging/src/k8s.io/csi-translation-lib/plugins). */
    private static Back back(Tree spec) {
        Optional<Tree> csi = spec.map("csi");
        if (csi.isPresent()) {
            String driver = csi.get().text("driver", "");
            VolumeSource.Kind kind = switch (driver) {
                case DISK_DRIVER -> VolumeSource.Kind.AZURE_DISK;
                case FILE_DRIVER -> VolumeSource.Kind.AZURE_FILES;
                default -> VolumeSource.Kind.OTHER;
            };
            return new Back(driver, csi.get().text("volumeHandle", ""), new VolumeSource(kind, ""));
        }
        Optional<Tree> disk = spec.map("azureDisk");
        if (disk.isPresent()) {
            String handle = disk.get().text("diskURI", disk.get().text("diskName", ""));
            return new Back(DISK_DRIVER, handle, new VolumeSource(VolumeSource.Kind.AZURE_DISK, ""));
        }
        if (spec.map("azureFile").isPresent()) {
            return new Back(FILE_DRIVER, "", new VolumeSource(VolumeSource.Kind.AZURE_FILES, ""));
        }
        if (spec.map("local").isPresent() || spec.map("hostPath").isPresent()) {
            return new Back("", "", new VolumeSource(VolumeSource.Kind.LOCAL, ""));
        }
        return Back.UNKNOWN;
    }

    static PersistentVolumeClaim claim(Tree tree, String namespace, String name) {
        Optional<Tree> spec = tree.map("spec");
        Optional<Tree> metadata = tree.map("metadata");
        return new PersistentVolumeClaim(
                namespace,
                name,
                spec.flatMap(its -> its.text(CLASS)).orElse(""),
                spec.flatMap(its -> its.text("volumeName")).filter(volume -> !volume.isEmpty()),
                tree.at("spec", "resources", "requests")
                        .flatMap(its -> its.quantity("storage"))
                        .orElse(0L),
                metadata.map(its -> its.words("annotations")).orElse(Map.of()),
                tree.at("status")
                        .flatMap(its -> its.text("phase"))
                        .filter(phase -> phase.equals("Lost"))
                        .isPresent(),
                metadata.flatMap(its -> its.text("deletionTimestamp")).isPresent(),
                spec.map(its -> its.texts("accessModes")).orElse(List.of()),
                tree.at("spec", "selector").map(RulesReader::labelSelector));
    }

    static StorageClass storageClass(Tree tree, String name) {
        Optional<StorageClass.BindingMode> mode =
                switch (tree.text("volumeBindingMode", "Immediate").toLowerCase(Locale.ROOT)) {
                    case "immediate" -> Optional.of(StorageClass.BindingMode.IMMEDIATE);
                    case "waitforfirstconsumer" -> Optional.of(StorageClass.BindingMode.WAIT_FOR_FIRST_CONSUMER);
                    default -> Optional.empty();
                };
        if (mode.isEmpty()) {
            tree.problem("unknown volumeBindingMode " + tree.text("volumeBindingMode", ""));
        }
        List<List<Requirement>> topologies = tree.items("allowedTopologies").stream()
                .map(term -> term.items("matchLabelExpressions").stream()
                        .map(expression -> new Requirement(
                                expression.required("key"), Requirement.Operator.IN, expression.texts("values")))
                        .toList())
                .toList();
        return new StorageClass(name, tree.text("provisioner", ""), mode, tree.words("parameters"), topologies);
    }

    static VolumeAttachment attachment(Tree tree, String name) {
        return new VolumeAttachment(
                name,
                tree.at("spec").flatMap(its -> its.text("attacher")).orElse(""),
                tree.at("spec").flatMap(its -> its.text("nodeName")).orElse(""),
                tree.at("spec", "source")
                        .flatMap(its -> its.text("persistentVolumeName"))
                        .orElse(""),
                tree.at("status").map(its -> its.flag("attached")).orElse(false));
    }

    static StorageCapacity capacity(Tree tree) {
        Optional<Long> limit = tree.quantity("maximumVolumeSize").or(() -> tree.quantity("capacity"));
        return new StorageCapacity(
                tree.text(CLASS, ""),
                tree.map("nodeTopology").map(RulesReader::labelSelector),
                limit.map(OptionalLong::of).orElse(OptionalLong.empty()));
    }

    /** What stands behind a volume. */
    private record Back(String driver, String handle, VolumeSource source) {
        static final Back UNKNOWN = new Back("", "", new VolumeSource(VolumeSource.Kind.OTHER, ""));
    }
}
