package dev.brokerfall.real;

import java.time.Duration;

/** One thing that a story shows, drawn from either side by the same rule. */
sealed interface Finding {

    /** Returns what it is about. */
    String what();

    /**
     * Something that must be the same on both sides.
     *
     * @param value what is compared
     * @param detail what is shown beside it
     */
    record Fact(String what, String value, String detail) implements Finding {

        Fact(String what, Object value) {
            this(what, String.valueOf(value), "");
        }
    }

    /**
     * A time that Kafka's timers confine to an interval.
     *
     * @param from when it began, in milliseconds on the side's own clock
     * @param length how long it was
     * @param least the shortest that the protocol allows
     * @param most the longest that it allows
     */
    record Span(String what, long from, Duration length, Duration least, Duration most) implements Finding {}
}
