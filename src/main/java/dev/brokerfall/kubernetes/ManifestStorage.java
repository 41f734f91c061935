package dev.brokerfall.kubernetes;

import dev.brokerfall.kubernetes.objects.ClusterObjects;
import dev.brokerfall.kubernetes.objects.PersistentVolume;
import dev.brokerfall.kubernetes.objects.PersistentVolumeClaim;
import dev.brokerfall.kubernetes.objects.Pod;
import dev.brokerfall.kubernetes.objects.PodVolume;
import dev.brokerfall.kubernetes.objects.StorageClass;
import dev.brokerfall.kubernetes.objects.VolumeSource;
import dev.brokerfall.storage.DiskSku;
import dev.brokerfall.storage.StorageConfig;
import dev.brokerfall.storage.StorageConfig.AzureFiles;
import dev.brokerfall.unit.DataSize;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells what storage a pod of a real cluster has, from its volumes, claims and classes. */
final class ManifestStorage {

    private final Map<String, PersistentVolumeClaim> claims = new LinkedHashMap<>();
    private final Map<String, PersistentVolume> volumes = new LinkedHashMap<>();
    private final Map<String, StorageClass> classes = new LinkedHashMap<>();

    ManifestStorage(ClusterObjects objects) {
        objects.claims().forEach(claim -> claims.put(claim.id(), claim));
        objects.volumes().forEach(volume -> volumes.put(volume.name(), volume));
        objects.storageClasses().forEach(its -> classes.put(its.name(), its));
    }

    /** Returns the storage of a pod's first claim, or an emptyDir when it has none. */
    StorageConfig of(Pod pod) {
        for (String name : pod.claims()) {
            PersistentVolumeClaim claim = claims.get(pod.namespace() + "/" + name);
            if (claim != null) {
                return of(claim);
            }
        }
        boolean memory = pod.template().volumes().stream()
                .anyMatch(volume -> volume instanceof PodVolume.EmptyDir directory && directory.memory());
        return new StorageConfig.EmptyDir(
                memory ? StorageConfig.EmptyDir.Medium.MEMORY : StorageConfig.EmptyDir.Medium.MANAGED_OS_DISK,
                Optional.empty());
    }

    private StorageConfig of(PersistentVolumeClaim claim) {
        DataSize size = new DataSize(claim.requestBytes());
        PersistentVolume volume = claim.volumeName().map(volumes::get).orElse(null);
        StorageClass its = classes.get(claim.storageClass());
        if (volume != null && volume.source().kind() == VolumeSource.Kind.LOCAL) {
            return new StorageConfig.LocalVolume(StorageConfig.LocalVolume.Device.SSD, size);
        }
        String provisioner = its == null ? "" : its.provisioner();
        boolean files = volume != null
                ? volume.source().kind() == VolumeSource.Kind.AZURE_FILES
                : provisioner.endsWith("azure-file") || provisioner.startsWith("file.csi.azure");
        String sku = its == null ? "" : parameter(its, "skuname", "storageaccounttype");
        if (files) {
            return new AzureFiles(
                    its != null && parameter(its, "protocol").equalsIgnoreCase("nfs")
                            ? AzureFiles.Protocol.NFS
                            : AzureFiles.Protocol.SMB,
                    sku.startsWith("Standard") ? AzureFiles.Tier.STANDARD : AzureFiles.Tier.PREMIUM,
                    sku.endsWith("ZRS") ? AzureFiles.Redundancy.ZRS : AzureFiles.Redundancy.LRS,
                    size,
                    AzureFiles.Share.PER_BROKER,
                    AzureFiles.Account.ONE,
                    AzureFiles.Endpoint.PRIVATE);
        }
        if (volume == null && provisioner.equals(StorageClass.NO_PROVISIONER)) {
            return new StorageConfig.LocalVolume(StorageConfig.LocalVolume.Device.SSD, size);
        }
        return new StorageConfig.AzureDisk(DiskSku.named(sku).orElse(zonal(volume)), size);
    }

    /** Returns a zonal disk for a volume that is bound to a place, and a zone-redundant one for a volume that is not. */
    private static DiskSku zonal(@Nullable PersistentVolume volume) {
        return volume == null || volume.affinity().isPresent() ? DiskSku.PREMIUM_LRS : DiskSku.PREMIUM_ZRS;
    }

    /** Azure's class parameters are written in any case. */
    private static String parameter(StorageClass its, String... names) {
        for (Map.Entry<String, String> parameter : its.parameters().entrySet()) {
            for (String name : names) {
                if (parameter.getKey().equalsIgnoreCase(name)) {
                    return parameter.getValue();
                }
            }
        }
        return "";
    }
}
