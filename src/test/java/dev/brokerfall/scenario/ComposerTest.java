package dev.brokerfall.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.brokerfall.catalogue.Catalogue;
import dev.brokerfall.fault.BackgroundFault;
import dev.brokerfall.fault.Topology;
import dev.brokerfall.kafka.RatePattern;
import dev.brokerfall.kafka.Semantics;
import dev.brokerfall.kafka.TopicConfig;
import dev.brokerfall.kubernetes.NodePoolConfig;
import dev.brokerfall.metric.Metric;
import dev.brokerfall.stats.Estimate;
import dev.brokerfall.unit.DataRate;
import dev.brokerfall.unit.DataSize;
import dev.brokerfall.world.PlatformConfig;
import dev.brokerfall.world.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class ComposerTest {

    private static final Map<String, Composition> FLAGSHIP = flagship();

    private static Map<String, Composition> flagship() {
        Scenario scenario = new ScenarioReader()
                .read(Path.of("scenarios/westus2-storage-choice.yaml"))
                .get(0);
        return new Composer(Catalogue.standard(), scenario)
                .compose().stream()
                        .collect(Collectors.toMap(its -> its.variant().name(), Function.identity()));
    }

    private static Composition option(String name) {
        return Optional.ofNullable(FLAGSHIP.get(name)).orElseThrow();
    }

    @Test
    void all_options_meet_the_same_places_to_strike() {
        assertThat(FLAGSHIP.values())
                .hasSize(7)
                .extracting(its -> its.config().topology())
                .containsOnly(new Topology(List.of("westus2-1", "westus2-2", "westus2-3"), 2, 3, 5));
    }

    @Test
    void each_option_has_what_its_own_values_say() {
        assertThat(option("dcos-local-disk").config().platform()).isInstanceOf(PlatformConfig.Hosts.class);
        assertThat(option("dcos-local-disk").config().kafka().orElseThrow().semantics())
                .isEqualTo(Semantics.KAFKA_2_4_ZK);
        assertThat(aks("emptydir").config().operator().drainCleaner()).isTrue();
        assertThat(aks("emptydir-ungated").config().operator().drainCleaner()).isFalse();
        assertThat(aks("emptydir").pods()).hasSize(6);
        // The local SSD of a Standard_D8ds_v5 can hold the OS disk or the brokers' volumes, not both.
        assertThat(aks("emptydir").config().nodePools().get(0).osDisk()).isEqualTo(NodePoolConfig.OsDisk.EPHEMERAL);
        assertThat(aks("local-ssd").config().nodePools().get(0).osDisk()).isEqualTo(NodePoolConfig.OsDisk.MANAGED);
    }

    @Test
    void every_option_says_how_often_its_machines_are_maintained() throws IOException {
        assertThat(FLAGSHIP.values())
                .as("hosts take over the cadence of the pool beside them")
                .allSatisfy(its -> assertThat(its.maintenance()).contains(Duration.ofDays(7)));

        String text = Files.readString(Path.of("scenarios/dcos-vs-aks.yaml"))
                .replace(
                        "agentsPerZone: 2, vmSize: Standard_D8ds_v5}}",
                        "agentsPerZone: 2, vmSize: Standard_D8ds_v5, maintenance: {every: 30d}}}")
                .replace(
                        "- {name: aks-emptydir, storage: {emptyDir: {on: ephemeral-os-disk}}}",
                        "- {name: aks-emptydir, storage: {emptyDir: {on: ephemeral-os-disk}}, "
                                + "set: {\"spec.platform.aks.nodePools[0].upgrade.channel\": none}}");
        Scenario scenario = new ScenarioReader()
                .read("unequal.yaml", text, Path.of("scenarios"))
                .get(0);
        assertThat(new Composer(Catalogue.standard(), scenario).compose())
                .extracting(Composition::maintenance)
                .containsExactly(Optional.of(Duration.ofDays(30)), Optional.of(Duration.ofDays(7)), Optional.empty());
    }

    private static PlatformConfig.Aks aks(String option) {
        return (PlatformConfig.Aks) option(option).config().platform();
    }

    @Test
    void the_slower_of_disk_and_machine_limits_a_broker() {
        // A P20 delivers 150 MB/s, a Standard_D8ds_v5 takes 290 MB/s to all its remote disks.
        assertThat(option("azure-disk-lrs").config().limits().diskTotal()).isEqualTo(DataRate.megabytesPerSecond(150));
        // 100 + ceil(0.04 × 512) + ceil(0.06 × 512) = 100 + 21 + 31 MiB/s.
        assertThat(option("azure-files").config().limits().diskTotal()).isEqualTo(DataRate.mebibytesPerSecond(152));
        assertThat(option("emptydir").config().limits().diskTotal()).isEqualTo(DataRate.megabytesPerSecond(500));
        // RF 3 on 3 brokers: each writes everything, so the cluster carries what one disk does.
        assertThat(option("azure-disk-lrs").fixed().get(Metric.SUSTAINABLE_PRODUCE))
                .isEqualTo(Estimate.exactly(150e6));
    }

    @Test
    void many_groups_of_consumers_make_the_network_what_limits_producers() throws IOException {
        Path file = Path.of("scenarios/westus2-storage-choice.yaml");
        String text = Files.readString(file).replace("retained: 150Gi}", "retained: 150Gi, consumerGroups: 50}");
        Scenario scenario = new ScenarioReader()
                .read("many.yaml", text, Path.of("scenarios"))
                .get(0);
        Composition lrs = new Composer(Catalogue.standard(), scenario)
                .compose().stream()
                        .filter(its -> its.variant().name().equals("azure-disk-lrs"))
                        .findFirst()
                        .orElseThrow();

        // Each of three brokers sends a third of what is produced to two followers and to 50 groups.
        double nic = lrs.config().limits().nicOut().bytesPerSecond();
        assertThat(nic).isGreaterThan(1e9);
        assertThat(lrs.fixed().get(Metric.SUSTAINABLE_PRODUCE)).isEqualTo(Estimate.exactly(3.0 / 52 * nic));
    }

    @Test
    void topics_share_what_others_leave_of_the_workload() throws IOException {
        // given: 20 MiB/s and 150 GiB, of which one topic has 12 MiB/s and another half an hour of 4 MiB/s
        List<TopicConfig> topics = composed(
                "topics: [{name: a, partitions: 10, replicationFactor: 2, minInsyncReplicas: 1, produce: 12MiB/s},"
                        + " {name: b, partitions: 10, replicationFactor: 3, minInsyncReplicas: 2, produce: 4MiB/s, retention: 30m},"
                        + " {name: c, partitions: 30, replicationFactor: 3, minInsyncReplicas: 2, retentionBytes: 1Gi}]");

        // then: c has the other 4 MiB/s; a and c share by partitions what b does not keep, and c no more than 30 GiB
        assertThat(topics)
                .extracting(topic -> topic.load().orElseThrow().produce())
                .containsExactly(
                        DataRate.mebibytesPerSecond(12),
                        DataRate.mebibytesPerSecond(4),
                        DataRate.mebibytesPerSecond(4));
        long rest = (150L << 30) - 1800 * (4L << 20);
        assertThat(topics)
                .extracting(topic -> topic.load().orElseThrow().atMost())
                .containsExactly(
                        Optional.of(new DataSize(rest / 4)), Optional.empty(), Optional.of(DataSize.gibibytes(30)));
        assertThat(topics.get(1).load().orElseThrow().retention()).contains(Duration.ofMinutes(30));
    }

    @Test
    void copies_count_by_what_is_written_and_kept_not_by_partitions() throws IOException {
        // given: nine tenths of 20 MiB/s go to a topic with two copies, the rest to one with three
        Scenario scenario = flagshipWith(
                "topics: [{name: a, partitions: 10, replicationFactor: 2, minInsyncReplicas: 1, produce: 18MiB/s},"
                        + " {name: b, partitions: 50, replicationFactor: 3, minInsyncReplicas: 2}]");

        // then: the P20 of each of three brokers carries 150 MB/s of 2.1 copies
        assertThat(lrs(scenario).fixed().get(Metric.SUSTAINABLE_PRODUCE)).isEqualTo(Estimate.exactly(3 / 2.1 * 150e6));
    }

    @Test
    void a_pattern_is_a_cosine_by_day_and_lower_at_weekends() throws IOException {
        RatePattern pattern = lrs(flagshipWith(
                        "workload: {produce: 20MiB/s, retained: 150Gi, pattern: {diurnal: {peakToMean: 1.5, peakAt: 14h}, weekly: {weekend: 50%}}}"))
                .config()
                .kafka()
                .orElseThrow()
                .workload()
                .pattern();

        // then: weekdays have 7/6 of the mean, weekends 7/12
        long hour = Duration.ofHours(1).toMillis();
        assertThat(pattern.at(14 * hour)).isCloseTo(1.5 * 7 / 6, within(1e-9));
        assertThat(pattern.at(20 * hour)).isCloseTo(7.0 / 6, within(1e-9));
        assertThat(pattern.at(2 * hour)).isCloseTo(0.5 * 7 / 6, within(1e-9));
        assertThat(pattern.at((5 * 24 + 14) * hour)).isCloseTo(1.5 * 7 / 12, within(1e-9));
        assertThat(pattern.between(0, 168 * hour)).isEqualTo((double) (168 * hour));
    }

    private static Composition lrs(Scenario scenario) {
        return new Composer(Catalogue.standard(), scenario)
                .compose().stream()
                        .filter(its -> its.variant().name().equals("azure-disk-lrs"))
                        .findFirst()
                        .orElseThrow();
    }

    private static List<TopicConfig> composed(String topics) throws IOException {
        return lrs(flagshipWith(topics)).config().kafka().orElseThrow().topics();
    }

    /** Returns the flagship with a key of kafka in place of its own. */
    private static Scenario flagshipWith(String yaml) throws IOException {
        String key = yaml.substring(0, yaml.indexOf(':'));
        String old = key.equals("topics") ? "topics:\\n.*\\n" : "workload: .*\\n";
        String text = Files.readString(Path.of("scenarios/westus2-storage-choice.yaml"))
                .replaceFirst(old, yaml + "\n");
        return new ScenarioReader().read("own.yaml", text, Path.of("scenarios")).get(0);
    }

    @Test
    void a_month_costs_its_machines_and_its_disks() {
        // 6 × 0.452 × 730 = 1,979.76; three P20 at 73.22 and three P3 at 2.40 (1.60 to 4.00).
        Estimate lrs = cost("azure-disk-lrs");
        assertThat(lrs.value()).isCloseTo(1979.76 + 3 * 73.22 + 3 * 2.40, within(1e-6));
        assertThat(lrs.lower()).isCloseTo(1979.76 + 3 * 73.22 + 3 * 1.60, within(1e-6));
        assertThat(option("azure-disk-lrs").placeHolders()).isEmpty();
        // ZRS costs 1.2 to 2 times as much: a place-holder with weight.
        Estimate zrs = cost("azure-disk-zrs");
        assertThat(zrs.upper() - zrs.lower()).isGreaterThan(3 * 73.22 * 0.8 - 1e-6);
        assertThat(option("azure-disk-zrs").placeHolders()).containsExactly(Metric.MONTHLY_COST);
    }

    private static Estimate cost(String option) {
        return option(option).fixed().getOrDefault(Metric.MONTHLY_COST, Estimate.NONE);
    }

    @Test
    void files_fail_as_often_as_segments_are_deleted_and_renamed() {
        BackgroundFault fault = option("azure-files").config().faults().stream()
                .filter(its -> its.kind() == BackgroundFault.Kind.LOG_DIR_FAILURE)
                .findFirst()
                .orElseThrow();
        // 20 MiB/s on each broker fill a segment of 1 GiB in 51.2 s; two operations on each, one in 100,000 fails.
        assertThat(fault.interarrival().meanSeconds()).isCloseTo(51.2 / 2 / 1e-5, within(1.0));
        assertThat(option("azure-disk-lrs").config().faults())
                .extracting(BackgroundFault::kind)
                .contains(BackgroundFault.Kind.DISK_UNAVAILABLE, BackgroundFault.Kind.ZONE_OUTAGE)
                .doesNotContain(BackgroundFault.Kind.LOG_DIR_FAILURE, BackgroundFault.Kind.STORAGE_ACCOUNT_OUTAGE);
    }

    @Test
    void what_was_taken_from_the_catalogue_is_listed() {
        assertThat(option("azure-disk-lrs").assumptions())
                .extracting(Assumption::path)
                .contains("azureDisk.attach", "prices.disk.P20", "faults.azure-typical.nodeCrash.interarrival")
                .doesNotContain("hosts.restart", "azureFiles.deleteRenameFault.smb");
        assertThat(Composer.unstated(option("azure-disk-lrs").assumptions()))
                .extracting(Assumption::path)
                .contains("kafka.catchUpRate")
                .doesNotContain("prices.disk.P20");
    }

    @Test
    void every_option_plays() {
        FLAGSHIP.values()
                .forEach(its -> assertThat(Trial.play(its.config(), 1, 0).values())
                        .as(its.variant().name())
                        .containsKey(Metric.OUTAGE_MINUTES));
    }
}
