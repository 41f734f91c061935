package dev.brokerfall.scenario.imports;

import dev.brokerfall.scenario.manifest.Tree;
import java.util.Optional;

/**
 * Finds the rules that a version of Kafka goes by.
 *
 * <p>Source: KIP-966: eligible leader replicas are on in clusters that were formatted by 4.1 or later, and stay off in those that were
 * upgraded to it; before 4.3 they are forgotten when a directory is assigned ({@code ReplicationControlManager}).
 */
final class SemanticsFinder {

    private static final String AT = "spec.kafka.semantics";
    private static final int ELR = 401;
    private static final int ELR_KEPT = 403;
    private static final int FIRST_OF_4 = 400;
    private static final int ZOOKEEPER_PLAYED = 204;

    private final KafkaFound kafka;
    private final Remarks remarks;

    SemanticsFinder(KafkaFound kafka, Remarks remarks) {
        this.kafka = kafka;
        this.remarks = remarks;
    }

    /**
     * A profile and what stands beside it.
     *
     * @param comment the version
     */
    record Profile(String name, String comment) {}

    /** Returns the profile. */
    Profile find() {
        Optional<Integer> version = kafka.version().flatMap(said -> KafkaVersions.ordinal(said.value()));
        String called = "Kafka "
                + kafka.version().map(Said::value).orElse("of unknown version")
                + (kafka.zookeeper() ? " with ZooKeeper" : "");
        String place = kafka.version().map(Said::place).orElse(kafka.place());
        if (kafka.zookeeper()) {
            if (version.equals(Optional.of(ZOOKEEPER_PLAYED))) {
                remarks.used(place, AT, "kafka-2.4-zk for " + called);
            } else {
                remarks.guessed(
                        place,
                        AT,
                        "kafka-2.4-zk for %s: later versions check a broker's epoch (3.5) and hold the high watermark back (3.7)"
                                .formatted(called));
            }
            return new Profile("kafka-2.4-zk", called);
        }
        if (version.isEmpty()) {
            remarks.guessed(place, AT, "kafka-4.3: the manifests do not tell Kafka's version");
            return new Profile("kafka-4.3", called);
        }
        return kraft(version.get(), called, place);
    }

    private Profile kraft(int version, String called, String place) {
        Optional<Integer> metadata = kafka.metadataVersion().flatMap(said -> KafkaVersions.ordinal(said.value()));
        if (version < FIRST_OF_4) {
            remarks.guessed(place, AT, "kafka-4-noelr for %s on KRaft, the nearest that is played".formatted(called));
            return new Profile("kafka-4-noelr", called);
        }
        if (version < ELR) {
            remarks.used(place, AT, "kafka-4-noelr for " + called);
            return new Profile("kafka-4-noelr", called);
        }
        if (metadata.isPresent() && metadata.get() < ELR) {
            Said said = kafka.metadataVersion().orElseThrow();
            remarks.used(said.place(), AT, "kafka-4-noelr for %s with metadata %s".formatted(called, said.value()));
            return new Profile("kafka-4-noelr", called + ", metadata " + said.value());
        }
        String profile = version < ELR_KEPT ? "kafka-4.1-elr" : "kafka-4.3";
        remarks.guessed(
                place,
                AT,
                "%s for %s, taken to have been formatted by 4.1 or later%s; one that was upgraded is kafka-4-noelr unless eligible leader replicas were switched on"
                        .formatted(profile, called, created()));
        return new Profile(profile, called);
    }

    private String created() {
        return kafka.origin()
                .tree()
                .at("metadata")
                .flatMap((Tree metadata) -> metadata.text("creationTimestamp"))
                .map(" (created %s)"::formatted)
                .orElse("");
    }
}
