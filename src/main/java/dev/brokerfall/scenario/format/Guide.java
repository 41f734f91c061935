package dev.brokerfall.scenario.format;

import dev.brokerfall.catalogue.Catalogue;
import dev.brokerfall.catalogue.Entry;
import dev.brokerfall.kafka.KafkaSettings;
import dev.brokerfall.random.Distribution;
import dev.brokerfall.random.RandomDuration;
import dev.brokerfall.scenario.spec.EventSpec;
import dev.brokerfall.scenario.spec.FaultsSpec;
import dev.brokerfall.scenario.spec.KafkaSpec;
import dev.brokerfall.scenario.spec.ScenarioDocument;
import dev.brokerfall.scenario.text.Problems;
import dev.brokerfall.scenario.text.Yaml;
import dev.brokerfall.unit.DataRate;
import dev.brokerfall.unit.DataSize;
import dev.brokerfall.unit.Money;
import dev.brokerfall.unit.QuantityException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Every field of the scenario format in words, told by the same records that scenarios are read into. */
public final class Guide {

    private final Catalogue catalogue;
    private final List<ScenarioField> fields = new ArrayList<>();

    private Guide(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** Returns every field, in the order of the format. */
    public static List<ScenarioField> fields(Catalogue catalogue) {
        Guide guide = new Guide(catalogue);
        guide.record(ScenarioDocument.class, "");
        return List.copyOf(guide.fields);
    }

    /** Returns the events of the timeline by name, each with what it is. */
    public static Map<String, String> events() {
        Map<String, String> events = new LinkedHashMap<>();
        Shape.kinds(EventSpec.class).forEach((name, kind) -> events.put(name, meaning(kind)));
        return events;
    }

    /** Returns what a fault is that no timeline plans, or nothing for others. */
    public static String chance(String kind) {
        return switch (kind) {
            case "diskPressure" ->
                "Logs, images or other pods fill a node's disk: its kubelet evicts the brokers whose emptyDir lies there, and"
                        + " the node takes none for a while.";
            case "clusterUpgrade" -> "A new version of Kubernetes: every node of every pool is renewed.";
            default -> "";
        };
    }

    /** Returns what a kind of a one-of is, as far as it says so. */
    static String meaning(Class<?> kind) {
        return Optional.ofNullable(kind.getAnnotation(Meaning.class))
                .map(Meaning::value)
                .orElse("");
    }

    /**
     * Checks that {@code value} may stand in each field whose default the catalogue entry {@code entry} is; what is wrong goes to
     * {@code problems}.
     *
     * @return whether it may
     */
    public static boolean check(Catalogue catalogue, String entry, Yaml value, Problems problems) {
        Binder binder = new Binder(problems, catalogue, name -> {
            throw new QuantityException("no file can be read here: '%s'".formatted(name), "");
        });
        boolean fits = true;
        for (ScenarioField field : fields(catalogue)) {
            if (field.catalogue().equals(entry)) {
                Optional<Shape.Field> held = held(field.path());
                fits &= held.isEmpty()
                        || binder.fits(held.get().type(), held.get().key(), value, field.path());
            }
        }
        return fits;
    }

    private static Optional<Shape.Field> held(String path) {
        return held(ScenarioDocument.class, "", path);
    }

    private static Optional<Shape.Field> held(Class<?> record, String at, String path) {
        for (Shape.Field field : Shape.of(record).fields()) {
            String below = at.isEmpty() ? field.name() : at + "." + field.name();
            if (field.key().inline()) {
                Optional<Shape.Field> found = heldInKinds(field.component().getType(), at, path);
                if (found.isPresent()) {
                    return found;
                }
            } else if (below.equals(path)) {
                return Optional.of(field);
            } else if (path.startsWith(below)) {
                Class<?> item = item(field.type());
                String inside = below + suffix(field);
                Optional<Shape.Field> found = Scalars.isShape(item)
                        ? held(item, inside, path)
                        : isOneOf(item) ? heldInKinds(item, inside, path) : Optional.empty();
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Shape.Field> heldInKinds(Class<?> oneOf, String at, String path) {
        for (Map.Entry<String, Class<?>> kind : Shape.kinds(oneOf).entrySet()) {
            String below = at + "." + kind.getKey();
            if (path.startsWith(below + ".")) {
                return held(kind.getValue(), below, path);
            }
        }
        return Optional.empty();
    }

    private void record(Class<?> record, String at) {
        for (Shape.Field field : Shape.of(record).fields()) {
            String path = at.isEmpty() ? field.name() : at + "." + field.name();
            if (field.key().inline()) {
                kinds(field.component().getType(), at);
                continue;
            }
            add(path, field);
            Class<?> item = item(field.type());
            if (record == KafkaSpec.class && field.name().equals("config")) {
                KafkaSettings.modelledNames().forEach(name -> setting(path + "." + name, name));
            } else if (Scalars.isShape(item)) {
                record(item, path + suffix(field));
            } else if (isOneOf(item)) {
                kinds(item, path + suffix(field));
            }
        }
    }

    private void kinds(Class<?> oneOf, String at) {
        Shape.kinds(oneOf).forEach((name, kind) -> {
            String path = at + "." + name;
            fields.add(new ScenarioField(path, meaning(kind), "a map", "", false, "", ""));
            record(kind, path);
        });
    }

    private void setting(String path, String name) {
        Optional<Entry> entry = catalogue.find("kafka.config." + name);
        String note = entry.map(Entry::note)
                .filter(text -> !text.isEmpty())
                .map(text -> " " + text)
                .orElse("");
        fields.add(new ScenarioField(
                path,
                "Kafka's own setting %s.%s".formatted(name, note),
                entry.map(its -> its.form().description())
                        .orElse("as Kafka's documentation has it; a bare number has Kafka's unit"),
                "",
                false,
                entry.map(Entry::text).orElse(""),
                entry.map(Entry::path).orElse("")));
    }

    private void add(String path, Shape.Field field) {
        Key key = field.key();
        String preset = key.catalogue().isEmpty()
                ? key.preset().equals("{}") ? "" : key.preset().isEmpty() ? key.word() : key.preset()
                : catalogue.entry(key.catalogue()).text();
        fields.add(new ScenarioField(
                path,
                key.value(),
                type(field.type(), key),
                limits(item(field.type()), key),
                field.required(),
                preset,
                key.catalogue()));
    }

    /** Items of lists are named in brackets, values of maps by a name of the user's. */
    private static String suffix(Shape.Field field) {
        Class<?> raw = field.component().getType();
        if (raw == List.class) {
            return "[*]";
        }
        if (raw == Map.class) {
            return item(field.type()) == FaultsSpec.OverrideSpec.class ? ".EVENT" : ".NAME";
        }
        return "";
    }

    private static boolean isOneOf(Class<?> type) {
        return type.isSealed() && type != Distribution.class && type != Yaml.class;
    }

    /** Returns what a field holds, in whatever it is wrapped. */
    private static Class<?> item(Type type) {
        if (type instanceof ParameterizedType parameterized) {
            Type[] arguments = parameterized.getActualTypeArguments();
            return item(arguments[arguments.length - 1]);
        }
        return (Class<?>) type;
    }

    private static String type(Type type, Key key) {
        if (type instanceof ParameterizedType parameterized) {
            if (parameterized.getRawType() == Optional.class) {
                return type(parameterized.getActualTypeArguments()[0], key);
            }
            String items = type(item(type), key);
            return parameterized.getRawType() == Map.class
                    ? "a map from names; each value is " + items
                    : key.single() ? "%s, or a list of such".formatted(items) : "a list; each item is " + items;
        }
        return single((Class<?>) type, key);
    }

    private static String single(Class<?> type, Key key) {
        if (type == RandomDuration.class) {
            return "a length of time, or a distribution of such";
        }
        if (type == Distribution.class) {
            return "a share, or a distribution of such";
        }
        if (type == Duration.class) {
            return "a length of time: 90s, 10m, 7d, 1y";
        }
        if (type == DataSize.class) {
            return "an amount of data: 512Gi, 1KiB";
        }
        if (type == DataRate.class) {
            return "a flow of data: 20MiB/s, 100MB/s";
        }
        if (type == Money.class) {
            return "an amount of money: 2600 USD";
        }
        if (type == String.class) {
            return "a text";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type == double.class || type == Double.class) {
            return key.share() ? "a share: 95%" : "a bare number";
        }
        if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
            return "a whole number";
        }
        if (type == Yaml.class) {
            return "any value that the field takes";
        }
        return type.isEnum()
                ? "a word"
                : isOneOf(type)
                        ? "one of " + String.join(", ", Shape.kinds(type).keySet())
                        : "a map";
    }

    private static String limits(Class<?> type, Key key) {
        if (type.isEnum()) {
            return built(type);
        }
        boolean whole = type == int.class || type == Integer.class || type == long.class || type == Long.class;
        if (whole && key.max() != Integer.MAX_VALUE && key.max() != Long.MAX_VALUE) {
            return "%s to %s".formatted(key.min(), key.max());
        }
        if (whole && key.min() > Integer.MIN_VALUE) {
            return "at least " + key.min();
        }
        return key.positive() ? "more than 0" : "";
    }

    private static String built(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(constant -> (Enum<?>) constant)
                .filter(constant -> !NotBuilt.value(constant))
                .map(Words::of)
                .collect(Collectors.joining(", "));
    }
}
