package dev.brokerfall.scenario.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brokerfall.kubernetes.objects.ClusterObjects;
import dev.brokerfall.kubernetes.objects.Resources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Manifests are read as kubectl prints them; what is wrong is said with file, line and column. */
final class ManifestReaderTest {

    private static final String POD = """
            apiVersion: v1
            kind: Pod
            metadata: {name: echo-0, namespace: zonetest, labels: {app: echo}}
            spec:
              containers:
              - {name: echo, resources: {requests: {cpu: 100m, memory: 64Mi}}}
              - {name: aside, resources: {requests: {cpu: "1.5", memory: 1Gi}}}
              volumes:
              - {name: demo, persistentVolumeClaim: {claimName: demo-echo-0}}
            """;
    private static final String CLAIM = """
            ---
            apiVersion: v1
            kind: PersistentVolumeClaim
            metadata: {name: demo-echo-0, namespace: zonetest}
            spec: {resources: {requests: {storage: 1Gi}}}
            """;

    @Test
    void several_documents_and_lists_are_one_cluster_and_unknown_kinds_are_counted() {
        Manifests manifests = ManifestReader.read("f.yaml", POD + CLAIM + """
                ---
                kind: List
                items:
                - {apiVersion: v1, kind: ConfigMap, metadata: {name: a}}
                - {apiVersion: v1, kind: ConfigMap, metadata: {name: b}}
                - {apiVersion: v1, kind: Node, metadata: {name: n1}, spec: {unschedulable: true}}
                """);

        ClusterObjects objects = manifests.objects();
        assertThat(objects.pods()).singleElement().satisfies(pod -> {
            assertThat(pod.id()).isEqualTo("zonetest/echo-0");
            // 100 m and 1.5 cores; 64 Mi and 1 Gi.
            assertThat(pod.template().requests()).isEqualTo(new Resources(1600, (1L << 30) + (64L << 20)));
        });
        assertThat(objects.nodes())
                .singleElement()
                .satisfies(node -> assertThat(node.unschedulable()).isTrue());
        assertThat(manifests.skipped()).containsExactly("ConfigMap (2)");
    }

    @Test
    void windows_line_ends_and_the_items_of_a_typed_list_are_read() {
        String text = "kind: NodeList\nitems:\n- metadata: {name: n1}\n- metadata: {name: n2}\n".replace("\n", "\r\n");

        assertThat(ManifestReader.read("f.yaml", text).objects().nodes()).hasSize(2);
    }

    @Test
    void a_pod_whose_claim_does_not_exist_is_refused() {
        assertThatThrownBy(() -> ManifestReader.read("f.yaml", "# first\n" + POD))
                .isInstanceOf(ManifestException.class)
                .hasMessage(
                        "f.yaml:2:1: Pod zonetest/echo-0 mounts claim demo-echo-0, which is not among the manifests");
    }

    @Test
    void all_problems_are_shown_at_once() {
        assertThatThrownBy(() -> ManifestReader.read("f.yaml", """
                        apiVersion: v1
                        kind: Node
                        metadata: {name: n1}
                        status: {allocatable: {cpu: lots}}
                        ---
                        apiVersion: v1
                        kind: Node
                        metadata: {name: n1}
                        ---
                        apiVersion: v1
                        kind: Pod
                        """))
                .hasMessageContaining(
                        "f.yaml:4:29: status.allocatable.cpu: must be a quantity such as 500m or 2, was lots")
                .hasMessageContaining("f.yaml:6:1: Node n1 is there twice")
                .hasMessageContaining("f.yaml:10:1: Pod has no metadata.name");
    }

    @Test
    void a_duplicate_key_is_refused() {
        assertThatThrownBy(() -> ManifestReader.read("f.yaml", "kind: Node\nmetadata: {name: a, name: b}\n"))
                .hasMessageContaining("f.yaml:2:21: duplicate key metadata.name");
    }

    @Test
    void what_is_not_yaml_or_no_object_is_refused(@TempDir Path folder) throws IOException {
        Path empty = Files.createFile(folder.resolve("empty.yaml"));
        Path binary = Files.write(folder.resolve("binary.yaml"), new byte[] {(byte) 0xc3, (byte) 0x28, 0, 1});
        Path broken = Files.writeString(folder.resolve("broken.yaml"), "kind: [Pod\n");
        Path scalar = Files.writeString(folder.resolve("scalar.yaml"), "hello\n");
        Path missing = folder.resolve("missing.yaml");

        assertThatThrownBy(() -> ManifestReader.read(List.of(empty, binary, broken, scalar, missing)))
                .hasMessageContaining("empty.yaml: holds no Kubernetes object")
                .hasMessageContaining("binary.yaml: is not text in UTF-8")
                .hasMessageContaining("broken.yaml:2:1: is not YAML")
                .hasMessageContaining("scalar.yaml:1:1: is not a Kubernetes object")
                .hasMessageContaining("missing.yaml: no such file");
    }
}
