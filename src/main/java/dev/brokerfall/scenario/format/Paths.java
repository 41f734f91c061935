package dev.brokerfall.scenario.format;

import dev.brokerfall.scenario.text.Place;
import dev.brokerfall.scenario.text.Problems;
import dev.brokerfall.scenario.text.Yaml;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Paths into a document, such as {@code spec.kafka.topics[orders].partitions}: keys joined by dots; items of a list by name or id,
 * by index from 0, or all at once with {@code [*]}. After {@code config} the rest is one key, since Kafka's own names have dots.
 */
public final class Paths {

    private static final Pattern STEP = Pattern.compile("([A-Za-z0-9_*-]+)((?:\\[[^\\]]+\\])*)");
    private static final Pattern BRACKET = Pattern.compile("\\[([^\\]]+)\\]");
    private static final String CONFIG = "config.";

    /** Maps with exactly one key, which are replaced whole. */
    private static final Set<String> ONE_OFS = Set.of("platform", "storage");

    private final String path;
    private final Place place;
    private final Problems problems;

    /** One step of a path: a key of a map, or, in brackets, an item of a list. */
    private record Step(String name, boolean bracket) {}

    private Paths(String path, Place place, Problems problems) {
        this.path = path;
        this.place = place;
        this.problems = problems;
    }

    /**
     * Returns {@code tree} with {@code value} at {@code path}; what is wrong with the path goes to {@code problems}, at
     * {@code place}, and leaves the tree as it was.
     */
    public static Yaml set(Yaml tree, String path, Yaml value, Place place, Problems problems) {
        Paths paths = new Paths(path, place, problems);
        return paths.steps().map(steps -> paths.set(tree, steps, 0, value)).orElse(tree);
    }

    /** Returns where {@code path} is written, or the nearest thing around it that is. */
    public static Place place(Yaml tree, String path) {
        Paths paths = new Paths(path, tree.place(), new Problems());
        Place nearest = tree.place();
        Yaml at = tree;
        for (Step step : paths.steps().orElse(List.of())) {
            if (at instanceof Yaml.Mapping mapping) {
                Yaml.Item item = mapping.items().get(step.name());
                if (item == null) {
                    return nearest;
                }
                nearest = item.key();
                at = item.value();
            } else if (at instanceof Yaml.Sequence sequence) {
                int index = index(sequence, step.name());
                if (index < 0) {
                    return nearest;
                }
                at = sequence.items().get(index);
                nearest = at.place();
            } else {
                return nearest;
            }
            if (at instanceof Yaml.Scalar) {
                nearest = at.place();
            }
        }
        return nearest;
    }

    /** Returns what is written at {@code path}, if anything is. */
    public static Optional<Yaml> find(Yaml tree, String path) {
        Yaml at = tree;
        for (Step step : new Paths(path, tree.place(), new Problems()).steps().orElse(List.of())) {
            if (at instanceof Yaml.Mapping mapping && mapping.items().containsKey(step.name())) {
                at = Optional.ofNullable(mapping.items().get(step.name()))
                        .orElseThrow()
                        .value();
            } else if (at instanceof Yaml.Sequence sequence && index(sequence, step.name()) >= 0) {
                at = sequence.items().get(index(sequence, step.name()));
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(at);
    }

    private Optional<List<Step>> steps() {
        List<Step> steps = new ArrayList<>();
        String rest = path;
        while (!rest.isEmpty()) {
            Matcher step = STEP.matcher(rest);
            if (!step.lookingAt()) {
                return unreadable();
            }
            steps.add(new Step(step.group(1), false));
            Matcher brackets = BRACKET.matcher(step.group(2));
            while (brackets.find()) {
                steps.add(new Step(brackets.group(1), true));
            }
            rest = rest.substring(step.end());
            if (rest.startsWith(".") && rest.length() > 1) {
                rest = rest.substring(1);
            } else if (!rest.isEmpty()) {
                return unreadable();
            }
            if (path.contains("." + CONFIG) && step.group().equals("config") && !rest.isEmpty()) {
                steps.add(new Step(rest, false));
                rest = "";
            }
        }
        return steps.isEmpty() ? unreadable() : Optional.of(steps);
    }

    private Optional<List<Step>> unreadable() {
        problems.error(
                place, "'%s' is not a path".formatted(path), "write it like spec.kafka.topics[orders].partitions");
        return Optional.empty();
    }

    private Yaml set(Yaml at, List<Step> steps, int depth, Yaml value) {
        if (depth == steps.size()) {
            return value;
        }
        Step step = steps.get(depth);
        if (at instanceof Yaml.Sequence sequence) {
            return setItem(sequence, steps, depth, value);
        }
        if (!(at instanceof Yaml.Mapping mapping)) {
            problems.error(place, "%s: there is nothing below %s".formatted(path, at.kind()), "");
            return at;
        }
        Yaml.Item item = mapping.items().get(step.name());
        if (item == null) {
            if (step.bracket()) {
                problems.error(place, "%s: there is no list for [%s]".formatted(path, step.name()), "");
                return at;
            }
            String owner = depth == 0 ? "" : steps.get(depth - 1).name();
            if (ONE_OFS.contains(owner) && !mapping.items().isEmpty()) {
                problems.error(
                        place,
                        "%s: %s is %s here"
                                .formatted(
                                        path,
                                        owner,
                                        mapping.items().keySet().iterator().next()),
                        "replace it whole: %s: {%s: …}".formatted(upTo(owner), step.name()));
                return at;
            }
            Yaml below = depth + 1 == steps.size() ? value : new Yaml.Mapping(place, Map.of());
            return mapping.with(step.name(), new Yaml.Item(place, set(below, steps, depth + 1, value)));
        }
        Yaml changed = set(item.value(), steps, depth + 1, value);
        return mapping.with(step.name(), new Yaml.Item(depth + 1 == steps.size() ? place : item.key(), changed));
    }

    private Yaml setItem(Yaml.Sequence sequence, List<Step> steps, int depth, Yaml value) {
        Step step = steps.get(depth);
        List<Yaml> items = new ArrayList<>(sequence.items());
        if (step.name().equals("*")) {
            items.replaceAll(item -> set(item, steps, depth + 1, value));
            return new Yaml.Sequence(sequence.place(), items);
        }
        int index = index(sequence, step.name());
        if (index < 0) {
            problems.error(
                    place,
                    "%s: the list has no item '%s'".formatted(path, step.name()),
                    Suggestion.help(step.name(), names(sequence)));
            return sequence;
        }
        items.set(index, set(items.get(index), steps, depth + 1, value));
        return new Yaml.Sequence(sequence.place(), items);
    }

    private String upTo(String owner) {
        return path.substring(0, path.indexOf(owner) + owner.length());
    }

    private static int index(Yaml.Sequence sequence, String name) {
        if (name.matches("\\d{1,6}")) {
            int index = Integer.parseInt(name);
            return index < sequence.items().size() ? index : -1;
        }
        return sequence.items()
                .indexOf(sequence.items().stream()
                        .filter(item -> name.equals(label(item)))
                        .findFirst()
                        .orElse(sequence));
    }

    private static List<String> names(Yaml.Sequence sequence) {
        return sequence.items().stream()
                .map(Paths::label)
                .filter(label -> !label.isEmpty())
                .toList();
    }

    /** Returns the name or id of an item of a list. */
    private static String label(Yaml item) {
        if (item instanceof Yaml.Mapping mapping) {
            for (String key : List.of("name", "id")) {
                Yaml.Item named = mapping.items().get(key);
                if (named != null && named.value() instanceof Yaml.Scalar scalar) {
                    return scalar.text();
                }
            }
        }
        return "";
    }
}
