package dev.brokerfall.catalogue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Reads a catalogue file: a tree of names whose leaves are the maps that have a {@code value} and a {@code label}. */
final class CatalogueFile {

    private static final List<String> PARTS =
            List.of("value", "range", "label", "source", "note", "alternative", "per", "reference");

    private final String name;
    private final List<Entry> entries = new ArrayList<>();

    private CatalogueFile(String name) {
        this.name = name;
    }

    /** Returns the entries of the file called {@code name} with this content. */
    static List<Entry> read(String name, String yaml) {
        LoadSettings settings = LoadSettings.builder()
                .setSchema(new CoreSchema())
                .setMaxAliasesForCollections(Integer.MAX_VALUE)
                .setLabel(name)
                .build();
        CatalogueFile file = new CatalogueFile(name);
        Map<?, ?> root = file.map(new Load(settings).loadFromString(yaml), "the file");
        file.walk("", file.map(root.get("entries"), "entries"));
        return file.entries;
    }

    private void walk(String path, Map<?, ?> node) {
        if (node.containsKey("value") && node.containsKey("label")) {
            entries.add(entry(path, node));
            return;
        }
        for (Map.Entry<?, ?> child : node.entrySet()) {
            String childPath = path.isEmpty() ? child.getKey().toString() : path + "." + child.getKey();
            walk(childPath, map(child.getValue(), childPath));
        }
    }

    private Entry entry(String path, Map<?, ?> node) {
        for (Object key : node.keySet()) {
            if (!PARTS.contains(key)) {
                throw new IllegalStateException("%s: %s: unknown key %s".formatted(name, path, key));
            }
        }
        return new Entry(
                path,
                present(node.get("value"), path),
                new ArrayList<>(list(node.get("range"))),
                Label.valueOf(text(node.get("label"), path).toUpperCase(Locale.ROOT)),
                sources(node, path),
                optional(node.get("note")).orElse(""),
                alternatives(node.get("alternative"), path),
                optional(node.get("per")),
                Boolean.TRUE.equals(node.get("reference")),
                Optional.empty());
    }

    private List<Source> sources(Map<?, ?> node, String path) {
        List<Source> sources = new ArrayList<>();
        for (Object source : list(node.get("source"))) {
            Map<?, ?> fields = map(source, path);
            sources.add(new Source(
                    text(fields.get("title"), path),
                    text(fields.get("address"), path),
                    text(fields.get("date"), path)));
        }
        return sources;
    }

    /** One alternative or a list of them, each a text alone or {@code {value: …, source: […]}}. */
    private List<Alternative> alternatives(@Nullable Object written, String path) {
        List<Alternative> alternatives = new ArrayList<>();
        for (Object each :
                written instanceof List<?> several ? several : written == null ? List.of() : List.of(written)) {
            alternatives.add(
                    each instanceof Map<?, ?> fields
                            ? new Alternative(Entry.flow(present(fields.get("value"), path)), sources(fields, path))
                            : new Alternative(each.toString(), List.of()));
        }
        return alternatives;
    }

    private Map<?, ?> map(@Nullable Object value, String path) {
        if (!(value instanceof Map<?, ?> map)) {
            throw new IllegalStateException("%s: %s is not a map".formatted(name, path));
        }
        return map;
    }

    private static List<?> list(@Nullable Object value) {
        return value instanceof List<?> list ? list : List.of();
    }

    private String text(@Nullable Object value, String path) {
        return present(value, path).toString();
    }

    private Object present(@Nullable Object value, String path) {
        if (value == null) {
            throw new IllegalStateException("%s: %s lacks a part".formatted(name, path));
        }
        return value;
    }

    private static Optional<String> optional(@Nullable Object value) {
        return Optional.ofNullable(value).map(Object::toString);
    }
}
