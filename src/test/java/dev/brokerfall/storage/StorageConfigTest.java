package dev.brokerfall.storage;

import static dev.brokerfall.storage.Fate.KEPT;
import static dev.brokerfall.storage.Fate.LOST;
import static dev.brokerfall.storage.Fate.TAIL_LOST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brokerfall.storage.StorageConfig.AzureDisk;
import dev.brokerfall.storage.StorageConfig.AzureFiles;
import dev.brokerfall.storage.StorageConfig.EmptyDir;
import dev.brokerfall.storage.StorageConfig.EmptyDir.Medium;
import dev.brokerfall.storage.StorageConfig.LocalVolume;
import dev.brokerfall.unit.DataSize;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What each storage survives, from the mildest event to the worst, and from where it can be used. */
final class StorageConfigTest {

    private static final StorageConfig LRS = new AzureDisk(DiskSku.PREMIUM_LRS, DataSize.gibibytes(512));
    private static final StorageConfig ZRS = new AzureDisk(DiskSku.PREMIUM_ZRS, DataSize.gibibytes(512));
    private static final StorageConfig LOCAL = new LocalVolume(LocalVolume.Device.NVME, DataSize.gibibytes(1788));

    @Test
    void the_table_of_fates() {
        // container, reboot, crash, power, pod move, reimage, redeploy, deallocate, VM loss
        assertThat(fates(LRS))
                .containsExactly(KEPT, KEPT, TAIL_LOST, TAIL_LOST, KEPT, KEPT, TAIL_LOST, TAIL_LOST, TAIL_LOST);
        assertThat(fates(emptyDir(Medium.EPHEMERAL_OS_DISK)))
                .containsExactly(KEPT, KEPT, TAIL_LOST, TAIL_LOST, LOST, LOST, LOST, LOST, LOST);
        assertThat(fates(emptyDir(Medium.MANAGED_OS_DISK)))
                .containsExactly(KEPT, KEPT, TAIL_LOST, TAIL_LOST, LOST, LOST, TAIL_LOST, TAIL_LOST, LOST);
        assertThat(fates(emptyDir(Medium.MEMORY)))
                .containsExactly(KEPT, LOST, LOST, LOST, LOST, LOST, LOST, LOST, LOST);
        assertThat(fates(LOCAL)).containsExactly(KEPT, KEPT, TAIL_LOST, TAIL_LOST, KEPT, LOST, LOST, LOST, LOST);
    }

    @Test
    void a_zonal_disk_stays_in_its_zone_and_a_zone_redundant_one_does_not() {
        assertThat(LRS.reach()).isEqualTo(Reach.ZONE);
        assertThat(ZRS.reach()).isEqualTo(Reach.REGION);
        assertThat(LRS.downWithItsZone()).isTrue();
        assertThat(ZRS.downWithItsZone()).isFalse();
        assertThat(LOCAL.reach()).isEqualTo(Reach.NODE);
        assertThat(emptyDir(Medium.TEMPORARY).reach()).isEqualTo(Reach.POD);
    }

    @Test
    void nfs_on_the_standard_tier_does_not_exist() {
        assertThatThrownBy(() -> new AzureFiles(
                        AzureFiles.Protocol.NFS,
                        AzureFiles.Tier.STANDARD,
                        AzureFiles.Redundancy.LRS,
                        DataSize.gibibytes(100),
                        AzureFiles.Share.PER_BROKER,
                        AzureFiles.Account.ONE,
                        AzureFiles.Endpoint.PRIVATE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("NFS needs the premium tier of Azure Files");
    }

    private static EmptyDir emptyDir(Medium medium) {
        return new EmptyDir(medium, Optional.empty());
    }

    private static List<Fate> fates(StorageConfig storage) {
        return Arrays.stream(IronEvent.values()).map(storage::survives).toList();
    }
}
