package dev.brokerfall.scenario.format;

import dev.brokerfall.catalogue.Catalogue;
import dev.brokerfall.catalogue.Entry;
import dev.brokerfall.catalogue.Source;
import dev.brokerfall.fault.BackgroundFault;
import dev.brokerfall.kafka.KafkaSettings;
import dev.brokerfall.random.Distribution;
import dev.brokerfall.random.RandomDuration;
import dev.brokerfall.scenario.spec.FaultsSpec;
import dev.brokerfall.scenario.spec.KafkaSpec;
import dev.brokerfall.scenario.spec.ScenarioDocument;
import dev.brokerfall.scenario.spec.ScenarioSpec;
import dev.brokerfall.scenario.text.Yaml;
import dev.brokerfall.unit.DataRate;
import dev.brokerfall.unit.DataSize;
import dev.brokerfall.unit.Money;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes the file format as a JSON Schema (draft-07, the newest that editors' YAML support reads), from the same records that
 * scenarios are read into.
 */
public final class SchemaWriter {

    private static final String NUMBER = "[0-9]+(\\.[0-9]+)?";
    private static final String BYTES = "(B|[kKMGTP]B?|[KMGTP]iB?)";

    private final Catalogue catalogue;
    private final Map<String, Object> definitions = new LinkedHashMap<>();

    /** Creates a writer that names the defaults of {@code catalogue}. */
    public SchemaWriter(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** Returns the schema of a scenario document. */
    public String write() {
        definitions.put(
                "duration",
                pattern("(" + NUMBER + "(ms|[ywdhms]))+|P.+", "A length of time: 90s, 10m, 1h30m, 7d, 1y."));
        definitions.put("size", pattern(NUMBER + " *" + BYTES, "An amount of data: 512Gi, 1KiB, 100GB."));
        definitions.put("rate", pattern(NUMBER + " *" + BYTES + "/s", "A flow of data: 20MiB/s, 100MB/s."));
        definitions.put("share", pattern(NUMBER + " *%", "A part of a whole: 99.95%."));
        definitions.put("money", pattern(NUMBER + " *USD", "An amount of money: 2600 USD."));
        definitions.put("randomDuration", distribution("duration", "A length of time, or a distribution of such."));
        definitions.put("randomShare", distribution("share", "A part of a whole, or a distribution of such."));
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("$schema", "http://json-schema.org/draft-07/schema#");
        root.put("title", "Brokerfall scenario");
        root.putAll(object(ScenarioDocument.class));
        root.put("definitions", definitions);
        return JsonMapper.builder()
                        .enable(SerializationFeature.INDENT_OUTPUT)
                        .build()
                        .writeValueAsString(root)
                        .replace("\r\n", "\n")
                + "\n";
    }

    private static Map<String, Object> pattern(String pattern, String description) {
        return map("type", "string", "pattern", "^(" + pattern + ")$", "description", description);
    }

    private static Map<String, Object> distribution(String unit, String description) {
        Map<String, Object> value = map("$ref", "#/definitions/" + unit);
        Map<String, Object> number = map("type", "number");
        Map<String, Object> self =
                map("$ref", "#/definitions/random" + unit.substring(0, 1).toUpperCase(Locale.ROOT) + unit.substring(1));
        Map<String, Object> kinds = new LinkedHashMap<>();
        kinds.put("constant", value);
        kinds.put("uniform", map("type", "array", "items", value, "minItems", 2, "maxItems", 2));
        kinds.put("triangular", map("type", "array", "items", value, "minItems", 3, "maxItems", 3));
        kinds.put("exponential", exact(map("mean", value)));
        kinds.put(
                "lognormal",
                map(
                        "anyOf",
                        List.of(
                                exact(map("median", value, "p95", value)),
                                exact(map("median", value, "sigma", number)))));
        kinds.put(
                "weibull",
                map(
                        "anyOf",
                        List.of(
                                exact(map("shape", number, "scale", value)),
                                exact(map("shape", number, "scale", value, "location", value)))));
        kinds.put("beta", exact(map("a", map("const", 1), "b", number)));
        kinds.put(
                "mixture", exact(map("probability", map("$ref", "#/definitions/share"), "rare", self, "usual", self)));
        kinds.put("empirical", map("type", List.of("string", "array")));
        return map("description", description, "anyOf", List.of(value, one(kinds)));
    }

    private static Map<String, Object> exact(Map<String, Object> properties) {
        return map(
                "type",
                "object",
                "properties",
                properties,
                "required",
                List.copyOf(properties.keySet()),
                "additionalProperties",
                false);
    }

    private static Map<String, Object> one(Map<String, Object> kinds) {
        return map(
                "type",
                "object",
                "properties",
                kinds,
                "additionalProperties",
                false,
                "minProperties",
                1,
                "maxProperties",
                1);
    }

    private Map<String, Object> object(Class<?> record) {
        Shape shape = Shape.of(record);
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        List<Object> choice = new ArrayList<>();
        for (Shape.Field field : shape.fields()) {
            if (field.key().inline()) {
                Shape.kinds(field.component().getType()).forEach((name, kind) -> {
                    properties.put(name, reference(kind));
                    choice.add(map("required", List.of(name)));
                });
            } else {
                properties.put(field.name(), property(record, field));
                // Options may give the platform, each its own.
                if (field.required()
                        && !(record == ScenarioSpec.class && field.name().equals("platform"))) {
                    required.add(field.name());
                }
            }
        }
        Map<String, Object> schema = new LinkedHashMap<>();
        String meaning = Guide.meaning(record);
        if (!meaning.isEmpty()) {
            schema.put("description", meaning);
        }
        schema.putAll(map("type", "object", "properties", properties, "additionalProperties", false));
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        rules(record, choice, schema);
        return schema;
    }

    private static void rules(Class<?> record, List<Object> choice, Map<String, Object> schema) {
        List<Object> rules = new ArrayList<>();
        if (!choice.isEmpty()) {
            rules.add(map("oneOf", choice));
        }
        ExactlyOne rule = record.getAnnotation(ExactlyOne.class);
        if (rule != null) {
            List<Map<String, Object>> exclusive = new ArrayList<>();
            for (String key : rule.value()) {
                exclusive.add(map("required", List.of(key)));
            }
            if (rule.orNone()) {
                exclusive.add(map("not", map("anyOf", List.copyOf(exclusive))));
            }
            rules.add(map("oneOf", exclusive));
        }
        if (!rules.isEmpty()) {
            schema.put("allOf", rules);
        }
    }

    private Map<String, Object> property(Class<?> record, Shape.Field field) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("description", describe(field));
        Map<String, Object> type = special(record, field.name()).orElseGet(() -> type(field.type(), field.key()));
        if (type.containsKey("$ref")) {
            schema.put("allOf", List.of(type));
        } else {
            schema.putAll(type);
        }
        return schema;
    }

    private Optional<Map<String, Object>> special(Class<?> record, String name) {
        if (record == ScenarioDocument.class && name.equals("apiVersion")) {
            return Optional.of(map("const", ScenarioDocument.API_VERSION));
        }
        if (record == ScenarioDocument.class && name.equals("kind")) {
            return Optional.of(map("const", ScenarioDocument.KIND));
        }
        if (record == KafkaSpec.class && name.equals("config")) {
            Map<String, Object> settings = new LinkedHashMap<>();
            KafkaSettings.modelledNames().forEach(setting -> settings.put(setting, setting(setting)));
            return Optional.of(map("type", "object", "properties", settings, "additionalProperties", false));
        }
        if (record == FaultsSpec.class && name.equals("override")) {
            Map<String, Object> kinds = new LinkedHashMap<>();
            for (BackgroundFault.Kind kind : BackgroundFault.Kind.values()) {
                kinds.put(kind.key(), reference(FaultsSpec.OverrideSpec.class));
            }
            return Optional.of(map("type", "object", "properties", kinds, "additionalProperties", false));
        }
        if (record == FaultsSpec.class && name.equals("profile")) {
            return Optional.of(map("enum", catalogue.children("faults")));
        }
        return Optional.empty();
    }

    private Map<String, Object> setting(String name) {
        return catalogue
                .find("kafka.config." + name)
                .map(entry -> map("description", describe(entry.note(), entry)))
                .orElseGet(SchemaWriter::map);
    }

    private static String describe(String meaning, Entry entry) {
        String source =
                entry.sources().stream().findFirst().map(SchemaWriter::cite).orElse("");
        return "%s Left out: %s (%s%s)."
                .formatted(meaning, entry.text(), entry.label().word(), source);
    }

    private String describe(Shape.Field field) {
        Key key = field.key();
        if (!key.catalogue().isEmpty()) {
            return describe(key.value(), catalogue.entry(key.catalogue()));
        }
        if (!key.preset().isEmpty() && !key.preset().equals("{}")) {
            return "%s Left out: %s.".formatted(key.value(), key.preset());
        }
        return key.word().isEmpty() ? key.value() : "%s Left out: %s.".formatted(key.value(), key.word());
    }

    private static String cite(Source source) {
        return ": %s, %s".formatted(source.title(), source.address());
    }

    private Map<String, Object> type(Type type, Key key) {
        if (type == Yaml.class) {
            return map();
        }
        if (type instanceof ParameterizedType parameterized) {
            Type[] arguments = parameterized.getActualTypeArguments();
            if (parameterized.getRawType() == Optional.class) {
                Map<String, Object> value = type(arguments[0], key);
                return key.word().isEmpty() ? value : map("anyOf", List.of(value, map("const", key.word())));
            }
            Map<String, Object> items = type(arguments[arguments.length - 1], key);
            if (parameterized.getRawType() == Map.class) {
                return map("type", "object", "additionalProperties", items);
            }
            Map<String, Object> list = map("type", "array", "items", items);
            if (key.nonEmpty()) {
                list.put("minItems", 1);
            }
            return key.single() ? map("anyOf", List.of(items, list)) : list;
        }
        return scalar((Class<?>) type, key);
    }

    private Map<String, Object> scalar(Class<?> type, Key key) {
        if (type == RandomDuration.class) {
            return map("$ref", "#/definitions/randomDuration");
        }
        if (type == Distribution.class) {
            return map("$ref", "#/definitions/randomShare");
        }
        if (type == Duration.class) {
            return map("$ref", "#/definitions/duration");
        }
        if (type == DataSize.class) {
            return map("$ref", "#/definitions/size");
        }
        if (type == DataRate.class) {
            return map("$ref", "#/definitions/rate");
        }
        if (type == Money.class) {
            return map("$ref", "#/definitions/money");
        }
        if (type == String.class) {
            return map("type", List.of("string", "number"));
        }
        if (type == boolean.class || type == Boolean.class) {
            return map("type", "boolean");
        }
        if (type == double.class || type == Double.class) {
            return key.share() ? map("$ref", "#/definitions/share") : map("type", "number");
        }
        if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
            return map("type", "integer", "minimum", key.min(), "maximum", key.max());
        }
        if (type.isEnum()) {
            return map("enum", words(type));
        }
        return Scalars.isShape(type) ? reference(type) : oneOf(type);
    }

    private static List<Object> words(Class<?> type) {
        List<Object> words = new ArrayList<>();
        for (Object constant : type.getEnumConstants()) {
            if (!NotBuilt.value((Enum<?>) constant)) {
                String word = Words.of((Enum<?>) constant);
                words.add(word);
                if (word.matches("[0-9]+")) {
                    words.add(Integer.parseInt(word));
                }
            }
        }
        return words;
    }

    private Map<String, Object> oneOf(Class<?> type) {
        Map<String, Object> kinds = new LinkedHashMap<>();
        Shape.kinds(type).forEach((name, kind) -> kinds.put(name, reference(kind)));
        return one(kinds);
    }

    private Map<String, Object> reference(Class<?> record) {
        String name = record.getSimpleName();
        if (!definitions.containsKey(name)) {
            definitions.put(name, map());
            definitions.put(name, object(record));
        }
        return map("$ref", "#/definitions/" + name);
    }

    private static Map<String, Object> map(Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put(keysAndValues[i].toString(), keysAndValues[i + 1]);
        }
        return map;
    }
}
