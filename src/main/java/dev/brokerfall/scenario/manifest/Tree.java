package dev.brokerfall.scenario.manifest;

import com.google.common.collect.ImmutableMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** A part of a manifest that knows where it stands. What is asked of it and is not so becomes a problem, and an answer is made up. */
public final class Tree {

    private final Node node;
    private final Problems problems;
    private final String path;
    private final Map<String, Node> children;

    Tree(Node node, Problems problems, String path) {
        this.node = node;
        this.problems = problems;
        this.path = path;
        this.children = node instanceof MappingNode mapping ? children(mapping) : ImmutableMap.of();
    }

    private Map<String, Node> children(MappingNode mapping) {
        Map<String, Node> byKey = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                problems.add(tuple.getKeyNode(), path + ": a key must be a plain word");
            } else if (byKey.put(key.getValue(), tuple.getValueNode()) != null) {
                problems.add(key, "duplicate key " + join(key.getValue()));
            }
        }
        return byKey;
    }

    private String join(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    Node node() {
        return node;
    }

    void problem(String message) {
        problems.add(node, path.isEmpty() ? message : path + ": " + message);
    }

    /** Returns where it stands, as {@code file:line}. */
    public String place() {
        return problems.file()
                + node.getStartMark().map(mark -> ":" + (mark.getLine() + 1)).orElse("");
    }

    /** Returns where it stands below the object. */
    public String path() {
        return path;
    }

    /** Returns the text it is, if it is a single value and not null. */
    public Optional<String> scalar() {
        return node instanceof ScalarNode single && !isNull(node) ? Optional.of(single.getValue()) : Optional.empty();
    }

    boolean isMapping() {
        return node instanceof MappingNode;
    }

    private static boolean isNull(Node node) {
        return node.getTag().equals(Tag.NULL);
    }

    /** Returns the part under {@code key}, if it is there and not null. */
    public Optional<Tree> find(String key) {
        Node child = children.get(key);
        return child == null || isNull(child) ? Optional.empty() : Optional.of(new Tree(child, problems, join(key)));
    }

    /** Returns the part under {@code key} if it is a mapping; anything else but null is a problem. */
    public Optional<Tree> map(String key) {
        Optional<Tree> found = find(key);
        if (found.isPresent() && !found.get().isMapping()) {
            found.get().problem("must be a mapping");
            return Optional.empty();
        }
        return found;
    }

    /** Returns the part under a path of keys, as far as all of it is there. */
    public Optional<Tree> at(String... keys) {
        Optional<Tree> tree = Optional.of(this);
        for (String key : keys) {
            tree = tree.flatMap(its -> its.map(key));
        }
        return tree;
    }

    /** Returns the single value under {@code key}, if it is there; a map or a list is a problem. */
    public Optional<String> text(String key) {
        return find(key).flatMap(Tree::asText);
    }

    /** Returns the single value under {@code key}, or else {@code otherwise}. */
    public String text(String key, String otherwise) {
        return text(key).orElse(otherwise);
    }

    private Optional<String> asText() {
        if (node instanceof ScalarNode scalar) {
            return Optional.of(scalar.getValue());
        }
        problem("must be a single value");
        return Optional.empty();
    }

    /** Returns the text under {@code key}; its absence is a problem. */
    String required(String key) {
        Optional<String> text = text(key);
        if (text.isEmpty() || text.get().isEmpty()) {
            problem(key + " is missing");
        }
        return text.orElse("");
    }

    /** Returns whether {@code true} stands under {@code key}; anything but that and {@code false} is a problem. */
    public boolean flag(String key) {
        return choice(key, "false", List.of("true", "false")).equals("true");
    }

    /** Returns the word under {@code key}, one of {@code words}; any other is a problem. */
    String choice(String key, String otherwise, List<String> words) {
        String word = text(key, otherwise);
        if (!words.contains(word)) {
            find(key).ifPresent(found -> found.problem("must be one of " + String.join(", ", words) + ", was " + word));
            return otherwise;
        }
        return word;
    }

    /** Returns the whole number under {@code key}, if it is there; anything else is a problem. */
    public Optional<Integer> integer(String key) {
        return parsed(key, Integer::valueOf, "must be a whole number");
    }

    /** Returns the quantity under {@code key} in whole units, if it is there; anything else is a problem. */
    public Optional<Long> quantity(String key) {
        return parsed(key, Quantity::bytes, "must be a quantity such as 512Gi");
    }

    Optional<Long> millis(String key) {
        return parsed(key, Quantity::millis, "must be a quantity such as 500m or 2");
    }

    private <T> Optional<T> parsed(String key, Function<String, T> parser, String demand) {
        Optional<Tree> found = find(key);
        Optional<String> text = found.flatMap(Tree::asText);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(parser.apply(text.get()));
        } catch (NumberFormatException notANumber) {
            found.get().problem(demand + ", was " + text.get());
            return Optional.empty();
        }
    }

    /** Returns the members of the list under {@code key}; none when it is not there. */
    public List<Tree> items(String key) {
        Optional<Tree> found = find(key);
        if (found.isEmpty()) {
            return List.of();
        }
        if (!(found.get().node instanceof SequenceNode sequence)) {
            found.get().problem("must be a list");
            return List.of();
        }
        List<Node> members = sequence.getValue();
        return IntStream.range(0, members.size())
                .mapToObj(i -> new Tree(members.get(i), problems, join(key) + "[" + i + "]"))
                .toList();
    }

    /** Returns the single values in the list under {@code key}. */
    public List<String> texts(String key) {
        return items(key).stream().flatMap(item -> item.asText().stream()).toList();
    }

    /** Returns the mapping of words to words under {@code key}; empty when it is not there. */
    public Map<String, String> words(String key) {
        Map<String, String> words = new LinkedHashMap<>();
        map(key).ifPresent(tree -> tree.children.forEach((name, value) -> words.put(
                name,
                isNull(value)
                        ? ""
                        : new Tree(value, problems, tree.join(name)).asText().orElse(""))));
        return words;
    }

    /** Returns its keys, in the order written. */
    public Iterable<String> keys() {
        return children.keySet();
    }
}
