package dev.brokerfall.real;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Splitter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** Real brokers and the simulator tell the same stories, and they agree. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RealKafkaIT {

    private static final Path TABLE = Path.of("target", "real-kafka", "side-by-side.md");
    private static final int TRIALS = 200;

    private static final List<KafkaVersion> VERSIONS = chosen(
            "versions",
            List.of(new KafkaVersion("4.3.1", "kafka-4.3"), new KafkaVersion("4.1.1", "kafka-4.1-elr")),
            KafkaVersion::number);
    private static final List<Story> STORIES = chosen(
            "stories",
            List.of(new BrokerKilled(), new BrokerFrozen(), new LastLeaderWiped(), new RollingWipe()),
            Story::name);

    /** Releases played at the same time. Stories consist of waiting: two leave two cores idle for most of it. */
    private static final int AT_A_TIME = Integer.getInteger("real-kafka.at-a-time", 2);

    /**
     * A machine that is late by so much may have kept healthy brokers from their heartbeats. What is not told alike then is told once
     * more; it is no disagreement unless it is told differently again, or was by a machine that is not so busy.
     */
    private static final Duration TOO_BUSY = Duration.ofSeconds(1);

    private final Hiccups hiccups = Hiccups.watch();
    private final ExecutorService lanes = Executors.newFixedThreadPool(AT_A_TIME);
    private final List<SideBySide> told = Collections.synchronizedList(new ArrayList<>());

    /** Returns those of {@code all} that a system property names, separated by commas; all of them without it. */
    private static <T> List<T> chosen(String property, List<T> all, Function<T, String> name) {
        Optional<String> names = Optional.ofNullable(System.getProperty("real-kafka." + property))
                .filter(value -> !value.isBlank());
        return names.map(value -> Splitter.on(',').trimResults().splitToList(value))
                .map(wanted -> all.stream()
                        .filter(each -> wanted.contains(name.apply(each)))
                        .toList())
                .orElse(all);
    }

    @TestFactory
    Stream<DynamicTest> real_brokers_and_the_simulator_agree() {
        List<DynamicTest> tests = new ArrayList<>();
        for (KafkaVersion version : VERSIONS) {
            Map<Story, CompletableFuture<SideBySide>> tellings = new LinkedHashMap<>();
            STORIES.forEach(story -> tellings.put(story, new CompletableFuture<>()));
            lanes.execute(() -> tell(version, tellings));
            tellings.forEach((story, telling) -> tests.add(DynamicTest.dynamicTest(
                    "%s on Kafka %s".formatted(story.name(), version),
                    () -> assertThat(telling.get().disagreements()).isEmpty())));
        }
        assertThat(tests).isNotEmpty();
        return tests.stream();
    }

    private void tell(KafkaVersion version, Map<Story, CompletableFuture<SideBySide>> tellings) {
        try (RealKafka real = new RealKafka(version)) {
            tellings.forEach((story, telling) -> {
                try {
                    telling.complete(tell(story, version, real));
                } catch (Exception e) {
                    telling.completeExceptionally(e);
                }
            });
        }
    }

    private SideBySide tell(Story story, KafkaVersion version, RealKafka real) throws Exception {
        List<Played> simulated = Simulator.play(story, version, TRIALS);
        long began = System.currentTimeMillis();
        SideBySide both;
        try {
            both = SideBySide.of(story, version, real.play(story), simulated, hiccups);
        } catch (IllegalStateException e) {
            if (!tooBusy(story, version, began)) {
                throw e;
            }
            both = SideBySide.of(story, version, real.play(story), simulated, hiccups);
        }
        if (!both.disagreements().isEmpty() && tooBusy(story, version, began)) {
            both = SideBySide.of(story, version, real.play(story), simulated, hiccups);
        }
        System.out.printf(
                "%s on Kafka %s took %s s%n", story.name(), version, (System.currentTimeMillis() - began) / 1000);
        told.add(both);
        return both;
    }

    private boolean tooBusy(Story story, KafkaVersion version, long began) {
        Duration late = hiccups.longest(began, System.currentTimeMillis());
        boolean tooBusy = late.compareTo(TOO_BUSY) >= 0;
        if (tooBusy) {
            System.out.printf(
                    "%s on Kafka %s is told once more: this machine was late by %s ms%n",
                    story.name(), version, late.toMillis());
        }
        return tooBusy;
    }

    @AfterAll
    void show() throws IOException {
        lanes.shutdownNow();
        List<SideBySide> ordered = told.stream()
                .sorted(Comparator.comparing(SideBySide::story)
                        .thenComparing(each -> each.version().number()))
                .toList();
        String table = SideBySide.table(ordered);
        Files.createDirectories(TABLE.toAbsolutePath().getParent());
        Files.writeString(TABLE, table);
        System.out.println();
        System.out.println(table);
    }
}
