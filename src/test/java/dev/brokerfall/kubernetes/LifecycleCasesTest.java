package dev.brokerfall.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.brokerfall.catalogue.Catalogue;
import dev.brokerfall.kafka.Cases;
import dev.brokerfall.kubernetes.VolumeRun.Attachment;
import dev.brokerfall.kubernetes.objects.ClusterObjects;
import dev.brokerfall.scenario.manifest.ManifestReader;
import dev.brokerfall.storage.DiskSku;
import dev.brokerfall.storage.Fate;
import dev.brokerfall.storage.IronEvent;
import dev.brokerfall.storage.StorageConfig;
import dev.brokerfall.unit.DataSize;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What Kubernetes' own tests, its pages and Azure's say of attachments, lost nodes and StatefulSets, played by the real classes. */
final class LifecycleCasesTest {

    private static final double TOLERANCE = 0.05;

    static Stream<Cases> cases() {
        return Cases.in("/dev/brokerfall/kubernetes/lifecycle.yaml");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void a_published_case_holds(Cases its) {
        switch (its.text("kind")) {
            case "attachment" -> new AttachmentCase(its).play();
            case "move" -> move(its);
            case "constant" ->
                assertThat(Catalogue.standard().duration("kubernetes.forceDetachAfter"))
                        .hasSeconds(its.number("maxWaitForUnmount"));
            case "dataDisks" -> {
                Cases sizes = its.nested("sizes");
                assertThat(List.of("Standard_D2s_v5", "Standard_D4s_v5", "Standard_D8s_v5", "Standard_E8s_v5"))
                        .allSatisfy(size -> assertThat(Catalogue.standard()
                                        .vmSize(size)
                                        .orElseThrow()
                                        .maxDataDisks())
                                .isEqualTo(sizes.number(size)));
            }
            case "durability" -> durability(its.nested("annualLossAtMost"));
            case "statefulSet" -> new StatefulSetCase(its).play();
            default -> throw new IllegalArgumentException(its.text("kind"));
        }
    }

    /** The promise is taken at its word: no fate of a machine reaches what lies on a disk. */
    private static void durability(Cases promised) {
        for (DiskSku sku : List.of(DiskSku.PREMIUM_LRS, DiskSku.PREMIUM_ZRS)) {
            double atMost = Double.parseDouble(promised.text(sku.azureName()));
            assertThat(Catalogue.standard().share("azureDisk.annualLoss")).isLessThanOrEqualTo(atMost);
            StorageConfig disk = new StorageConfig.AzureDisk(sku, DataSize.gibibytes(512));
            assertThat(IronEvent.values())
                    .allSatisfy(event -> assertThat(disk.survives(event)).isNotEqualTo(Fate.LOST));
        }
    }

    /** The parts the source gives are whole minutes, so that everything else takes no time here. */
    private static void move(Cases its) {
        long halves = its.number("detachAttachSeconds") / 2;
        long tolerated = its.number("tolerationSeconds");
        AksTimings usual = Play.ROUND;
        AksTimings timings = new AksTimings(
                new AksTimings.ControlPlane(
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(its.number("nodeNotReadySeconds")),
                        Duration.ofSeconds(tolerated),
                        usual.controlPlane().cloudPoll(),
                        usual.controlPlane().podGcLoop(),
                        usual.controlPlane().podGcQuarantine()),
                usual.evictions(),
                new AksTimings.Pods(
                        Play.seconds(0),
                        Play.seconds(0),
                        Duration.ofSeconds(5),
                        Duration.ofMinutes(5),
                        Optional.empty()),
                new AksTimings.Volumes(
                        Duration.ofSeconds(1),
                        Play.seconds((double) (halves - 1)),
                        Play.seconds((double) (halves - 1)),
                        Play.seconds(0),
                        Play.seconds(0),
                        Play.seconds(0),
                        Play.seconds(0),
                        Play.seconds(0),
                        Play.seconds(0),
                        Optional.of(Duration.ofSeconds(its.number("maxWaitForUnmount")))),
                usual.machines());
        List<PodSpec> pods = List.of(new PodSpec(
                "kafka",
                "broker-0",
                "broker",
                Play.DISK,
                Play.ONE_PER_NODE,
                List.of(),
                0,
                DataSize.ZERO,
                Duration.ZERO));

        Play left = Play.of(1, Play.NOBODY, timings, Play.NEVER, pods);
        left.kubernetes.nodeCrash(left.kubernetes.nodeOf(0).orElseThrow(), Duration.ofDays(1), Play.CAUSE);
        left.run(Duration.ofHours(1));
        double total = left.when("started 0").get(0) / 1000.0;

        assertThat(total).isCloseTo(its.number("totalSeconds"), within(TOLERANCE * its.number("totalSeconds")));

        Play helped = Play.of(1, taintAtOnce(), timings, Play.NEVER, pods);
        helped.kubernetes.nodeCrash(helped.kubernetes.nodeOf(0).orElseThrow(), Duration.ofDays(1), Play.CAUSE);
        helped.run(Duration.ofHours(1));
        double without = its.number("withoutUnmountWaitSeconds");
        assertThat(helped.when("started 0").get(0) / 1000.0).isCloseTo(without, within(TOLERANCE * without));
    }

    private static OperatorConfig taintAtOnce() {
        return new OperatorConfig(
                false,
                false,
                Duration.ofMinutes(2),
                Duration.ofMinutes(5),
                Duration.ofMillis(250),
                10,
                Optional.of(Duration.ZERO),
                Play.seconds(1800));
    }

    /** One volume and the nodes of its zone; who wants it, mounts it and lets it go is the case's affair. */
    private static final class AttachmentCase {

        private final Cases its;
        private final Play play;
        private final List<NodeRun> nodes;
        private final VolumeRun volume;

        AttachmentCase(Cases its) {
            this.its = its;
            AksTimings.Volumes usual = Play.ROUND.volumes();
            AksTimings timings = new AksTimings(
                    Play.ROUND.controlPlane(),
                    Play.ROUND.evictions(),
                    Play.ROUND.pods(),
                    new AksTimings.Volumes(
                            usual.batchDelay(),
                            usual.attach(),
                            usual.detach(),
                            usual.unmount(),
                            usual.mount(),
                            usual.backoff(),
                            usual.slow(),
                            usual.filesMount(),
                            usual.filesFailover(),
                            its.has("maxWaitForUnmount")
                                    ? Optional.of(Duration.ofSeconds(its.number("maxWaitForUnmount")))
                                    : Optional.empty()),
                    Play.ROUND.machines());
            play = Play.of(1, Play.NOBODY, timings, Play.NEVER, Play.brokers(1, Play.DISK, Play.ONE_PER_ZONE));
            volume = play.kubernetes.state().pods.get(0).volume;
            String zone = play.zoneOf(0);
            nodes = play.kubernetes.nodesOf(zone).stream()
                    .map(play.kubernetes.state().nodes::get)
                    .toList();
            play.kubernetes.attachments().delete(volume);
            play.story.clear();
        }

        void play() {
            its.list("steps").forEach(step -> {
                step.numbers("nodes").forEach(node -> act(step.text("do"), nodes.get(node)));
                Attachment first = volume.on(nodes.get(0));
                play.run(Duration.ofMillis(play.agenda.now()).plusSeconds(step.number("seconds")));
                check(step, first);
            });
        }

        private void act(String what, NodeRun node) {
            VolumeAttachments attachments = play.kubernetes.attachments();
            switch (what) {
                case "want" -> {
                    attachments.wantAlso(volume, node);
                    // The kubelet mounts what is attached to it, which takes less than what is looked at later.
                    play.run(Duration.ofMillis(play.agenda.now()).plusSeconds(30));
                    attachments.mount(volume, node);
                }
                case "release" -> attachments.release(volume, node);
                case "unmountAndRelease" -> {
                    attachments.unmounted(volume, node);
                    attachments.release(volume, node);
                }
                case "crash" -> play.kubernetes.nodeCrash(node.index, Duration.ofDays(1), Play.CAUSE);
                case "taintOutOfService" -> node.outOfServiceTainted = taint(attachments, node);
                case "wait" -> {}
                default -> throw new IllegalArgumentException(what);
            }
        }

        private boolean taint(VolumeAttachments attachments, NodeRun node) {
            node.outOfServiceTainted = true;
            attachments.nodeLost(node);
            return true;
        }

        private void check(Cases step, @Nullable Attachment first) {
            String where = its + ", after " + step.text("do");
            if (step.has("attachCalls")) {
                assertThat(play.when("volumeAttached")).as(where).hasSize(step.number("attachCalls"));
            }
            if (step.has("detachCalls")) {
                assertThat(play.when("volumeDetached")).as(where).hasSize(step.number("detachCalls"));
            }
            if (step.has("attachedNodes")) {
                assertThat(volume.attachments).as(where).hasSize(step.number("attachedNodes"));
            }
            if (step.has("multiAttachError")) {
                assertThat(nodes.stream()
                                .anyMatch(node -> play.kubernetes.attachments().isRefused(volume, node)))
                        .as(where)
                        .isEqualTo(step.is("multiAttachError"));
            }
            if (step.has("forced")) {
                assertThat(Objects.requireNonNull(first, where).forced)
                        .as(where)
                        .hasToString(step.text("forced"));
            }
        }
    }

    /** Three pods of one StatefulSet on three nodes; what is said of them is which of them exist. */
    private static final class StatefulSetCase {

        private static final int PODS = 3;

        private final Cases its;
        private final Play play;

        StatefulSetCase(Cases its) {
            this.its = its;
            this.play = Play.of(1, objects(its.text("policy")));
        }

        private static ClusterObjects objects(String policy) {
            StringBuilder text = new StringBuilder();
            for (int node = 0; node < PODS; node++) {
                text.append("""
                        apiVersion: v1
                        kind: Node
                        metadata: {name: node-%d, labels: {agentpool: nodepool2}}
                        status: {allocatable: {cpu: "4", memory: 16Gi, pods: "30"}}
                        ---
                        """.formatted(node));
            }
            text.append("""
                    apiVersion: apps/v1
                    kind: StatefulSet
                    metadata: {name: web, namespace: default}
                    spec:
                      replicas: 3
                      serviceName: web
                      podManagementPolicy: %s
                      selector: {matchLabels: {app: web}}
                      template:
                        metadata: {labels: {app: web}}
                        spec: {containers: [{name: web, image: nginx}]}
                    """.formatted(policy));
            return ManifestReader.read("statefulset.yaml", text.toString()).objects();
        }

        void play() {
            for (Cases step : its.list("steps")) {
                int before = play.story.size();
                act(step);
                play.run(Duration.ofMillis(play.agenda.now()).plusSeconds(step.number("seconds")));
                assertThat(IntStream.range(0, PODS)
                                .filter(pod -> play.kubernetes.nodeOf(pod).isPresent())
                                .boxed()
                                .toList())
                        .as("%s, after %s: %s", its, step.text("do"), play.story)
                        .isEqualTo(step.numbers("exist"));
                check(step, play.story.subList(before, play.story.size()));
            }
        }

        private void act(Cases step) {
            switch (step.text("do")) {
                case "failWhenStarted" -> {
                    play.workload.failsThen = step.number("fails");
                    play.workload.whenStarted = step.number("pod");
                }
                case "failWhenStopped" -> {
                    play.workload.failsThen = step.number("fails");
                    play.workload.whenStopped = step.number("pod");
                }
                case "fail" -> play.workload.unready.set(step.number("pod"));
                case "recover" -> {
                    play.workload.unready.clear(step.number("pod"));
                    play.kubernetes.workloadChanged();
                }
                case "scale" -> play.kubernetes.scaleStatefulSet("default/web", step.number("replicas"), Play.CAUSE);
                case "rollingUpdate" -> play.kubernetes.rollingUpdate(Play.CAUSE);
                default -> throw new IllegalArgumentException(step.text("do"));
            }
            if (its.number("bound") == 0 && play.agenda.now() == 0) {
                // All pods are gone: the set's controller begins with none.
                play.kubernetes.deletePods("", Play.CAUSE);
            }
        }

        private void check(Cases step, List<String> told) {
            if (step.is("createdAtOnce")) {
                assertThat(instants(told, "podScheduled")).hasSize(PODS).containsOnly(0L);
            }
            if (step.is("deletedAtOnce")) {
                assertThat(instants(told, "podDeleted")).hasSize(2);
                assertThat(instants(told, "podDeleted").stream().distinct()).hasSize(1);
            }
            if (step.is("restartedOneByOne")) {
                List<String> order = told.stream()
                        .map(line -> line.split(" ", -1)[1])
                        .filter(what -> what.equals("podDeleted") || what.equals("started"))
                        .toList();
                assertThat(order)
                        .containsExactly("podDeleted", "started", "podDeleted", "started", "podDeleted", "started");
            }
        }

        private static List<Long> instants(List<String> told, String what) {
            return told.stream()
                    .filter(line -> line.contains(" " + what))
                    .map(line -> Long.valueOf(line.substring(0, line.indexOf(' '))))
                    .toList();
        }
    }
}
