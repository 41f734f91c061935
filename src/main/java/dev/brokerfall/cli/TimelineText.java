package dev.brokerfall.cli;

import dev.brokerfall.world.Journal;
import dev.brokerfall.world.JournalEntry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** What happened in a trial, event by event. */
final class TimelineText {

    private static final double MILLIS_PER_SECOND = 1000;
    private static final int TYPE_WIDTH = 17;

    private TimelineText() {}

    /** Returns one line per event for people. */
    static String text(List<JournalEntry> entries) {
        StringBuilder out = new StringBuilder();
        for (JournalEntry entry : entries) {
            out.append(clock(entry.millis())).append("  ");
            out.append(String.format(Locale.ROOT, "%-" + TYPE_WIDTH + "s", entry.type()));
            entry.fields()
                    .forEach((name, value) ->
                            out.append("  ").append(name).append('=').append(value));
            while (out.charAt(out.length() - 1) == ' ') {
                out.setLength(out.length() - 1);
            }
            out.append('\n');
        }
        return out.toString();
    }

    /** Returns an instant as days and time of day, such as {@code 30d 01:02:03.456}. */
    static String clock(long millis) {
        return String.format(
                Locale.ROOT,
                "%3dd %02d:%02d:%02d.%03d",
                millis / 86_400_000,
                millis / 3_600_000 % 24,
                millis / 60_000 % 60,
                millis / 1000 % 60,
                millis % 1000);
    }

    /** Returns one JSON object per event. */
    static String jsonLines(List<JournalEntry> entries) {
        JsonMapper mapper = JsonMapper.builder().build();
        StringBuilder out = new StringBuilder();
        for (JournalEntry entry : entries) {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("t", entry.millis() / MILLIS_PER_SECOND);
            object.put("type", entry.type());
            object.putAll(entry.fields());
            if (Journal.NO_LEADER.equals(object.get("leader"))) {
                object.put("leader", null);
            }
            out.append(mapper.writeValueAsString(object)).append('\n');
        }
        return out.toString();
    }
}
