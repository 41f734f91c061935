package dev.brokerfall.scenario.format;

import dev.brokerfall.catalogue.Catalogue;
import dev.brokerfall.catalogue.DistributionForm;
import dev.brokerfall.catalogue.Entry;
import dev.brokerfall.catalogue.Scale;
import dev.brokerfall.random.Distribution;
import dev.brokerfall.random.RandomDuration;
import dev.brokerfall.scenario.text.Place;
import dev.brokerfall.scenario.text.Problems;
import dev.brokerfall.scenario.text.Yaml;
import dev.brokerfall.scenario.text.YamlReader;
import dev.brokerfall.unit.DataRate;
import dev.brokerfall.unit.DataSize;
import dev.brokerfall.unit.QuantityException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Turns trees into records, key by key, and notes everything that is wrong on the way. */
public final class Binder {

    private final Problems problems;
    private final Catalogue catalogue;
    private final DistributionForm durations;
    private final DistributionForm shares;
    private final List<Default> defaults = new ArrayList<>();

    /**
     * Creates a binder.
     *
     * @param problems where to note what is wrong
     * @param catalogue where defaults come from
     * @param files reads the lines of a file that the scenario names
     */
    public Binder(Problems problems, Catalogue catalogue, Function<String, List<String>> files) {
        this.problems = problems;
        this.catalogue = catalogue;
        this.durations = new DistributionForm(Scale.DURATION, files);
        this.shares = new DistributionForm(Scale.SHARE, files);
    }

    /** Returns the record that {@code tree} describes; empty, with the reasons noted, if it describes none. */
    public <T> Optional<T> bind(Class<T> type, Yaml tree) {
        return record(Shape.of(type), tree, tree.place(), "").map(type::cast);
    }

    /** Returns the defaults that were used, in the order of the format. */
    public List<Default> defaults() {
        return List.copyOf(defaults);
    }

    /** Returns whether {@code node} can be the value of such a key; why not goes to the problems. */
    boolean fits(Type type, Key key, Yaml node, String path) {
        return value(type, key, node, node.place(), path).isPresent();
    }

    private Optional<Object> record(Shape shape, Yaml node, Place at, String path) {
        if (!(node instanceof Yaml.Mapping mapping)) {
            problems.error(node.place(), "%s must be a map, found %s".formatted(name(path), node.kind()), keys(shape));
            return Optional.empty();
        }
        List<Object> values = new ArrayList<>();
        boolean known = known(shape, mapping);
        Set<String> meant = meant(shape, mapping);
        boolean complete = exactlyOne(shape, mapping, at, meant) && known;
        for (Shape.Field field : shape.fields()) {
            Optional<Object> value = field.key().inline()
                    ? inline(shape, field, mapping, at, path)
                    : value(field, mapping, at, path, meant);
            value.ifPresent(values::add);
            complete &= value.isPresent();
        }
        return complete ? Optional.of(shape.create(values)) : Optional.empty();
    }

    private Optional<Object> value(Shape.Field field, Yaml.Mapping mapping, Place at, String path, Set<String> meant) {
        String below = path.isEmpty() ? field.name() : path + "." + field.name();
        Yaml.Item item = mapping.items().get(field.name());
        if (item != null) {
            return value(field.type(), field.key(), item.value(), item.key(), below);
        }
        if (field.required()) {
            if (!meant.contains(field.name())) {
                problems.error(
                        at,
                        "'%s' is missing".formatted(field.name()),
                        field.key().value());
            }
            return Optional.empty();
        }
        return absent(field, below);
    }

    private Optional<Object> absent(Shape.Field field, String path) {
        Optional<Entry> entry = field.key().catalogue().isEmpty()
                ? Optional.empty()
                : Optional.of(catalogue.entry(field.key().catalogue()));
        String text = entry.map(Entry::text).orElse(field.key().preset());
        if (text.isEmpty()) {
            Class<?> raw = field.component().getType();
            return Optional.of(raw == List.class ? List.of() : raw == Map.class ? Map.of() : Optional.empty());
        }
        if (!text.equals("{}")) {
            defaults.add(new Default(path, text, entry));
        }
        Yaml value = YamlReader.value("default of " + path, text, problems).orElseThrow();
        return value(field.type(), field.key(), value, value.place(), path);
    }

    private boolean known(Shape shape, Yaml.Mapping mapping) {
        boolean fine = true;
        Set<String> names = names(shape);
        for (Map.Entry<String, Yaml.Item> item : mapping.items().entrySet()) {
            if (names.contains(item.getKey())) {
                continue;
            }
            fine = false;
            Place place = item.getValue().key();
            if (NotBuilt.key(shape.type(), item.getKey())) {
                problems.error(place, "'%s' is not built yet".formatted(item.getKey()), "leave it out");
            } else {
                problems.error(
                        place, "unknown key '%s'".formatted(item.getKey()), Suggestion.help(item.getKey(), names));
            }
        }
        return fine;
    }

    private static Set<String> names(Shape shape) {
        Set<String> names = new TreeSet<>();
        for (Shape.Field field : shape.fields()) {
            if (field.key().inline()) {
                names.addAll(Shape.kinds(field.component().getType()).keySet());
            } else {
                names.add(field.name());
            }
        }
        return names;
    }

    /** Returns the keys that misspelt ones seem to mean: it would not help to call these missing too. */
    private static Set<String> meant(Shape shape, Yaml.Mapping mapping) {
        Set<String> names = names(shape);
        Set<String> meant = new TreeSet<>();
        mapping.items().keySet().stream()
                .filter(key -> !names.contains(key))
                .forEach(key -> Suggestion.of(key, names).ifPresent(meant::add));
        return meant;
    }

    private boolean exactlyOne(Shape shape, Yaml.Mapping mapping, Place at, Set<String> meant) {
        ExactlyOne rule = shape.type().getAnnotation(ExactlyOne.class);
        if (rule == null) {
            return true;
        }
        List<String> given =
                Arrays.stream(rule.value()).filter(mapping.items()::containsKey).toList();
        if (given.size() == 1 || (given.isEmpty() && rule.orNone())) {
            return true;
        }
        if (given.isEmpty()) {
            if (Arrays.stream(rule.value()).noneMatch(meant::contains)) {
                problems.error(at, "one of %s is missing".formatted(String.join(", ", rule.value())));
            }
        } else {
            Yaml.Item second =
                    Optional.ofNullable(mapping.items().get(given.get(1))).orElseThrow();
            problems.error(second.key(), "only one of %s can be given".formatted(String.join(", ", given)));
        }
        return false;
    }

    private Optional<Object> inline(Shape shape, Shape.Field field, Yaml.Mapping mapping, Place at, String path) {
        Map<String, Class<?>> kinds = Shape.kinds(field.component().getType());
        List<String> given = mapping.items().keySet().stream()
                .filter(key -> kinds.containsKey(key) || NotBuilt.key(shape.type(), key))
                .toList();
        if (given.size() == 1 && kinds.containsKey(given.get(0))) {
            return kind(kinds, given.get(0), mapping, path);
        }
        if (given.size() > 1) {
            Yaml.Item second =
                    Optional.ofNullable(mapping.items().get(given.get(1))).orElseThrow();
            problems.error(second.key(), "only one of %s can be given".formatted(String.join(", ", given)));
        } else if (given.isEmpty() && names(shape).containsAll(mapping.items().keySet())) {
            problems.error(at, "it does not say what happens", "add one of " + String.join(", ", kinds.keySet()));
        }
        return Optional.empty();
    }

    private Optional<Object> oneOf(Class<?> type, Yaml node, Place at, String path) {
        Map<String, Class<?>> kinds = Shape.kinds(type);
        String choice = "one of " + String.join(", ", kinds.keySet());
        if (!(node instanceof Yaml.Mapping mapping)) {
            problems.error(node.place(), "%s must be %s, found %s".formatted(name(path), choice, node.kind()), "");
            return Optional.empty();
        }
        boolean fine = true;
        for (Map.Entry<String, Yaml.Item> item : mapping.items().entrySet()) {
            if (!kinds.containsKey(item.getKey())) {
                fine = false;
                problems.error(
                        item.getValue().key(),
                        "unknown key '%s'".formatted(item.getKey()),
                        Suggestion.help(item.getKey(), kinds.keySet()));
            }
        }
        List<String> given = List.copyOf(mapping.items().keySet());
        if (given.isEmpty()) {
            problems.error(at, "%s must be %s".formatted(name(path), choice));
            return Optional.empty();
        }
        if (given.size() > 1 && fine) {
            Yaml.Item second =
                    Optional.ofNullable(mapping.items().get(given.get(1))).orElseThrow();
            problems.error(second.key(), "only one of %s can be given".formatted(String.join(", ", given)));
            return Optional.empty();
        }
        return fine ? kind(kinds, given.get(0), mapping, path) : Optional.empty();
    }

    private Optional<Object> kind(Map<String, Class<?>> kinds, String kind, Yaml.Mapping mapping, String path) {
        Yaml.Item item = Optional.ofNullable(mapping.items().get(kind)).orElseThrow();
        Shape shape = Shape.of(Optional.ofNullable(kinds.get(kind)).orElseThrow());
        return record(shape, item.value(), item.key(), path + "." + kind);
    }

    private Optional<Object> value(Type type, Key key, Yaml node, Place at, String path) {
        if (node instanceof Yaml.Scalar scalar && isToDo(scalar)) {
            problems.error(
                    scalar.place(),
                    "%s is still TODO".formatted(name(path)),
                    "write it in place of TODO" + example(type) + ": " + key.value());
            return Optional.empty();
        }
        if (type == Yaml.class) {
            return Optional.of(node);
        }
        if (node instanceof Yaml.Scalar scalar && scalar.isEmpty()) {
            problems.error(at, "%s is empty".formatted(name(path)), key.value());
            return Optional.empty();
        }
        if (type instanceof ParameterizedType parameterized) {
            return container(parameterized, key, node, at, path);
        }
        Class<?> raw = (Class<?>) type;
        if (Scalars.isShape(raw)) {
            return record(Shape.of(raw), node, at, path);
        }
        if (raw.isSealed() && raw != Distribution.class) {
            return oneOf(raw, node, at, path);
        }
        try {
            if (raw == RandomDuration.class) {
                return Optional.of(new RandomDuration(durations.read(node.plain())));
            }
            if (raw == Distribution.class) {
                return Optional.of(shares.read(node.plain()));
            }
            if (!(node instanceof Yaml.Scalar scalar)) {
                problems.error(node.place(), "%s must be a single value, found %s".formatted(name(path), node.kind()));
                return Optional.empty();
            }
            return Optional.of(new Scalars(problems).read(raw, key, scalar));
        } catch (QuantityException e) {
            problems.error(node.place(), "%s: %s".formatted(name(path), e.getMessage()), e.help());
            return Optional.empty();
        }
    }

    private Optional<Object> container(ParameterizedType type, Key key, Yaml node, Place at, String path) {
        if (type.getRawType() == Optional.class) {
            if (!key.word().isEmpty()
                    && node instanceof Yaml.Scalar scalar
                    && scalar.text().equals(key.word())) {
                return Optional.of(Optional.empty());
            }
            if (!key.word().isEmpty()
                    && node instanceof Yaml.Scalar scalar
                    && type.getActualTypeArguments()[0] instanceof Class<?> raw
                    && (raw.isSealed() || Scalars.isShape(raw))) {
                problems.error(
                        scalar.place(),
                        "%s must be '%s' or a map, found '%s'".formatted(name(path), key.word(), scalar.text()),
                        key.value());
                return Optional.empty();
            }
            return value(type.getActualTypeArguments()[0], key, node, at, path).map(Optional::of);
        }
        if (type.getRawType() == List.class) {
            return list(type.getActualTypeArguments()[0], key, node, at, path);
        }
        return map(type.getActualTypeArguments()[1], key, node, path);
    }

    private Optional<Object> list(Type type, Key key, Yaml node, Place at, String path) {
        List<Yaml> items;
        if (node instanceof Yaml.Sequence sequence) {
            items = sequence.items();
        } else if (key.single()) {
            items = List.of(node);
        } else {
            problems.error(node.place(), "%s must be a list, found %s".formatted(name(path), node.kind()));
            return Optional.empty();
        }
        if (items.isEmpty() && key.nonEmpty()) {
            problems.error(at, "%s must have an item".formatted(name(path)));
            return Optional.empty();
        }
        List<Object> values = new ArrayList<>();
        for (int index = 0; index < items.size(); index++) {
            Yaml item = items.get(index);
            value(type, key, item, item.place(), path + "[" + index + "]").ifPresent(values::add);
        }
        return values.size() == items.size() ? Optional.of(List.copyOf(values)) : Optional.empty();
    }

    private Optional<Object> map(Type type, Key key, Yaml node, String path) {
        if (!(node instanceof Yaml.Mapping mapping)) {
            problems.error(node.place(), "%s must be a map, found %s".formatted(name(path), node.kind()));
            return Optional.empty();
        }
        Map<String, Object> values = new LinkedHashMap<>();
        mapping.items()
                .forEach((name, item) -> value(type, key, item.value(), item.key(), path + "." + name)
                        .ifPresent(value -> values.put(name, value)));
        return values.size() == mapping.items().size()
                ? Optional.of(Collections.unmodifiableMap(values))
                : Optional.empty();
    }

    /** What a program wrote for a person to fill in, such as {@code import} does, is never a value. */
    private static boolean isToDo(Yaml.Scalar scalar) {
        return !scalar.quoted() && scalar.text().equals("TODO");
    }

    private static String example(Type type) {
        Type inner = type instanceof ParameterizedType parameterized && parameterized.getRawType() == Optional.class
                ? parameterized.getActualTypeArguments()[0]
                : type;
        if (inner == DataRate.class) {
            return ", like 20MiB/s";
        }
        return inner == DataSize.class ? ", like 512Gi" : "";
    }

    private static String name(String path) {
        return path.isEmpty() ? "the document" : "'" + path.substring(path.lastIndexOf('.') + 1) + "'";
    }

    private static String keys(Shape shape) {
        return "its keys are " + String.join(", ", names(shape));
    }
}
