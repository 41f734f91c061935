package dev.brokerfall.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brokerfall.storage.StorageConfig;
import dev.brokerfall.storage.StorageConfig.AzureFiles;
import dev.brokerfall.unit.DataSize;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Shares of Azure Files under three brokers, one a zone; a failover takes 9 s, somebody who looks after a broker half an hour. */
final class FileSharesTest {

    private static final Duration OUTAGE = Duration.ofHours(4);

    private static StorageConfig share(
            AzureFiles.Protocol protocol,
            AzureFiles.Redundancy redundancy,
            AzureFiles.Account account,
            AzureFiles.Endpoint endpoint) {
        return new AzureFiles(
                protocol,
                AzureFiles.Tier.PREMIUM,
                redundancy,
                DataSize.gibibytes(512),
                AzureFiles.Share.PER_BROKER,
                account,
                endpoint);
    }

    private static StorageConfig zrs(AzureFiles.Protocol protocol, AzureFiles.Endpoint endpoint) {
        return share(protocol, AzureFiles.Redundancy.ZRS, AzureFiles.Account.ONE, endpoint);
    }

    private static StorageConfig lrs(AzureFiles.Account account) {
        return share(AzureFiles.Protocol.NFS, AzureFiles.Redundancy.LRS, account, AzureFiles.Endpoint.PRIVATE);
    }

    private static List<Integer> hung(Play play) {
        return IntStream.range(0, 3)
                .filter(process -> !play.when("hung " + process).isEmpty())
                .boxed()
                .toList();
    }

    @Test
    void the_one_account_takes_every_broker_with_it() {
        Play play = Play.of(1, lrs(AzureFiles.Account.ONE), Play.NOBODY);

        play.kubernetes.storageAccountOutage(1, Duration.ofMinutes(10), Play.CAUSE);
        play.run(Duration.ofHours(1));

        assertThat(hung(play)).containsExactly(0, 1, 2);
        assertThat(play.when("unhung")).containsExactly(600_000L, 600_000L, 600_000L);
    }

    @Test
    void an_account_of_its_own_takes_its_broker_alone() {
        Play play = Play.of(1, lrs(AzureFiles.Account.PER_BROKER), Play.NOBODY);

        play.kubernetes.storageAccountOutage(1, Duration.ofMinutes(10), Play.CAUSE);
        play.run(Duration.ofHours(1));

        assertThat(hung(play)).containsExactly(1);
    }

    @Test
    void what_strikes_every_account_strikes_those_of_single_brokers_too() {
        Play play = Play.of(1, lrs(AzureFiles.Account.PER_BROKER), Play.NOBODY);

        play.kubernetes.storageAccountOutage(Duration.ofMinutes(10), Play.CAUSE);
        play.run(Duration.ofHours(1));

        assertThat(hung(play)).containsExactly(0, 1, 2);
    }

    @Test
    void zone_redundant_shares_are_back_within_the_seconds_of_a_failover() {
        Play play = Play.of(1, zrs(AzureFiles.Protocol.NFS, AzureFiles.Endpoint.PRIVATE), Play.NOBODY);

        play.kubernetes.zoneOutage(play.zoneOf(0), 1, OUTAGE, Play.CAUSE);
        play.run(Duration.ofHours(1));

        assertThat(hung(play)).containsExactly(1, 2);
        assertThat(play.when("unhung 1")).containsExactly(9_000L);
        assertThat(play.when("unhung 2")).containsExactly(9_000L);
        assertThat(play.when("podDeleted 1")).isEmpty();
    }

    @Test
    void over_a_service_endpoint_an_NFS_mount_stays_dead_until_somebody_makes_the_pod_anew() {
        Play play = Play.of(1, zrs(AzureFiles.Protocol.NFS, AzureFiles.Endpoint.SERVICE), Play.NOBODY);
        play.workload.stops = false;

        play.kubernetes.zoneOutage(play.zoneOf(0), 1, OUTAGE, Play.CAUSE);
        play.run(Duration.ofHours(1));

        assertThat(hung(play)).containsExactly(1, 2);
        assertThat(play.when("unhung")).isEmpty();
        // 9 s of failover and 1800 s until somebody looks; a hung process is killed after its grace of 30 s.
        assertThat(play.when("podDeleted 1")).containsExactly(1_809_000L);
        assertThat(play.when("podDeleted 2")).containsExactly(1_809_000L);
        assertThat(play.when("started 1"))
                .singleElement()
                .satisfies(at -> assertThat(at).isBetween(1_839_000L, 1_870_000L));
    }

    @Test
    void an_SMB_client_looks_the_address_up_again_by_itself() {
        Play play = Play.of(1, zrs(AzureFiles.Protocol.SMB, AzureFiles.Endpoint.SERVICE), Play.NOBODY);

        play.kubernetes.zoneOutage(play.zoneOf(0), 1, OUTAGE, Play.CAUSE);
        play.run(Duration.ofHours(1));

        assertThat(play.when("unhung 1")).containsExactly(9_000L);
        assertThat(play.when("podDeleted 1")).isEmpty();
    }

    @Test
    void a_machine_that_boots_mounts_anew_and_nobody_deletes_its_pod() {
        Play play = Play.of(1, zrs(AzureFiles.Protocol.NFS, AzureFiles.Endpoint.SERVICE), Play.NOBODY);

        play.kubernetes.zoneOutage(play.zoneOf(0), 1, OUTAGE, Play.CAUSE);
        play.run(Duration.ofMinutes(5));
        play.kubernetes.nodeCrash(play.kubernetes.nodeOf(1).orElseThrow(), Duration.ofMinutes(1), Play.CAUSE);
        play.run(Duration.ofHours(1));

        assertThat(play.when("started 1"))
                .singleElement()
                .satisfies(at -> assertThat(at).isLessThan(Duration.ofMinutes(8).toMillis()));
        assertThat(play.when("podDeleted 1")).isEmpty();
        assertThat(play.when("podDeleted 2")).hasSize(1);
    }

    @Test
    void a_locally_redundant_account_is_away_with_its_zone_and_with_no_other() {
        long stalled = IntStream.range(0, 60)
                .filter(seed -> {
                    Play play = Play.of(seed, lrs(AzureFiles.Account.ONE), Play.NOBODY);
                    play.kubernetes.zoneOutage(play.zoneOf(0), 1, OUTAGE, Play.CAUSE);
                    play.run(Duration.ofHours(5));
                    List<Integer> hung = hung(play);
                    assertThat(hung).isIn(List.of(), List.of(1, 2));
                    assertThat(play.when("unhung")).allMatch(at -> at == OUTAGE.toMillis());
                    return !hung.isEmpty();
                })
                .count();

        // A third of 60, three standard deviations to each side.
        assertThat(stalled).isBetween(9L, 31L);
    }
}
