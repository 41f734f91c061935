package dev.brokerfall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brokerfall.catalogue.Catalogue;
import dev.brokerfall.catalogue.Entry;
import dev.brokerfall.catalogue.Label;
import dev.brokerfall.experiment.ExitCode;
import dev.brokerfall.fault.BackgroundFault;
import dev.brokerfall.metric.Metric;
import dev.brokerfall.scenario.format.Guide;
import dev.brokerfall.scenario.format.ScenarioField;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class ExplainTest {

    private static final Explainer EXPLAINER = new Explainer(Catalogue.standard());

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int explain(String... arguments) {
        Terminal terminal =
                new Terminal(OutputStream.nullOutputStream(), new PrintWriter(out), new PrintWriter(err), false, false);
        List<String> all = new ArrayList<>(List.of("explain"));
        all.addAll(List.of(arguments));
        return Main.execute(terminal, all.toArray(new String[0]));
    }

    private static Map<String, List<String>> parts(String name) {
        List<Explanation> found = EXPLAINER.explain(name);
        assertThat(found).as(name).isNotEmpty();
        return found.get(0).parts();
    }

    @Test
    void every_entry_of_the_catalogue_says_what_it_is_and_what_uses_it() {
        for (Entry entry : Catalogue.standard().entries()) {
            assertThat(parts(entry.path()))
                    .as(entry.path())
                    .containsKeys("meaning", "value", "unit", "label", "source", "used by");
            assertThat(parts(entry.path()).get("used by")).as(entry.path()).isNotEmpty();
            if (entry.label() == Label.STATED) {
                assertThat(parts(entry.path()).get("source"))
                        .as(entry.path())
                        .anyMatch(line -> line.startsWith("https://"));
            }
        }
    }

    /** On such machines some storage cannot be; what is left still takes what it takes. */
    @ParameterizedTest
    @ValueSource(strings = {"ephemeralOs: false", "tempSize: 1Mi"})
    void figures_with_which_some_scenarios_cannot_be_do_not_hinder(String column, @TempDir Path folder)
            throws IOException {
        Path figures =
                Files.writeString(folder.resolve("figures.yaml"), "vmSizes.Standard_D8ds_v5.%s\n".formatted(column));

        assertThat(explain("azureDisk.attach", "--catalog", figures.toString()))
                .as(err.toString())
                .isZero();
        assertThat(out.toString()).contains("azureDisk.attach", "scenarios with");
    }

    @Test
    void a_path_that_cannot_be_written_is_told_and_left_as_it_is(@TempDir Path folder) throws IOException {
        Path taken = Files.createDirectory(folder.resolve("taken"));
        Path file = Files.writeString(folder.resolve("file"), "mine");

        assertThat(explain("limits", "-o", "json=" + taken)).isEqualTo(ExitCode.INCOMPLETE);
        assertThat(err.toString()).contains("brokerfall: cannot write " + taken + ": it is a folder");
        assertThat(taken).isEmptyDirectory();
        assertThat(explain("limits", "-o", "json=" + file.resolve("below"))).isEqualTo(ExitCode.INCOMPLETE);
        assertThat(err.toString()).contains("brokerfall: cannot write " + file.resolve("below"));
        assertThat(file).hasContent("mine");
    }

    @Test
    void every_field_of_a_scenario_says_what_it_is_and_what_holds_without_it() {
        List<ScenarioField> fields = Guide.fields(Catalogue.standard());

        assertThat(fields).hasSizeGreaterThan(250);
        for (ScenarioField field : fields) {
            assertThat(parts(field.path())).as(field.path()).containsKeys("meaning", "unit", "default", "used by");
        }
    }

    @Test
    void every_metric_says_what_it_is() {
        for (Metric metric : Metric.all()) {
            assertThat(parts(metric.key()))
                    .as(metric.key())
                    .containsKeys("meaning", "unit", "better", "over trials", "rests on");
        }
    }

    @Test
    void every_event_and_fault_says_what_it_is_and_how_often_it_strikes() {
        assertThat(Explainer.events()).hasSizeGreaterThan(30);
        for (String event : Explainer.events()) {
            assertThat(parts(event)).as(event).containsKeys("meaning", "by chance", "used by");
        }
        for (BackgroundFault.Kind kind : BackgroundFault.Kind.values()) {
            assertThat(Explainer.events()).contains(kind.key());
        }
    }

    @Test
    void every_line_of_a_timeline_says_what_it_is() throws IOException {
        String journal = Files.readString(Path.of("src/main/java/dev/brokerfall/world/Journal.java"));
        List<String> written = new ArrayList<>();
        Matcher notes = Pattern.compile("note\\(\\s*\"(\\w+)\"").matcher(journal);
        while (notes.find()) {
            written.add(notes.group(1));
        }

        assertThat(written).hasSizeGreaterThan(30);
        assertThat(Explainer.types().keySet()).containsExactlyInAnyOrderElementsOf(List.copyOf(new TreeSet<>(written)));
    }

    @Test
    void a_value_is_told_with_its_range_source_and_use() {
        assertThat(explain("azureDisk.attach")).isZero();

        assertThat(out.toString())
                .startsWith("azureDisk.attach   (catalogue)\n")
                .contains(
                        "  value         {lognormal: {median: 15.6s, sigma: 0.85}}\n",
                        "  range         10s to 60s\n",
                        "  label         derived: worked out from what sources say\n",
                        "                https://github.com/Azure/aks-engine/issues/2888\n",
                        "  used by       scenarios with spec.platform.aks\n");
    }

    @Test
    void what_another_source_has_is_told_with_that_source() {
        explain("kubernetes.nodeMonitorGrace");

        assertThat(out.toString())
                .contains(
                        "  alternative   40s, before Kubernetes 1.32\n",
                        "                https://kubernetes.io/docs/concepts/architecture/nodes/\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        spec.kafka.topics[orders].partitions          | spec.kafka.topics[*].partitions
        spec.kafka.topics.partitions                  | spec.kafka.topics[*].partitions
        spec.options[0].storage.azureDisk.sku         | spec.options[*].storage.azureDisk.sku
        spec.faults.override.nodeCrash.interarrival   | spec.faults.override.EVENT.interarrival
        spec.matrix.minIsr.values                     | spec.matrix.NAME.values
        spec.timeline[maint].zoneMaintenance.notice   | spec.timeline[*].zoneMaintenance.notice
        spec.kafka.config.broker.session.timeout.ms   | spec.kafka.config.broker.session.timeout.ms
        """)
    void a_field_is_found_as_scenarios_and_set_write_it(String written, String field) {
        assertThat(explain(written)).isZero();

        assertThat(out.toString()).contains(field + "   (scenario field)");
    }

    @Test
    void kafkas_own_names_are_found_without_a_prefix() {
        assertThat(explain("replica.lag.time.max.ms")).isZero();

        assertThat(out.toString()).contains("kafka.config.replica.lag.time.max.ms   (catalogue)");
    }

    @Test
    void what_a_set_of_faults_has_in_place_of_another_value_names_that() {
        explain("faults.azure-pessimistic.instead.azureDisk.detach");

        assertThat(out.toString())
                .contains("whatever takes azureDisk.detach, with spec.faults.profile: azure-pessimistic, unless"
                        + " --catalog")
                .doesNotContain("event instead");
    }

    @Test
    void what_is_known_only_for_reference_says_so() {
        explain("azureFiles.vendorSupported");

        assertThat(out.toString()).contains("used by       nothing: it stands here to be looked up");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        azureDisk.atach          | did you mean 'azureDisk.attach'?
        outageMinutesPerYaer     | did you mean 'outageMinutesPerYear'?
        nodeCrach                | did you mean 'nodeCrash'?
        spec.kafka.broker        | did you mean 'spec.kafka.brokers'?
        somethingQuiteDifferent  | --list names everything there is
        """)
    void an_unknown_name_ends_with_2_and_a_guess(String name, String help) {
        assertThat(explain(name)).isEqualTo(2);

        assertThat(err.toString()).contains("nothing is called '%s'".formatted(name), help);
        assertThat(out.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--label=sure", "x -o xml"})
    void a_wrong_command_line_ends_with_2(String line) {
        assertThat(explain(line.isEmpty() ? new String[0] : line.split(" ", -1)))
                .isEqualTo(2);
    }

    @Test
    void a_list_has_everything_on_lines_of_110_columns() {
        assertThat(explain("--list")).isZero();

        assertThat(out.toString().lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(110));
        for (String name : EXPLAINER.names()) {
            assertThat(out.toString()).contains(name);
        }
    }

    @Test
    void a_label_lists_the_values_that_have_it() {
        assertThat(explain("--label", "unknown")).isZero();

        long unknown = Catalogue.standard().entries().stream()
                .filter(entry -> entry.label() == Label.UNKNOWN)
                .count();
        assertThat(out.toString().lines()).hasSize((int) unknown).allMatch(line -> line.contains("unknown"));
    }

    @Test
    void a_group_lists_what_is_in_it() {
        assertThat(explain("kubernetes.podGc")).isZero();

        assertThat(out.toString().lines()).hasSize(2).allMatch(line -> line.startsWith("kubernetes.podGc."));
    }

    @Test
    void limits_say_what_is_not_modelled() {
        assertThat(explain("limits")).isZero();

        assertThat(out.toString()).startsWith("- ");
        assertThat(out.toString().lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(110));
    }

    @Test
    void text_is_at_most_110_columns_wide_but_for_addresses() {
        for (String name : EXPLAINER.names()) {
            for (Explanation explanation : EXPLAINER.explain(name)) {
                assertThat(explanation.text().lines().filter(line -> !line.contains("https://")))
                        .as(name)
                        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(110));
            }
        }
    }

    @Test
    void json_says_the_same() {
        assertThat(explain("kubernetes.toleration", "-o", "json")).isZero();

        JsonNode only = JsonMapper.builder().build().readTree(out.toString()).get(0);
        assertThat(only.at("/name").asString()).isEqualTo("kubernetes.toleration");
        assertThat(only.at("/value").asString()).isEqualTo("300s");
        assertThat(only.at("/source").isArray()).isTrue();
    }
}
