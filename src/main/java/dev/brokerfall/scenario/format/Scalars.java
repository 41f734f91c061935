package dev.brokerfall.scenario.format;

import dev.brokerfall.scenario.text.Problems;
import dev.brokerfall.scenario.text.Yaml;
import dev.brokerfall.unit.DataRate;
import dev.brokerfall.unit.DataSize;
import dev.brokerfall.unit.Durations;
import dev.brokerfall.unit.Money;
import dev.brokerfall.unit.QuantityException;
import dev.brokerfall.unit.Share;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** Single values: texts, numbers, words and quantities. */
final class Scalars {

    private static final String LEADING_ZERO = "[-+]?0[0-9]+";

    private final Problems problems;

    Scalars(Problems problems) {
        this.problems = problems;
    }

    /** Returns whether {@code type} is a map of the format, not a quantity that happens to be a record. */
    static boolean isShape(Class<?> type) {
        return type.isRecord()
                && Arrays.stream(type.getRecordComponents())
                        .allMatch(component -> component.isAnnotationPresent(Key.class));
    }

    /**
     * Returns the value of {@code type} that is written.
     *
     * @throws QuantityException if none is
     */
    Object read(Class<?> type, Key key, Yaml.Scalar scalar) {
        if (type == String.class) {
            return scalar.text();
        }
        if (type == boolean.class || type == Boolean.class) {
            return flag(scalar);
        }
        if (type == int.class || type == Integer.class) {
            return (int) whole(key, scalar);
        }
        if (type == long.class || type == Long.class) {
            return whole(key, scalar);
        }
        if (type.isEnum()) {
            return word(type, scalar);
        }
        if (type == double.class || type == Double.class) {
            return key.share() ? share(key, scalar) : number(scalar);
        }
        if (type == Duration.class) {
            Duration duration = Durations.parse(scalar.text());
            return positive(key, !duration.isZero(), scalar, duration);
        }
        if (type == DataSize.class) {
            DataSize size = DataSize.parse(scalar.text());
            return positive(key, size.bytes() > 0, scalar, size);
        }
        if (type == DataRate.class) {
            DataRate rate = DataRate.parse(scalar.text());
            return positive(key, rate.bytesPerSecond() > 0, scalar, rate);
        }
        if (type == Money.class) {
            return Money.parse(scalar.text());
        }
        throw new IllegalStateException("the format has no values of " + type);
    }

    private static boolean flag(Yaml.Scalar scalar) {
        if (!scalar.quoted() && scalar.text().equals("true")) {
            return true;
        }
        if (!scalar.quoted() && scalar.text().equals("false")) {
            return false;
        }
        throw new QuantityException("'%s' is neither true nor false".formatted(scalar.text()), "write true or false");
    }

    private long whole(Key key, Yaml.Scalar scalar) {
        if (!scalar.isWhole()) {
            throw new QuantityException(
                    "'%s' is not a whole number".formatted(scalar.text()),
                    scalar.quoted() && scalar.text().matches("[-+]?[0-9]+") ? "write it without quotes" : "");
        }
        BigInteger value = new BigInteger(scalar.text());
        if (value.compareTo(BigInteger.valueOf(key.min())) < 0) {
            throw new QuantityException("must be at least %s, found %s".formatted(key.min(), value), "");
        }
        if (value.compareTo(BigInteger.valueOf(key.max())) > 0) {
            throw new QuantityException("must be at most %s, found %s".formatted(key.max(), value), "");
        }
        if (scalar.text().matches(LEADING_ZERO)) {
            problems.warning(
                    scalar.place(),
                    "'%s' is read as %s, not as an octal number".formatted(scalar.text(), value),
                    "leave the leading zero out");
        }
        return value.longValueExact();
    }

    private static double number(Yaml.Scalar scalar) {
        if (!scalar.isNumber()) {
            throw new QuantityException("'%s' is not a number".formatted(scalar.text()), "write a bare number");
        }
        return Double.parseDouble(scalar.text());
    }

    private static double share(Key key, Yaml.Scalar scalar) {
        double share = Share.parse(scalar.text());
        if (key.positive() && share == 0) {
            throw new QuantityException("must be more than 0%", "");
        }
        return share;
    }

    private static Object positive(Key key, boolean positive, Yaml.Scalar scalar, Object value) {
        if (key.positive() && !positive) {
            throw new QuantityException("must be more than 0, found '%s'".formatted(scalar.text()), "");
        }
        return value;
    }

    private static Object word(Class<?> type, Yaml.Scalar scalar) {
        List<String> words = Words.all(type);
        int index = words.indexOf(scalar.text());
        if (index < 0) {
            throw new QuantityException(
                    "'%s' is not one of %s".formatted(scalar.text(), String.join(", ", words)),
                    Suggestion.of(scalar.text(), words)
                            .map("did you mean '%s'?"::formatted)
                            .orElse(""));
        }
        Enum<?> constant = (Enum<?>) type.getEnumConstants()[index];
        if (NotBuilt.value(constant)) {
            throw new QuantityException("'%s' is not built yet".formatted(scalar.text()), "");
        }
        return constant;
    }
}
