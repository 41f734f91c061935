package dev.brokerfall.scenario.format;

import dev.brokerfall.catalogue.DistributionForm;
import dev.brokerfall.catalogue.Scale;
import dev.brokerfall.random.Distribution;
import dev.brokerfall.random.RandomDuration;
import dev.brokerfall.scenario.text.Yaml;
import dev.brokerfall.unit.Durations;
import dev.brokerfall.unit.Share;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Writes records of the format as the YAML they could have been read from, with a comment on each value. */
public final class Printer {

    private static final String PLAIN = "[A-Za-z_][A-Za-z0-9_./*-]*(\\[[A-Za-z0-9_*-]+\\][A-Za-z0-9_./*-]*)*";
    private static final String WORDS = "(?i)true|false|null|yes|no|on|off";
    private static final int COMMENT_COLUMN = 64;

    private final StringBuilder text = new StringBuilder();
    private final Function<String, String> comments;

    /**
     * Creates a printer.
     *
     * @param comments returns what is to be said of the value at a path; may be empty
     */
    public Printer(Function<String, String> comments) {
        this.comments = comments;
    }

    /** Returns {@code document}, a record of the format, as YAML. */
    public String print(Object document) {
        fields(document, "", "");
        return text.toString();
    }

    private void fields(Object owner, String path, String indent) {
        for (Shape.Field field : Shape.of(owner.getClass()).fields()) {
            Object value = Shape.value(field, owner);
            String below = path.isEmpty() ? field.name() : path + "." + field.name();
            if (field.key().inline()) {
                kind(value, path, indent);
            } else if (value instanceof Optional<?> optional) {
                if (optional.isPresent()) {
                    field(field, optional.get(), below, indent);
                } else if (!field.key().word().isEmpty()) {
                    line(indent + field.name() + ": " + field.key().word(), below);
                }
            } else {
                field(field, value, below, indent);
            }
        }
    }

    private void field(Shape.Field field, Object value, String path, String indent) {
        String name = indent + field.name() + ":";
        if (value instanceof List<?> list) {
            list(field, list, path, indent);
        } else if (value instanceof Map<?, ?> map) {
            map(field, map, path, indent);
        } else if (Scalars.isShape(value.getClass())) {
            nested(value, path, indent, name);
        } else {
            line(name + " " + scalar(field.key(), value), path);
        }
    }

    private void nested(Object value, String path, String indent, String name) {
        int start = text.length();
        text.append(name).append('\n');
        int end = text.length();
        if (isKind(value)) {
            kind(value, path, indent + "  ");
        } else {
            fields(value, path, indent + "  ");
        }
        if (text.length() == end) {
            text.setLength(start);
        }
    }

    private void list(Shape.Field field, List<?> list, String path, String indent) {
        if (list.isEmpty()) {
            return;
        }
        if (list.stream().noneMatch(item -> Scalars.isShape(item.getClass()))) {
            String items =
                    list.stream().map(item -> scalar(field.key(), item)).collect(Collectors.joining(", ", "[", "]"));
            line(indent + field.name() + ": " + items, path);
            return;
        }
        text.append(indent).append(field.name()).append(":\n");
        for (int index = 0; index < list.size(); index++) {
            int start = text.length();
            fields(list.get(index), path + "[" + index + "]", indent + "    ");
            // The first key of an item stands behind its dash.
            text.replace(start + indent.length() + 2, start + indent.length() + 4, "- ");
        }
    }

    private void map(Shape.Field field, Map<?, ?> map, String path, String indent) {
        if (map.isEmpty()) {
            return;
        }
        text.append(indent).append(field.name()).append(":\n");
        map.forEach((key, value) -> {
            String name = indent + "  " + quoted(key.toString()) + ":";
            String below = path + "." + key;
            if (value != null && Scalars.isShape(value.getClass())) {
                text.append(name).append('\n');
                fields(value, below, indent + "    ");
            } else if (value != null) {
                line(name + " " + scalar(field.key(), value), below);
            }
        });
    }

    private void kind(Object value, String path, String indent) {
        String name = value.getClass().getSimpleName();
        String key = name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
        if (Shape.of(value.getClass()).fields().isEmpty()) {
            line(indent + key + ": {}", path + "." + key);
            return;
        }
        int start = text.length();
        text.append(indent).append(key).append(":\n");
        int end = text.length();
        fields(value, path + "." + key, indent + "  ");
        if (text.length() == end) {
            text.setLength(start);
            line(indent + key + ": {}", path + "." + key);
        }
    }

    private static boolean isKind(Object value) {
        for (Class<?> parent : value.getClass().getInterfaces()) {
            if (parent.isSealed()) {
                return true;
            }
        }
        return false;
    }

    private void line(String line, String path) {
        text.append(line);
        String comment = comments.apply(path);
        if (!comment.isEmpty()) {
            text.append(" ".repeat(Math.max(2, COMMENT_COLUMN - line.length())))
                    .append("# ")
                    .append(comment);
        }
        text.append('\n');
    }

    private static String scalar(Key key, Object value) {
        if (value instanceof Yaml yaml) {
            return yaml(yaml);
        }
        if (value instanceof Duration duration) {
            return Durations.format(duration);
        }
        if (value instanceof RandomDuration random) {
            return new DistributionForm(Scale.DURATION).write(random.seconds());
        }
        if (value instanceof Distribution distribution) {
            return new DistributionForm(Scale.SHARE).write(distribution);
        }
        if (value instanceof Enum<?> constant) {
            return quoted(Words.of(constant));
        }
        if (value instanceof Double number) {
            return key.share()
                    ? Share.format(number)
                    : BigDecimal.valueOf(number).toPlainString();
        }
        return value instanceof String string ? quoted(string) : value.toString();
    }

    private static String yaml(Yaml value) {
        if (value instanceof Yaml.Mapping mapping) {
            return mapping.items().entrySet().stream()
                    .map(item ->
                            quoted(item.getKey()) + ": " + yaml(item.getValue().value()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        if (value instanceof Yaml.Sequence sequence) {
            List<String> items = new ArrayList<>();
            sequence.items().forEach(item -> items.add(yaml(item)));
            return "[" + String.join(", ", items) + "]";
        }
        Yaml.Scalar scalar = (Yaml.Scalar) value;
        return scalar.quoted() ? doubleQuoted(scalar.text()) : scalar.text();
    }

    private static String quoted(String value) {
        return value.matches(PLAIN) && !value.matches(WORDS) ? value : doubleQuoted(value);
    }

    private static String doubleQuoted(String value) {
        return "\""
                + value.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", "\\n")
                        .replace("\t", "\\t") + "\"";
    }
}
