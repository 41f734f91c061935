package dev.brokerfall.scenario;

import dev.brokerfall.catalogue.Catalogue;
import dev.brokerfall.catalogue.DistributionForm;
import dev.brokerfall.catalogue.Entry;
import dev.brokerfall.catalogue.Form;
import dev.brokerfall.catalogue.Label;
import dev.brokerfall.catalogue.Scale;
import dev.brokerfall.catalogue.Source;
import dev.brokerfall.scenario.format.Guide;
import dev.brokerfall.scenario.format.Suggestion;
import dev.brokerfall.scenario.text.Place;
import dev.brokerfall.scenario.text.Problems;
import dev.brokerfall.scenario.text.SourceText;
import dev.brokerfall.scenario.text.Yaml;
import dev.brokerfall.scenario.text.YamlReader;
import dev.brokerfall.unit.QuantityException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Reads a user's own figures: a map from the names of catalogue entries to values, or to maps of {@code value}, {@code label},
 * {@code source}, {@code note} and {@code range}. A column of an entry, such as a VM size's {@code uncachedRate}, is named behind its
 * entry. What is wrong with the file is told all at once, as of scenarios. Some groups can be added to ({@link Families}).
 */
public final class CatalogueReader {

    private static final String VALUE = "value";
    private static final List<String> PARTS = List.of(VALUE, "label", "source", "note", "range");
    private static final List<String> SOURCE_PARTS = List.of("title", "address", "date");

    private static final String MAY_BE_NONE = "maxDataDisks";

    private final Path file;
    private final Problems problems = new Problems();
    private final Families families = new Families();
    private Catalogue catalogue;

    /** A place in the catalogue: an entry, or one of its columns. */
    private record Target(Entry entry, Optional<String> column) {

        Object value() {
            return column.<Object>map(name -> ((Map<?, ?>) entry.value()).get(name))
                    .orElse(entry.value());
        }

        Form form() {
            return column.isPresent() ? Form.of(value()) : entry.form();
        }

        Entry replacedBy(Object value, List<Object> range, Label label, List<Source> sources, String note) {
            if (column.isEmpty()) {
                return entry.replacedBy(value, range, label, sources, note);
            }
            Map<Object, Object> columns = new LinkedHashMap<>((Map<?, ?>) entry.value());
            columns.put(column.get(), value);
            return entry.replacedBy(columns, List.of(), label, sources, note);
        }
    }

    private CatalogueReader(Catalogue catalogue, Path file) {
        this.catalogue = catalogue;
        this.file = file;
    }

    /**
     * Returns {@code catalogue} with the values of {@code file} in place of its own.
     *
     * @throws dev.brokerfall.scenario.text.ScenarioException if the file cannot be used
     */
    public static Catalogue read(Catalogue catalogue, Path file) {
        return new CatalogueReader(catalogue, file).read(text(file));
    }

    /**
     * Returns the content of a file of figures.
     *
     * @throws dev.brokerfall.scenario.text.ScenarioException if it cannot be read
     */
    public static String text(Path file) {
        return ScenarioReader.text(file);
    }

    private Catalogue read(String text) {
        List<Yaml> documents = YamlReader.read(file.toString(), text, problems);
        Place start = new Place(SourceText.of(file.toString(), text), 1, 1);
        if (documents.size() == 1 && documents.get(0) instanceof Yaml.Mapping mapping) {
            mapping.items().forEach(this::replace);
            families.check(catalogue, problems);
        } else if (!problems.hasErrors()) {
            problems.error(
                    documents.size() == 1 ? documents.get(0).place() : start,
                    "a catalogue file is one map from names to values",
                    "write it like kubernetes.toleration: 60s");
        }
        problems.throwErrors();
        return catalogue;
    }

    private void replace(String name, Yaml.Item item) {
        Optional<Target> target = target(name, item);
        if (target.isEmpty()) {
            return;
        }
        Entry entry = target.get().entry();
        if (entry.reference()) {
            problems.error(
                    item.key(),
                    "the model does not read '%s'".formatted(name),
                    "it stands in the catalogue to be looked up; another value would change nothing");
            return;
        }
        Optional<Yaml.Mapping> whole = whole(item.value());
        if (whole.isPresent()) {
            whole(target.get(), whole.get());
        } else {
            value(target.get(), item.value(), entry.range())
                    .ifPresent(value -> take(
                            target.get().replacedBy(value, List.of(), Label.STATED, List.of(user(item.key())), "")));
        }
    }

    private void take(Entry entry) {
        catalogue = catalogue.with(List.of(catalogue.find(entry.path()).isPresent() ? entry : added(entry)));
    }

    /** What is new stands in the place of nothing. */
    private static Entry added(Entry entry) {
        return new Entry(
                entry.path(),
                entry.value(),
                entry.range(),
                entry.label(),
                entry.sources(),
                entry.note(),
                List.of(),
                entry.per(),
                false,
                Optional.empty());
    }

    /** A value's own map never has this key. */
    private static Optional<Yaml.Mapping> whole(Yaml value) {
        return value instanceof Yaml.Mapping mapping && mapping.items().containsKey(VALUE)
                ? Optional.of(mapping)
                : Optional.empty();
    }

    private Optional<Target> target(String name, Yaml.Item item) {
        Place place = item.key();
        Optional<Entry> exact = catalogue.find(name);
        if (exact.isPresent()) {
            return Optional.of(new Target(exact.get(), Optional.empty()));
        }
        int dot = name.lastIndexOf('.');
        Optional<Entry> owner = dot < 0 ? Optional.empty() : catalogue.find(name.substring(0, dot));
        String column = name.substring(dot + 1);
        if (owner.isPresent()
                && owner.get().value() instanceof Map<?, ?> columns
                && owner.get().form() == Form.COLUMNS) {
            if (columns.containsKey(column)) {
                return Optional.of(new Target(owner.get(), Optional.of(column)));
            }
            List<String> names = columns.keySet().stream().map(Object::toString).toList();
            problems.error(
                    place, "%s has no '%s'".formatted(owner.get().path(), column), Suggestion.help(column, names));
            return Optional.empty();
        }
        List<Entry> below = catalogue.below(name);
        if (!below.isEmpty()) {
            problems.error(
                    place,
                    "'%s' is a group of %s entries".formatted(name, below.size()),
                    "name the entry itself: %s: …".formatted(below.get(0).path()));
            return Optional.empty();
        }
        Optional<Entry> member = families.member(catalogue, name, item.value(), place);
        if (member.isPresent()) {
            return Optional.of(new Target(member.get(), Optional.empty()));
        }
        List<String> names = catalogue.entries().stream().map(Entry::path).toList();
        problems.error(
                place,
                "the catalogue has no '%s'".formatted(name),
                Suggestion.of(name, names)
                        .map("did you mean '%s'?"::formatted)
                        .orElse("brokerfall explain --list names all entries"));
        return Optional.empty();
    }

    private void whole(Target target, Yaml.Mapping mapping) {
        mapping.items().forEach((part, item) -> {
            if (!PARTS.contains(part)) {
                problems.error(item.key(), "unknown key '%s'".formatted(part), Suggestion.help(part, PARTS));
            }
        });
        Entry entry = target.entry();
        Optional<Yaml.Item> range = item(mapping, "range");
        List<Object> limits = range.map(its -> range(target, its)).orElse(List.of());
        Yaml written = item(mapping, VALUE).orElseThrow().value();
        Optional<Object> value = value(target, written, range.isPresent() ? limits : entry.range());
        Label label = item(mapping, "label").map(this::label).orElse(Label.STATED);
        List<Source> sources = item(mapping, "source").map(this::source).orElse(List.of(user(written.place())));
        String note = item(mapping, "note").map(this::text).orElse(entry.note());
        value.ifPresent(its -> take(target.replacedBy(its, limits, label, sources, note)));
    }

    private static Optional<Yaml.Item> item(Yaml.Mapping mapping, String key) {
        return Optional.ofNullable(mapping.items().get(key));
    }

    /** Returns what is written as the catalogue holds it, if it can stand in for what is there. */
    private Optional<Object> value(Target target, Yaml written, List<Object> range) {
        Form form = target.form();
        try {
            Object value = inlined(form, written.plain());
            List<Object> allowed = form == Form.WORD && range.isEmpty() ? words(target) : range;
            form.check(value, allowed);
            target.column().ifPresent(column -> notZero(column, target.value(), value, ""));
            boolean random = form == Form.RANDOM_DURATION || form == Form.RANDOM_SHARE;
            return random
                            || target.column().isPresent()
                            || Guide.check(catalogue, target.entry().path(), written, problems)
                    ? Optional.of(columns(target, value))
                    : Optional.empty();
        } catch (QuantityException e) {
            String help = e.help().isEmpty() ? "write " + form.description() : e.help();
            problems.error(written.place(), "%s: %s".formatted(name(target), e.getMessage()), help);
            return Optional.empty();
        }
    }

    private static String name(Target target) {
        return target.column()
                .map(column -> target.entry().path() + "." + column)
                .orElse(target.entry().path());
    }

    /** A map of columns must have the very columns that are there, each of its kind. */
    private static Object columns(Target target, Object value) {
        if (target.form() != Form.COLUMNS) {
            return value;
        }
        Map<?, ?> own = (Map<?, ?>) target.value();
        Map<?, ?> given = (Map<?, ?>) value;
        if (!own.keySet().equals(given.keySet())) {
            throw new QuantityException(
                    "the columns must be %s"
                            .formatted(
                                    own.keySet().stream().map(Object::toString).collect(Collectors.joining(", "))),
                    "or name one of them behind the entry: %s.%s: …"
                            .formatted(
                                    target.entry().path(),
                                    own.keySet().iterator().next()));
        }
        own.forEach((column, old) -> {
            Object its = Optional.<Object>ofNullable(given.get(column)).orElse("");
            Form.of(old).check(its, List.of());
            notZero(column.toString(), old, its, column + " ");
        });
        return value;
    }

    /** Machines and disks without some of what they have cannot be played, save those that no disk can be attached to. */
    private static void notZero(String column, Object own, Object given, String called) {
        Form form = Form.of(own);
        if (!column.equals(MAY_BE_NONE) && !form.isZero(own) && form.isZero(given)) {
            throw new QuantityException("%smust be more than zero, found %s".formatted(called, given), "");
        }
    }

    /** Words that stand in the same column or group are those that can be meant. */
    private List<Object> words(Target target) {
        String path = target.entry().path();
        if (target.column().isEmpty()) {
            return List.of();
        }
        String group = path.substring(0, path.lastIndexOf('.'));
        return catalogue.below(group).stream()
                .map(Entry::value)
                .filter(Map.class::isInstance)
                .map(columns -> ((Map<?, ?>) columns).get(target.column().get()))
                .flatMap(word -> Optional.<Object>ofNullable(word).stream())
                .distinct()
                .toList();
    }

    /** Values from a file beside this one are taken into the catalogue, which reads no files itself. */
    private Object inlined(Form form, Object value) {
        boolean random = form == Form.RANDOM_DURATION || form == Form.RANDOM_SHARE;
        if (!random || !(value instanceof Map<?, ?> map) || !(map.get("empirical") instanceof String name)) {
            return value;
        }
        Scale scale = form == Form.RANDOM_DURATION ? Scale.DURATION : Scale.SHARE;
        Path folder = Optional.ofNullable(file.getParent()).orElse(Path.of(""));
        List<String> lines = ScenarioReader.lines(folder.resolve(name)).stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        Map<String, Object> all = Map.of("empirical", lines);
        new DistributionForm(scale).read(all);
        return all;
    }

    private List<Object> range(Target target, Yaml.Item item) {
        if (item.value() instanceof Yaml.Sequence sequence && sequence.items().size() == 2) {
            List<Object> limits = sequence.items().stream().map(Yaml::plain).toList();
            Form form = target.form();
            try {
                form.check(limits.get(0), List.of());
                form.check(limits.get(1), List.of());
                if (form.isLess(limits.get(1), limits.get(0))) {
                    throw new QuantityException("the least comes first", "");
                }
                return limits;
            } catch (QuantityException e) {
                problems.error(item.value().place(), "range: " + e.getMessage(), "write two of " + form.description());
                return List.of();
            }
        }
        problems.error(item.value().place(), "a range has a least and a greatest value", "write [least, greatest]");
        return List.of();
    }

    private Label label(Yaml.Item item) {
        String word = item.value() instanceof Yaml.Scalar scalar ? scalar.text() : "";
        List<String> words = Arrays.stream(Label.values()).map(Label::word).toList();
        if (!words.contains(word)) {
            problems.error(item.value().place(), "'%s' is not a label".formatted(word), Suggestion.help(word, words));
            return Label.STATED;
        }
        return Label.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private List<Source> source(Yaml.Item item) {
        if (item.value() instanceof Yaml.Mapping mapping) {
            mapping.items().forEach((part, its) -> {
                if (!SOURCE_PARTS.contains(part)) {
                    problems.error(its.key(), "unknown key '%s'".formatted(part), Suggestion.help(part, SOURCE_PARTS));
                }
            });
            return List.of(new Source(
                    item(mapping, "title").map(this::text).orElse(""),
                    item(mapping, "address").map(this::text).orElse(""),
                    item(mapping, "date").map(this::text).orElse("")));
        }
        return List.of(new Source(text(item), "", ""));
    }

    private String text(Yaml.Item item) {
        if (item.value() instanceof Yaml.Scalar scalar) {
            return scalar.text();
        }
        problems.error(
                item.value().place(),
                "a text is needed here, found " + item.value().kind(),
                "");
        return "";
    }

    /** What a user says without a source rests on the user's word. */
    private Source user(Place place) {
        return new Source("%s, line %s".formatted(file.getFileName(), place.line()), "", "");
    }
}
