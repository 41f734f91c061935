package dev.brokerfall.real;

import com.google.common.collect.ImmutableSortedSet;
import dev.brokerfall.catalogue.Catalogue;
import dev.brokerfall.real.Chronicle.Happening;
import dev.brokerfall.scenario.Composer;
import dev.brokerfall.scenario.Scenario;
import dev.brokerfall.scenario.ScenarioReader;
import dev.brokerfall.world.JournalEntry;
import dev.brokerfall.world.Trial;
import dev.brokerfall.world.TrialConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/** Plays stories as the command line would, from their scenario files. */
final class Simulator {

    private Simulator() {}

    /** Plays {@code trials} trials of a story under the rules of {@code version}. */
    static List<Played> play(Story story, KafkaVersion version, int trials) {
        List<String> settings = List.of(
                "spec.kafka.semantics=" + version.semantics(),
                "spec.kafka.workload.preload.size=%sMB".formatted(story.fillingMegabytes()));
        Scenario scenario = new ScenarioReader(Catalogue.standard(), settings)
                .read(version.scenario(story.scenario()))
                .get(0);
        TrialConfig config =
                new Composer(Catalogue.standard(), scenario).compose().get(0).config();
        double filling = story.fillingMegabytes() * 1e6;
        return LongStream.range(0, trials)
                .mapToObj(trial -> Trial.journal(config, scenario.simulation().seed(), trial))
                .map(journal -> played(journal, filling))
                .toList();
    }

    private static Played played(List<JournalEntry> journal, double filling) {
        Map<String, Long> marks = new LinkedHashMap<>();
        Map<String, Integer> stalled = new LinkedHashMap<>();
        List<Happening> happenings = new ArrayList<>();
        double lostBytes = 0;
        for (JournalEntry entry : journal) {
            if (entry.type().equals("faultBegan")) {
                String name = text(entry, "reason");
                marks.put(name, entry.millis());
                stalled.put(name, stalled(journal, entry.millis()));
            }
            if (entry.type().equals("recordsLost")) {
                lostBytes += number(entry, "bytes");
            }
            happening(entry).ifPresent(happenings::add);
        }
        double share = Math.min(1, lostBytes / filling);
        return new Played(
                marks,
                new Chronicle(happenings),
                stalled,
                new Played.Loss(share, "%.0f %% of what the topic was filled with".formatted(100 * share)));
    }

    private static int stalled(List<JournalEntry> journal, long at) {
        return journal.stream()
                .filter(entry -> entry.type().equals("unwritable") && entry.millis() == at)
                .mapToInt(entry -> (int) number(entry, "partitions"))
                .sum();
    }

    private static Optional<Happening> happening(JournalEntry entry) {
        long millis = entry.millis();
        return switch (entry.type()) {
            case "brokerFenced" -> Optional.of(new Chronicle.Fenced(millis, broker(entry)));
            case "brokerUnfenced" -> Optional.of(new Chronicle.Unfenced(millis, broker(entry)));
            case "brokerRegistered" -> Optional.of(new Chronicle.Registered(millis, broker(entry)));
            case "recoveryDone" -> Optional.of(new Chronicle.Recovered(millis));
            case "leaderless" -> Optional.of(new Chronicle.Leaderless(millis, partitions(entry)));
            case "leaderElected" ->
                Optional.of(new Chronicle.Led(
                        millis,
                        partitions(entry),
                        (int) number(entry, "leader"),
                        Boolean.TRUE.equals(entry.fields().get("clean"))));
            case "isrShrunk" ->
                Optional.of(new Chronicle.Shrunk(
                        millis, partitions(entry), broker(entry), brokers(entry, "isr"), brokers(entry, "elr")));
            default -> Optional.empty();
        };
    }

    private static int broker(JournalEntry entry) {
        return (int) number(entry, "broker");
    }

    private static int partitions(JournalEntry entry) {
        return (int) number(entry, "partitions");
    }

    private static ImmutableSortedSet<Integer> brokers(JournalEntry entry, String field) {
        return entry.fields().get(field) instanceof List<?> members
                ? members.stream()
                        .map(Integer.class::cast)
                        .collect(ImmutableSortedSet.toImmutableSortedSet(Integer::compare))
                : ImmutableSortedSet.of();
    }

    private static long number(JournalEntry entry, String field) {
        if (entry.fields().get(field) instanceof Number number) {
            return number.longValue();
        }
        throw new IllegalStateException("no number '%s' in %s".formatted(field, entry));
    }

    private static String text(JournalEntry entry, String field) {
        return String.valueOf(entry.fields().get(field));
    }
}
