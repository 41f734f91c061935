package dev.brokerfall.scenario.text;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A YAML document as a tree in which everything knows its place. Immutable; changes make new trees. */
public sealed interface Yaml {

    /** Returns where it begins. */
    Place place();

    /** Returns what it is, for messages: a map, a list or a value. */
    String kind();

    /** Returns it as maps, lists, texts, numbers and truth values. */
    Object plain();

    /**
     * A map, in the order written.
     *
     * @param items its values by key
     */
    record Mapping(Place place, Map<String, Item> items) implements Yaml {
        public Mapping {
            items = Collections.unmodifiableMap(new LinkedHashMap<>(items));
        }

        /** Returns this map with another value at {@code key}. */
        public Mapping with(String key, Item item) {
            Map<String, Item> changed = new LinkedHashMap<>(items);
            changed.put(key, item);
            return new Mapping(place, changed);
        }

        /** Returns this map without {@code key}. */
        public Mapping without(String key) {
            Map<String, Item> changed = new LinkedHashMap<>(items);
            changed.remove(key);
            return new Mapping(place, changed);
        }

        @Override
        public String kind() {
            return "a map";
        }

        @Override
        public Object plain() {
            Map<String, Object> plain = new LinkedHashMap<>();
            items.forEach((key, item) -> plain.put(key, item.value().plain()));
            return plain;
        }
    }

    /**
     * A key's value.
     *
     * @param key where the key is written
     * @param value what it holds
     */
    record Item(Place key, Yaml value) {}

    /** A list. */
    record Sequence(Place place, List<Yaml> items) implements Yaml {
        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public String kind() {
            return "a list";
        }

        @Override
        public Object plain() {
            List<Object> plain = new ArrayList<>();
            items.forEach(item -> plain.add(item.plain()));
            return plain;
        }
    }

    /**
     * A single value.
     *
     * @param text as written, without quotes
     * @param quoted whether it was in quotes, or a block of text
     */
    record Scalar(Place place, String text, boolean quoted) implements Yaml {

        private static final String WHOLE = "[-+]?[0-9]+";
        private static final String NUMBER = "[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?";

        /** Returns whether nothing is written. */
        public boolean isEmpty() {
            return !quoted && (text.isEmpty() || text.equals("~") || text.equalsIgnoreCase("null"));
        }

        /** Returns whether it is a whole number. */
        public boolean isWhole() {
            return !quoted && text.matches(WHOLE);
        }

        /** Returns whether it is a number. */
        public boolean isNumber() {
            return !quoted && text.matches(NUMBER);
        }

        @Override
        public String kind() {
            return "'" + text + "'";
        }

        /** Returns numbers and truth values as such, everything else as its text. */
        @Override
        public Object plain() {
            if (isWhole() && text.length() < 18) {
                return Long.parseLong(text.startsWith("+") ? text.substring(1) : text);
            }
            if (isNumber()) {
                return Double.parseDouble(text);
            }
            return !quoted && (text.equals("true") || text.equals("false")) ? Boolean.valueOf(text) : text;
        }
    }
}
