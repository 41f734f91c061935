package dev.brokerfall.experiment;

import dev.brokerfall.random.Stream;
import dev.brokerfall.random.Streams;
import java.util.stream.IntStream;

/**
 * Something whose true value is known and of which an interval, or a statement, is made from drawn observations.
 *
 * @param estimator what is held to its word, as a heading
 * @param data what the observations are
 * @param exact whether it promises at least its nominal coverage, and not just in the limit
 * @param repetition makes it once
 */
record CoverageCase(String estimator, String data, boolean exact, Repetition repetition) {

    private static final long SEED = 20261122;

    /** One interval, or statement, from luck of its own. */
    interface Repetition {

        /** Returns whether it covers what is true. */
        boolean covers(Stream luck, long number);
    }

    /** Returns in how many of {@code repetitions} it covers. */
    int covered(int repetitions) {
        return (int) IntStream.range(0, repetitions)
                .parallel()
                .filter(number ->
                        repetition.covers(new Streams(SEED, number).stream("coverage", estimator, data), number))
                .count();
    }

    /** Returns the line that stands for it in the documentation, without what was found. */
    String name() {
        return "| " + estimator + " | " + data + " |";
    }
}
