package dev.brokerfall.experiment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class ResultFolderTest {

    private static final ExperimentRun RUN = Experiment.run(
            FakeTrials.plan(4, FakeTrials.YEAR, FakeTrials.variants("disk", "local")),
            FakeTrials::drawn,
            Progress.SILENT);

    @TempDir
    Path out;

    @Test
    void a_result_is_whole() throws IOException {
        Path folder = write("scenario: one", ImmutableMap.of("charts/outage.svg", "<svg/>".getBytes(UTF_8)));

        assertThat(folder).isEqualTo(out.resolve("fake"));
        assertThat(files(folder))
                .containsExactly("charts/outage.svg", "manifest.json", "results.json", "scenario.yaml", "trials.csv");
        assertThat(files(out)).allMatch(file -> file.startsWith("fake/"), "nothing temporary is left");
        assertThat(folder.resolve("trials.csv")).content().startsWith("option,trial,status,produceUnavailability,");
        assertThat(Files.readAllLines(folder.resolve("trials.csv"))).hasSize(1 + 2 * 4);
    }

    @Test
    void results_have_the_promised_form() throws IOException {
        JsonNode results = JsonMapper.shared()
                .readTree(Files.readString(
                        write("scenario: one", ImmutableMap.of()).resolve("results.json")));

        assertThat(results.path("schemaVersion").asInt()).isEqualTo(1);
        assertThat(results.path("scenario").asString()).isEqualTo("fake");
        JsonNode disk = results.path("options").path(0);
        assertThat(disk.path("name").asString()).isEqualTo("disk");
        assertThat(disk.path("baseline").asBoolean()).isTrue();
        assertThat(disk.at("/metrics/produceUnavailability/unit").asString()).isEqualTo("fraction");
        assertThat(disk.at("/metrics/produceUnavailability/mean").isNumber()).isTrue();
        assertThat(disk.at("/metrics/recoverySeconds/p95/value").isNumber()).isTrue();
        assertThat(disk.at("/metrics/dataLossProbabilityPerYear/p50").isMissingNode())
                .isTrue();
        assertThat(disk.at("/causes/produceUnavailability/zoneOutage").asDouble())
                .isEqualTo(0.6);
        JsonNode comparison = results.path("comparisons").path(0);
        assertThat(comparison.path("baseline").asString()).isEqualTo("disk");
        assertThat(comparison.at("/difference/mean").isNumber()).isTrue();
        assertThat(comparison.path("verdict").asString()).isEqualTo("worse");
        assertThat(results.at("/assumptions/0/label").asString()).isEqualTo("inferred");
    }

    @Test
    void the_same_inputs_replace_and_other_inputs_are_kept() throws IOException {
        Path folder = write("scenario: one", ImmutableMap.of("note.txt", "first".getBytes(UTF_8)));
        String hash = manifest("scenario: one").inputHash();
        write("scenario: one", ImmutableMap.of("note.txt", "second".getBytes(UTF_8)));
        assertThat(names(out)).containsExactly("fake");
        assertThat(folder.resolve("note.txt")).hasContent("second");

        write("scenario: two", ImmutableMap.of());

        String kept = "fake@" + hash.substring(0, 8);
        assertThat(names(out)).containsExactly("fake", kept);
        assertThat(out.resolve(kept).resolve("note.txt")).hasContent("second");
        assertThat(folder.resolve("scenario.yaml")).hasContent("scenario: two");
    }

    @Test
    void only_the_clock_tells_two_runs_apart() throws IOException {
        Path folder = write("scenario: one", ImmutableMap.of());
        String results = Files.readString(folder.resolve("results.json"));
        JsonNode before = JsonMapper.shared().readTree(Files.readString(folder.resolve("manifest.json")));

        write("scenario: one", ImmutableMap.of());

        assertThat(folder.resolve("results.json")).hasContent(results);
        JsonNode after = JsonMapper.shared().readTree(Files.readString(folder.resolve("manifest.json")));
        assertThat(after.propertyNames()).containsExactlyElementsOf(before.propertyNames());
        before.propertyNames().stream()
                .filter(key -> !key.equals("clock"))
                .forEach(key -> assertThat(after.path(key)).isEqualTo(before.path(key)));
    }

    @Test
    void what_is_no_result_is_not_touched() throws IOException {
        Files.createDirectories(out.resolve("fake"));
        Files.writeString(out.resolve("fake/diary.txt"), "dear diary");

        assertThatThrownBy(() -> new ResultFolder(out, "fake").check())
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("is no result");
        assertThatThrownBy(() -> write("scenario: one", ImmutableMap.of())).isInstanceOf(UncheckedIOException.class);
        assertThat(files(out)).containsExactly("fake/diary.txt");
    }

    @Test
    void where_nothing_can_be_written_nothing_is_left() throws IOException {
        Path file = Files.writeString(out.resolve("file"), "");
        ResultFolder folder = new ResultFolder(file.resolve("results"), "fake");

        assertThatThrownBy(folder::check)
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("cannot write results to " + file.resolve("results"));
        assertThat(names(out)).containsExactly("file");
    }

    @Test
    void a_write_that_fails_halfway_leaves_the_old_result() throws IOException {
        Path folder = write("scenario: one", ImmutableMap.of());

        assertThatThrownBy(() -> write("scenario: two", ImmutableMap.of("../escape.txt", new byte[1])))
                .isInstanceOf(UncheckedIOException.class);

        assertThat(names(out)).containsExactly("fake");
        assertThat(folder.resolve("scenario.yaml")).hasContent("scenario: one");
    }

    @Test
    void numbers_are_written_with_ten_digits_whatever_the_jdk() {
        assertThat(List.of(1.0 / 3, 1e-5, 2e-15, 1234567890123.4, 1e20, 0.1 + 0.2, 0.0))
                .extracting(Digits::text)
                .containsExactly(
                        "0.3333333333", "0.00001", "2E-15", "1234567890000", "100000000000000000000", "0.3", "0");
        assertThat(Digits.text(Double.NaN)).isEmpty();
    }

    private Path write(String scenario, ImmutableMap<String, byte[]> artefacts) {
        return new ResultFolder(out, "fake").write(RUN, manifest(scenario), scenario, artefacts);
    }

    private static Manifest manifest(String scenario) {
        return new Manifest(
                "fake",
                "0.1.0",
                ImmutableSortedMap.of("scenario.yaml", scenario),
                7,
                4,
                "17",
                Instant.now(),
                Duration.ofMillis(1500),
                2);
    }

    private static List<String> files(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.filter(Files::isRegularFile)
                    .map(path -> folder.relativize(path).toString())
                    .sorted()
                    .toList();
        }
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.map(path -> folder.relativize(path).toString())
                    .sorted()
                    .toList();
        }
    }
}
