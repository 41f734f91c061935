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
 * @param alternative the value that another source has
 * @param per what a rate is counted for: node, zone, broker or cluster
 */
public record Entry(
        String path,
        Object value,
        List<Object> range,
        Label label,
        List<Source> sources,
        String note,
        Optional<String> alternative,
        Optional<String> per) {

    public Entry {
        range = List.copyOf(range);
        sources = List.copyOf(sources);
    }

    /** Returns the value on one line, as a YAML file may have it. */
    public String text() {
        return flow(value);
    }

    /** Returns the range on one line, or nothing. */
    public String rangeText() {
        return range.isEmpty() ? "" : flow(range);
    }

    private static String flow(Object value) {
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
