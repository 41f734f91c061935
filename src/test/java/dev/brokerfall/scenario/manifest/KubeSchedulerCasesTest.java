package dev.brokerfall.scenario.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brokerfall.kubernetes.objects.ClusterObjects;
import dev.brokerfall.kubernetes.objects.NodeSelector;
import dev.brokerfall.kubernetes.scheduling.Placement;
import dev.brokerfall.kubernetes.scheduling.Placements;
import dev.brokerfall.kubernetes.scheduling.Plugin;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.nodes.Node;

/** kube-scheduler's own unit tests, by way of manifests: the same verdict on every node, the same code, the same words. */
final class KubeSchedulerCasesTest {

    private static final List<String> FILES = List.of(
            "interpodaffinity",
            "nodeaffinity",
            "nodeunschedulable",
            "nodevolumelimits",
            "podtopologyspread",
            "tainttoleration",
            "volumebinding",
            "volumezone");

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void a_case_of_kube_scheduler_is_judged_alike(Case its) {
        ClusterObjects objects = ManifestReader.readAsFound("case", its.text()).objects();

        Placement placement = Placements.of(
                objects, its.pod(), EnumSet.of(Plugin.named(its.plugin()).orElseThrow()), its.added());

        placement.nodes().forEach(node -> {
            List<String> expected = its.expect().get(node.node());
            if (expected != null) {
                assertThat(outcome(node, expected))
                        .as("%s on %s", its, node.node())
                        .isEqualTo(expected);
            }
        });
        assertThat(placement.nodes())
                .extracting(Placement.OnNode::node)
                .containsAll(its.expect().keySet());
    }

    /** Where a case gives no reasons, or no code, there are none to compare. */
    private static List<String> outcome(Placement.OnNode node, List<String> expected) {
        if (node.verdict().fits()) {
            return List.of("fits");
        }
        String code = expected.get(0).equals("refused")
                ? "refused"
                : node.verdict().code().kubernetesName();
        return expected.size() == 1
                ? List.of(code)
                : Stream.concat(Stream.of(code), node.verdict().reasons().stream())
                        .toList();
    }

    static Stream<Case> cases() {
        return FILES.stream().flatMap(KubeSchedulerCasesTest::casesOf);
    }

    private static Stream<Case> casesOf(String file) {
        String text = resource("scheduling/" + file + ".yaml");
        return Stream.of(text.split("(?m)^---\\n", -1)).skip(1).map(KubeSchedulerCasesTest::parse);
    }

    @SuppressWarnings("unchecked")
    private static Case parse(String text) {
        LoadSettings settings = LoadSettings.builder().build();
        Map<String, Object> document = (Map<String, Object>) new Load(settings).loadFromString(text);
        Node node = new Compose(settings).composeString(text).orElseThrow();
        Tree tree = new Tree(node, new Problems("case"), "");
        return new Case(
                tree.required("name"),
                tree.required("plugin"),
                tree.required("pod"),
                (Map<String, List<String>>) document.getOrDefault("expect", Map.of()),
                tree.map("addedAffinity").map(RulesReader::nodeSelector),
                text);
    }

    static String resource(String name) {
        try (InputStream in = KubeSchedulerCasesTest.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    record Case(
            String name,
            String plugin,
            String pod,
            Map<String, List<String>> expect,
            Optional<NodeSelector> added,
            String text) {
        @Override
        public String toString() {
            return name;
        }
    }
}
