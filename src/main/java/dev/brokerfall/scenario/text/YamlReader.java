package dev.brokerfall.scenario.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * Reads YAML 1.2, with anchors and merge keys, into {@link Yaml} trees. Duplicate keys, which the library lets pass while it
 * composes, are problems.
 */
public final class YamlReader {

    private static final int MAX_ALIASES = 50;
    private static final int MAX_DEPTH = 50;
    private static final String MERGE = "<<";

    private final SourceText source;
    private final Problems problems;
    private int depth;

    private YamlReader(SourceText source, Problems problems) {
        this.source = source;
        this.problems = problems;
    }

    /** Returns the documents in {@code content} that are not empty; what is wrong goes to {@code problems}. */
    public static List<Yaml> read(String name, String content, Problems problems) {
        YamlReader reader = new YamlReader(SourceText.of(name, content), problems);
        LoadSettings settings = LoadSettings.builder()
                .setSchema(new CoreSchema())
                .setUseMarks(true)
                .setMaxAliasesForCollections(MAX_ALIASES)
                .setLabel(name)
                .build();
        List<Yaml> documents = new ArrayList<>();
        try {
            for (Node node : new Compose(settings).composeAllFromString(content)) {
                Yaml document = reader.convert(node);
                if (!(document instanceof Yaml.Scalar scalar && scalar.isEmpty())) {
                    documents.add(document);
                }
            }
        } catch (MarkedYamlEngineException e) {
            Place place = e.getProblemMark().map(reader::place).orElse(reader.start());
            problems.error(place, "this is not YAML: " + e.getProblem(), "");
        } catch (YamlEngineException e) {
            problems.error(reader.start(), "this is not YAML: " + firstLine(e), "");
        } catch (StackOverflowError e) { // the library composes by recursion and sets no bound itself
            problems.error(reader.start(), "this is nested too deeply to be read", "");
        }
        return documents;
    }

    /** Returns the one value that {@code text} writes on a command line or in a catalogue. */
    public static Optional<Yaml> value(String name, String text, Problems problems) {
        YamlReader reader = new YamlReader(new SourceText(name, List.of()), problems);
        LoadSettings settings = LoadSettings.builder()
                .setSchema(new CoreSchema())
                .setUseMarks(true)
                .build();
        try {
            return new Compose(settings).composeString(text).map(reader::convert);
        } catch (YamlEngineException e) {
            problems.error(reader.start(), "this is not YAML: " + firstLine(e), "");
            return Optional.empty();
        }
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("unreadable");
    }

    private Yaml convert(Node node) {
        Place place = node.getStartMark().map(this::place).orElse(start());
        if (++depth > MAX_DEPTH) {
            depth--;
            problems.error(place, "nested more than %s deep".formatted(MAX_DEPTH));
            return new Yaml.Scalar(place, "", false);
        }
        try {
            if (node instanceof MappingNode mapping) {
                return mapping(place, mapping);
            }
            if (node instanceof SequenceNode sequence) {
                List<Yaml> items = new ArrayList<>();
                sequence.getValue().forEach(item -> items.add(convert(item)));
                return new Yaml.Sequence(place, items);
            }
            ScalarNode scalar = (ScalarNode) node;
            return new Yaml.Scalar(place, scalar.getValue(), scalar.getScalarStyle() != ScalarStyle.PLAIN);
        } finally {
            depth--;
        }
    }

    private Yaml.Mapping mapping(Place place, MappingNode node) {
        Map<String, Yaml.Item> items = new LinkedHashMap<>();
        Map<String, Yaml.Item> merged = new LinkedHashMap<>();
        for (NodeTuple tuple : node.getValue()) {
            Place keyPlace = tuple.getKeyNode().getStartMark().map(this::place).orElse(place);
            if (!(tuple.getKeyNode() instanceof ScalarNode keyNode)) {
                problems.error(keyPlace, "a key must be a single word");
                continue;
            }
            String key = keyNode.getValue();
            Yaml value = convert(tuple.getValueNode());
            if (key.equals(MERGE) && keyNode.getScalarStyle() == ScalarStyle.PLAIN) {
                merge(value, merged);
            } else if (items.containsKey(key)) {
                problems.error(
                        keyPlace, "'%s' is there twice".formatted(key), "it was given before at " + at(items.get(key)));
            } else {
                items.put(key, new Yaml.Item(keyPlace, value));
            }
        }
        merged.forEach(items::putIfAbsent);
        return new Yaml.Mapping(place, items);
    }

    private void merge(Yaml value, Map<String, Yaml.Item> into) {
        if (value instanceof Yaml.Mapping mapping) {
            mapping.items().forEach(into::putIfAbsent);
        } else if (value instanceof Yaml.Sequence sequence) {
            sequence.items().forEach(item -> merge(item, into));
        } else {
            problems.error(value.place(), "'<<' takes a map, found " + value.kind());
        }
    }

    private static String at(Yaml.@Nullable Item item) {
        return item == null ? "" : "line " + item.key().line();
    }

    private Place place(Mark mark) {
        return new Place(source, mark.getLine() + 1, mark.getColumn() + 1);
    }

    private Place start() {
        return new Place(source, 1, 1);
    }
}
