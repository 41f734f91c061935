package dev.brokerfall.scenario.imports;

import dev.brokerfall.kubernetes.objects.PodRules;
import dev.brokerfall.scenario.manifest.ManifestObject;
import dev.brokerfall.scenario.manifest.RulesReader;
import dev.brokerfall.scenario.manifest.Tree;
import dev.brokerfall.unit.DataSize;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads StatefulSets that run Kafka without Strimzi, as the charts of Bitnami and Confluent make them: those of a namespace that share
 * {@code app.kubernetes.io/instance} are one cluster.
 *
 * <p>Source: bitnami/charts, bitnami/kafka/templates: {@code controller-eligible} and {@code broker} are components of a cluster;
 * settings are environment variables {@code KAFKA_CFG_…}, in Confluent's images {@code KAFKA_…}.
 */
final class StatefulSetReader {

    private static final Set<String> KAFKA_IMAGES = Set.of("kafka", "cp-kafka", "cp-server", "kafka-native");
    private static final Set<String> ENSEMBLE_IMAGES = Set.of("zookeeper", "cp-zookeeper");
    /** The setting that says what a process is. */
    static final String ROLES = "process.roles";

    private static final String BITNAMI = "KAFKA_CFG_";
    private static final String CONFLUENT = "KAFKA_";

    private final FoundObjects objects;

    StatefulSetReader(FoundObjects objects) {
        this.objects = objects;
    }

    List<KafkaFound> read() {
        Map<String, List<ManifestObject>> clusters = new LinkedHashMap<>();
        objects.of("StatefulSet").stream()
                .filter(set -> runs(set, KAFKA_IMAGES))
                .forEach(set -> clusters.computeIfAbsent(set.namespace() + "/" + instance(set), id -> new ArrayList<>())
                        .add(set));
        joinControllers(clusters.values());
        return clusters.values().stream()
                .filter(sets -> !sets.isEmpty())
                .map(this::cluster)
                .toList();
    }

    /** Controllers that nothing says whose they are belong to the brokers of their namespace, if those are one cluster. */
    private static void joinControllers(Collection<List<ManifestObject>> clusters) {
        List<List<ManifestObject>> led =
                clusters.stream().filter(sets -> !serving(sets).isEmpty()).toList();
        for (List<ManifestObject> alone : clusters) {
            String namespace = alone.get(0).namespace();
            List<List<ManifestObject>> near = led.stream()
                    .filter(sets -> sets.get(0).namespace().equals(namespace))
                    .toList();
            if (serving(alone).isEmpty() && near.size() == 1) {
                near.get(0).addAll(alone);
                alone.clear();
            }
        }
    }

    private static List<ManifestObject> serving(List<ManifestObject> sets) {
        return sets.stream()
                .filter(set -> !leads(set) || serves(set, sets.size()))
                .toList();
    }

    private static String instance(ManifestObject set) {
        String instance = StrimziReader.label(set, "app.kubernetes.io/instance");
        return instance.isEmpty() ? set.name() : instance;
    }

    private static Optional<Tree> podSpec(ManifestObject set) {
        return set.tree().at("spec", "template", "spec");
    }

    private static boolean runs(ManifestObject set, Set<String> images) {
        return podSpec(set).stream()
                .flatMap(spec -> Images.of(spec).stream())
                .anyMatch(image -> images.contains(Images.name(image.value())));
    }

    private KafkaFound cluster(List<ManifestObject> sets) {
        List<ManifestObject> controllers =
                sets.stream().filter(StatefulSetReader::leads).toList();
        List<ManifestObject> brokers = serving(sets);
        if (brokers.isEmpty()) {
            throw new ImportException(
                    "StatefulSet %s/%s holds controllers alone: its brokers are not among the manifests"
                            .formatted(sets.get(0).namespace(), sets.get(0).name()));
        }
        List<ManifestObject> ensemble = controllers.isEmpty() ? ensemble(sets.get(0)) : List.of();
        Map<String, Said> config = new LinkedHashMap<>();
        brokers.forEach(set -> config.putAll(settings(set)));
        return new KafkaFound(
                brokers.get(0),
                instance(brokers.get(0)),
                false,
                !ensemble.isEmpty(),
                controllers.stream().anyMatch(brokers::contains),
                brokers.stream().map(this::group).toList(),
                (controllers.isEmpty() ? ensemble : controllers)
                        .stream().map(this::group).toList(),
                version(brokers.get(0)),
                Optional.empty(),
                config,
                Optional.empty());
    }

    private List<ManifestObject> ensemble(ManifestObject kafka) {
        return objects.of("StatefulSet").stream()
                .filter(set -> set.namespace().equals(kafka.namespace()) && runs(set, ENSEMBLE_IMAGES))
                .toList();
    }

    /** A controller says so in its roles, or else its component or name does. */
    private static boolean leads(ManifestObject set) {
        return Optional.ofNullable(settings(set).get(ROLES))
                .map(roles -> roles.value().contains("controller"))
                .orElseGet(() -> called(set).contains("controller"));
    }

    /** What its roles do not tell: Bitnami's controllers are brokers too unless there are others. */
    private static boolean serves(ManifestObject set, int sets) {
        return Optional.ofNullable(settings(set).get(ROLES))
                .map(roles -> roles.value().contains("broker"))
                .orElse(sets == 1);
    }

    private static String called(ManifestObject set) {
        return set.name() + " " + StrimziReader.label(set, "app.kubernetes.io/component");
    }

    private PodGroup group(ManifestObject set) {
        Optional<Tree> spec = podSpec(set);
        String owner = "StatefulSet/" + set.name();
        return new PodGroup(
                "StatefulSet " + set.name(),
                set.place(),
                set.tree().at("spec").flatMap(its -> its.integer("replicas")).orElse(1),
                volumes(set),
                spec.map(its -> RulesReader.rules(its, labels(set))).orElse(PodRules.NONE),
                objects.pods(set.namespace(), pod -> pod.owner().equals(Optional.of(owner))));
    }

    private static Map<String, String> labels(ManifestObject set) {
        return set.tree()
                .at("spec", "template", "metadata")
                .map(its -> its.words("labels"))
                .orElse(Map.of());
    }

    /** Claims, or else the emptyDirs whose name says that they hold data. */
    private static List<VolumeAsked> volumes(ManifestObject set) {
        List<VolumeAsked> claims =
                set.tree().at("spec").map(its -> its.items("volumeClaimTemplates")).orElse(List.of()).stream()
                        .filter(claim -> !claim.at("metadata")
                                .map(its -> its.text("name", ""))
                                .orElse("")
                                .contains("logs"))
                        .map(claim -> new VolumeAsked(
                                claim.place(),
                                VolumeAsked.Kind.CLAIM,
                                claim.at("spec", "resources", "requests")
                                        .flatMap(its -> its.quantity("storage"))
                                        .map(DataSize::new),
                                claim.at("spec").flatMap(its -> its.text("storageClassName"))))
                        .toList();
        return claims.isEmpty()
                ? podSpec(set).map(its -> its.items("volumes")).orElse(List.of()).stream()
                        .filter(volume -> volume.text("name", "").contains("data"))
                        .flatMap(volume -> volume.map("emptyDir").stream())
                        .map(directory -> new VolumeAsked(
                                directory.place(),
                                directory.text("medium", "").equals("Memory")
                                        ? VolumeAsked.Kind.MEMORY
                                        : VolumeAsked.Kind.EMPTY_DIR,
                                directory.quantity("sizeLimit").map(DataSize::new),
                                Optional.empty()))
                        .toList()
                : claims;
    }

    /** Returns the settings among the environment: only plain values, none that refer to a Secret or ConfigMap. */
    private static Map<String, Said> settings(ManifestObject set) {
        Map<String, Said> settings = new LinkedHashMap<>();
        for (Tree container : podSpec(set).map(its -> its.items("containers")).orElse(List.of())) {
            boolean bitnami = container.text("image", "").contains("bitnami");
            for (Tree variable : container.items("env")) {
                String name = variable.text("name", "");
                String prefix = bitnami ? BITNAMI : CONFLUENT;
                if (name.startsWith(prefix)) {
                    String key = name.substring(prefix.length())
                            .toLowerCase(Locale.ROOT)
                            .replace('_', '.');
                    variable.find("value")
                            .flatMap(value -> value.scalar().map(text -> new Said(text, value.place(), "env " + name)))
                            .ifPresent(said -> settings.put(key, said));
                }
            }
        }
        return settings;
    }

    private static Optional<Said> version(ManifestObject set) {
        return podSpec(set).stream()
                .flatMap(spec -> Images.of(spec).stream())
                .filter(image -> KAFKA_IMAGES.contains(Images.name(image.value())))
                .flatMap(image -> KafkaVersions.ofTag(
                        Images.name(image.value()), Images.tag(image.value()).orElse(""))
                        .map(version -> new Said(version, image.place(), "image " + image.value()))
                        .stream())
                .findFirst();
    }
}
