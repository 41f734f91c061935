package dev.brokerfall.report;

import java.util.List;

/**
 * One line of a timeline.
 *
 * @param name whose line it is
 * @param spans what lasted, in order of time
 */
public record Lane(String name, List<Span> spans) {

    public Lane {
        spans = List.copyOf(spans);
    }
}
