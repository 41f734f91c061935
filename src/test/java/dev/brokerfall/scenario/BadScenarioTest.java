package dev.brokerfall.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brokerfall.catalogue.Catalogue;
import dev.brokerfall.scenario.text.Problem;
import dev.brokerfall.scenario.text.ScenarioException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** What is said of scenarios that cannot be played. */
final class BadScenarioTest {

    private static final String GOOD = """
            apiVersion: brokerfall.dev/v1alpha1
            kind: Scenario
            metadata: {name: good}
            spec:
              horizon: 1y
              platform:
                aks:
                  nodePools:
                    - name: pool
                      vmSize: Standard_D8ds_v5
                      zones: [z1, z2, z3]
                      nodesPerZone: 2
              kafka:
                brokers: 3
                topics:
                  - {name: orders, partitions: 12, replicationFactor: 3, minInsyncReplicas: 2}
                workload: {produce: 20MiB/s, retained: 150Gi}
              storage: {azureDisk: {sku: Premium_LRS, size: 512Gi}}
              timeline:
                - {id: one, at: 1d, zoneDrain: {zone: z1}}
              objectives:
                - {id: avail, metric: outageMinutesPerYear, max: 60m}
              simulation: {trials: 1000}
            """;

    @TempDir
    private Path folder;

    private static List<Problem> problems(String text, String... settings) {
        try {
            return new ScenarioReader(Catalogue.standard(), List.of(settings))
                    .read("bad.yaml", text, Path.of("")).stream()
                            .flatMap(scenario -> scenario.warnings().stream())
                            .toList();
        } catch (ScenarioException e) {
            return e.problems();
        }
    }

    @Test
    void the_example_itself_is_fine() {
        assertThat(problems(GOOD)).isEmpty();
    }

    /** Each row: what is found in the good scenario, what stands there instead, and what is said of it, help after a bar. */
    @ParameterizedTest
    @CsvFileSource(resources = "bad-scenarios.csv", delimiter = ';', quoteCharacter = '\0')
    void each_mistake_is_told_at_its_place(String found, String instead, String expected) {
        assertThat(GOOD).contains(found);
        String text = GOOD.replace(found, instead.replace("\\n", "\n"));
        assertThat(problems(text).stream()
                        .map(problem -> "%s:%s %s"
                                        .formatted(
                                                problem.place().line(),
                                                problem.place().column(),
                                                problem.message())
                                + (problem.help().isEmpty() ? "" : " | " + problem.help()))
                        .collect(Collectors.joining(" ## ")))
                .isEqualTo(expected);
    }

    @Test
    void a_message_shows_the_line_and_points_at_the_spot() {
        assertThatThrownBy(() -> new ScenarioReader()
                        .read("bad.yaml", GOOD.replace("nodesPerZone: 2", "nodesPerZoen: 2"), Path.of("")))
                .message()
                .hasLineCount(4)
                .containsSubsequence(
                        "bad.yaml:12:11: error: unknown key 'nodesPerZoen'",
                        "              nodesPerZoen: 2",
                        "              ^",
                        "  help: did you mean 'nodesPerZone'?");
    }

    @Test
    void all_mistakes_are_told_at_once_but_not_more_than_twenty() {
        String topics = IntStream.range(0, 27)
                .mapToObj(
                        i -> "      - {name: t" + i + ", partitions: 1, replicationFactor: 4, minInsyncReplicas: 1}\n")
                .collect(Collectors.joining());
        String text = GOOD.replace("    topics:\n", "    topics:\n" + topics);
        assertThat(problems(text)).hasSize(27);
        assertThatThrownBy(() -> new ScenarioReader().read("bad.yaml", text, Path.of("")))
                .message()
                .endsWith("\nand 7 more")
                .contains("bad.yaml:16:54: error:", "bad.yaml:35:55: error:");
    }

    @Test
    void files_that_are_none_are_told_so() throws IOException {
        Path missing = folder.resolve("missing.yaml");
        assertThatThrownBy(() -> new ScenarioReader().read(missing))
                .hasMessage(missing + ": error: there is no such file");
        assertThatThrownBy(() -> new ScenarioReader().read(folder)).hasMessage(folder + ": error: this is a folder");
        Path binary = Files.write(folder.resolve("binary.yaml"), new byte[] {(byte) 0xca, (byte) 0xfe, 0, 1});
        assertThatThrownBy(() -> new ScenarioReader().read(binary))
                .hasMessage(binary + ": error: this is not text in UTF-8");
        Path nul = Files.write(folder.resolve("nul.yaml"), "a: \0".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> new ScenarioReader().read(nul))
                .hasMessage(nul + ": error: this is not text but a binary file");
        Path empty = Files.writeString(folder.resolve("empty.yaml"), "# nothing\n---\n");
        assertThatThrownBy(() -> new ScenarioReader().read(empty)).hasMessageContaining("there is no scenario in it");
        Path broken = Files.writeString(folder.resolve("broken.yaml"), "spec: {a: [1, 2}\n");
        assertThatThrownBy(() -> new ScenarioReader().read(broken))
                .hasMessageStartingWith(broken + ":1:16: error: this is not YAML:");
        Path other =
                Files.writeString(folder.resolve("other.yaml"), "apiVersion: v1\nkind: Pod\nmetadata: {name: x}\n");
        assertThatThrownBy(() -> new ScenarioReader().read(other))
                .hasMessageContaining(
                        "other.yaml:1:13: error: 'apiVersion' must be brokerfall.dev/v1alpha1, found 'v1'")
                .hasMessageContaining("other.yaml:2:7: error: 'kind' must be Scenario, found 'Pod'");
    }

    @Test
    void values_from_the_command_line_overrule_the_file_and_are_checked_like_it() {
        assertThat(problems(GOOD, "spec.kafka.brokers=2"))
                .extracting(Problem::toString)
                .containsExactly("bad.yaml:16:59: error: replicationFactor 3 needs as many brokers, and there are 2");
        assertThat(problems(GOOD, "spec.kafka.topics[orders].replicationFactor=four"))
                .extracting(Problem::toString)
                .containsExactly("--set spec.kafka.topics[orders].replicationFactor=four: error:"
                        + " 'replicationFactor': 'four' is not a whole number");
        assertThat(problems(GOOD, "spec.kafka.topics[order].partitions=4", "nonsense", "spec.kafka..x=1"))
                .extracting(problem -> problem + " | " + problem.help())
                .containsExactlyInAnyOrder(
                        "--set nonsense: error: a value is set by path=value | write it like --set spec.kafka.brokers=5",
                        "--set spec.kafka.topics[order].partitions=4: error: spec.kafka.topics[order].partitions:"
                                + " the list has no item 'order' | did you mean 'orders'?",
                        "--set spec.kafka..x=1: error: 'spec.kafka..x' is not a path |"
                                + " write it like spec.kafka.topics[orders].partitions");
    }

    @Test
    void update_domains_are_refused_for_agents_which_have_none() {
        String aks = GOOD.substring(GOOD.indexOf("    aks:"), GOOD.indexOf("  kafka:"));
        String text = GOOD.replace(
                        aks, "    hosts: {zones: [z1, z2, z3], agentsPerZone: 2, vmSize: Standard_D8ds_v5}\n")
                .replace("azureDisk: {sku: Premium_LRS, size: 512Gi}", "localVolume: {device: temp-ssd}")
                .replace("zoneDrain: {zone: z1}", "zoneMaintenance: {zone: z1, updateDomains: 5}");

        assertThat(problems(text))
                .extracting(Problem::message)
                .containsExactly("agents are maintained one at a time or all together");
    }
}
