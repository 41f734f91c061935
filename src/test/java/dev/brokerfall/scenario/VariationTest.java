package dev.brokerfall.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableMap;
import dev.brokerfall.catalogue.Catalogue;
import dev.brokerfall.scenario.spec.StorageSpec;
import dev.brokerfall.unit.DataSize;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class VariationTest {

    private static final String HEAD = """
            apiVersion: brokerfall.dev/v1alpha1
            kind: Scenario
            metadata: {name: varied}
            spec:
              platform: {aks: {nodePools: [{name: kafka, vmSize: Standard_D8ds_v5, zones: ["1", "2", "3"], nodesPerZone: 2}]}}
              kafka:
                brokers: 3
                topics: [{name: orders, partitions: 12, replicationFactor: 3, minInsyncReplicas: 2}]
                workload: {produce: 20MiB/s, retained: 150Gi}
            """;

    private static Scenario read(String rest, String... settings) {
        return new ScenarioReader(Catalogue.standard(), List.of(settings))
                .read("varied.yaml", HEAD + rest, Path.of(""))
                .get(0);
    }

    static List<String> templates() {
        return Templates.names();
    }

    @ParameterizedTest
    @MethodSource("templates")
    void each_template_is_a_scenario_without_a_warning(String name) {
        Scenario scenario = new ScenarioReader()
                .read(name, Templates.text(name).orElseThrow(), Path.of(""))
                .get(0);
        assertThat(scenario.name()).isEqualTo(name);
        assertThat(scenario.warnings()).isEmpty();
        assertThat(new Composer(Catalogue.standard(), scenario).compose()).hasSizeGreaterThan(1);
    }

    @Test
    void every_option_meets_every_combination_of_the_matrix() {
        Scenario scenario = read("""
                  options:
                    - {name: disk, storage: {azureDisk: {sku: Premium_LRS, size: 512Gi}}}
                    - {name: emptydir, baseline: true, storage: {emptyDir: {}}}
                  matrix:
                    minIsr: {path: "spec.kafka.topics[*].minInsyncReplicas", values: [1, 2]}
                    acks: {path: "spec.kafka.topics[orders].acks", values: [all, 1]}
                """);
        assertThat(scenario.variants())
                .extracting(Variant::name)
                .containsExactly(
                        "disk[minIsr=1,acks=all]",
                        "disk[minIsr=1,acks=1]",
                        "disk[minIsr=2,acks=all]",
                        "disk[minIsr=2,acks=1]",
                        "emptydir[minIsr=1,acks=all]",
                        "emptydir[minIsr=1,acks=1]",
                        "emptydir[minIsr=2,acks=all]",
                        "emptydir[minIsr=2,acks=1]");
        assertThat(scenario.variants())
                .extracting(Variant::baseline)
                .containsOnlyOnce(true)
                .element(4)
                .isEqualTo(true);
        assertThat(scenario.variants().get(1).axes()).isEqualTo(ImmutableMap.of("minIsr", "1", "acks", "1"));
        assertThat(scenario.variants()
                        .get(0)
                        .spec()
                        .kafka()
                        .orElseThrow()
                        .topics()
                        .get(0)
                        .minInsyncReplicas())
                .isEqualTo(1);
    }

    @Test
    void what_is_set_goes_option_then_matrix_then_command_line() {
        Scenario scenario = read("""
                  options:
                    - name: disk
                      storage: {azureDisk: {sku: Premium_LRS, size: 512Gi}}
                      set: {"spec.storage.azureDisk.size": 256Gi, spec.kafka.config.replica.lag.time.max.ms: 10000}
                  simulation: {trials: 10}
                """, "spec.storage.azureDisk.size=1Ti", "spec.simulation.trials=20");
        StorageSpec.AzureDisk disk = (StorageSpec.AzureDisk)
                scenario.variants().get(0).spec().storage().orElseThrow();
        assertThat(disk.size()).isEqualTo(DataSize.gibibytes(1024));
        assertThat(scenario.simulation().trials()).isEqualTo(20);
        assertThat(scenario.variants().get(0).spec().kafka().orElseThrow().config())
                .containsOnlyKeys("replica.lag.time.max.ms");
    }

    @Test
    void anchors_and_merge_keys_are_followed() {
        Scenario scenario = read("""
                  options:
                    - &disk {name: disk, storage: {azureDisk: {sku: Premium_LRS, size: 512Gi}}}
                    - {<<: *disk, name: again}
                """);
        assertThat(scenario.variants())
                .extracting(variant -> variant.spec().storage())
                .containsOnly(scenario.variants().get(0).spec().storage());
    }

    @Test
    void the_smallest_file_is_one_variant_with_a_year_of_typical_faults() {
        Scenario scenario = read("  storage: {emptyDir: {}}\n");
        assertThat(scenario.variants()).extracting(Variant::name).containsExactly("default");
        assertThat(new Composer(Catalogue.standard(), scenario)
                        .compose()
                        .get(0)
                        .config()
                        .faults())
                .isNotEmpty();
        assertThat(scenario.horizon()).hasDays(365);
    }

    @Test
    void options_can_be_chosen_by_name() {
        Scenario scenario = read("""
                  options: [{name: disk, storage: {azureDisk: {sku: Premium_LRS, size: 512Gi}}}, {name: emptydir, storage: {emptyDir: {}}}]
                """);
        assertThat(scenario.only(List.of("emptydir")).options()).containsExactly("emptydir");
        assertThat(scenario.only(List.of()).options()).hasSize(2);
        assertThatThrownBy(() -> scenario.only(List.of("emptydri")))
                .hasMessageContaining("varied has no option 'emptydri'")
                .hasMessageContaining("did you mean 'emptydir'?");
    }
}
