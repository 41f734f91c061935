package dev.brokerfall.real;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Plays stories on real brokers of one release, under load from beginning to end. One cluster serves for all of them, each with a topic
 * of its own, until a story fails: the next begins with a new one.
 */
final class RealKafka implements AutoCloseable {

    private static final Path FOLDER = Path.of("target", "real-kafka");
    private static final Duration STEADY = Duration.ofSeconds(4);
    private static final Duration AFTERWARDS = Duration.ofSeconds(3);
    /** A record that was under way when a broker went may still be acknowledged. */
    private static final long IN_FLIGHT_MS = 500;
    /** Nobody is fenced for its silence so soon. */
    private static final long STALL_MS = 5_000;

    private final KafkaVersion version;
    private Optional<RealCluster> running = Optional.empty();
    private int clusters;

    RealKafka(KafkaVersion version) {
        this.version = version;
    }

    /** Plays {@code story}. */
    Played play(Story story) throws Exception {
        RealCluster cluster = cluster();
        boolean whole = false;
        try {
            Played played = play(story, cluster, story.name().toLowerCase(Locale.ROOT) + "-orders");
            whole = true;
            return played;
        } finally {
            if (!whole) {
                close();
            }
        }
    }

    private RealCluster cluster() throws Exception {
        if (running.isEmpty()) {
            running = Optional.of(RealCluster.start(version, FOLDER.resolve("%s-%s".formatted(version, clusters++))));
        }
        return running.get();
    }

    private static Played play(Story story, RealCluster cluster, String topic) throws Exception {
        cluster.createTopic(topic);
        MetadataLog metadata = cluster.metadata(topic);
        Map<String, Long> marks = new LinkedHashMap<>();
        Story.Stage stage = new Story.Stage() {
            @Override
            public RealCluster cluster() {
                return cluster;
            }

            @Override
            public String topic() {
                return topic;
            }

            @Override
            public MetadataLog metadata() {
                return metadata;
            }

            @Override
            public void mark(String name, long millis) {
                marks.put(name, millis);
            }
        };
        try (Workload workload = new Workload(cluster.bootstrap(), topic, RealCluster.PARTITIONS)) {
            workload.fill(story.fillingMegabytes() * 1_000_000L);
            workload.start();
            stage.wait(STEADY);
            story.play(stage);
            stage.wait(AFTERWARDS);
            workload.stop();
            Map<String, Integer> stalled = new LinkedHashMap<>();
            marks.forEach((name, millis) ->
                    stalled.put(name, workload.silentPartitions(millis + IN_FLIGHT_MS, millis + STALL_MS)));
            Played played = new Played(marks, metadata.chronicle(), stalled, loss(workload.audit()));
            cluster.deleteTopic(topic);
            return played;
        }
    }

    private static Played.Loss loss(Workload.Audit audit) {
        return new Played.Loss(
                (double) audit.lostBytes() / audit.acknowledgedBytes(),
                "%,d of %,d records".formatted(audit.lost(), audit.acknowledged()));
    }

    /** Ends the brokers, if there are any. */
    @Override
    public void close() {
        if (running.isPresent()) {
            running.get().close();
            running = Optional.empty();
        }
    }
}
