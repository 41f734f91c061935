package dev.brokerfall.cli;

import com.google.common.base.Splitter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What there is to say of one thing.
 *
 * @param kind what it is: an entry of the catalogue, a field, a metric, an event
 * @param name its name
 * @param parts what is said, by what it is about; each a line or several
 */
record Explanation(String kind, String name, Map<String, List<String>> parts) {

    private static final int WIDTH = 110;
    private static final int INDENT = 16;

    Explanation {
        parts = new LinkedHashMap<>(parts);
    }

    /** Returns it for people, at most 110 columns wide but for addresses that are longer: these are never broken. */
    String text() {
        StringBuilder out = new StringBuilder();
        out.append(name).append("   (").append(kind).append(")\n");
        parts.forEach((part, lines) -> {
            String head = part;
            for (String line : lines) {
                if (line.startsWith("https://")) {
                    out.append(" ".repeat(Math.max(0, Math.min(INDENT, WIDTH - line.length()))))
                            .append(line)
                            .append('\n');
                    continue;
                }
                for (String piece : wrapped(line, WIDTH - INDENT)) {
                    out.append(("  " + head + " ".repeat(INDENT)).substring(0, INDENT))
                            .append(piece)
                            .append('\n');
                    head = "";
                }
            }
        });
        return out.toString();
    }

    /** Returns {@code text} in lines of at most {@code width}; only a word longer than that, such as an address, is cut. */
    static List<String> wrapped(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : Splitter.on(' ').split(text)) {
            String rest = word;
            if (!line.isEmpty() && line.length() + 1 + rest.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            while (rest.length() > width) {
                lines.add(rest.substring(0, width));
                rest = rest.substring(width);
            }
            line.append(line.isEmpty() ? "" : " ").append(rest);
        }
        lines.add(line.toString());
        return lines;
    }

    /** Returns it as results have such things: the name, the kind, and a text or a list of texts for each part. */
    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", name);
        json.put("kind", kind);
        parts.forEach((part, lines) -> json.put(part, lines.size() == 1 ? lines.get(0) : lines));
        return json;
    }
}
