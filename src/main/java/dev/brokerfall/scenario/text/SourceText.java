package dev.brokerfall.scenario.text;

import java.util.List;

/**
 * A file, or another piece of text that a user wrote.
 *
 * @param name how messages call it
 * @param lines its lines; empty when showing a line would tell nothing, as for a part of the command line
 */
public record SourceText(String name, List<String> lines) {

    public SourceText {
        lines = List.copyOf(lines);
    }

    /** Returns the source of this name with this content. */
    public static SourceText of(String name, String content) {
        return new SourceText(name, content.lines().toList());
    }
}
