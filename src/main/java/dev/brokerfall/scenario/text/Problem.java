package dev.brokerfall.scenario.text;

import java.util.Comparator;

/**
 * Something that is wrong with what a user wrote.
 *
 * @param place where
 * @param severity how bad it is
 * @param message what is wrong: what was found
 * @param help what would be right; may be empty
 */
public record Problem(Place place, Severity severity, String message, String help) implements Comparable<Problem> {

    private static final Comparator<Problem> BY_PLACE = Comparator.comparing(
                    (Problem problem) -> problem.place().source().name())
            .thenComparing(problem -> problem.place().line())
            .thenComparing(problem -> problem.place().column())
            .thenComparing(Problem::severity)
            .thenComparing(Problem::message)
            .thenComparing(Problem::help);

    /** How bad a problem is. */
    public enum Severity {
        /** The input cannot be used. */
        ERROR("error"),
        /** The input can be used, but may not mean what its author thinks. */
        WARNING("warning");

        private final String word;

        Severity(String word) {
            this.word = word;
        }

        /** Returns the word that messages use. */
        public String word() {
            return word;
        }
    }

    /** Returns an error. */
    public static Problem error(Place place, String message, String help) {
        return new Problem(place, Severity.ERROR, message, help);
    }

    /** Returns a warning. */
    public static Problem warning(Place place, String message, String help) {
        return new Problem(place, Severity.WARNING, message, help);
    }

    /** Returns the problem with the line it is in, a caret, and help. */
    public String describe() {
        return this + place.excerpt() + (help.isEmpty() ? "" : "\n  help: " + help);
    }

    @Override
    public int compareTo(Problem other) {
        return BY_PLACE.compare(this, other);
    }

    /** Returns the problem on one line. */
    @Override
    public String toString() {
        return "%s: %s: %s".formatted(place, severity.word(), message);
    }
}
