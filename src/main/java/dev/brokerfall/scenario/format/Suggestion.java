package dev.brokerfall.scenario.format;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** What somebody may have meant. */
public final class Suggestion {

    private static final int SHORT = 3;
    private static final int CLOSE = 2;

    private Suggestion() {}

    /** Returns the known word nearest to {@code word}, if it is near enough to be meant. */
    public static Optional<String> of(String word, Collection<String> known) {
        String lower = word.toLowerCase(Locale.ROOT);
        int allowed = word.length() <= SHORT ? 1 : Math.max(CLOSE, word.length() / 3);
        return known.stream()
                .filter(candidate -> distance(lower, candidate) <= allowed)
                .min(Comparator.comparing((String candidate) -> distance(lower, candidate))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** Returns a line of help: the word that may be meant, or else all that are known. */
    public static String help(String word, Collection<String> known) {
        return of(word, known)
                .map(meant -> "did you mean '%s'?".formatted(meant))
                .orElseGet(() -> known.isEmpty() ? "" : "known: " + String.join(", ", known));
    }

    private static int distance(String lower, String candidate) {
        return LevenshteinDistance.getDefaultInstance().apply(lower, candidate.toLowerCase(Locale.ROOT));
    }
}
