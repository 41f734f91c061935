package dev.brokerfall.experiment;

import dev.brokerfall.stats.Selection.Standing;
import java.util.List;

/**
 * Which option is the best, and which cannot be told from it, all said at once with one confidence.
 *
 * @param by what it is chosen by
 * @param confidence the probability that all of it is true
 * @param trials how many trials all options have in common
 * @param best the name of the option with the best mean
 * @param decided whether that option is shown to be behind the truly best one by no more than the indifference zone
 * @param trialsToDecide about how many trials it takes to decide; {@code trials} when it is decided
 * @param places one per option, in order
 */
public record Choice(
        Selecting by,
        double confidence,
        long trials,
        String best,
        boolean decided,
        long trialsToDecide,
        List<Placed> places) {

    public Choice {
        places = List.copyOf(places);
    }

    /**
     * Where one option stands.
     *
     * @param option the variant's name
     * @param standing in a word
     * @param behind the most by which it is behind the truly best one, in the metric's unit; positive infinity with too few trials
     */
    public record Placed(String option, Standing standing, double behind) {}

    /** Returns the names of the options that stand so. */
    public List<String> those(Standing standing) {
        return places.stream()
                .filter(place -> place.standing() == standing)
                .map(Placed::option)
                .toList();
    }
}
