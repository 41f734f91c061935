package dev.brokerfall.scenario.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What real manifests have in store: each is read, or refused with its place. */
final class ManifestTrapsTest {

    private static final InputStream NOTHING = InputStream.nullInputStream();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {kind: Pod, metadata: {name: p}}                                                  | f:1:1: a Pod needs a spec
            {kind: Pod, spec: {}}                                                             | f:1:1: Pod has no metadata.name
            {metadata: {name: p}, spec: {}}                                                   | f:1:1: is not a Kubernetes object: kind is missing
            {kind: Pod, metadata: {name: p}, spec: {containers: {name: c}}}                   | f:1:53: spec.containers: must be a list
            {kind: Pod, metadata: {name: p}, spec: {containers: [{resources: {requests: {cpu: 1e999999999}}}]}} | requests.cpu: must be a quantity such as 500m or 2, was 1e999999999
            {kind: Pod, metadata: {name: p}, spec: {containers: [{resources: {requests: {memory: -1Gi}}}]}} | requests.memory: must be a quantity such as 512Gi, was -1Gi
            {kind: Pod, metadata: {name: p}, spec: {containers: [{resources: {requests: {memory: 12Xi}}}]}} | requests.memory: must be a quantity such as 512Gi, was 12Xi
            {kind: Pod, metadata: {name: p}, spec: {topologySpreadConstraints: [{topologyKey: z, whenUnsatisfiable: Never}]}} | must be one of DoNotSchedule, ScheduleAnyway, was Never
            {kind: Pod, metadata: {name: p}, spec: {tolerations: [{operator: Maybe}]}}        | unknown operator Maybe
            {kind: Node, metadata: {name: n}, spec: {unschedulable: yes}}                     | f:1:57: spec.unschedulable: must be one of true, false, was yes
            {kind: Node, metadata: {name: n}, spec: {taints: [{key: k, effect: Never}]}}      | unknown effect Never
            {kind: List, items: [{kind: Node, metadata: {name: n}}, {kind: Node, metadata: {name: n}}]} | f:1:57: items[1]: Node n is there twice
            [1, 2]                                                                            | f:1:1: is not a Kubernetes object
            """)
    void what_is_wrong_is_refused_with_its_place(String text, String message) {
        assertThatThrownBy(() -> ManifestReader.readAsFound("f", text))
                .isInstanceOf(ManifestException.class)
                .hasMessageContaining("f:1:")
                .hasMessageContaining(message);
    }

    @Test
    void a_tab_as_indentation_is_refused_with_its_line() {
        assertThatThrownBy(() -> ManifestReader.readAsFound("f", "kind: Node\nmetadata:\n\tname: n\n"))
                .hasMessageContaining("f:3:1: is not YAML: ");
    }

    @Test
    void json_is_read_with_tabs_too() {
        assertThat(ManifestReader.readAsFound("f", "{\n\t\"kind\": \"Node\",\n\t\"metadata\": {\"name\": \"n\"}\n}\n")
                        .objects()
                        .nodes())
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
    void a_byte_order_mark_and_windows_line_ends_do_no_harm(String charset, @TempDir Path folder) throws IOException {
        Path file = folder.resolve("f.yaml");
        Files.write(
                file,
                "\uFEFFkind: Node\r\nmetadata:\r\n  name: n\r\n---\r\nkind: Node\r\nmetadata:\r\n  name: m\r\n"
                        .getBytes(Charset.forName(charset)));

        assertThat(ManifestReader.readAsFound(List.of(file), NOTHING).objects().nodes())
                .extracting(node -> node.name())
                .containsExactly("n", "m");
    }

    @Test
    void lists_in_lists_two_lists_in_two_files_and_stdin_are_one_cluster(@TempDir Path folder) throws IOException {
        Path one = Files.writeString(
                folder.resolve("one.yaml"),
                "kind: List\nitems:\n- kind: List\n  items:\n  - {kind: Node, metadata: {name: a}}\n");
        Path two = Files.writeString(
                folder.resolve("two.yaml"),
                "kind: List\nitems: []\n---\nkind: NodeList\nitems: [{metadata: {name: b}}]\n");
        InputStream stdin =
                new ByteArrayInputStream("{kind: Node, metadata: {name: c}}".getBytes(StandardCharsets.UTF_8));

        assertThat(ManifestReader.readAsFound(List.of(one, Path.of("-"), two), stdin)
                        .objects()
                        .nodes())
                .extracting(node -> node.name())
                .containsExactly("a", "c", "b");
    }

    @Test
    void nothing_but_an_empty_list_is_an_empty_cluster() {
        assertThat(ManifestReader.readAsFound("f", "apiVersion: v1\nitems: []\nkind: List\n")
                        .objects()
                        .pods())
                .isEmpty();
    }

    @Test
    void a_list_that_holds_itself_and_lists_that_multiply_by_aliases_are_refused() {
        assertThatThrownBy(() -> ManifestReader.readAsFound("f", "&l\nkind: List\nitems: [*l]\n"))
                .hasMessageContaining("this List is read a second time by an alias");
        StringBuilder laughs = new StringBuilder("kind: List\nitems:\n- &l0 {kind: Node, metadata: {name: n}}\n");
        for (int i = 1; i < 30; i++) {
            laughs.append("- &l")
                    .append(i)
                    .append(" {kind: List, items: [")
                    .append(("*l" + (i - 1) + ", ").repeat(9))
                    .append("]}\n");
        }
        assertThatThrownBy(() -> ManifestReader.readAsFound("f", laughs.toString()))
                .hasMessageContaining("f:3:3: items[1].items[0]: Node n is there twice")
                .hasMessageContaining("this List is read a second time by an alias");
    }

    @Test
    void nesting_without_end_is_refused() {
        assertThatThrownBy(() -> ManifestReader.readAsFound("f", "kind: Node\nx: " + "[".repeat(200_000)))
                .isInstanceOf(ManifestException.class)
                .hasMessage("f: is nested too deeply to be a manifest");
    }

    @Test
    void kinds_of_others_are_counted_even_under_a_known_name() {
        Manifests manifests = ManifestReader.readAsFound("f", """
                {apiVersion: longhorn.io/v1beta2, kind: Node, metadata: {name: n}}
                ---
                {apiVersion: v1, kind: Node, metadata: {name: n}}
                ---
                {apiVersion: metrics.k8s.io/v1beta1, kind: NodeMetrics, metadata: {name: n}}
                """);

        assertThat(manifests.objects().nodes()).hasSize(1);
        assertThat(manifests.skipped()).containsExactly("Node (1)", "NodeMetrics (1)");
    }

    @Test
    void what_is_not_there_and_what_is_not_judged_is_listed_with_its_place() {
        Manifests manifests = ManifestReader.readAsFound("f", """
                kind: Pod
                metadata: {name: p}
                spec:
                  nodeName: gone
                  schedulerName: volcano
                  resourceClaims: [{name: gpu}]
                  volumes: [{name: v, persistentVolumeClaim: {claimName: c}}]
                """);

        assertThat(manifests.missing())
                .extracting(ManifestProblem::toString)
                .containsExactly(
                        "f:1:1: Pod default/p mounts claim c, which is not among the manifests",
                        "f:1:1: Pod default/p runs on node gone, which is not among the manifests");
        assertThat(manifests.notJudged())
                .hasSize(2)
                .allSatisfy(problem -> assertThat(problem.toString())
                        .startsWith("f:1:1: Pod default/p has ")
                        .endsWith(", which is not judged"));
    }

    @Test
    void twenty_megabytes_are_read_in_seconds(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("all.yaml");
        int pods = Large.write(file, 20_000_000);
        long begin = System.nanoTime();

        Manifests manifests = ManifestReader.readAsFound(List.of(file), NOTHING);

        assertThat(manifests.objects().pods()).hasSize(pods);
        assertThat((System.nanoTime() - begin) / 1e9).isLessThan(30);
    }
}
