package dev.brokerfall.scenario.imports;

/**
 * What became of a part of the manifests, or where a value of the scenario comes from.
 *
 * @param place the manifest, as {@code file:line}
 * @param subject the field of the scenario, or for what was ignored that of the manifest
 * @param text what is said of it
 */
public record Remark(Kind kind, String place, String subject, String text) {

    /** What became of it. */
    public enum Kind {
        /** The manifests say so. */
        USED("used"),
        /** The manifests do not quite say so, or say what a scenario cannot. */
        GUESSED("guessed"),
        /** A scenario has no key for it, or nothing depends on it. */
        IGNORED("ignored"),
        /** A person must write it. */
        TODO("todo");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** Returns the word for it. */
        public String word() {
            return word;
        }
    }

    /** Returns it on one line. */
    @Override
    public String toString() {
        return "%s: %s: %s: %s".formatted(place, kind.word(), subject, text);
    }
}
