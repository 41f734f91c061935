package dev.brokerfall.kafka;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Cases of others: a YAML list of mappings, each with a {@code name} and the {@code source} it comes from.
 *
 * @param values what the case says, by name
 */
public record Cases(Map<?, ?> values) {

    /** Returns the cases in a resource of this package. */
    public static Stream<Cases> in(String resource) {
        InputStream text = Objects.requireNonNull(Cases.class.getResourceAsStream(resource), resource);
        List<?> list = (List<?>) new Load(LoadSettings.builder().build()).loadFromInputStream(text);
        return list.stream().map(each -> new Cases((Map<?, ?>) each));
    }

    /** Returns whether the case says anything under this name, be it null. */
    public boolean has(String name) {
        return values.containsKey(name);
    }

    /** Returns what it says as a nested case. */
    public Cases nested(String name) {
        return new Cases((Map<?, ?>) Objects.requireNonNull(values.get(name), name));
    }

    /** Returns what it says as text; {@code null} is {@code "null"}. */
    public String text(String name) {
        return String.valueOf(values.get(name));
    }

    /** Returns what it says as a number. */
    public int number(String name) {
        return ((Number) Objects.requireNonNull(values.get(name), name)).intValue();
    }

    /** Returns what it says as a truth value; nothing said is false. */
    public boolean is(String name) {
        return Boolean.TRUE.equals(values.get(name));
    }

    /** Returns what it says as a list of numbers; nothing said is an empty one. */
    public List<Integer> numbers(String name) {
        List<Integer> result = new ArrayList<>();
        if (values.get(name) instanceof List<?> list) {
            list.forEach(each -> result.add(((Number) each).intValue()));
        }
        return result;
    }

    /** Returns what it says as a list of nested cases. */
    public List<Cases> list(String name) {
        return ((List<?>) Objects.requireNonNull(values.get(name), name))
                .stream().map(each -> new Cases((Map<?, ?>) each)).toList();
    }

    @Override
    public String toString() {
        return text("name");
    }
}
