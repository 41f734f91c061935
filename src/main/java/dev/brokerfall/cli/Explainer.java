package dev.brokerfall.cli;

import dev.brokerfall.catalogue.Alternative;
import dev.brokerfall.catalogue.Catalogue;
import dev.brokerfall.catalogue.Entry;
import dev.brokerfall.catalogue.Form;
import dev.brokerfall.catalogue.Label;
import dev.brokerfall.catalogue.Source;
import dev.brokerfall.fault.BackgroundFault;
import dev.brokerfall.metric.Metric;
import dev.brokerfall.scenario.Composition;
import dev.brokerfall.scenario.Uses;
import dev.brokerfall.scenario.format.Guide;
import dev.brokerfall.scenario.format.ScenarioField;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Knows what there is to say of each name that a user meets. */
final class Explainer {

    static final String ENTRY = "catalogue";
    static final String FIELD = "scenario field";
    static final String METRIC = "metric";
    static final String EVENT = "event";
    static final String TYPE = "timeline line";

    private static final String SETTINGS = "kafka.config.";
    private static final String FAULTS = "faults.";
    private static final String TYPES = "/dev/brokerfall/cli/timeline-types.properties";

    private final Catalogue catalogue;
    private final List<ScenarioField> fields;
    private Optional<Uses> uses = Optional.empty();

    Explainer(Catalogue catalogue) {
        this.catalogue = catalogue;
        this.fields = Guide.fields(catalogue);
    }

    /** Returns the types of lines that a timeline has, each with what it says. */
    static Map<String, String> types() {
        Properties properties = Resource.properties(TYPES);
        Map<String, String> types = new TreeMap<>();
        properties.stringPropertyNames().forEach(type -> types.put(type, properties.getProperty(type)));
        return types;
    }

    /** Returns the names of all events: what a timeline plans, and what strikes by chance. */
    static List<String> events() {
        return Stream.concat(
                        Guide.events().keySet().stream(),
                        Arrays.stream(BackgroundFault.Kind.values()).map(BackgroundFault.Kind::key))
                .distinct()
                .toList();
    }

    List<ScenarioField> fields() {
        return fields;
    }

    /** Returns every name that can be explained. */
    List<String> names() {
        List<String> names = new ArrayList<>();
        catalogue.entries().forEach(entry -> names.add(entry.path()));
        fields.forEach(field -> names.add(field.path()));
        Metric.all().forEach(metric -> names.add(metric.key()));
        names.addAll(events());
        names.addAll(types().keySet());
        return names;
    }

    /** Returns what there is to say of {@code name}; nothing if it is not known. */
    List<Explanation> explain(String name) {
        List<Explanation> found = new ArrayList<>();
        catalogue
                .find(name)
                .or(() -> catalogue.find(SETTINGS + name))
                .map(this::entry)
                .ifPresent(found::add);
        fields.stream().filter(field -> field.isAt(name)).map(this::field).forEach(found::add);
        Metric.of(name).map(this::metric).ifPresent(found::add);
        if (events().contains(name)) {
            found.add(event(name));
        }
        Optional.ofNullable(types().get(name))
                .map(meaning -> new Explanation(
                        TYPE, name, Map.of("meaning", List.of(meaning + " A line of timeline -o text and jsonl."))))
                .ifPresent(found::add);
        return found;
    }

    private Uses uses() {
        if (uses.isEmpty()) {
            uses = Optional.of(Uses.of(catalogue));
        }
        return uses.get();
    }

    private static void put(Map<String, List<String>> parts, String part, String text) {
        if (!text.isEmpty()) {
            parts.put(part, List.of(text));
        }
    }

    Explanation entry(Entry entry) {
        Map<String, List<String>> parts = new LinkedHashMap<>();
        put(parts, "meaning", meaning(entry));
        parts.put("value", value(entry));
        entry.instead()
                .ifPresent(own -> put(
                        parts,
                        "instead of",
                        "%s (%s)".formatted(own.text(), own.label().word())));
        put(parts, "unit", entry.form().description());
        put(parts, "counted per", entry.per().orElse(""));
        put(parts, "range", range(entry));
        evidence(parts, entry);
        parts.put("used by", usedBy(entry));
        return new Explanation(ENTRY, entry.path(), parts);
    }

    /** What an entry means is said where it stands, or by the field whose default it is. */
    String meaning(Entry entry) {
        List<String> said = new ArrayList<>();
        fields.stream()
                .filter(field ->
                        field.catalogue().equals(entry.path()) && !entry.path().startsWith(SETTINGS))
                .map(ScenarioField::meaning)
                .findFirst()
                .ifPresent(said::add);
        if (!entry.note().isEmpty() && !said.contains(entry.note())) {
            said.add(entry.note());
        }
        return String.join(" ", said);
    }

    private static List<String> value(Entry entry) {
        if (entry.form() != Form.COLUMNS) {
            return List.of(entry.text());
        }
        List<String> lines = new ArrayList<>();
        ((Map<?, ?>) entry.value()).forEach((column, value) -> lines.add(column + ": " + value));
        return lines;
    }

    private static String range(Entry entry) {
        return entry.range().size() == 2
                ? "%s to %s".formatted(entry.range().get(0), entry.range().get(1))
                : entry.rangeText();
    }

    private static void evidence(Map<String, List<String>> parts, Entry entry) {
        put(parts, "label", entry.label().word() + ": " + trust(entry.label()));
        List<String> sources = new ArrayList<>();
        entry.sources().forEach(source -> sources.addAll(cite(source)));
        parts.put("source", sources.isEmpty() ? List.of("none") : sources);
        List<String> others = new ArrayList<>();
        for (Alternative alternative : entry.alternatives()) {
            others.add(alternative.text());
            alternative.sources().forEach(source -> others.addAll(cite(source)));
        }
        if (!others.isEmpty()) {
            parts.put("alternative", others);
        }
    }

    private static String trust(Label label) {
        return switch (label) {
            case STATED -> "the source says so";
            case DERIVED -> "worked out from what sources say";
            case INFERRED -> "a reasoned choice within what sources say";
            case UNKNOWN -> "a place-holder; no source was found";
        };
    }

    private static List<String> cite(Source source) {
        String title = source.date().isEmpty() ? source.title() : "%s (%s)".formatted(source.title(), source.date());
        return source.address().isEmpty() ? List.of(title) : List.of(title, source.address());
    }

    /** Returns what takes an entry. */
    List<String> usedBy(Entry entry) {
        String path = entry.path();
        List<String> users = new ArrayList<>();
        if (entry.reference()) {
            return List.of("nothing: it stands here to be looked up, and the model does not read it");
        }
        fields.stream()
                .filter(field -> field.catalogue().equals(path))
                .forEach(field -> users.add("field %s, left out".formatted(field.path())));
        if (path.startsWith(FAULTS)) {
            String[] names = path.split("\\.", -1);
            String instead = FAULTS + names[1] + ".instead.";
            users.add(
                    path.startsWith(instead)
                            ? "whatever takes %s, with spec.faults.profile: %s, unless --catalog has %1$s itself"
                                    .formatted(path.substring(instead.length()), names[1])
                            : "event %s by chance, with spec.faults.profile: %s".formatted(names[2], names[1]));
        }
        if (uses().taken(path)) {
            List<String> conditions = uses().conditions(path);
            users.add(
                    conditions.isEmpty()
                            ? "every scenario with Kafka"
                            : "scenarios with " + String.join(", ", conditions));
        } else if (uses().checked(path)) {
            users.add("the checks of validate and run");
        } else if (users.isEmpty()) {
            users.add("scenarios that ask for what it is about");
        }
        for (String reader : uses().readers(path)) {
            users.add(reader.equals(Composition.SIMULATION) ? "metrics: all that are simulated" : "metric " + reader);
        }
        return users;
    }

    private Explanation field(ScenarioField field) {
        Map<String, List<String>> parts = new LinkedHashMap<>();
        Optional<Entry> entry = catalogue.find(field.catalogue());
        put(parts, "meaning", field.meaning());
        put(parts, "unit", field.type());
        put(parts, "allowed", field.limits());
        if (field.required()) {
            put(parts, "default", "none: it must be given");
        } else if (entry.isPresent()) {
            put(parts, "default", "%s, from the catalogue: %s".formatted(field.preset(), field.catalogue()));
            put(parts, "range", range(entry.get()));
            evidence(parts, entry.get());
        } else {
            put(parts, "default", field.preset().isEmpty() ? "none" : field.preset() + ", a choice of the format's");
        }
        put(
                parts,
                "used by",
                "every metric that is simulated or reckoned; set it with --set %s=…".formatted(field.path()));
        return new Explanation(FIELD, field.path(), parts);
    }

    private Explanation metric(Metric metric) {
        Map<String, List<String>> parts = new LinkedHashMap<>();
        put(parts, "meaning", metric.meaning());
        put(parts, "unit", metric.unit().symbol());
        put(parts, "better", metric.better().name().toLowerCase(Locale.ROOT));
        put(
                parts,
                "over trials",
                switch (metric.kind()) {
                    case FRACTION -> "each has a share of time; they are averaged";
                    case PER_YEAR -> "each has a total, divided by its years; they are averaged";
                    case LARGEST -> "each has its largest; they are averaged";
                    case PROBABILITY -> "the share of trials in which it happened, brought to a year";
                    case EPISODES -> "all episodes are pooled";
                    case FIXED -> "the same in every one: it is known without a trial";
                });
        metric.derivation().ifPresent(derivation -> put(parts, "derivation", derivation));
        put(parts, "source", "computed; README and report.md say what is not modelled (brokerfall explain limits)");
        List<String> rests = metric.kind() == Metric.Kind.FIXED
                ? catalogue.entries().stream()
                        .map(Entry::path)
                        .filter(path -> uses().readers(path).contains(metric.key()))
                        .toList()
                : List.of("every value that a scenario takes; validate --resolved lists them");
        parts.put("rests on", rests.isEmpty() ? List.of("the scenario and its machines alone") : rests);
        put(parts, "used by", "spec.objectives[*].metric, results.json, trials.csv, report.md");
        return new Explanation(METRIC, metric.key(), parts);
    }

    private Explanation event(String name) {
        Map<String, List<String>> parts = new LinkedHashMap<>();
        Optional<String> meaning = Optional.ofNullable(Guide.events().get(name));
        put(parts, "meaning", meaning.orElseGet(() -> Guide.chance(name)));
        String at = "spec.timeline[*]." + name + ".";
        List<String> keys = fields.stream()
                .filter(field -> field.path().startsWith(at))
                .map(field -> "%s: %s %s"
                        .formatted(
                                field.path().substring(at.length()),
                                field.meaning(),
                                field.required()
                                        ? "Must be given."
                                        : field.preset().isEmpty() ? "" : "Left out: " + field.preset() + "."))
                .map(String::strip)
                .toList();
        if (!keys.isEmpty()) {
            parts.put("keys", keys);
        }
        List<String> chance = new ArrayList<>();
        for (String profile : catalogue.children("faults")) {
            for (Entry entry : catalogue.below(FAULTS + profile + "." + name)) {
                chance.add("%s: %s%s (%s)"
                        .formatted(
                                entry.path(),
                                entry.text(),
                                entry.per().map(unit -> " for each " + unit).orElse(""),
                                entry.label().word()));
            }
        }
        Optional<BackgroundFault.Kind> kind = Arrays.stream(BackgroundFault.Kind.values())
                .filter(each -> each.key().equals(name))
                .findFirst();
        if (kind.isPresent() && chance.isEmpty()) {
            chance.add("in no profile; a scenario can give it in spec.faults.override." + name);
        }
        parts.put("by chance", kind.isPresent() ? chance : List.of("never: only a timeline plans it"));
        List<String> users = new ArrayList<>();
        meaning.ifPresent(planned -> users.add("spec.timeline[*]." + name));
        kind.ifPresent(struck -> users.add("spec.faults.override." + name));
        users.add("results.json: causes of outages and losses go by this name");
        parts.put("used by", users);
        return new Explanation(EVENT, name, parts);
    }
}
