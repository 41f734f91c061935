package dev.brokerfall.scenario.imports;

import java.util.ArrayList;
import java.util.List;

/** Words as YAML takes them. */
final class Text {

    private static final String PLAIN = "[A-Za-z][A-Za-z0-9._/-]*";
    private static final String MEANS_SOMETHING = "(?i)true|false|yes|no|on|off|y|n|null|todo";

    private static final int LONGEST = 100;

    private Text() {}

    /** Returns {@code word} as a YAML value that is read as this text. */
    static String word(String word) {
        return word.matches(PLAIN) && !word.matches(MEANS_SOMETHING)
                ? word
                : "\"" + word.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", " ") + "\"";
    }

    /** Returns words, parted by commas, in lines that are not too long. */
    static List<String> wrapped(List<String> words) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (int index = 0; index < words.size(); index++) {
            String word = words.get(index) + (index + 1 < words.size() ? "," : "");
            if (line.length() > 0 && line.length() + word.length() >= LONGEST) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.length() == 0 ? "" : " ").append(word);
        }
        if (line.length() > 0) {
            lines.add(line.toString());
        }
        return lines;
    }
}
