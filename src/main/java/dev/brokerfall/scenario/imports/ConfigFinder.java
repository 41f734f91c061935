package dev.brokerfall.scenario.imports;

import dev.brokerfall.kafka.KafkaSettings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Takes over the settings that are modelled; the topics' defaults among the others were read with the topics. */
final class ConfigFinder {

    private static final String AT = "spec.kafka.config.";
    private static final Set<String> OF_TOPICS = Set.of(
            "min.insync.replicas", "default.replication.factor", "num.partitions", "unclean.leader.election.enable");
    private static final Set<String> OF_STORAGE = Set.of("log.dirs", "log.dir.failure.timeout.ms");

    private final KafkaFound kafka;
    private final Remarks remarks;

    ConfigFinder(KafkaFound kafka, Remarks remarks) {
        this.kafka = kafka;
        this.remarks = remarks;
    }

    /** Returns the settings that a scenario takes. */
    Map<String, String> find() {
        Map<String, String> config = new LinkedHashMap<>();
        kafka.config().forEach((name, said) -> {
            if (name.equals(StatefulSetReader.ROLES)) {
                remarks.used(said.place(), "spec.kafka.controllers.roles", said.value());
            } else if (OF_TOPICS.contains(name)) {
                remarks.used(
                        said.place(),
                        "spec.kafka.topics",
                        "%s %s, where a topic does not say".formatted(name, said.value()));
            } else if (!KafkaSettings.modelledNames().contains(name) || OF_STORAGE.contains(name)) {
                remarks.ignored(said.place(), said.subject(), reason(name));
            } else if (name.equals(kafka.zookeeper() ? "broker.session.timeout.ms" : "zookeeper.session.timeout.ms")) {
                remarks.ignored(said.place(), said.subject(), "it says nothing to brokers of this kind");
            } else if (name.endsWith(".throttled.replicas") && !said.value().equals("*")) {
                remarks.ignored(said.place(), said.subject(), "a list of replicas is not built yet");
            } else {
                config.put(name, said.value());
                remarks.used(said.place(), AT + name, said.value());
            }
        });
        return config;
    }

    private static String reason(String name) {
        if (name.startsWith("log.retention.") || name.startsWith("log.cleanup.")) {
            return "how much is kept is spec.kafka.workload.retained";
        }
        if (name.startsWith("offsets.") || name.startsWith("transaction.") || name.startsWith("group.")) {
            return "consumer groups and transactions are not played";
        }
        return "not modelled";
    }
}
