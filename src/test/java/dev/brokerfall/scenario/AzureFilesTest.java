package dev.brokerfall.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.brokerfall.catalogue.Catalogue;
import dev.brokerfall.fault.BackgroundFault;
import dev.brokerfall.fault.BackgroundFault.Kind;
import dev.brokerfall.fault.BackgroundFault.Per;
import dev.brokerfall.fault.TimelineEvent;
import dev.brokerfall.kafka.KafkaTimings;
import dev.brokerfall.metric.Metric;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a choice of Azure Files comes to in the model, beside a disk. */
final class AzureFilesTest {

    private static final String DISK = "{azureDisk: {sku: Premium_LRS, size: 512Gi}}";
    private static final String SMB = "{azureFiles: {protocol: smb, size: 512Gi}}";
    private static final String NFS = "{azureFiles: {protocol: nfs, size: 512Gi}}";
    private static final String ACCOUNTS = "{azureFiles: {protocol: nfs, size: 512Gi, account: per-broker}}";

    private static Composition option(String storage) {
        return new Composer(
                        Catalogue.standard(),
                        new ScenarioReader()
                                .read("files.yaml", """
                                        apiVersion: brokerfall.dev/v1alpha1
                                        kind: Scenario
                                        metadata: {name: files}
                                        spec:
                                          platform:
                                            aks:
                                              nodePools: [{name: kafka, vmSize: Standard_D8ds_v5, zones: [a, b, c], nodesPerZone: 2}]
                                          storage: %s
                                          kafka:
                                            brokers: 3
                                            topics: [{name: orders, partitions: 100, replicationFactor: 3, minInsyncReplicas: 2}]
                                            workload: {produce: 10MB/s, retained: 50Gi}
                                          timeline: [{at: 1d, deleteTopic: {topic: orders}}]
                                          simulation: {trials: 1}
                                        """.formatted(storage), Path.of(""))
                                .get(0))
                .compose()
                .get(0);
    }

    private static KafkaTimings timings(String storage) {
        return option(storage).config().kafka().orElseThrow().timings();
    }

    private static List<BackgroundFault> faults(String storage, Kind kind) {
        return option(storage).config().faults().stream()
                .filter(fault -> fault.kind() == kind)
                .toList();
    }

    private static double refused(String storage) {
        return ((TimelineEvent.DeleteTopic)
                        option(storage).config().timeline().get(0).event())
                .renameRefused();
    }

    @Test
    void every_file_that_a_start_a_stop_or_a_new_leader_touches_is_a_round_trip_to_the_server() {
        // Lognormal of median 7 ms and sigma 0.4.
        double roundTrip = 7e-3 * Math.exp(0.4 * 0.4 / 2);

        KafkaTimings disk = timings(DISK);
        KafkaTimings share = timings(SMB);

        assertThat(seconds(share.logLoading().perLog())
                        - seconds(disk.logLoading().perLog()))
                .isEqualTo(18 * roundTrip, within(1e-6));
        assertThat(seconds(share.logLoading().perSegment())
                        - seconds(disk.logLoading().perSegment()))
                .isEqualTo(4 * roundTrip, within(1e-6));
        assertThat(seconds(share.fileWork().newLeader())).isEqualTo(5 * roundTrip, within(1e-6));
        assertThat(seconds(share.fileWork().close())).isEqualTo(12 * roundTrip, within(1e-6));
        assertThat(disk.fileWork().newLeader()).isZero();
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    @Test
    void one_account_fails_for_the_cluster_and_accounts_of_their_own_for_each_broker() {
        assertThat(faults(NFS, Kind.STORAGE_ACCOUNT_OUTAGE))
                .extracting(BackgroundFault::per)
                .containsExactly(Per.CLUSTER);
        assertThat(faults(ACCOUNTS, Kind.STORAGE_ACCOUNT_OUTAGE))
                .extracting(BackgroundFault::per)
                .containsExactly(Per.BROKER);
        assertThat(faults(DISK, Kind.STORAGE_ACCOUNT_OUTAGE)).isEmpty();
    }

    @Test
    void deleting_segments_fails_over_SMB_alone_and_deleting_a_topic_over_NFS_too() {
        assertThat(faults(SMB, Kind.LOG_DIR_FAILURE)).hasSize(1);
        assertThat(faults(NFS, Kind.LOG_DIR_FAILURE)).isEmpty();
        // Each broker has a directory of each of the 100 partitions.
        assertThat(refused(SMB)).isEqualTo(1 - Math.pow(1 - 1e-5, 100), within(1e-12));
        assertThat(refused(NFS)).isEqualTo(1 - Math.pow(1 - 1e-2, 100), within(1e-12));
        assertThat(refused(DISK)).isZero();
    }

    @Test
    void whatever_is_played_of_it_rests_on_a_rate_without_a_source() {
        assertThat(option(SMB).placeHolders()).contains(Metric.OUTAGE_MINUTES);
        assertThat(option(NFS).placeHolders()).contains(Metric.OUTAGE_MINUTES);
        assertThat(option(DISK).placeHolders()).doesNotContain(Metric.OUTAGE_MINUTES);
    }
}
