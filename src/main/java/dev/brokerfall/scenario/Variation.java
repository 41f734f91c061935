package dev.brokerfall.scenario;

import com.google.common.collect.ImmutableMap;
import dev.brokerfall.catalogue.Catalogue;
import dev.brokerfall.scenario.format.Binder;
import dev.brokerfall.scenario.format.Paths;
import dev.brokerfall.scenario.spec.ScenarioDocument;
import dev.brokerfall.scenario.text.Place;
import dev.brokerfall.scenario.text.Problems;
import dev.brokerfall.scenario.text.Yaml;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Makes of one document the variants that are compared: every option with every combination of the matrix. */
final class Variation {

    /** What must be the same for all variants, or else they could not be compared. */
    private static final Set<String> COMMON =
            Set.of("horizon", "options", "matrix", "candidates", "objectives", "simulation");

    private final Yaml document;
    private final List<Setting> settings;
    private final Problems problems;
    private final Catalogue catalogue;
    private final Function<String, List<String>> files;
    private final List<Variant> variants = new ArrayList<>();
    private Optional<ScenarioDocument> bound = Optional.empty();

    /** A value for a field, from wherever. */
    record Setting(String path, Yaml value, Place place) {}

    /** One value of one axis. */
    private record Coordinate(String axis, String text, Setting setting) {}

    Variation(
            Yaml document,
            List<Setting> settings,
            Problems problems,
            Catalogue catalogue,
            Function<String, List<String>> files) {
        this.document = settings.stream()
                .reduce(
                        document,
                        (tree, setting) -> Paths.set(tree, setting.path(), setting.value(), setting.place(), problems),
                        (one, other) -> other);
        this.settings = settings;
        this.problems = problems;
        this.catalogue = catalogue;
        this.files = files;
    }

    /** Returns the variants that could be read; the others are problems. */
    List<Variant> variants() {
        List<Yaml.Mapping> options = options();
        boolean anyBaseline = options.stream().anyMatch(Variation::baseline);
        for (Yaml.Mapping option : options) {
            boolean baseline = anyBaseline ? baseline(option) : variants.isEmpty();
            for (List<Coordinate> combination : combinations()) {
                variant(option, combination, baseline);
                baseline = false;
            }
        }
        return variants;
    }

    /** Returns the document with the values that overrule it in place. */
    Yaml tree() {
        return document;
    }

    /** Returns the document as a whole, of whichever variant could be read first. */
    Optional<ScenarioDocument> document() {
        return bound;
    }

    private List<Yaml.Mapping> options() {
        Optional<Yaml> list = Paths.find(document, "spec.options");
        List<Yaml.Mapping> options = new ArrayList<>();
        if (list.isPresent() && list.get() instanceof Yaml.Sequence sequence) {
            sequence.items().stream()
                    .filter(Yaml.Mapping.class::isInstance)
                    .map(Yaml.Mapping.class::cast)
                    .forEach(options::add);
        }
        return options.isEmpty() ? List.of(new Yaml.Mapping(document.place(), Map.of())) : options;
    }

    private void variant(Yaml.Mapping option, List<Coordinate> combination, boolean baseline) {
        Yaml tree = document;
        for (String whole : List.of("platform", "storage")) {
            Yaml.Item item = option.items().get(whole);
            if (item != null) {
                tree = Paths.set(tree, "spec." + whole, item.value(), item.key(), problems);
            }
        }
        for (Setting setting : settings(option, combination)) {
            tree = Paths.set(tree, setting.path(), setting.value(), setting.place(), problems);
        }
        Binder binder = new Binder(problems, catalogue, files);
        Optional<ScenarioDocument> read = binder.bind(ScenarioDocument.class, tree);
        if (bound.isEmpty()) {
            bound = read;
        }
        String name = name(option);
        String axes = combination.stream()
                .map(coordinate -> coordinate.axis() + "=" + coordinate.text())
                .collect(Collectors.joining(","));
        ImmutableMap<String, String> byAxis =
                combination.stream().collect(ImmutableMap.toImmutableMap(Coordinate::axis, Coordinate::text));
        if (read.isPresent()) {
            variants.add(new Variant(
                    axes.isEmpty() ? name : name + "[" + axes + "]",
                    name,
                    byAxis,
                    baseline,
                    read.get().spec(),
                    tree,
                    binder.defaults().stream()
                            .filter(its -> !its.path().startsWith("spec.options"))
                            .toList()));
        }
    }

    private List<Setting> settings(Yaml.Mapping option, List<Coordinate> combination) {
        List<Setting> all = new ArrayList<>();
        Yaml.Item set = option.items().get("set");
        if (set != null && set.value() instanceof Yaml.Mapping mapping) {
            mapping.items().forEach((path, item) -> all.add(new Setting(path, item.value(), item.key())));
        }
        combination.forEach(coordinate -> all.add(coordinate.setting()));
        all.removeIf(setting -> common(setting));
        all.addAll(settings.stream()
                .filter(setting -> !touchesCommon(setting.path()))
                .toList());
        return all;
    }

    private boolean common(Setting setting) {
        if (touchesCommon(setting.path())) {
            problems.error(
                    setting.place(),
                    "%s must be the same for all options".formatted(setting.path()),
                    "set it for the scenario");
            return true;
        }
        return false;
    }

    private static boolean touchesCommon(String path) {
        return !path.startsWith("spec.")
                || COMMON.contains(path.substring("spec.".length()).split("[.\\[]", 2)[0]);
    }

    private List<List<Coordinate>> combinations() {
        List<List<Coordinate>> combinations = List.of(List.of());
        Optional<Yaml> matrix = Paths.find(document, "spec.matrix");
        if (matrix.isEmpty() || !(matrix.get() instanceof Yaml.Mapping axes)) {
            return combinations;
        }
        for (Map.Entry<String, Yaml.Item> axis : axes.items().entrySet()) {
            List<Coordinate> values = values(axis.getKey(), axis.getValue().value());
            if (!values.isEmpty()) {
                combinations = combinations.stream()
                        .flatMap(before -> values.stream().map(value -> {
                            List<Coordinate> longer = new ArrayList<>(before);
                            longer.add(value);
                            return longer;
                        }))
                        .map(List::copyOf)
                        .toList();
            }
        }
        return combinations;
    }

    private static List<Coordinate> values(String axis, Yaml definition) {
        Optional<Yaml> path = Paths.find(definition, "path");
        Optional<Yaml> values = Paths.find(definition, "values");
        if (path.isEmpty()
                || !(path.get() instanceof Yaml.Scalar pathText)
                || values.isEmpty()
                || !(values.get() instanceof Yaml.Sequence sequence)) {
            return List.of();
        }
        return sequence.items().stream()
                .map(value -> new Coordinate(axis, text(value), new Setting(pathText.text(), value, value.place())))
                .toList();
    }

    private static String text(Yaml value) {
        return value instanceof Yaml.Scalar scalar
                ? scalar.text()
                : value.plain().toString();
    }

    private static boolean baseline(Yaml.Mapping option) {
        return Paths.find(option, "baseline")
                .filter(value ->
                        value instanceof Yaml.Scalar scalar && scalar.text().equals("true"))
                .isPresent();
    }

    private static String name(Yaml.Mapping option) {
        return Paths.find(option, "name")
                .filter(Yaml.Scalar.class::isInstance)
                .map(value -> ((Yaml.Scalar) value).text())
                .orElse("default");
    }
}
