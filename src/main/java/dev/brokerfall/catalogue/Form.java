package dev.brokerfall.catalogue;

import dev.brokerfall.random.Distribution;
import dev.brokerfall.unit.DataRate;
import dev.brokerfall.unit.DataSize;
import dev.brokerfall.unit.Durations;
import dev.brokerfall.unit.Money;
import dev.brokerfall.unit.QuantityException;
import dev.brokerfall.unit.Share;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

/** What kind of value an entry has. A value of one kind cannot stand in for one of another. */
public enum Form {
    /** A length of time. */
    DURATION("a length of time, such as 90s, 10m or 7d") {
        @Override
        double magnitude(Object value) {
            return Scale.DURATION.parse(value);
        }
    },
    /** A length of time that is drawn. */
    RANDOM_DURATION("a length of time or a distribution of such, {lognormal: {median: 30s, p95: 90s}}") {
        @Override
        double magnitude(Object value) {
            return centre(new DistributionForm(Scale.DURATION).read(value));
        }
    },
    /** A part of a whole. */
    SHARE("a share, such as 99.95%") {
        @Override
        double magnitude(Object value) {
            return Scale.SHARE.parse(value);
        }
    },
    /** A part of a whole that is drawn. */
    RANDOM_SHARE("a share or a distribution of such, {uniform: [5%, 20%]}") {
        @Override
        double magnitude(Object value) {
            return centre(new DistributionForm(Scale.SHARE).read(value));
        }
    },
    /** An amount of data. */
    SIZE("an amount of data, such as 512Gi or 1KiB") {
        @Override
        double magnitude(Object value) {
            return DataSize.parse(text(value)).bytes();
        }
    },
    /** A flow of data. */
    RATE("a flow of data, such as 250MB/s or 20MiB/s") {
        @Override
        double magnitude(Object value) {
            return value.equals(UNLIMITED)
                    ? Double.POSITIVE_INFINITY
                    : DataRate.parse(text(value)).bytesPerSecond();
        }
    },
    /** An amount of money. */
    MONEY("an amount of money, such as 240 USD") {
        @Override
        double magnitude(Object value) {
            return Money.parse(text(value)).usd();
        }
    },
    /** A whole number. */
    COUNT("a whole number") {
        @Override
        double magnitude(Object value) {
            if (!(value instanceof Long || value instanceof Integer)) {
                throw new QuantityException("'%s' is not a whole number".formatted(Entry.flow(value)), "");
            }
            return notNegative(((Number) value).doubleValue());
        }
    },
    /** A number without a unit. */
    NUMBER("a bare number") {
        @Override
        double magnitude(Object value) {
            if (!(value instanceof Number number)) {
                throw new QuantityException("'%s' is not a bare number".formatted(Entry.flow(value)), "");
            }
            return notNegative(number.doubleValue());
        }
    },
    /** True or false. */
    FLAG("true or false") {
        @Override
        double magnitude(Object value) {
            if (!(value instanceof Boolean)) {
                throw new QuantityException("'%s' is neither true nor false".formatted(Entry.flow(value)), "");
            }
            return Double.NaN;
        }
    },
    /** A version of something. */
    VERSION("a version in quotes, such as \"1.33\"") {
        @Override
        double magnitude(Object value) {
            if (!(value instanceof String text) || !VERSIONS.matcher(text).matches()) {
                throw new QuantityException("'%s' is not a version".formatted(Entry.flow(value)), "");
            }
            return Double.NaN;
        }
    },
    /** A name out of several. */
    WORD("a word") {
        @Override
        double magnitude(Object value) {
            if (!(value instanceof String)) {
                throw new QuantityException("'%s' is not a word".formatted(Entry.flow(value)), "");
            }
            return Double.NaN;
        }
    },
    /** Several values under names of their own. */
    COLUMNS("several values, each under its name") {
        @Override
        double magnitude(Object value) {
            if (!(value instanceof Map)) {
                throw new QuantityException("'%s' is not a map".formatted(Entry.flow(value)), "");
            }
            return Double.NaN;
        }
    };

    private static final String UNLIMITED = "unlimited";
    private static final Pattern VERSIONS = Pattern.compile("[0-9]+\\.[0-9]+");

    private final String description;

    Form(String description) {
        this.description = description;
    }

    /** Returns what a value of this kind is, with an example. */
    public String description() {
        return description;
    }

    /** Returns the kind of {@code value}. */
    public static Form of(Object value) {
        if (value instanceof Map<?, ?> map) {
            if (map.size() == 1
                    && DistributionForm.names().contains(map.keySet().iterator().next())) {
                // A beta distribution has no unit, so shares come first.
                return is(value, new DistributionForm(Scale.SHARE)::read) ? RANDOM_SHARE : RANDOM_DURATION;
            }
            return COLUMNS;
        }
        return single(value);
    }

    private static Form single(Object value) {
        if (value instanceof Boolean) {
            return FLAG;
        }
        if (value instanceof Number) {
            return value instanceof Integer || value instanceof Long ? COUNT : NUMBER;
        }
        String text = value.toString();
        if (VERSIONS.matcher(text).matches()) {
            return VERSION;
        }
        if (is(text, Durations::parse)) {
            return DURATION;
        }
        if (is(text, Share::parse)) {
            return SHARE;
        }
        if (text.equals(UNLIMITED) || is(text, DataRate::parse)) {
            return RATE;
        }
        if (is(text, DataSize::parse)) {
            return SIZE;
        }
        return is(text, Money::parse) ? MONEY : WORD;
    }

    /**
     * Checks that {@code value} is of this kind and lies within {@code range}. Of a distribution its centre is compared: the median
     * of a lognormal, the most frequent value of a triangular, otherwise the mean.
     *
     * @param range the least and the greatest value allowed, or all words allowed, or nothing
     * @throws QuantityException if it is not or does not
     */
    public void check(Object value, List<Object> range) {
        double magnitude = magnitude(value);
        if (this == WORD && !range.isEmpty() && !range.contains(value)) {
            throw new QuantityException("'%s' is not one of %s".formatted(value, Entry.flow(range)), "");
        }
        if (Double.isNaN(magnitude) || range.size() != 2) {
            return;
        }
        if (magnitude < magnitude(range.get(0)) || magnitude > magnitude(range.get(1))) {
            throw new QuantityException(
                    "%s is outside the range from %s to %s"
                            .formatted(Entry.flow(value), Entry.flow(range.get(0)), Entry.flow(range.get(1))),
                    "if you know better, give a range of your own beside it: {value: …, range: [least, greatest]}");
        }
    }

    /** Returns whether {@code value}, of this kind, is zero: of a distribution, whether its centre is. */
    public boolean isZero(Object value) {
        return magnitude(value) == 0;
    }

    /** Returns whether {@code one} is less than {@code other}, both of this kind; never of words. */
    public boolean isLess(Object one, Object other) {
        return magnitude(one) < magnitude(other);
    }

    /** Returns the number to compare by, or NaN where there is none; throws a {@link QuantityException} for other kinds. */
    abstract double magnitude(Object value);

    private static double centre(Distribution distribution) {
        if (distribution instanceof Distribution.Lognormal lognormal) {
            return lognormal.median();
        }
        return distribution instanceof Distribution.Triangular triangular ? triangular.mode() : distribution.mean();
    }

    private static String text(Object value) {
        if (value instanceof Map || value instanceof List) {
            throw new QuantityException("'%s' is not a single value".formatted(Entry.flow(value)), "");
        }
        return value.toString();
    }

    private static double notNegative(double number) {
        if (number < 0) {
            throw new QuantityException("must not be negative, was " + number, "");
        }
        return number;
    }

    private static <T> boolean is(T value, Function<T, ?> parse) {
        try {
            return parse.apply(value) != null;
        } catch (QuantityException e) {
            return false;
        }
    }
}
