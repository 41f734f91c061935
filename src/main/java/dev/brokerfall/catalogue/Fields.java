package dev.brokerfall.catalogue;

import dev.brokerfall.unit.DataRate;
import dev.brokerfall.unit.DataSize;
import java.util.Map;

/** The columns of an entry whose value is a map. */
record Fields(String path, Map<?, ?> columns) {

    static Fields of(Entry entry) {
        if (!(entry.value() instanceof Map<?, ?> map)) {
            throw new IllegalArgumentException("%s is not a map but %s".formatted(entry.path(), entry.text()));
        }
        return new Fields(entry.path(), map);
    }

    boolean has(String name) {
        return columns.containsKey(name);
    }

    String text(String name) {
        Object value = columns.get(name);
        if (value == null) {
            throw new IllegalArgumentException("%s has no %s".formatted(path, name));
        }
        return value.toString();
    }

    int count(String name) {
        return Integer.parseInt(text(name));
    }

    boolean flag(String name) {
        return Boolean.parseBoolean(text(name));
    }

    DataSize size(String name) {
        return DataSize.parse(text(name));
    }

    DataRate rate(String name) {
        return DataRate.parse(text(name));
    }
}
