package dev.brokerfall.scenario.imports;

import com.google.common.collect.ImmutableMap;
import dev.brokerfall.scenario.manifest.ManifestObject;
import dev.brokerfall.scenario.manifest.Tree;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Lists what the manifests say and a scenario cannot. */
final class Leftovers {

    private static final String NO_KEY = "a scenario has no key for it";
    private static final String NO_BEARING = "nothing that is played depends on it";

    private static final ImmutableMap<String, String> REASONS = ImmutableMap.<String, String>builder()
            .put("listeners", "clients' ways in are not modelled")
            .put("authorization", "security is not modelled")
            .put("resources", "requests and limits: the nodes of a scenario hold Kafka alone")
            .put("jvmOptions", "the JVM is not modelled")
            .put("tieredStorage", "write what stays on the brokers as spec.kafka.workload.localRetained")
            .put("quotas", "quotas are not played")
            .put("livenessProbe", "probes are Strimzi's own in a scenario")
            .put("readinessProbe", "probes are Strimzi's own in a scenario")
            .put("logging", NO_BEARING)
            .put("metricsConfig", NO_BEARING)
            .put("jmxOptions", NO_BEARING)
            .put("image", NO_BEARING)
            .put("brokerRackInitImage", NO_BEARING)
            .put("entityOperator", NO_BEARING)
            .put("kafkaExporter", NO_BEARING)
            .put("cruiseControl", "reassignment of partitions is not played on AKS")
            .put("clusterCa", "certificates, and the rolls they cause, are not played")
            .put("clientsCa", "certificates, and the rolls they cause, are not played")
            .put("maintenanceTimeWindows", "rolls for certificates are not played")
            .build();

    private static final Set<String> TOP = Set.of("kafka", "zookeeper");
    private static final Set<String> KAFKA =
            Set.of("version", "metadataVersion", "replicas", "storage", "config", "rack", "template");
    private static final Set<String> POOL = Set.of("replicas", "storage", "roles", "template");
    private static final Set<String> POD = Set.of("affinity", "topologySpreadConstraints", "tolerations", "metadata");

    /** Read as far as they matter; the others are counted. */
    private static final Set<String> READ = Set.of(
            "Node",
            "Pod",
            "PersistentVolume",
            "PersistentVolumeClaim",
            "StorageClass",
            "StatefulSet",
            "PodDisruptionBudget",
            "Kafka",
            "KafkaNodePool",
            "KafkaTopic",
            "Namespace",
            "Deployment");

    private final FoundObjects objects;
    private final KafkaFound kafka;
    private final Remarks remarks;

    Leftovers(FoundObjects objects, KafkaFound kafka, Remarks remarks) {
        this.objects = objects;
        this.kafka = kafka;
        this.remarks = remarks;
    }

    void list() {
        if (kafka.strimzi()) {
            strimzi();
        } else {
            remarks.ignored(
                    kafka.place(), "pod template", "images, environment and resources beyond what is used: " + NO_KEY);
        }
        otherPods();
        otherKinds();
        objects.skipped().stream()
                .filter(kind -> kind.startsWith("Secret ") || kind.startsWith("ConfigMap "))
                .forEach(kind -> remarks.ignored(kafka.place(), kind, "dropped unread"));
        remarks.ignored(kafka.place(), "annotations", "dropped, but for those of Strimzi that say how it runs Kafka");
    }

    private void strimzi() {
        Optional<Tree> spec = kafka.origin().tree().at("spec");
        fields("Kafka", spec, TOP);
        for (String part : List.of("kafka", "zookeeper")) {
            Optional<Tree> its = spec.flatMap(tree -> tree.map(part));
            fields("Kafka", its, KAFKA);
            template("Kafka", its);
        }
        objects.of("KafkaNodePool").stream()
                .filter(pool -> pool.namespace().equals(kafka.origin().namespace()))
                .filter(pool ->
                        StrimziReader.label(pool, StrimziReader.CLUSTER_LABEL).equals(kafka.name()))
                .forEach(pool -> {
                    String what = "KafkaNodePool " + pool.name();
                    fields(what, pool.tree().at("spec"), POOL);
                    template(what, pool.tree().at("spec"));
                });
    }

    private void fields(String what, Optional<Tree> tree, Set<String> read) {
        tree.ifPresent(its -> its.keys()
                .forEach(key -> its.find(key)
                        .filter(value -> !read.contains(key))
                        .ifPresent(value -> remarks.ignored(
                                value.place(), what + " " + subject(value), REASONS.getOrDefault(key, NO_KEY)))));
    }

    private void template(String what, Optional<Tree> part) {
        Optional<Tree> template = part.flatMap(its -> its.map("template"));
        fields(what, template, Set.of("pod", "podDisruptionBudget"));
        Optional<Tree> pod = template.flatMap(its -> its.map("pod"));
        fields(what, pod, POD);
    }

    /** An object of a list has the list's path before its own, which nobody looks for. */
    private static String subject(Tree value) {
        return value.path().replaceFirst("^items\\[\\d+\\]\\.", "");
    }

    private void otherPods() {
        Map<String, Integer> perNamespace = new LinkedHashMap<>();
        String place = kafka.place();
        boolean first = true;
        for (ManifestObject pod : objects.of("Pod")) {
            boolean ours = kafka.brokers().stream().anyMatch(group -> has(group, pod))
                    || kafka.controllers().stream().anyMatch(group -> has(group, pod));
            if (!ours) {
                perNamespace.merge(pod.namespace(), 1, Integer::sum);
                place = first ? pod.place() : place;
                first = false;
            }
        }
        if (!perNamespace.isEmpty()) {
            remarks.ignored(
                    place,
                    "%s other pods"
                            .formatted(perNamespace.values().stream()
                                    .mapToInt(Integer::intValue)
                                    .sum()),
                    "the nodes of a scenario hold Kafka alone; by namespace %s".formatted(perNamespace));
        }
    }

    private static boolean has(PodGroup group, ManifestObject pod) {
        return group.pods().stream().anyMatch(its -> its.id().equals(pod.id()));
    }

    private void otherKinds() {
        Map<String, Integer> counts = new LinkedHashMap<>();
        Map<String, String> places = new LinkedHashMap<>();
        for (ManifestObject object : objects.all()) {
            if (!READ.contains(object.kind())) {
                counts.merge(object.kind(), 1, Integer::sum);
                places.putIfAbsent(object.kind(), object.place());
            }
        }
        counts.forEach((kind, count) -> remarks.ignored(
                places.getOrDefault(kind, kafka.place()),
                "%s (%s)".formatted(kind, count),
                kind.equals("VolumeAttachment") ? "a scenario begins with every disk where its pod runs" : NO_BEARING));
    }
}
