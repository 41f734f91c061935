package dev.brokerfall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brokerfall.cli.Launcher.Ended;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code brokerfall import} from the command line to the run. */
final class ImportCommandTest {

    private static final String CLUSTER =
            Path.of("scenarios/manifests/strimzi.yaml").toAbsolutePath().toString();

    @TempDir
    private Path folder = Path.of("");

    /** Runs the command in this process. */
    private static Ended run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Main.execute(
                new Terminal(OutputStream.nullOutputStream(), new PrintWriter(out), new PrintWriter(err), false, false),
                arguments);
        return new Ended(code, out.toString(), err.toString());
    }

    @Test
    void what_is_imported_validates_and_runs() throws IOException {
        Ended imported = run("import", "-f", CLUSTER, "--produce", "20MiB/s", "--retained", "150Gi");

        assertThat(imported.code()).isZero();
        assertThat(imported.err())
                .contains(CLUSTER + ":", ": used: spec.kafka.brokers: 3 of KafkaNodePool broker")
                .containsPattern("import: \\d+ used, \\d+ guessed, \\d+ ignored, 0 to do; nothing was sent anywhere");
        String scenario = folder.resolve("imported.yaml").toString();
        Files.writeString(Path.of(scenario), imported.out());
        Ended valid = run("validate", "--strict", scenario);
        assertThat(valid.out()).contains("prod: ok: 5 options");
        Ended played =
                run("run", scenario, "--trials", "2", "--set", "spec.horizon=7d", "--out", folder.toString(), "-q");
        assertThat(played.code()).isZero();
        assertThat(played.out()).contains("azure-disk-lrs B", "emptydir");
    }

    @Test
    void without_a_rate_the_scenario_is_written_all_the_same_and_refused_by_validate() throws IOException {
        Ended imported = run("import", "-f", CLUSTER);

        assertThat(imported.code()).isZero();
        assertThat(imported.err()).contains(", 1 to do;");
        String scenario = folder.resolve("todo.yaml").toString();
        Files.writeString(Path.of(scenario), imported.out());
        Ended refused = run("validate", scenario);
        assertThat(refused.code()).isEqualTo(Exit.INVALID_INPUT);
        assertThat(refused.err()).contains("'produce' is still TODO", "help: write it in place of TODO");
    }

    private static Ended reading(byte[] stdin, String... arguments) {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(stdin));
        try {
            return run(arguments);
        } finally {
            System.setIn(before);
        }
    }

    /** PowerShell pipes in UTF-16 what kubectl prints. */
    @Test
    void stdin_is_read_as_files_are_and_once() throws IOException {
        byte[] cluster = Files.readAllBytes(Path.of(CLUSTER));
        byte[] wide = ("\uFEFF" + new String(cluster, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_16LE);
        String scenario = run("import", "-f", CLUSTER).out();

        assertThat(reading(cluster, "import", "-f", "-", "-f", "-").out()).isEqualTo(scenario);
        assertThat(reading(wide, "import", "-f", "-").out()).isEqualTo(scenario);
    }

    @Test
    void stdin_that_is_no_text_is_refused() {
        byte[] latin = "kind: Kafka\nmetadata: {name: größe}\n".getBytes(StandardCharsets.ISO_8859_1);

        assertThat(reading(latin, "import", "-f", "-"))
                .satisfies(ended -> assertThat(ended.code()).isEqualTo(Exit.INVALID_INPUT))
                .satisfies(ended -> assertThat(ended.err()).contains("stdin", "is not text in UTF-8"));
    }

    @Test
    void the_line_for_kubectl_is_printed_alone() {
        Ended line = run("import", "--commands");

        assertThat(line.code()).isZero();
        assertThat(line.out())
                .isEqualToNormalizingNewlines(
                        "kubectl get nodes,pv,pvc,sc,sts,pods,pdb,volumeattachments,kafka,kafkanodepool,kafkatopic -A -o yaml\n");
        assertThat(line.err()).isEmpty();
    }

    @Test
    void what_cannot_be_read_ends_with_3_and_writes_nothing() throws IOException {
        Path broken = folder.resolve("broken.yaml");
        Files.writeString(broken, "kind: Kafka\n  metadata: [");

        assertThat(run("import", "-f", broken.toString()))
                .satisfies(ended -> assertThat(ended.code()).isEqualTo(Exit.INVALID_INPUT))
                .satisfies(ended -> assertThat(ended.err()).contains("broken.yaml:2:", "is not YAML"))
                .satisfies(ended -> assertThat(ended.out()).isEmpty());
        assertThat(run("import", "-f", folder.resolve("missing.yaml").toString()))
                .satisfies(ended -> assertThat(ended.code()).isEqualTo(Exit.INVALID_INPUT))
                .satisfies(ended -> assertThat(ended.err()).contains("no such file"));
        assertThat(run(
                        "import",
                        "-f",
                        Path.of("scenarios/manifests/zonetest.yaml").toString()))
                .satisfies(ended -> assertThat(ended.code()).isEqualTo(Exit.INVALID_INPUT))
                .satisfies(ended -> assertThat(ended.err()).contains("there is no Kafka cluster in the manifests"))
                .satisfies(ended -> assertThat(ended.out()).isEmpty());
    }
}
