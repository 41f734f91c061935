package dev.brokerfall.scenario.text;

/**
 * Where something is written.
 *
 * @param source the file
 * @param line from 1
 * @param column from 1
 */
public record Place(SourceText source, int line, int column) {

    /** Returns the place as messages write it: {@code file:line:column}, or the name alone of what has no lines. */
    @Override
    public String toString() {
        return source.lines().isEmpty() ? source.name() : source.name() + ":" + line + ":" + column;
    }

    /** Returns the line with a caret under the column, or nothing where there is none to show. */
    String excerpt() {
        if (line > source.lines().size()) {
            return "";
        }
        String text = source.lines().get(line - 1).replace('\t', ' ').stripTrailing();
        return "\n    " + text + "\n    " + " ".repeat(Math.min(column - 1, text.length())) + "^";
    }
}
