package dev.brokerfall.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.brokerfall.catalogue.Catalogue;
import dev.brokerfall.fault.BackgroundFault;
import dev.brokerfall.fault.BackgroundFault.Kind;
import dev.brokerfall.fault.BackgroundFault.Per;
import dev.brokerfall.metric.Metric;
import dev.brokerfall.random.Distribution;
import dev.brokerfall.world.JournalEntry;
import dev.brokerfall.world.Trial;
import dev.brokerfall.world.TrialConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What each set of faults has, and that what it has can happen. */
final class FaultProfilesTest {

    private static final long HOUR = 3_600_000;

    private static final String SCENARIO = """
            apiVersion: brokerfall.dev/v1alpha1
            kind: Scenario
            metadata: {name: profiles}
            spec:
              horizon: 100d
              platform:
                aks:
                  nodePools:
                    - {name: kafka, vmSize: Standard_D8ds_v5, zones: [a, b, c], nodesPerZone: 2, upgrade: {channel: none}}
              kafka:
                brokers: 3
                controllers: {count: 3, roles: separate, storage: {azureDisk: {sku: Premium_LRS, size: 16Gi}}}
                placement: {antiAffinity: {topology: zone, mode: required}, rack: zone}
                topics: [{name: orders, partitions: 12, replicationFactor: 3, minInsyncReplicas: 2}]
                workload: {produce: 1MiB/s, retained: 1Gi}
              options:
                - {name: disk, storage: {azureDisk: {sku: Premium_LRS, size: 512Gi}}}
                - {name: emptydir, storage: {emptyDir: {on: ephemeral-os-disk}}}
                - {name: hosts, platform: {hosts: {zones: [a, b, c], agentsPerZone: 2, vmSize: Standard_D8ds_v5}}, storage: {localVolume: {device: temp-ssd}}}
              faults: %s
            """;

    @Test
    void azure_typical_has_crashes_in_bursts_and_pauses_whole_hidden_fault_domains() {
        Map<Kind, BackgroundFault> faults =
                faults(compose("{profile: azure-typical}").get(0));

        assertThat(of(faults, Kind.NODE_CRASH).bursts().orElseThrow().share()).isEqualTo(0.37);
        assertThat(of(faults, Kind.NODE_CRASH).bursts().orElseThrow().sizeParameter())
                .isEqualTo(0.6);
        assertThat(of(faults, Kind.NODE_FREEZE).per()).isEqualTo(Per.DOMAIN);
        assertThat(faults)
                .as("nobody has counted mistakes: they would mark every figure")
                .doesNotContainKeys(Kind.DELETE_VOLUME_CLAIM, Kind.SCALE_NODES, Kind.DISK_PRESSURE);
    }

    @Test
    void nothing_of_azure_pessimistic_is_rarer_than_in_azure_typical_and_that_rarer_than_in_quiet() {
        Map<Kind, BackgroundFault> pessimistic =
                faults(compose("{profile: azure-pessimistic}").get(0));
        Map<Kind, BackgroundFault> typical =
                faults(compose("{profile: azure-typical}").get(0));
        Map<Kind, BackgroundFault> quiet = faults(compose("{profile: quiet}").get(0));

        assertThat(pessimistic.keySet()).containsAll(typical.keySet());
        assertThat(typical.keySet()).containsAll(quiet.keySet());
        typical.forEach((kind, fault) ->
                assertThat(mean(of(pessimistic, kind))).as(kind.key()).isLessThan(mean(fault)));
        quiet.forEach((kind, fault) ->
                assertThat(mean(of(typical, kind))).as(kind.key()).isLessThan(mean(fault)));
    }

    @Test
    void azure_pessimistic_has_the_faults_of_people_and_neighbours_too() {
        List<Composition> options = compose("{profile: azure-pessimistic}");

        assertThat(faults(options.get(0)))
                .containsKeys(Kind.CLUSTER_UPGRADE, Kind.DELETE_VOLUME_CLAIM, Kind.SCALE_NODES)
                .doesNotContainKey(Kind.DISK_PRESSURE);
        assertThat(faults(options.get(1)))
                .containsKeys(Kind.CLUSTER_UPGRADE, Kind.DISK_PRESSURE, Kind.SCALE_NODES)
                .doesNotContainKey(Kind.DELETE_VOLUME_CLAIM);
        assertThat(options.get(0).placeHolders())
                .as("what rests on rates that nobody has counted is marked")
                .contains(Metric.OUTAGE_MINUTES, Metric.DATA_LOSS_PROBABILITY);
        assertThat(compose("{profile: azure-typical}").get(0).placeHolders())
                .doesNotContain(Metric.OUTAGE_MINUTES, Metric.DATA_LOSS_PROBABILITY);
    }

    @Test
    void its_values_take_the_place_of_others_and_are_told_by_their_own_names() {
        List<String> taken = paths(compose("{profile: azure-pessimistic}").get(0));

        for (String path :
                List.of("azureDisk.detach", "azureDisk.slowMode.probability", "aks.allocationFailure.normal")) {
            assertThat(taken)
                    .contains("faults.azure-pessimistic.instead." + path)
                    .doesNotContain(path);
            assertThat(paths(compose("{profile: azure-typical}").get(0))).contains(path);
        }
    }

    @Test
    void the_alternative_for_crashes_has_the_same_mean() {
        // LANL's shape 0.48, scale 0.4624 y: 0.4624 × Γ(1 + 1/0.48) = 0.4624 × 2.1628 = 1.0001 y.
        assertThat(Catalogue.standard()
                        .entry("faults.azure-pessimistic.nodeCrash.interarrival")
                        .alternatives()
                        .get(0)
                        .text())
                .contains("{weibull: {shape: 0.48, scale: 0.4624y}}");
        assertThat(new Distribution.Weibull(0.48, 0.4624).mean()).isCloseTo(1, within(1e-3));
    }

    @Test
    void a_deleted_claim_takes_the_broker_and_its_data() {
        List<JournalEntry> journal = journal(0, "deleteVolumeClaim: {interarrival: {constant: 30d}, per: cluster}");

        assertThat(at(journal, "faultBegan")).containsExactly(720L, 1440L, 2160L);
        assertThat(of(journal, "volumeLost")).hasSize(3);
    }

    @Test
    void a_zone_that_is_scaled_to_nothing_gets_its_nodes_back_when_somebody_notices() {
        List<JournalEntry> journal =
                journal(0, "scaleNodes: {interarrival: {constant: 60d}, per: cluster, duration: {constant: 5h}}");

        assertThat(of(journal, "nodeDeleted")).hasSize(2);
        assertThat(of(journal, "podUnschedulable"))
                .as("its disk is in that zone")
                .isNotEmpty();
        assertThat(of(journal, "podScheduled"))
                .as("the broker and the controller of the zone, on the nodes that were asked for five hours later")
                .isNotEmpty()
                .allSatisfy(entry ->
                        assertThat(entry.millis()).isBetween(60 * 24 * HOUR + 5 * HOUR, 60 * 24 * HOUR + 6 * HOUR));
    }

    @Test
    void a_disk_that_others_fill_evicts_the_brokers_whose_data_lies_there() {
        List<JournalEntry> journal =
                journal(1, "diskPressure: {interarrival: {constant: 10d}, duration: {constant: 30m}}");

        assertThat(of(journal, "faultBegan"))
                .as("six nodes, ten times, the last at the horizon")
                .hasSize(60);
        assertThat(of(journal, "volumeLost")).hasSizeGreaterThan(9);
        assertThat(of(
                        journal(0, "diskPressure: {interarrival: {constant: 10d}, duration: {constant: 30m}}"),
                        "faultBegan"))
                .as("a broker on a disk of its own has nothing on the node's")
                .isEmpty();
    }

    @Test
    void a_cluster_upgrade_renews_every_node_and_agents_have_none() {
        assertThat(of(journal(0, "clusterUpgrade: {interarrival: {constant: 40d}}"), "nodeReady"))
                .as("six nodes and the extra one, twice")
                .hasSizeGreaterThanOrEqualTo(12);
        assertThat(of(journal(2, "clusterUpgrade: {interarrival: {constant: 40d}}"), "faultBegan"))
                .isEmpty();
    }

    private static BackgroundFault of(Map<Kind, BackgroundFault> faults, Kind kind) {
        return Optional.ofNullable(faults.get(kind)).orElseThrow(() -> new AssertionError("no " + kind.key()));
    }

    private static double mean(BackgroundFault fault) {
        return fault.interarrival().meanSeconds();
    }

    private static Map<Kind, BackgroundFault> faults(Composition composition) {
        return composition.config().faults().stream()
                .collect(Collectors.toMap(BackgroundFault::kind, Function.identity()));
    }

    private static List<String> paths(Composition composition) {
        return composition.assumptions().stream().map(Assumption::path).toList();
    }

    private static List<JournalEntry> of(List<JournalEntry> journal, String type) {
        return journal.stream().filter(entry -> entry.type().equals(type)).toList();
    }

    /** Returns the hours at which something of a type happened. */
    private static List<Long> at(List<JournalEntry> journal, String type) {
        return of(journal, type).stream().map(entry -> entry.millis() / HOUR).toList();
    }

    /** Plays an option with one kind of fault alone. */
    private static List<JournalEntry> journal(int option, String override) {
        String kind = override.substring(0, override.indexOf(':'));
        Composition composition =
                compose("{profile: quiet, override: {" + override + "}}").get(option);
        var alone = composition.config().faults().stream()
                .filter(fault -> fault.kind().key().equals(kind))
                .toList();
        return Trial.journal(with(composition.config(), alone), 3, 0);
    }

    private static List<Composition> compose(String faults) {
        Scenario scenario = new ScenarioReader()
                .read("profiles.yaml", SCENARIO.formatted(faults), Path.of(""))
                .get(0);
        return new Composer(Catalogue.standard(), scenario).compose();
    }

    private static TrialConfig with(TrialConfig config, List<BackgroundFault> faults) {
        return new TrialConfig(
                config.horizon(),
                config.platform(),
                config.kafka(),
                config.combined(),
                config.limits(),
                config.processRestart(),
                config.healing(),
                config.notice(),
                config.waitForFullIsr(),
                config.client(),
                faults,
                config.topology(),
                config.timeline());
    }
}
