package dev.brokerfall.report;

/** Sentences in lines that fit a terminal. */
final class Wrapped {

    private static final int WIDTH = 110;

    private Wrapped() {}

    /** Writes {@code text}, whose further lines begin after {@code indent} spaces; nothing when it is empty. */
    static void write(StringBuilder out, String text, int indent) {
        if (text.isEmpty()) {
            return;
        }
        String rest = text;
        while (rest.length() > WIDTH) {
            int cut = rest.lastIndexOf(' ', WIDTH);
            if (cut <= indent) {
                break;
            }
            out.append(rest, 0, cut).append('\n');
            rest = " ".repeat(indent) + rest.substring(cut + 1);
        }
        out.append(rest).append('\n');
    }
}
