package dev.brokerfall.catalogue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One value and where it comes from.
 *
 * @param path its name, dotted: {@code kubernetes.nodeMonitorGrace}
 * @param value as the file has it: a text with its unit, a number, true or false, or a map of them
 * @param range the least and the greatest value that are plausible, or empty
 * @param label how far it can be trusted
 * @param sources who says so; may be empty for inferred and unknown values
 * @param note what it means, or how it was arrived at; may be empty
 * @param alternatives what other sources have instead
 * @param per what a rate is counted for: node, zone, broker or cluster
 * @param reference whether it stands here to be looked up alone: the model does not read it
 * @param instead what the catalogue itself has, where a user's file has another value
 */
public record Entry(
        String path,
        Object value,
        List<Object> range,
        Label label,
        List<Source> sources,
        String note,
        List<Alternative> alternatives,
        Optional<String> per,
        boolean reference,
        Optional<Entry> instead) {

    public Entry {
        range = List.copyOf(range);
        sources = List.copyOf(sources);
        alternatives = List.copyOf(alternatives);
    }

    /** Returns the value on one line, as a YAML file may have it. */
    public String text() {
        return flow(value);
    }

    /** Returns the range on one line, or nothing. */
    public String rangeText() {
        return range.isEmpty() ? "" : flow(range);
    }

    /** Returns what kind of value it is. */
    public Form form() {
        Form form = Form.of(value);
        return form == Form.COUNT && range.stream().anyMatch(limit -> Form.of(limit) == Form.NUMBER)
                ? Form.NUMBER
                : form;
    }

    /** Returns this entry as a user's file has it; the catalogue's own is kept beside it. */
    public Entry replacedBy(
            Object newValue, List<Object> newRange, Label newLabel, List<Source> newSources, String newNote) {
        return new Entry(
                path,
                newValue,
                newRange,
                newLabel,
                newSources,
                newNote,
                alternatives,
                per,
                reference,
                Optional.of(instead.orElse(this)));
    }

    static String flow(Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(item -> item.getKey() + ": " + flow(item.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        if (value instanceof List<?> list) {
            return list.stream().map(Entry::flow).collect(Collectors.joining(", ", "[", "]"));
        }
        return value.toString();
    }
}
