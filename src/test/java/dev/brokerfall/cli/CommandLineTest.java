package dev.brokerfall.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.brokerfall.cli.Launcher.Ended;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the program says and how it ends, through the launcher. */
final class CommandLineTest {

    private static final String KILL = scenario("broker-kill.yaml");
    private static final String SEVEN = scenario("westus2-storage-choice.yaml");

    @TempDir
    private Path folder = Path.of("");

    /** Runs the program as a process, in the folder. */
    private Ended run(String... arguments) {
        return Launcher.run(folder, arguments);
    }

    /** Runs a command in this process: starting one takes longer than most commands, and little of it is a process's own. */
    private static Ended inside(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        StringWriter err = new StringWriter();
        Terminal terminal = new Terminal(
                out, new PrintWriter(out, true, StandardCharsets.UTF_8), new PrintWriter(err, true), false, false);
        int code = Main.execute(terminal, arguments);
        terminal.out().flush();
        return new Ended(code, out.toString(StandardCharsets.UTF_8), err.toString());
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private static String scenario(String name) {
        return Path.of("scenarios", name).toAbsolutePath().toString();
    }

    /** Writes a scenario that kills a broker and has one objective: how long the longest outage may last. */
    private void killWithLimit(String file, String limit) throws IOException {
        String objective = "  objectives: [{id: avail, metric: longestOutageSeconds, max: %s}]\n".formatted(limit);
        Files.writeString(
                folder.resolve(file),
                Files.readString(Path.of(KILL)).replace("  simulation:", objective + "  simulation:"));
    }

    @Test
    void help_has_the_commands_that_are_built_and_no_others() {
        Ended help = inside("--help");

        assertThat(help.code()).isZero();
        assertThat(help.out())
                .contains(
                        "run ",
                        "validate ",
                        "timeline ",
                        "sensitivity ",
                        "place ",
                        "explain ",
                        "import ",
                        "init ",
                        "schema ",
                        "Examples:",
                        "Exit codes:")
                .doesNotContain("completion", "report ", "\n  compare ");
        assertThat(help.err()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        ''                                  | Missing required subcommand
        compare a b                         | 'compare'
        run                                 | Missing required parameter: 'FILE'
        run x.yaml --trails 3               | Unknown option: '--trails'
        run x.yaml --resume                 | Unknown option: '--resume'
        run x.yaml -o junit                 | format 'junit' is not built yet; there are: text, json, markdown
        run x.yaml -o xml                   | no format 'xml'; there are: text, json, markdown
        run x.yaml -o text -o json          | only one format may go to stdout
        run x.yaml --threads 0              | --threads must be at least 1
        run x.yaml --fail-on sometimes      | Invalid value for option '--fail-on'
        timeline x.yaml --worst outages     | Unknown options: '--worst'
        timeline x.yaml -o pdf              | no format 'pdf'; there are: text, jsonl, png, svg
        timeline x.yaml --trial -1          | --trial must not be negative
        sensitivity x.yaml                  | Missing required option: '--metric=M'
        sensitivity x.yaml --metric outageMinutesPerYaer           | there is no metric 'outageMinutesPerYaer': did you mean 'outageMinutesPerYear'?
        sensitivity x.yaml --metric podMovesPerYear --trials 1     | --trials must be at least 2
        sensitivity x.yaml --metric podMovesPerYear -o pdf         | no format 'pdf'; there are: text, json, markdown, png, svg
        sensitivity x.yaml --metric podMovesPerYear --trajectories -1 | --trajectories must not be negative
        place                               | Missing required option: '--file=MANIFEST'
        place -f x.yaml --filters NodePort  | no filter 'NodePort'; there are: SchedulingGates
        import                              | Missing required option: '--file=MANIFEST'
        import -f x.yaml --produce 20       | --produce: '20' has no unit
        import -f x.yaml --retained much    | --retained: 'much' is not a size
        import -f x.yaml --topics t         | Unknown option
        init moon                           | no template 'moon'; there are: storage-choice
        """)
    void a_wrong_command_line_ends_with_2_and_says_what_is_wrong(String line, String message) {
        // In this process: starting it for each row would take most of the time of all tests.
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Terminal terminal =
                new Terminal(OutputStream.nullOutputStream(), new PrintWriter(out), new PrintWriter(err), false, false);

        int code = Main.execute(terminal, line.isEmpty() ? new String[0] : line.split(" +", -1));

        assertThat(code).isEqualTo(2);
        assertThat(err.toString()).contains(message).contains("--help'").doesNotContain("\tat ");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void the_launcher_passes_exit_codes_on() {
        Ended ended = run("compare", "a", "b");

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err()).contains("'compare'");
    }

    @Test
    void a_reader_that_has_seen_enough_ends_a_command_quietly() throws IOException, InterruptedException {
        for (List<String> command :
                List.of(List.of("timeline", scenario("node-loss.yaml"), "--option", "emptydir"), List.of("schema"))) {
            assertThat(piped(command, "| true")).containsExactly("0");
        }
    }

    @Test
    void a_full_disk_under_stdout_is_told() throws IOException, InterruptedException {
        assumeTrue(Files.exists(Path.of("/dev/full")), "only Linux has a disk that is always full");

        assertThat(piped(List.of("schema"), "> /dev/full"))
                .containsExactly("brokerfall: cannot write to stdout: No space left on device", "4");
    }

    /** Returns what a command leaves on stderr, and its exit code, when its stdout goes {@code where}. */
    private List<String> piped(List<String> command, String where) throws IOException, InterruptedException {
        List<String> shell = new ArrayList<>(List.of("sh", "-c", "(\"$@\"; echo $? >&2) " + where, "sh"));
        shell.add(Path.of("brokerfall").toAbsolutePath().toString());
        shell.addAll(command);
        Path err = folder.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(shell)
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(err.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("LC_ALL", "C");
        assertThat(builder.start().waitFor()).isZero();
        return Files.readAllLines(err);
    }

    @Test
    void a_wrong_file_ends_with_3_and_the_others_are_still_played() throws IOException {
        Files.writeString(folder.resolve("empty.yaml"), "");

        Ended ended = inside(
                "run", file("empty.yaml"), file("missing.yaml"), KILL, "--trials", "3", "--out", file("results"));

        assertThat(ended.code()).isEqualTo(3);
        assertThat(ended.err())
                .contains("empty.yaml")
                .contains("there is no scenario in it")
                .contains("missing.yaml")
                .contains("there is no such file");
        assertThat(ended.out()).contains("broker-kill    1 option × 3 simulated years");
    }

    @Test
    void two_scenarios_of_one_name_would_share_a_folder_and_are_refused() throws IOException {
        Files.copy(Path.of(KILL), folder.resolve("again.yaml"));

        Ended ended = inside("validate", KILL, file("again.yaml"));

        assertThat(ended.code()).isEqualTo(3);
        assertThat(ended.err()).contains("another file has a scenario called 'broker-kill' too");
    }

    @Test
    void a_folder_that_cannot_be_written_is_noticed_before_anything_is_played() throws IOException {
        Files.writeString(folder.resolve("file"), "in the way");

        Ended ended = inside("run", KILL, "--out", file("file/results"));

        assertThat(ended.code()).isEqualTo(4);
        assertThat(ended.err())
                .contains("cannot write results to " + file("file/results") + ": ")
                .doesNotContain("Exception")
                .doesNotContain("\tat ");
        assertThat(names(folder)).containsExactly("file");
        assertThat(ended.out()).isEmpty();
    }

    @Test
    void a_run_leaves_its_folder_and_nothing_else() throws IOException {
        Ended ended = run("run", KILL, "--trials", "5", "-o", "json=out/result.json", "-o", "text");

        assertThat(ended.code()).isZero();
        assertThat(ended.err()).isEmpty();
        assertThat(ended.out())
                .contains("OPTION", "MAIN CAUSES", "default: brokerKill 100 %", "Files: results/broker-kill/")
                .doesNotContain("\u001b");
        Path result = folder.resolve("results/broker-kill");
        assertThat(names(result))
                .containsExactly("charts", "manifest.json", "report.md", "results.json", "scenario.yaml", "trials.csv");
        assertThat(result.resolve("charts/unavailability.png")).isNotEmptyFile();
        assertThat(result.resolve("charts/timeline.svg")).isNotEmptyFile();
        assertThat(folder.resolve("out/result.json")).hasSameTextualContentAs(result.resolve("results.json"));
        assertThat(names(folder)).containsExactly("out", "results");
        assertThat(names(folder.resolve("results"))).containsExactly("broker-kill");
    }

    @Test
    void the_same_inputs_give_the_same_bytes_with_one_thread_and_with_two() throws IOException {
        Files.createDirectories(folder.resolve("one"));
        Files.createDirectories(folder.resolve("two"));
        // One of them without the second compiler, which must leave no trace either.
        Launcher.run(
                folder.resolve("one"),
                Map.of("BROKERFALL_JAVA_OPTS", "-XX:TieredStopAtLevel=1"),
                "run",
                SEVEN,
                "--trials",
                "6",
                "-q",
                "--threads",
                "1");
        Launcher.run(folder.resolve("two"), "run", SEVEN, "--trials", "6", "-q", "--threads", "2");

        Path one = folder.resolve("one/results/westus2-storage-choice");
        Path two = folder.resolve("two/results/westus2-storage-choice");
        List<Path> files;
        try (var walk = Files.walk(one)) {
            files = walk.filter(Files::isRegularFile).toList();
        }
        assertThat(files).hasSizeGreaterThan(12);
        for (Path file : files) {
            Path other = two.resolve(one.relativize(file).toString());
            if (file.endsWith("manifest.json")) {
                assertThat(withoutClock(other)).isEqualTo(withoutClock(file));
            } else {
                assertThat(other).as(file.toString()).hasSameBinaryContentAs(file);
            }
        }
    }

    private static String withoutClock(Path manifest) throws IOException {
        return Files.readString(manifest).replaceAll("(?s)\"clock\" : \\{.*?}", "");
    }

    @Test
    void failed_objectives_end_with_99_unless_told_otherwise() throws IOException {
        killWithLimit("strict.yaml", "1s");

        Ended failed = inside("run", file("strict.yaml"), "--trials", "20", "-q", "--out", file("out"));

        assertThat(failed.code()).isEqualTo(99);
        assertThat(failed.out()).contains("FAIL").contains("avail fails for default");
        assertThat(inside(
                                "run",
                                file("strict.yaml"),
                                "--trials",
                                "20",
                                "-q",
                                "--fail-on",
                                "never",
                                "--out",
                                file("out"))
                        .code())
                .isZero();
    }

    @Test
    void an_inconclusive_objective_ends_with_98_only_when_asked_for() throws IOException {
        killWithLimit("open.yaml", "8.6s");

        Ended open = inside("run", file("open.yaml"), "--trials", "10", "-q", "--out", file("out"));

        assertThat(open.out()).contains("INCONCLUSIVE").contains("avail is inconclusive for default");
        assertThat(open.code()).isZero();
        assertThat(inside(
                                "run",
                                file("open.yaml"),
                                "--trials",
                                "10",
                                "-q",
                                "--fail-on",
                                "inconclusive",
                                "--out",
                                file("out"))
                        .code())
                .isEqualTo(98);
    }

    /** Returns a process that has played the first trials of very many, however long it took to come to them. */
    private Process playing(Path err, String... files) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("run", "--trials", "20000"));
        arguments.addAll(List.of(files));
        Process process = Launcher.start(
                folder,
                Map.of("BROKERFALL_JAVA_OPTS", "-Dbrokerfall.terminals=err"),
                folder.resolve("out"),
                err,
                arguments.toArray(new String[0]));
        while (process.isAlive() && !Files.readString(err).contains(" trials (")) {
            Thread.sleep(20);
        }
        return process;
    }

    @Test
    void ctrl_c_keeps_what_is_finished_and_ends_with_130() throws IOException, InterruptedException {
        Path err = folder.resolve("err");
        Process process = playing(err, SEVEN);
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();

        assertThat(process.waitFor()).isEqualTo(130);
        assertThat(err)
                .content()
                .contains("interrupted; what was finished is in results/westus2-storage-choice")
                .doesNotContain("\tat ");
        assertThat(folder.resolve("results/westus2-storage-choice/results.json"))
                .content()
                .contains("\"complete\" : false");
    }

    @Test
    void a_signal_while_the_first_of_two_files_is_played_ends_the_run_without_the_second()
            throws IOException, InterruptedException {
        Path err = folder.resolve("err");
        Process process = playing(err, SEVEN, KILL);
        process.destroy();

        assertThat(process.waitFor()).isEqualTo(143);
        assertThat(err)
                .content()
                .contains("interrupted; what was finished is in results/westus2-storage-choice")
                .doesNotContain("internal error");
        assertThat(names(folder.resolve("results"))).containsExactly("westus2-storage-choice");
    }

    @Test
    void a_timeline_needs_to_know_which_option() {
        Ended ended = inside("timeline", scenario("node-loss.yaml"));

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err()).contains("say which option with --option: azure-disk, emptydir, local-ssd");
    }

    @Test
    void a_timeline_is_told_as_text_as_lines_of_json_and_as_a_picture() throws IOException {
        assertThat(inside("timeline", KILL).out())
                .startsWith("  0d 00:01:00.000  faultBegan         fault=brokerKill")
                .contains("brokerFenced       broker=0");
        assertThat(inside("timeline", KILL, "-o", "jsonl").out().lines())
                .allMatch(line -> line.startsWith("{\"t\":") && line.endsWith("}"))
                .anyMatch(line -> line.contains("\"type\":\"brokerDown\",\"broker\":0"));
        assertThat(inside("timeline", KILL, "-o", "png=" + file("kill.png")).code())
                .isZero();
        assertThat(Files.readAllBytes(folder.resolve("kill.png"))).startsWith(0x89, 'P', 'N', 'G');
    }

    @Test
    void place_speaks_the_words_of_the_scheduler() {
        String manifest = scenario("manifests/zonetest.yaml");

        Ended text = inside("place", "-f", manifest, "--pod", "zonetest/echo-1");
        assertThat(text.code()).isZero();
        assertThat(text.out()).contains("node(s) had volume node affinity conflict");
        assertThat(inside("place", "-f", manifest, "--pod", "zonetest/echo-1", "-o", "json")
                        .out())
                .startsWith("{\"pods\":[{\"pod\":\"zonetest/echo-1\",\"schedulable\":true,\"nodes\":[{\"node\":")
                .contains("\"fits\":false,\"code\":\"UnschedulableAndUnresolvable\",\"reasons\":[\"node(s) had volume");
        Ended unknown = inside("place", "-f", manifest, "--pod", "zonetest/echo-9");
        assertThat(unknown.code()).isEqualTo(3);
        assertThat(unknown.err()).contains("there is no pod 'zonetest/echo-9'; there are: ");
    }

    @Test
    void what_init_prints_can_be_validated_and_schema_is_json() throws IOException {
        Files.writeString(folder.resolve("my.yaml"), inside("init").out());

        Ended valid = inside("validate", "--strict", file("my.yaml"));

        assertThat(valid.code()).isZero();
        assertThat(valid.out()).startsWith("storage-choice: ok: 3 options, 1,000 trials of 1y each");
        assertThat(inside("schema").out()).startsWith("{").contains("draft-07");

        String more = Files.readString(folder.resolve("my.yaml")).replaceAll("(?m)^( +)# (\\w+: )", "$1$2");
        Files.writeString(folder.resolve("more.yaml"), more);
        assertThat(more)
                .contains(
                        "\n      pattern: ",
                        "\n    override: ",
                        "\n    stopWhen: ",
                        "\n    select: ",
                        "\n    rareEvents: ");
        Ended all = inside("validate", "--strict", file("more.yaml"));
        assertThat(all.code()).as(all.err()).isZero();
    }

    @Test
    void a_field_set_on_the_command_line_is_checked_like_the_file() {
        Ended strict = inside("run", SEVEN, "--set", "spec.simulation.trials=oops");
        assertThat(strict.code()).isEqualTo(3);
        assertThat(strict.err()).contains("--set spec.simulation.trials=oops");
    }

    @Test
    void it_works_through_a_link_from_anywhere() throws IOException, InterruptedException {
        Path link = Files.createSymbolicLink(
                folder.resolve("bf"), Path.of("brokerfall").toAbsolutePath());
        Process process = new ProcessBuilder(link.toString(), "--version")
                .directory(folder.toFile())
                .redirectOutput(folder.resolve("out").toFile())
                .start();

        assertThat(process.waitFor()).isZero();
        assertThat(folder.resolve("out")).content().startsWith("brokerfall ");
    }

    @Test
    void a_java_that_is_missing_or_too_old_is_named() throws IOException {
        Ended missing = Launcher.run(folder, Map.of("JAVA_HOME", "/nowhere"), "--version");
        assertThat(missing.code()).isEqualTo(1);
        assertThat(missing.err()).contains("JAVA_HOME is '/nowhere', but there is no bin/java in it");

        Path bin = Files.createDirectories(folder.resolve("jdk-11/bin"));
        Files.writeString(folder.resolve("jdk-11/release"), "JAVA_VERSION=\"11.0.2\"\n");
        Path java = Files.writeString(bin.resolve("java"), "#!/bin/sh\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        Ended old = Launcher.run(
                folder, Map.of("JAVA_HOME", folder.resolve("jdk-11").toString()), "--version");
        assertThat(old.code()).isEqualTo(1);
        assertThat(old.err()).contains("needs a JDK 17 or later").contains("is version 11.0.2");
    }

    private static List<String> names(Path folder) throws IOException {
        List<String> names = new ArrayList<>();
        try (var files = Files.list(folder)) {
            files.forEach(file -> names.add(String.valueOf(file.getFileName())));
        }
        names.sort(String::compareTo);
        return names;
    }
}
