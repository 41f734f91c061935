package dev.brokerfall.report;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * Something that lasted, as a timeline draws it.
 *
 * @param from when it began, in seconds since the beginning of the trial
 * @param to when it ended, not before
 * @param state what it was
 */
public record Span(double from, double to, State state) {

    public Span {
        checkArgument(from <= to, "a span must not end (%s s) before it begins (%s s)", to, from);
    }

    /** What lasted. */
    public enum State {
        IN_SYNC("in sync"),
        CATCHING_UP("catching up"),
        FENCED("fenced"),
        DOWN("down"),
        FAULT("fault or plan"),
        NOT_WRITABLE("not writable"),
        NOT_READABLE("not readable");

        private final String words;

        State(String words) {
            this.words = words;
        }

        /** Returns how a legend calls it. */
        public String words() {
            return words;
        }
    }
}
