package dev.brokerfall.real;

import java.util.Map;
import java.util.Optional;

/**
 * A story after it was played, by either side.
 *
 * @param marks when what the story does was done, in milliseconds, by the names of the scenario's timeline
 * @param chronicle what the controller decided
 * @param stalled for each mark, how many partitions acknowledged nothing from then on until something was decided
 * @param loss how much that had been acknowledged is gone
 */
record Played(Map<String, Long> marks, Chronicle chronicle, Map<String, Integer> stalled, Loss loss) {

    Played {
        marks = Map.copyOf(marks);
        stalled = Map.copyOf(stalled);
    }

    /**
     * What is gone.
     *
     * @param share the share of acknowledged bytes
     * @param words the same in the side's own numbers
     */
    record Loss(double share, String words) {

        private static final double NEARLY_ALL = 0.9;

        /** Returns how much that is in a word. */
        String extent() {
            if (share <= 0) {
                return "nothing";
            }
            return share >= NEARLY_ALL ? "nearly everything" : "a part";
        }
    }

    /** Returns when {@code mark} was. */
    long at(String mark) {
        return Optional.ofNullable(marks.get(mark))
                .orElseThrow(() -> new IllegalStateException("no '%s' in %s".formatted(mark, marks.keySet())));
    }

    /** Returns how many partitions stalled at {@code mark}. */
    int stalledAt(String mark) {
        return Optional.ofNullable(stalled.get(mark)).orElse(0);
    }
}
