package dev.brokerfall.scenario.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brokerfall.Golden;
import dev.brokerfall.catalogue.Catalogue;
import dev.brokerfall.scenario.Composer;
import dev.brokerfall.scenario.Composition;
import dev.brokerfall.scenario.Scenario;
import dev.brokerfall.scenario.ScenarioReader;
import dev.brokerfall.scenario.manifest.ManifestReader;
import dev.brokerfall.scenario.text.ScenarioException;
import dev.brokerfall.unit.DataRate;
import dev.brokerfall.unit.DataSize;
import dev.brokerfall.world.Trial;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of a cluster's manifests. */
final class ImporterTest {

    private static final Path GOLDEN = Path.of("src/test/resources/dev/brokerfall/scenario/imports");
    private static final ImportRequest LOADED = new ImportRequest(
            Optional.empty(), Optional.of(DataRate.parse("40MiB/s")), Optional.of(DataSize.parse("600Gi")));

    private static final ImportRequest LIGHT = new ImportRequest(
            Optional.empty(), Optional.of(DataRate.parse("20MiB/s")), Optional.of(DataSize.parse("150Gi")));

    private static Imported imported(String manifests, ImportRequest request) {
        return Importer.of(
                Catalogue.standard(),
                ManifestReader.readFound(
                        List.of(Path.of("-")), new ByteArrayInputStream(manifests.getBytes(StandardCharsets.UTF_8))),
                request);
    }

    /** A StatefulSet as people write it by hand: nothing says which cluster it is of. */
    private static String byHand(String name, String namespace, String roles) {
        return """
            ---
            apiVersion: apps/v1
            kind: StatefulSet
            metadata: {name: %s, namespace: %s}
            spec:
              replicas: 3
              template:
                spec:
                  containers:
                  - name: kafka
                    image: apache/kafka:4.1.0
                    env:
                    - {name: KAFKA_PROCESS_ROLES, value: "%s"}
              volumeClaimTemplates:
              - metadata: {name: data}
                spec: {storageClassName: default, resources: {requests: {storage: 1Ti}}}
            """.formatted(name, namespace, roles);
    }

    private static String withoutKafka() {
        String chart = BitnamiChart.yaml();
        return chart.substring(0, chart.indexOf("---\napiVersion: apps/v1"));
    }

    @Test
    void controllers_that_nothing_says_whose_they_are_belong_to_the_only_brokers_of_their_namespace() {
        Imported imported = imported(
                withoutKafka() + byHand("kafka-controller", "k", "controller") + byHand("kafka-broker", "k", "broker"),
                LIGHT);

        assertThat(imported.scenario())
                .contains("name: kafka-broker", "brokers: 3", "controllers: {count: 3, roles: separate, storage: ");
    }

    @Test
    void controllers_whose_brokers_are_not_there_are_refused() {
        String alone = withoutKafka() + byHand("kafka-controller", "k", "controller");
        String message =
                "StatefulSet k/kafka-controller holds controllers alone: its brokers are not among the manifests";

        assertThatThrownBy(() -> imported(alone, LIGHT))
                .isInstanceOf(ImportException.class)
                .hasMessage(message);
        assertThatThrownBy(() -> imported(alone + byHand("one", "k", "broker") + byHand("two", "k", "broker"), LIGHT))
                .isInstanceOf(ImportException.class)
                .hasMessage(message);
    }

    private static Imported small(String found, String instead) {
        String manifests = AksCluster.small(AksCluster.Style.V1_1_2).yaml();
        assertThat(manifests).contains(found);
        return imported(manifests.replace(found, instead), LIGHT);
    }

    private static Scenario scenario(Imported imported, String... settings) {
        return new ScenarioReader(Catalogue.standard(), List.of(settings))
                .read("imported.yaml", imported.scenario(), Path.of(""))
                .get(0);
    }

    private static String remarks(Imported imported) {
        return imported.remarks().stream().map(Remark::toString).collect(Collectors.joining("\n")) + "\n";
    }

    @ParameterizedTest
    @EnumSource(AksCluster.Style.class)
    void forty_nodes_with_nine_brokers_give_a_scenario_that_validates_and_runs(AksCluster.Style style)
            throws IOException {
        Imported imported = imported(AksCluster.large(style).yaml(), LOADED);

        String file = style.name().toLowerCase(Locale.ROOT);
        Golden.check(GOLDEN.resolve(file + ".yaml"), imported.scenario());
        Golden.check(GOLDEN.resolve(file + ".txt"), remarks(imported));
        Scenario scenario = scenario(imported, "spec.horizon=20d");
        assertThat(scenario.warnings()).isEmpty();
        assertThat(scenario.options())
                .containsExactly("azure-disk-lrs", "azure-disk-zrs", "azure-files", "emptydir", "local-ssd");
        for (Composition option : new Composer(Catalogue.standard(), scenario).compose()) {
            assertThat(Trial.play(option.config(), 1, 0))
                    .as(option.variant().name())
                    .isEqualTo(Trial.play(option.config(), 1, 0));
        }
    }

    /** The example in the README. */
    @Test
    void the_example_is_what_the_generator_makes() throws IOException {
        Golden.check(
                Path.of("scenarios/manifests/strimzi.yaml"),
                """
                    # What kubectl prints of a small AKS cluster (six nodes, three brokers, Strimzi 1.2). It is made up, in kubectl's form;
                    # `brokerfall import -f scenarios/manifests/strimzi.yaml --produce 20MiB/s --retained 150Gi` makes a scenario of it.
                    """ + AksCluster.small(AksCluster.Style.V1_1_2).yaml());
    }

    @Test
    void what_manifests_cannot_say_is_a_todo_that_validation_refuses_with_place_and_remedy() {
        ImportRequest nothing = new ImportRequest(Optional.empty(), Optional.empty(), Optional.empty());
        String silent =
                AksCluster.small(AksCluster.Style.V1_1_2).yaml().replace("    retention.ms: 604800000", "    {}");
        Imported imported = imported(silent, nothing);

        assertThat(remarks(imported))
                .contains("todo: spec.kafka.workload.produce: manifests do not say how much is written; give --produce"
                        + " RATE")
                .contains("todo: spec.kafka.workload.retained");
        assertThatThrownBy(() -> scenario(imported))
                .isInstanceOfSatisfying(
                        ScenarioException.class,
                        refused -> assertThat(refused.problems())
                                .extracting(problem -> problem.message() + " | " + problem.help())
                                .containsExactly(
                                        "'produce' is still TODO | write it in place of TODO, like 20MiB/s: Rate at"
                                                + " which records arrive.",
                                        "'retained' is still TODO | write it in place of TODO, like 512Gi: What"
                                                + " retention keeps."));
    }

    private static final ImportRequest RATE_ALONE =
            new ImportRequest(Optional.empty(), Optional.of(DataRate.parse("512KiB/s")), Optional.empty());

    /** Returns the small cluster's manifests with other settings of its first topic. */
    private static String withRetentionOfOrders(String... settings) {
        String manifests = AksCluster.small(AksCluster.Style.V1_1_2).yaml();
        int at = manifests.indexOf("retention.ms: 604800000");
        String indent = manifests.substring(manifests.lastIndexOf('\n', at), at);
        return manifests.substring(0, at)
                + String.join(indent, settings)
                + manifests.substring(at + "retention.ms: 604800000".length());
    }

    @Test
    void how_long_topics_keep_their_records_is_taken_over_when_nobody_says_how_much_that_is() {
        Imported alike = imported(AksCluster.small(AksCluster.Style.V1_1_2).yaml(), RATE_ALONE);

        assertThat(alike.scenario()).contains("      retention: 7d\n").doesNotContain("retained", "retention: 7d}");
        assertThat(remarks(alike))
                .contains("used: spec.kafka.workload.retention: 7d: every topic says how long it keeps its records")
                .doesNotContain("retention.ms");
        assertThat(scenario(alike)
                        .variants()
                        .get(0)
                        .spec()
                        .kafka()
                        .orElseThrow()
                        .workload()
                        .retention())
                .contains(Duration.ofDays(7));
    }

    @Test
    void a_topic_that_keeps_its_records_for_another_time_or_up_to_a_size_says_so_itself() {
        Imported apart =
                imported(withRetentionOfOrders("retention.ms: 3600000", "retention.bytes: 1073741824"), RATE_ALONE);

        // The first topic sets the time of the cluster, and the others differ from it.
        assertThat(apart.scenario())
                .contains("      retention: 1h\n", "{name: orders, ", ", retentionBytes: 1Gi}", ", retention: 7d}");
        assertThat(remarks(apart)).contains("used: spec.kafka.topics[*].retentionBytes: as 1 topics have it");
        assertThat(scenario(apart).variants()).isNotEmpty();
    }

    @Test
    void where_one_topic_keeps_its_records_for_ever_what_is_kept_in_all_is_left_to_do() {
        Imported forever = imported(withRetentionOfOrders("retention.ms: -1"), RATE_ALONE);

        assertThat(forever.scenario()).contains("retained: TODO", ", retention: 7d}");
        assertThat(remarks(forever))
                .contains("ignored: KafkaTopic spec.config.retention.ms: -1: of 1 topics: nothing is deleted by age")
                .contains("used: spec.kafka.topics[*].retention: as ");
    }

    @Test
    void a_compacted_topic_keeps_what_its_keys_make_it_keep() {
        Imported compacted =
                imported(withRetentionOfOrders("retention.ms: 3600000", "cleanup.policy: compact"), RATE_ALONE);

        assertThat(remarks(compacted))
                .contains("ignored: KafkaTopic spec.config.retention.ms: of 1 topics: of compacted topics")
                .contains("ignored: KafkaTopic spec.config.cleanup.policy: of 1 topics: how much is kept");
    }

    @Test
    void options_in_which_the_data_does_not_fit_are_not_proposed() {
        ImportRequest much = new ImportRequest(
                Optional.empty(), Optional.of(DataRate.parse("20MiB/s")), Optional.of(DataSize.parse("400Gi")));
        Imported imported = imported(AksCluster.small(AksCluster.Style.V1_1_2).yaml(), much);

        // 400 GiB × 3 copies / 3 brokers fit 512 GiB, not the 300 GiB of the temporary disk.
        assertThat(scenario(imported).options()).containsExactly("azure-disk-lrs", "azure-disk-zrs", "azure-files");
        assertThat(remarks(imported)).contains("ignored: option local-ssd: not proposed: each broker stores 400.0 GiB");
    }

    @Test
    void present_storage_that_does_not_hold_the_data_is_said_not_hidden() {
        ImportRequest tooMuch = new ImportRequest(
                Optional.empty(), Optional.of(DataRate.parse("20MiB/s")), Optional.of(DataSize.parse("2Ti")));
        Imported imported = imported(AksCluster.small(AksCluster.Style.V1_1_2).yaml(), tooMuch);

        assertThat(remarks(imported)).contains("todo: line ", "each broker stores 2048.0 GiB");
    }

    @Test
    void without_kafka_there_is_nothing_to_import() {
        String nodes = AksCluster.small(AksCluster.Style.V1_1_2).yaml().replace("kind: Kafka\n", "kind: KafkaUser\n");

        assertThatThrownBy(() -> imported(nodes, LIGHT))
                .isInstanceOf(ImportException.class)
                .hasMessageContaining("there is no Kafka cluster in the manifests", "import --commands");
    }

    @Test
    void of_two_clusters_one_must_be_named() {
        String two = AksCluster.small(AksCluster.Style.V1_1_2).yaml() + """
            ---
            apiVersion: kafka.strimzi.io/v1
            kind: Kafka
            metadata: {name: dev, namespace: playground}
            spec: {kafka: {version: 4.1.0}}
            ---
            apiVersion: kafka.strimzi.io/v1
            kind: KafkaNodePool
            metadata: {name: dual, namespace: playground, labels: {strimzi.io/cluster: dev}}
            spec: {replicas: 3, roles: [controller, broker], storage: {type: ephemeral, sizeLimit: 80Gi}}
            ---
            apiVersion: kafka.strimzi.io/v1
            kind: KafkaTopic
            metadata: {name: t, namespace: playground, labels: {strimzi.io/cluster: dev}}
            spec: {partitions: 12, replicas: 3, config: {min.insync.replicas: 2}}
            """;

        assertThatThrownBy(() -> imported(two, LIGHT))
                .isInstanceOf(ImportException.class)
                .hasMessageContaining("there are 2 Kafka clusters")
                .hasMessageContaining("Kafka kafka/prod")
                .hasMessageContaining("Kafka playground/dev")
                .hasMessageContaining("--name kafka/prod");
        ImportRequest named = new ImportRequest(
                Optional.of("playground/dev"),
                Optional.of(DataRate.parse("1MiB/s")),
                Optional.of(DataSize.parse("20Gi")));
        Imported dev = imported(two, named);
        assertThat(scenario(dev).name()).isEqualTo("dev");
        assertThat(dev.scenario())
                .contains("brokers: 3", "controllers: {count: 3, roles: combined}", "emptyDir: {sizeLimit: 80Gi}")
                .contains("semantics: kafka-4.1-elr")
                .contains("- {name: t, partitions: 12, replicationFactor: 3, minInsyncReplicas: 2}")
                .doesNotContain("orders");
        assertThat(remarks(dev)).contains("ignored: Kafka kafka/prod: another Kafka cluster than the one named");
    }

    @Test
    void a_name_calls_the_scenario_of_the_only_cluster() {
        ImportRequest named = new ImportRequest(Optional.of("autumn"), LIGHT.produce(), Optional.empty());

        assertThat(imported(AksCluster.small(AksCluster.Style.V1_1_2).yaml(), named)
                        .scenario())
                .contains("  name: autumn\n");
    }

    /** Each row: what stands in the small cluster, what stands there instead, and what the scenario then says. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        skuname: Premium_LRS              | skuname: Premium_ZRS                   | baseline: true storage: {azureDisk: {sku: Premium_ZRS, size: 512Gi}}
        skuname: Premium_LRS              | skuname: premium_lrs                   | baseline: true storage: {azureDisk: {sku: Premium_LRS, size: 512Gi}}
        skuname: Premium_LRS              | storageaccounttype: StandardSSD_LRS    | baseline: true storage: {azureDisk: {sku: StandardSSD_LRS, size: 512Gi}}
        skuname: Premium_LRS              | skuname: Standard_LRS                  | baseline: true storage: {azureDisk: {sku: StandardSSD_LRS, size: 512Gi}}
        driver: disk.csi.azure.com        | driver: file.csi.azure.com             | baseline: true storage: {azureFiles: {protocol: smb, tier: premium, redundancy: LRS, size: 512Gi}}
        driver: disk.csi.azure.com        | driver: pxd.portworx.com               | storage: TODO
        driver: disk.csi.azure.com        | driver: local.csi.azure.com            | baseline: true storage: {localVolume: {device: temp-ssd}}
        kafkaVersion: 4.3.1               | kafkaVersion: 4.2.0                    | semantics: kafka-4.1-elr
        kafkaVersion: 4.3.1               | kafkaVersion: 4.0.0                    | semantics: kafka-4-noelr
        kafkaMetadataVersion: 4.3-IV0     | kafkaMetadataVersion: 4.0-IV3          | semantics: kafka-4-noelr
        app: strimzi-drain-cleaner        | app: other                             | operator: {drainCleaner: true, podDisruptionBudget: true}
        name: strimzi-drain-cleaner       | name: broom                            | operator: {drainCleaner: true, podDisruptionBudget: true}
        strimzi-drain-cleaner             | broom                                  | operator: {drainCleaner: false, podDisruptionBudget: true}
        kind: PodDisruptionBudget         | kind: Lease                            | operator: {drainCleaner: true, podDisruptionBudget: true}
        topologyKey: kubernetes.io/hostname | topologyKey: topology.kubernetes.io/zone | placement: {antiAffinity: {topology: zone, mode: required}, rack: zone}
        Standard_D8ds_v5                  | Standard_D16ds_v5                      | vmSize: Standard_D8ds_v5
        Standard_D8ds_v5                  | Standard_L32s_v3                       | vmSize: Standard_L8s_v3
        kubeletVersion: v1.33.4           | kubeletVersion: v1.31.9-eks-1          | kubernetes: "1.31.9"
        `topology.kubernetes.io/zone: westeurope-1` | `topology.kubernetes.io/zone: westeurope-2` | nodesPerZone: 2
        partitions: 60                    | partitions: 61                         | {name: orders, partitions: 61, replicationFactor: 3, minInsyncReplicas: 2}
        replicas: 3                       | replicas: 4                            | brokers: 4
        min.insync.replicas: 2            | min.insync.replicas: 4                 | {name: orders, partitions: 60, replicationFactor: 3, minInsyncReplicas: 3, acks: 1}
        """)
    void what_the_manifests_say_is_what_the_scenario_says(String found, String instead, String expected) {
        assertThat(small(found, instead).scenario().replaceAll("\\s+", " ")).contains(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        Standard_D8ds_v5            | Standard_D99999999999ds_v5  | vmSize: Standard_
        Standard_D8ds_v5            | Standard_D8ds_v99999999999  | vmSize: Standard_
        kafkaVersion: 4.3.1         | kafkaVersion: 99999999999.3 | semantics: kafka-
        kafkaVersion: 4.3.1         | kafkaVersion: 4.99999999999 | semantics: kafka-
        """)
    void numbers_too_long_to_be_meant_do_not_end_the_import(String found, String instead, String expected) {
        assertThat(small(found, instead).scenario()).contains(expected);
    }

    @Test
    void zones_with_unequal_numbers_of_nodes_get_the_least_and_it_is_said() {
        String manifests = AksCluster.small(AksCluster.Style.V1_1_2).yaml();
        int first = manifests.indexOf("topology.kubernetes.io/zone: westeurope-1\n");
        String uneven = manifests.substring(0, first)
                + manifests
                        .substring(first)
                        .replaceFirst(
                                "topology.kubernetes.io/zone: westeurope-1",
                                "topology.kubernetes.io/zone: westeurope-2");

        Imported imported = imported(uneven, LIGHT);

        assertThat(imported.scenario()).contains("nodesPerZone: 1");
        assertThat(remarks(imported)).contains("there are {westeurope-1=1, westeurope-2=3, westeurope-3=2}");
    }

    @Test
    void nodes_without_zones_have_a_number_as_their_zone() {
        Imported imported = imported(
                AksCluster.small(AksCluster.Style.V1_1_2)
                        .yaml()
                        .replaceAll(
                                "(topology.kubernetes.io/zone|beta.kubernetes.io/zone): westeurope-\\d", "$1: \"0\""),
                LIGHT);

        assertThat(imported.scenario()).contains("zones: []\n          nodes: 6");
    }

    @Test
    void pools_for_one_zone_each_are_all_taken() {
        String manifests = AksCluster.small(AksCluster.Style.V1_1_2).yaml();
        StringBuilder each = new StringBuilder();
        for (String item : manifests.split("(?m)^(?=- apiVersion)", -1)) {
            boolean node = item.contains("kind: Node\n");
            java.util.regex.Matcher zone =
                    java.util.regex.Pattern.compile("zone: westeurope-(\\d)").matcher(item);
            each.append(
                    node && zone.find() ? item.replace("agentpool: kafka", "agentpool: kafka" + zone.group(1)) : item);
        }

        Imported imported = imported(each.toString(), LIGHT);

        assertThat(imported.scenario())
                .contains(
                        "- name: kafka1",
                        "- name: kafka2",
                        "- name: kafka3",
                        "zones: [westeurope-1]\n          nodesPerZone: 2");
        assertThat(scenario(imported).options()).contains("azure-disk-lrs");
    }

    @Test
    void a_chart_without_strimzi_is_read_as_far_as_it_goes() throws IOException {
        Imported imported = imported(BitnamiChart.yaml(), LIGHT);

        Golden.check(GOLDEN.resolve("bitnami.yaml"), imported.scenario());
        Golden.check(GOLDEN.resolve("bitnami.txt"), remarks(imported));
        assertThat(imported.scenario())
                .contains("brokers: 3", "controllers: {count: 3, roles: combined}", "semantics: kafka-4-noelr")
                .contains("rack: none", "topics: TODO");
        assertThatThrownBy(() -> scenario(imported)).hasMessageContaining("'topics' is still TODO");
    }

    @Test
    void secrets_config_maps_and_annotations_do_not_reach_the_scenario_or_the_remarks() {
        String secret = """
            ---
            apiVersion: v1
            kind: Secret
            metadata: {name: prod-kafka-brokers, namespace: kafka}
            data: {key: aHVudGVyMg==}
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: prod, namespace: kafka, annotations: {note: hunter2}}
            data: {key: hunter2}
            """;
        Imported imported = imported(AksCluster.small(AksCluster.Style.V1_1_2).yaml() + secret, LIGHT);

        assertThat(remarks(imported) + imported.scenario())
                .doesNotContain("hunter2", "aHVudGVyMg", "prod-kafka-brokers");
        assertThat(remarks(imported))
                .contains("ignored: Secret (1): dropped unread", "ignored: ConfigMap (1): dropped unread");
    }
}
