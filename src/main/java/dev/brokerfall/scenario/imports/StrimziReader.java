package dev.brokerfall.scenario.imports;

import dev.brokerfall.kubernetes.objects.Pod;
import dev.brokerfall.kubernetes.objects.PodRules;
import dev.brokerfall.scenario.manifest.ManifestObject;
import dev.brokerfall.scenario.manifest.RulesReader;
import dev.brokerfall.scenario.manifest.Tree;
import dev.brokerfall.unit.DataSize;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Reads a {@code Kafka} resource of Strimzi with its node pools, v1beta2 and v1.
 *
 * <p>Source: strimzi-kafka-operator, api/src/main/java/io/strimzi/api/kafka/model: {@code KafkaClusterSpec}, {@code KafkaNodePoolSpec},
 * {@code Storage}; operator-common {@code Labels}.
 */
final class StrimziReader {

    static final String CLUSTER_LABEL = "strimzi.io/cluster";

    private static final String POOL_LABEL = "strimzi.io/pool-name";
    private static final String NAME_LABEL = "strimzi.io/name";

    private final FoundObjects objects;
    private final ManifestObject kafka;
    private final Optional<Tree> spec;

    StrimziReader(FoundObjects objects, ManifestObject kafka) {
        this.objects = objects;
        this.kafka = kafka;
        this.spec = kafka.tree().at("spec", "kafka");
    }

    KafkaFound read() {
        List<ManifestObject> pools = pools();
        boolean zookeeper = zookeeper(pools);
        List<PodGroup> brokers =
                pools.isEmpty() ? List.of(whole("Kafka", spec, "spec.kafka", "-kafka")) : groups(pools, "broker");
        List<PodGroup> controllers = zookeeper
                ? List.of(whole("Kafka", kafka.tree().at("spec", "zookeeper"), "spec.zookeeper", "-zookeeper"))
                : groups(pools, "controller");
        return new KafkaFound(
                kafka,
                kafka.name(),
                true,
                zookeeper,
                pools.stream().anyMatch(pool -> roles(pool).containsAll(List.of("broker", "controller"))),
                brokers,
                controllers,
                said(kafka.tree().at("status"), "kafkaVersion")
                        .or(() -> said(spec, "version"))
                        .or(() -> versionOfImage(brokers)),
                said(kafka.tree().at("status"), "kafkaMetadataVersion").or(() -> said(spec, "metadataVersion")),
                config(),
                spec.flatMap(its -> its.map("rack")).flatMap(rack -> said(Optional.of(rack), "topologyKey")));
    }

    /** Node pools count unless the resource is of a version that must ask for them and does not. */
    private List<ManifestObject> pools() {
        String asked = annotation("strimzi.io/node-pools");
        boolean old = spec.flatMap(its -> its.find("replicas")).isPresent() && !asked.equals("enabled");
        return old || asked.equals("disabled")
                ? List.of()
                : objects.of("KafkaNodePool").stream()
                        .filter(pool -> pool.namespace().equals(kafka.namespace()))
                        .filter(pool -> label(pool, CLUSTER_LABEL).equals(kafka.name()))
                        .toList();
    }

    private boolean zookeeper(List<ManifestObject> pools) {
        return kafka.tree().at("spec", "zookeeper").isPresent()
                && !annotation("strimzi.io/kraft").equals("enabled")
                && pools.stream().noneMatch(pool -> roles(pool).contains("controller"));
    }

    private String annotation(String name) {
        return kafka.tree()
                .at("metadata", "annotations")
                .flatMap(its -> its.text(name))
                .orElse("");
    }

    static String label(ManifestObject object, String name) {
        return object.tree()
                .at("metadata", "labels")
                .flatMap(its -> its.text(name))
                .orElse("");
    }

    private static List<String> roles(ManifestObject pool) {
        return pool.tree().at("spec").map(its -> its.texts("roles")).orElse(List.of());
    }

    private List<PodGroup> groups(List<ManifestObject> pools, String role) {
        List<PodGroup> groups = new ArrayList<>();
        for (ManifestObject pool : pools) {
            Optional<Tree> its = pool.tree().at("spec");
            // Without roles it is a pool of the time before controllers had pools.
            if (roles(pool).contains(role) || (roles(pool).isEmpty() && role.equals("broker"))) {
                groups.add(new PodGroup(
                        "KafkaNodePool " + pool.name(),
                        pool.place(),
                        its.flatMap(tree -> tree.integer("replicas")).orElse(0),
                        volumes(its.flatMap(tree -> tree.map("storage"))
                                .or(() -> spec.flatMap(tree -> tree.map("storage")))),
                        rules(its).or(() -> rules(spec)).orElse(PodRules.NONE),
                        pods(pod -> pod.labels().getOrDefault(POOL_LABEL, "").equals(pool.name()))));
            }
        }
        return groups;
    }

    private PodGroup whole(String what, Optional<Tree> part, String path, String suffix) {
        return new PodGroup(
                what + " " + path,
                part.map(Tree::place).orElse(kafka.place()),
                part.flatMap(tree -> tree.integer("replicas")).orElse(0),
                volumes(part.flatMap(tree -> tree.map("storage"))),
                rules(part).orElse(PodRules.NONE),
                pods(pod -> pod.labels().getOrDefault(NAME_LABEL, "").equals(kafka.name() + suffix)));
    }

    private List<Pod> pods(Predicate<Pod> wanted) {
        return objects.pods(
                kafka.namespace(),
                pod -> pod.labels().getOrDefault(CLUSTER_LABEL, "").equals(kafka.name()) && wanted.test(pod));
    }

    private static Optional<PodRules> rules(Optional<Tree> part) {
        return part.flatMap(its -> its.at("template", "pod")).map(pod -> RulesReader.rules(pod, Map.of()));
    }

    private static List<VolumeAsked> volumes(Optional<Tree> storage) {
        if (storage.isEmpty()) {
            return List.of();
        }
        Tree its = storage.get();
        return switch (its.text("type", "")) {
            case "jbod" ->
                its.items("volumes").stream()
                        .flatMap(volume -> volumes(Optional.of(volume)).stream())
                        .toList();
            case "ephemeral" ->
                List.of(new VolumeAsked(
                        its.place(), VolumeAsked.Kind.EMPTY_DIR, size(its, "sizeLimit"), Optional.empty()));
            default ->
                List.of(new VolumeAsked(its.place(), VolumeAsked.Kind.CLAIM, size(its, "size"), its.text("class")));
        };
    }

    private static Optional<DataSize> size(Tree tree, String key) {
        return tree.quantity(key).map(DataSize::new);
    }

    private Map<String, Said> config() {
        Map<String, Said> config = new LinkedHashMap<>();
        spec.flatMap(its -> its.map("config")).ifPresent(tree -> {
            for (String key : tree.keys()) {
                tree.find(key)
                        .flatMap(value -> value.scalar()
                                .map(text -> new Said(text, value.place(), "Kafka spec.kafka.config." + key)))
                        .ifPresent(said -> config.put(key, said));
            }
        });
        return config;
    }

    /** Strimzi's images are called {@code quay.io/strimzi/kafka:0.45.0-kafka-3.9.0}. */
    private Optional<Said> versionOfImage(List<PodGroup> brokers) {
        return brokers.stream()
                .flatMap(group -> group.sample().stream())
                .flatMap(pod -> Images.of(objects, pod).stream())
                .filter(image -> image.value().contains("-kafka-"))
                .map(image -> new Said(
                        image.value().substring(image.value().lastIndexOf("-kafka-") + "-kafka-".length()),
                        image.place(),
                        image.subject()))
                .findFirst();
    }

    private static Optional<Said> said(Optional<Tree> tree, String key) {
        return tree.flatMap(its -> its.find(key))
                .flatMap(value -> value.scalar().map(text -> new Said(text, value.place(), value.path())));
    }
}
