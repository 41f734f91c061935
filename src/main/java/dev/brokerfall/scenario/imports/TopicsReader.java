package dev.brokerfall.scenario.imports;

import dev.brokerfall.scenario.manifest.ManifestObject;
import dev.brokerfall.scenario.manifest.Tree;
import dev.brokerfall.unit.DataSize;
import dev.brokerfall.unit.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the topics of a cluster from its {@code KafkaTopic} resources; what one leaves out is the brokers' default. */
final class TopicsReader {

    private static final String AT = "spec.kafka.topics";
    private static final String MIN_ISR = "min.insync.replicas";
    private static final String UNCLEAN = "unclean.leader.election.enable";
    private static final String TIME = "retention.ms";
    private static final String BYTES = "retention.bytes";
    private static final String POLICY = "cleanup.policy";
    private static final String FOREVER = TIME + ": -1";
    private static final Set<String> READ = Set.of(MIN_ISR, UNCLEAN);

    /** More topics than these are put together where they are alike. */
    private static final int MANY = 10;

    private final FoundObjects objects;
    private final KafkaFound kafka;
    private final Remarks remarks;
    private final boolean sizeKnown;
    private final Map<String, List<String>> settings = new LinkedHashMap<>();
    private final Map<String, List<String>> taken = new LinkedHashMap<>();
    private Optional<Duration> clusters = Optional.empty();

    /**
     * Creates a reader.
     *
     * @param sizeKnown whether the user says how much is kept in all: then it is not reckoned from what topics say of retention
     */
    TopicsReader(FoundObjects objects, KafkaFound kafka, boolean sizeKnown, Remarks remarks) {
        this.objects = objects;
        this.kafka = kafka;
        this.sizeKnown = sizeKnown;
        this.remarks = remarks;
    }

    /** Returns how long records are kept, where every topic says so: what the first one says, and others differ from. */
    Optional<Duration> retention() {
        return clusters;
    }

    /** Returns the topics; none where the manifests tell of none. */
    List<TopicFound> read() {
        List<TopicFound> topics = new ArrayList<>();
        List<ManifestObject> own = new ArrayList<>();
        for (ManifestObject topic : objects.of("KafkaTopic")) {
            String name = name(topic);
            if (!StrimziReader.label(topic, StrimziReader.CLUSTER_LABEL).equals(kafka.name())) {
                remarks.ignored(topic.place(), "KafkaTopic " + name, "of another Kafka cluster");
            } else if (name.startsWith("__") || name.startsWith("strimzi-") || name.startsWith("strimzi.")) {
                remarks.ignored(
                        topic.place(),
                        "KafkaTopic " + name,
                        "Kafka's or Strimzi's own: the workload is spread evenly over all partitions of a scenario");
            } else {
                topics.add(topic(topic, name));
                own.add(topic);
            }
        }
        if (topics.isEmpty()) {
            remarks.todo(
                    kafka.place(), AT, "there is no KafkaTopic of this cluster: kafka-topics.sh --describe tells them");
            return topics;
        }
        remarks.used(
                own.get(0).place(),
                AT,
                "%s topics with %s partitions"
                        .formatted(
                                topics.size(),
                                topics.stream().mapToInt(TopicFound::partitions).sum()));
        remarks.guessed(own.get(0).place(), AT + "[*].acks", "left out, all: what producers wait for is theirs to say");
        settings.forEach((key, places) -> remarks.ignored(
                places.get(0),
                "KafkaTopic spec.config." + key,
                "of %s topics: %s".formatted(places.size(), reason(key))));
        taken.forEach((key, places) ->
                remarks.used(places.get(0), AT + "[*]." + key, "as %s topics have it".formatted(places.size())));
        if (topics.stream().allMatch(topic -> topic.retention().isPresent())) {
            clusters = topics.get(0).retention();
            remarks.used(
                    own.get(0).place(),
                    "spec.kafka.workload.retention",
                    "%s: every topic says how long it keeps its records".formatted(Durations.format(clusters.get())));
        }
        List<TopicFound> said = topics.stream()
                .map(topic -> clusters.map(topic::keptAs).orElse(topic))
                .toList();
        return said.size() > MANY ? together(said, own.get(0).place()) : said;
    }

    /** Topics of like settings are one, which plays the same: the workload is spread evenly over all partitions. */
    private List<TopicFound> together(List<TopicFound> topics, String place) {
        List<TopicFound> merged = new ArrayList<>();
        for (TopicFound topic : topics) {
            if (merged.stream().noneMatch(topic::like)) {
                List<TopicFound> alike = topics.stream().filter(topic::like).toList();
                merged.add(alike.size() == 1 ? topic : one(alike, place));
            }
        }
        return merged;
    }

    private TopicFound one(List<TopicFound> alike, String place) {
        TopicFound first = alike.get(0);
        String name = "%s-and-%s-more".formatted(first.name(), alike.size() - 1);
        int partitions = alike.stream().mapToInt(TopicFound::partitions).sum();
        remarks.guessed(
                place,
                AT + "[" + name + "]",
                "%s topics of like settings as one with %s partitions: load is spread evenly over partitions, and fewer topics are played faster"
                        .formatted(alike.size(), partitions));
        return new TopicFound(
                name,
                partitions,
                first.replicationFactor(),
                first.minInsyncReplicas(),
                first.unclean(),
                first.retention(),
                first.retentionBytes(),
                first.acks(),
                alike.stream().map(TopicFound::name).toList());
    }

    private String reason(String key) {
        return switch (key) {
            case TIME, BYTES ->
                sizeKnown
                        ? "--retained says how much is kept"
                        : "of compacted topics: what they keep depends on their keys";
            case FOREVER -> "nothing is deleted by age, and manifests do not say how much there is";
            case POLICY -> "how much is kept is spec.kafka.workload.retained, or a topic's own";
            default -> "not modelled for single topics";
        };
    }

    private static String name(ManifestObject topic) {
        return topic.tree().at("spec").flatMap(spec -> spec.text("topicName")).orElse(topic.name());
    }

    private TopicFound topic(ManifestObject topic, String name) {
        Optional<Tree> spec = topic.tree().at("spec");
        Optional<Tree> config = spec.flatMap(its -> its.map("config"));
        boolean keeps = !sizeKnown
                && config.flatMap(its -> its.text(POLICY))
                        .map(policy -> policy.contains("delete"))
                        .orElse(true);
        Optional<Duration> time =
                config.filter(its -> keeps).flatMap(its -> whole(its, TIME)).map(Duration::ofMillis);
        Optional<DataSize> bytes =
                config.filter(its -> keeps).flatMap(its -> whole(its, BYTES)).map(DataSize::new);
        config.ifPresent(its -> its.keys().forEach(key -> {
            String place = its.find(key).map(Tree::place).orElse(topic.place());
            if (keeps && key.equals(TIME)) {
                note(time.isPresent() ? taken : settings, time.isPresent() ? "retention" : FOREVER, place);
            } else if (keeps && key.equals(BYTES)) {
                // Without a number there is no limit, as without the setting.
                bytes.ifPresent(size -> note(taken, "retentionBytes", place));
            } else if (!READ.contains(key) && !(key.equals(POLICY) && keeps)) {
                note(settings, key, place);
            }
        }));
        int partitions =
                spec.flatMap(its -> its.integer("partitions")).orElseGet(() -> number(topic, name, "num.partitions"));
        int copies = spec.flatMap(its -> its.integer("replicas"))
                .orElseGet(() -> number(topic, name, "default.replication.factor"));
        int least = config.flatMap(its -> its.integer(MIN_ISR)).orElseGet(() -> brokers(MIN_ISR));
        boolean unclean = config.flatMap(its -> its.text(UNCLEAN))
                .or(() -> Optional.ofNullable(kafka.config().get(UNCLEAN)).map(Said::value))
                .filter("true"::equals)
                .isPresent();
        if (least > copies) {
            remarks.guessed(
                    topic.place(),
                    AT + "[" + name + "]",
                    "minInsyncReplicas %s and acks 1: with %s of %s copies in sync, acks=all could never be answered"
                            .formatted(copies, least, copies));
            return new TopicFound(name, partitions, copies, copies, unclean, time, bytes, "1", List.of());
        }
        return new TopicFound(name, partitions, copies, least, unclean, time, bytes, "", List.of());
    }

    private static void note(Map<String, List<String>> where, String key, String place) {
        where.computeIfAbsent(key, fresh -> new ArrayList<>()).add(place);
    }

    /** Returns a positive whole number; Kafka takes -1 for no limit. */
    private static Optional<Long> whole(Tree config, String key) {
        return config.text(key).filter(text -> text.matches("[1-9]\\d{0,17}")).map(Long::valueOf);
    }

    private int number(ManifestObject topic, String name, String setting) {
        int value = brokers(setting);
        remarks.guessed(
                topic.place(),
                AT + "[" + name + "]",
                "%s as a new topic gets it, of the brokers' %s; kafka-topics.sh --describe tells what it has"
                        .formatted(value, setting));
        return value;
    }

    /** Returns a number of the brokers' settings; Kafka's own default of each of these is 1. */
    private int brokers(String setting) {
        return Optional.ofNullable(kafka.config().get(setting))
                .map(Said::value)
                .filter(text -> text.matches("\\d{1,6}"))
                .map(Integer::valueOf)
                .orElse(1);
    }
}
