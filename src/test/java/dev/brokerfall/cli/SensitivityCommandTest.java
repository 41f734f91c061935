package dev.brokerfall.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.brokerfall.cli.Launcher.Ended;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a scenario's figures rest on, from the command line to the files. */
final class SensitivityCommandTest {

    /** A small cluster, whose only faults are brokers that are killed often. */
    private static final String SCENARIO = """
        apiVersion: brokerfall.dev/v1alpha1
        kind: Scenario
        metadata: {name: mine}
        spec:
          horizon: 10d
          platform:
            aks:
              nodePools: [{name: kafka, vmSize: Standard_D8ds_v5, zones: ["1", "2", "3"], nodesPerZone: 2}]
          kafka:
            brokers: 3
            topics: [{name: orders, partitions: 12, replicationFactor: 3, minInsyncReplicas: 2}]
            workload: {produce: 1MiB/s, retained: 10Gi}
          options:
            - {name: disk, baseline: true, storage: {azureDisk: {sku: Premium_LRS, size: 2Ti}}}
            - {name: zrs, storage: {azureDisk: {sku: Premium_ZRS, size: 2Ti}}}
            - {name: emptydir, storage: {emptyDir: {on: ephemeral-os-disk}}}
          faults:
            override:
              brokerKill: {interarrival: {exponential: {mean: 2d}}}
          simulation: {trials: 6, seed: 3}
        """;

    @TempDir
    private Path folder = Path.of("");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void write() throws IOException {
        Files.writeString(folder.resolve("mine.yaml"), SCENARIO);
    }

    private int execute(String... arguments) {
        PrintWriter print = new PrintWriter(out, true, StandardCharsets.UTF_8);
        PrintWriter complain = new PrintWriter(err, true, StandardCharsets.UTF_8);
        int code = Main.execute(new Terminal(out, print, complain, false, false), arguments);
        print.flush();
        complain.flush();
        return code;
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private JsonNode json(String path) throws IOException {
        return JsonMapper.shared().readTree(Files.readString(folder.resolve(path)));
    }

    private static JsonNode named(JsonNode list, String key, String name) {
        for (JsonNode each : list) {
            if (each.path(key).asString().equals(name)) {
                return each;
            }
        }
        throw new AssertionError("no " + name + " in " + list);
    }

    @Test
    void it_says_what_moves_a_metric_and_leaves_its_files_beside_the_result() throws IOException {
        Ended ended = Launcher.run(
                folder, "sensitivity", "mine.yaml", "--metric", "outageMinutesPerYear", "--option", "emptydir", "-q");

        assertThat(ended.err()).isEmpty();
        assertThat(ended.code()).isZero();
        assertThat(ended.out())
                .contains("mine    outageMinutesPerYear: ", "2 options × 6 trials for each value", "disk B", "emptydir")
                .contains("kafka.leaderMove", "WHERE THE ORDER CHANGES", "Files: results/mine@sensitivity/")
                .doesNotContain("zrs")
                .doesNotContain("prices.");
        assertThat(ended.out().lines()).allMatch(line -> line.length() <= 110);
        Path result = folder.resolve("results/mine@sensitivity");
        try (Stream<Path> files = Files.list(result)) {
            assertThat(files.map(path -> path.getFileName().toString()).sorted().toList())
                    .isEqualTo(List.of("charts", "outageMinutesPerYear.json", "outageMinutesPerYear.md"));
        }
        assertThat(result.resolve("charts/tornado-outageMinutesPerYear-disk.png"))
                .isNotEmptyFile();
        JsonNode json = json("results/mine@sensitivity/outageMinutesPerYear.json");
        JsonNode move = named(json.path("assumptions"), "path", "kafka.leaderMove");
        assertThat(move.path("low").asString()).isEqualTo("138ms");
        assertThat(move.path("ends").asString()).isEqualTo("halvedAndDoubled");
        JsonNode disk = named(move.path("options"), "option", "disk");
        assertThat(disk.path("low").path("change").path("upper").asDouble()).isNegative();
        assertThat(disk.path("high").path("change").path("lower").asDouble()).isPositive();
        assertThat(Files.readString(result.resolve("outageMinutesPerYear.md")))
                .contains("](charts/tornado-outageMinutesPerYear-disk.png)")
                .contains("./brokerfall sensitivity mine.yaml --metric outageMinutesPerYear --option emptydir");
    }

    @Test
    void ctrl_c_keeps_what_is_finished_and_says_what_is_missing() throws IOException, InterruptedException {
        Path told = folder.resolve("err");
        Process process = Launcher.start(
                folder,
                Map.of("BROKERFALL_JAVA_OPTS", "-Dbrokerfall.terminals=err"),
                folder.resolve("out"),
                told,
                "sensitivity",
                "mine.yaml",
                "--metric",
                "outageMinutesPerYear",
                "--option",
                "zrs",
                "--trials",
                "100");
        while (process.isAlive() && !Files.readString(told).contains("one at a time: ")) {
            Thread.sleep(20);
        }
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();

        assertThat(process.waitFor()).isEqualTo(130);
        assertThat(told)
                .content()
                .contains("interrupted; what was finished is in results/mine@sensitivity/")
                .doesNotContain("\tat ");
        assertThat(folder.resolve("out")).content().contains("INCOMPLETE, interrupted: ", " were not moved");
        JsonNode json = json("results/mine@sensitivity/outageMinutesPerYear.json");
        assertThat(json.path("complete").asBoolean()).isFalse();
        assertThat(json.path("missing").path("assumptions").size()).isPositive();
        assertThat(json.path("options").path(0).path("mean").asDouble()).isPositive();
    }

    @Test
    void a_later_run_neither_takes_the_files_away_nor_finds_them_in_its_way() throws IOException {
        execute("sensitivity", file("mine.yaml"), "--metric", "monthlyCostUsd", "--out", file("results"), "-q");

        int code = execute("run", file("mine.yaml"), "--out", file("results"), "-q");

        assertThat(code).isZero();
        assertThat(folder.resolve("results/mine/manifest.json")).exists();
        assertThat(folder.resolve("results/mine@sensitivity/monthlyCostUsd.json"))
                .exists();
    }

    @Test
    void a_price_is_worked_out_without_a_trial() throws IOException {
        int code = execute("sensitivity", file("mine.yaml"), "--metric", "monthlyCostUsd", "--out", file("r"), "-q");

        assertThat(code).isZero();
        JsonNode json = json("r/mine@sensitivity/monthlyCostUsd.json");
        assertThat(json.path("trialsPlayed").asLong()).isZero();
        JsonNode factor = named(json.path("assumptions"), "path", "prices.zrsFactor");
        JsonNode zrs = named(factor.path("options"), "option", "zrs");
        // Three brokers and three controllers have 2 TiB each, which is a P40 at 259 USD; its factor goes from 1.2 to
        // 2.
        assertThat(zrs.path("swing").path("mean").asDouble()).isCloseTo(6 * 259 * 0.8, within(0.01));
        JsonNode lrs = named(factor.path("options"), "option", "disk");
        assertThat(lrs.path("low").path("same").asBoolean()).isTrue();
    }

    @Test
    void the_same_command_gives_the_same_bytes_whatever_the_threads() throws IOException {
        for (String threads : List.of("1", "2")) {
            int code = execute(
                    "sensitivity",
                    file("mine.yaml"),
                    "--metric",
                    "outagesPerYear",
                    "--option",
                    "zrs",
                    "--trials",
                    "3",
                    "--trajectories",
                    "2",
                    "--threads",
                    threads,
                    "--out",
                    file(threads),
                    "-q");
            assertThat(code).isZero();
        }

        Path one = folder.resolve("1/mine@sensitivity");
        List<Path> files;
        try (Stream<Path> walk = Files.walk(one)) {
            files = walk.filter(Files::isRegularFile).toList();
        }
        assertThat(files).hasSizeGreaterThan(3);
        for (Path path : files) {
            assertThat(folder.resolve("2/mine@sensitivity").resolve(one.relativize(path)))
                    .as(path.toString())
                    .hasSameBinaryContentAs(path);
        }
    }

    @Test
    void a_picture_goes_to_stdout_when_it_is_clear_of_which_option() {
        int code = execute(
                "sensitivity",
                file("mine.yaml"),
                "--metric",
                "monthlyCostUsd",
                "--option",
                "zrs",
                "--out",
                file("r"),
                "-q",
                "-o",
                "png");

        assertThat(code).isZero();
        assertThat(out.toByteArray()).startsWith(0x89, 'P', 'N', 'G');
        assertThat(execute("sensitivity", file("mine.yaml"), "--metric", "monthlyCostUsd", "-q", "-o", "svg"))
                .isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("a picture shows one option; say which with --option: disk, zrs, emptydir");
    }

    @Test
    void an_option_that_does_not_exist_is_told_with_the_one_that_may_be_meant() {
        int code = execute("sensitivity", file("mine.yaml"), "--metric", "monthlyCostUsd", "--option", "emptydr");

        assertThat(code).isEqualTo(3);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("mine has no option 'emptydr'")
                .contains("did you mean 'emptydir'?");
    }

    @Test
    void figures_of_the_users_own_are_varied_only_as_far_as_the_user_is_unsure() throws IOException {
        Files.writeString(folder.resolve("figures.yaml"), """
            kafka.leaderMove: {value: 300ms, label: inferred, range: [100ms, 400ms]}
            kafka.catchUpRate: 200MB/s
            """);

        int code = execute(
                "sensitivity",
                file("mine.yaml"),
                "--metric",
                "monthlyCostUsd",
                "--catalog",
                file("figures.yaml"),
                "--out",
                file("r"),
                "-q");

        assertThat(code).isZero();
        JsonNode assumptions = json("r/mine@sensitivity/monthlyCostUsd.json").path("assumptions");
        assertThat(named(assumptions, "path", "kafka.leaderMove").path("high").asString())
                .isEqualTo("400ms");
        assertThat(assumptions.toString()).doesNotContain("kafka.catchUpRate");
    }
}
