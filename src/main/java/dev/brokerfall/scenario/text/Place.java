package dev.brokerfall.scenario.text;

/**
 * Where something is written.
 *
 * @param source the file
 * @param line from 1
 * @param column from 1
 */
public record Place(SourceText source, int line, int column) {

    private static final int LONGEST_EXCERPT = 240;

    /** Returns the place as messages write it: {@code file:line:column}, or the name alone of what has no lines. */
    @Override
    public String toString() {
        return source.lines().isEmpty() ? source.name() : source.name() + ":" + line + ":" + column;
    }

    /** Returns the line, or of a very long one what lies about the column, with a caret under the column; nothing without a line. */
    String excerpt() {
        if (line > source.lines().size()) {
            return "";
        }
        String text = source.lines().get(line - 1).replace('\t', ' ').stripTrailing();
        int caret = Math.min(column - 1, text.length());
        int from = text.length() <= LONGEST_EXCERPT ? 0 : Math.max(0, caret - LONGEST_EXCERPT / 2);
        int to = Math.min(text.length(), from + LONGEST_EXCERPT);
        return "\n    " + text.substring(from, to) + "\n    " + " ".repeat(caret - from) + "^";
    }
}
