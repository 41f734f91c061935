package dev.brokerfall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brokerfall.scenario.manifest.Large;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code place} says of a real cluster's objects, and with which exit code. */
final class PlaceCommandTest {

    private static final Path ZONETEST = Path.of("scenarios/manifests/zonetest.yaml");
    private static final String NODE = "aks-nodepool2-25997496-vmss00000";

    @TempDir
    private Path folder = Path.of(".");

    /** Runs the command in this process. */
    private static Launcher.Ended place(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Terminal terminal =
                new Terminal(OutputStream.nullOutputStream(), new PrintWriter(out), new PrintWriter(err), false, false);
        String[] all = new String[arguments.length + 1];
        all[0] = "place";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return new Launcher.Ended(Main.execute(terminal, all), out.toString(), err.toString());
    }

    /** Returns the cluster's manifest without the nodes of zone 3, on one of which the pod ran. */
    private Path withoutZone3() throws IOException {
        String text = Files.readString(ZONETEST);
        for (String number : List.of("2", "5")) {
            String node = "(?ms)^- apiVersion: v1\\R  kind: Node\\R  metadata:\\R    name: " + NODE + number
                    + "$.*?(?=^- apiVersion)";
            assertThat(Pattern.compile(node).matcher(text).find()).isTrue();
            text = text.replaceFirst(node, "");
        }
        return Files.writeString(folder.resolve("without-zone-3.yaml"), text);
    }

    @Test
    void without_zone_3_each_node_says_why_not() throws IOException {
        Launcher.Ended ended = place("-f", withoutZone3().toString(), "--pod", "zonetest/echo-1");

        assertThat(ended.code()).isZero();
        assertThat(ended.out().lines())
                .startsWith("zonetest/echo-1  Pending: 0/5 nodes are available: 1 node(s) didn't match Pod's node "
                        + "affinity/selector, 4 node(s) had volume node affinity conflict. preemption: 0/5 nodes are "
                        + "available: 5 Preemption is not helpful for scheduling.")
                .contains(
                        "  " + NODE + "0  no: node(s) had volume node affinity conflict",
                        "  " + NODE + "1  no: node(s) had volume node affinity conflict",
                        "  " + NODE + "3  no: node(s) had volume node affinity conflict",
                        "  " + NODE + "4  no: node(s) had volume node affinity conflict")
                .hasSize(6);
        assertThat(ended.err())
                .contains("Pod zonetest/echo-1 runs on node " + NODE + "2, which is not among the manifests");
    }

    @Test
    void with_zone_3_its_two_nodes_are_named() {
        Launcher.Ended ended = place("-f", ZONETEST.toString(), "--pod", "zonetest/echo-1");

        assertThat(ended.code()).isZero();
        assertThat(ended.out()).startsWith("zonetest/echo-1  fits: " + NODE + "2, " + NODE + "5\n");
    }

    @Test
    void json_has_a_verdict_a_code_and_reasons_for_each_node() throws IOException {
        Launcher.Ended ended = place("-f", withoutZone3().toString(), "--pod", "zonetest/echo-1", "--format", "json");

        assertThat(ended.code()).isZero();
        assertThat(ended.out())
                .startsWith("{\"pods\":[{\"pod\":\"zonetest/echo-1\",\"schedulable\":false,\"nodes\":[{\"node\":\"")
                .contains("{\"node\":\"" + NODE + "4\",\"fits\":false,\"code\":\"UnschedulableAndUnresolvable\","
                        + "\"reasons\":[\"node(s) had volume node affinity conflict\"]}")
                .endsWith("]}]}\n");
    }

    @Test
    void a_path_gets_what_stdout_would() {
        String[] asked = {"-f", ZONETEST.toString(), "--pod", "zonetest/echo-1"};
        for (String format : List.of("json", "text")) {
            Path file = folder.resolve("out." + format);

            Launcher.Ended ended = place(asked[0], asked[1], asked[2], asked[3], "-o", format + "=" + file);

            assertThat(ended.code()).isZero();
            assertThat(ended.out()).isEmpty();
            assertThat(file)
                    .hasContent(place(asked[0], asked[1], asked[2], asked[3], "-o", format)
                            .out());
        }
    }

    @Test
    void one_filter_alone_is_asked_when_told_so() throws IOException {
        Launcher.Ended ended = place(
                "-f", withoutZone3().toString(), "--pod", "zonetest/echo-1", "--filters", "NodeAffinity,NodePorts");

        assertThat(ended.code()).isZero();
        assertThat(ended.out()).startsWith("zonetest/echo-1  fits: ");
    }

    @Test
    void the_exit_code_tells_a_wrong_command_line_from_a_wrong_manifest() throws IOException {
        Path broken = Files.writeString(folder.resolve("broken.yaml"), "kind: Pod\nmetadata: {name: p}\nspec: []\n");

        assertThat(place("-f", ZONETEST.toString(), "--filters", "Nonsense").code())
                .isEqualTo(2);
        assertThat(place("-f", ZONETEST.toString(), "-o", "yaml").code()).isEqualTo(2);
        assertThat(place("-f", ZONETEST.toString(), "--pod", "zonetest/echo-9").code())
                .isEqualTo(3);
        Launcher.Ended ended = place("-f", broken.toString());
        assertThat(ended.code()).isEqualTo(3);
        assertThat(ended.err()).contains("broken.yaml:3:7: spec: must be a mapping");
        assertThat(ended.out()).isEmpty();
    }

    @Test
    void stdin_is_read_beside_files() throws IOException {
        Path node = Files.writeString(folder.resolve("node.yaml"), "kind: Node\nmetadata: {name: n}\n");
        String pod = "{\"kind\": \"Pod\", \"metadata\": {\"name\": \"p\"}, \"spec\": {}}";
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(pod.getBytes(StandardCharsets.UTF_8)));
        try {
            assertThat(place("-f", "-", "-f", node.toString()).out()).isEqualTo("default/p  fits: n\n  n  fits\n");
        } finally {
            System.setIn(before);
        }
    }

    @Test
    void what_is_not_used_is_listed_on_stderr() throws IOException {
        Path file = Files.writeString(
                folder.resolve("more.yaml"),
                "kind: List\nitems: [{kind: Secret, metadata: {name: s}}, {kind: Node, metadata: {name: n}}]\n");

        Launcher.Ended ended = place("-f", file.toString());

        assertThat(ended.out()).isEqualTo("No pod is pending.\n");
        assertThat(ended.err()).isEqualTo("brokerfall: not used: Secret (1)\n".replace("\n", System.lineSeparator()));
    }

    @Test
    void a_file_of_20_megabytes_fits_into_half_a_gibibyte_of_heap() throws IOException {
        Path file = folder.resolve("all.yaml");
        Large.write(file, 20_000_000);

        Launcher.Ended ended = Launcher.run(
                folder, Map.of("JDK_JAVA_OPTIONS", "-Xmx512m"), "place", "-f", file.toString(), "--pod", "shop/web-7");

        assertThat(ended.code()).as(ended.err()).isZero();
        assertThat(ended.out()).startsWith("shop/web-7  Pending: no nodes available to schedule pods");
    }
}
