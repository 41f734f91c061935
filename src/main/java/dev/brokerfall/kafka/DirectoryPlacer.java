package dev.brokerfall.kafka;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Chooses a log directory for each replica that a broker makes: the one with the fewest partitions, and of several the first
 * ({@code LogManager.nextLogDirs}). Brokers make replicas here in the order in which partitions are placed.
 */
final class DirectoryPlacer {

    private final int[][] held;

    DirectoryPlacer(int brokers, int directories) {
        this.held = new int[brokers][directories];
    }

    /** Returns the directories of the next partition, which has replicas on these brokers. */
    List<Integer> next(List<Integer> replicas) {
        return replicas.stream().map(this::next).toList();
    }

    private int next(int broker) {
        int fewest = 0;
        for (int d = 1; d < held[broker].length; d++) {
            fewest = held[broker][d] < held[broker][fewest] ? d : fewest;
        }
        held[broker][fewest]++;
        return fewest;
    }

    /** Returns journeys with directories on the brokers to come too: those whose partitions go to different ones fall into several. */
    List<Journey> place(List<Journey> journeys) {
        List<Journey> placed = new ArrayList<>();
        for (Journey journey : journeys) {
            int known = journey.directories().size();
            List<Integer> later =
                    journey.brokers().subList(known, journey.brokers().size());
            Map<List<Integer>, Integer> counts = new LinkedHashMap<>();
            for (int p = 0; p < journey.partitions(); p++) {
                counts.merge(next(later), 1, Integer::sum);
            }
            counts.forEach((chosen, count) -> {
                List<Integer> directories = new ArrayList<>(journey.directories());
                directories.addAll(chosen);
                placed.add(new Journey(journey.topic(), journey.lists(), directories, count));
            });
        }
        return placed;
    }
}
