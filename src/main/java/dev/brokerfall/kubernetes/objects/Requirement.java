package dev.brokerfall.kubernetes.objects;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One condition on the value of a label.
 *
 * <p>Source: Kubernetes, "Labels and Selectors"; staging/src/k8s.io/apimachinery/pkg/labels/selector.go.
 */
public record Requirement(String key, Operator operator, List<String> values) {

    private static final int LONGEST_VALUE = 63;

    public Requirement {
        values = List.copyOf(values);
    }

    /** Returns the requirement that {@code key} has this value. */
    public static Requirement equal(String key, String value) {
        return new Requirement(key, Operator.IN, List.of(value));
    }

    /** Returns whether labels meet this requirement; one with an invalid value is never met. */
    public boolean matches(Map<String, String> labels) {
        return matchesValue(labels.get(key)) && problem().isEmpty();
    }

    /** Returns whether a label's value, or its absence, meets this requirement. */
    public boolean matchesValue(@Nullable String value) {
        return switch (operator) {
            case IN -> value != null && values.contains(value);
            case NOT_IN -> value == null || !values.contains(value);
            case EXISTS -> value != null;
            case DOES_NOT_EXIST -> value == null;
            case GREATER -> compare(value) > 0;
            case LESS -> compare(value) < 0;
        };
    }

    /** Returns what makes this requirement invalid, in the words of the API server, if anything does. */
    public Optional<String> problem() {
        for (String value : values) {
            if (!isLabelValue(value)) {
                return Optional.of("Invalid value: \"" + value + "\"");
            }
        }
        return Optional.empty();
    }

    /** At most 63 letters, digits, dashes, underscores and dots, with a letter or digit at both ends; or nothing. */
    private static boolean isLabelValue(String value) {
        int length = value.length();
        if (length == 0) {
            return true;
        }
        if (length > LONGEST_VALUE || !isAlphanumeric(value.charAt(0)) || !isAlphanumeric(value.charAt(length - 1))) {
            return false;
        }
        for (int i = 1; i < length - 1; i++) {
            char character = value.charAt(i);
            if (!isAlphanumeric(character) && character != '-' && character != '_' && character != '.') {
                return false;
            }
        }
        return true;
    }

    private static boolean isAlphanumeric(char character) {
        return (character >= 'a' && character <= 'z')
                || (character >= 'A' && character <= 'Z')
                || (character >= '0' && character <= '9');
    }

    /** Returns the sign of the label's number less the requirement's; 0 when either is not a number. */
    private int compare(@Nullable String value) {
        if (value == null || values.size() != 1) {
            return 0;
        }
        try {
            return Long.compare(Long.parseLong(value), Long.parseLong(values.get(0)));
        } catch (NumberFormatException notNumbers) {
            return 0;
        }
    }

    /** How the value is compared. */
    public enum Operator {
        IN("In"),
        NOT_IN("NotIn"),
        EXISTS("Exists"),
        DOES_NOT_EXIST("DoesNotExist"),
        GREATER("Gt"),
        LESS("Lt");

        private final String word;

        Operator(String word) {
            this.word = word;
        }

        /** Returns the word used in manifests. */
        public String word() {
            return word;
        }
    }
}
