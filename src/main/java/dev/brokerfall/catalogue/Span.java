package dev.brokerfall.catalogue;

import static com.google.common.base.Preconditions.checkArgument;

import dev.brokerfall.random.Distribution;
import dev.brokerfall.unit.DataRate;
import dev.brokerfall.unit.DataSize;
import dev.brokerfall.unit.Money;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The values that an entry may plausibly have, and the way from the least of them (position 0) to the greatest (position 1).
 *
 * <p>They are those of the entry's range. An entry without a range goes from half its value to twice its value, shares not beyond 100 %;
 * one that is true or false goes from the one to the other at position 0.5. Of a distribution the range speaks of its centre
 * ({@link Form#check}), and the whole distribution is stretched until its centre lies there. Between two positive ends equal steps are
 * equal factors, else equal differences.
 */
public final class Span {

    /** What sets the ends. */
    public enum Kind {
        /** The range that the catalogue, or the user, gives. */
        RANGE,
        /** Nobody gives a range: half and twice the value. */
        HALVED_AND_DOUBLED,
        /** There are only two values. */
        SWITCHED
    }

    /** No more digits than anybody reads: what is printed of a value between the ends is what is played. */
    private static final MathContext DIGITS = new MathContext(3);

    private static final double SWITCH = 0.5;

    private final Entry entry;
    private final Form form;
    private final Kind kind;
    private final double least;
    private final double greatest;

    private Span(Entry entry, Kind kind, double least, double greatest) {
        this.entry = entry;
        this.form = entry.form();
        this.kind = kind;
        this.least = least;
        this.greatest = greatest;
    }

    /** Returns the span of {@code entry}; empty for words, versions, maps of columns, and what is nothing or without limit. */
    public static Optional<Span> of(Entry entry) {
        Form form = entry.form();
        if (form == Form.FLAG) {
            return Optional.of(new Span(entry, Kind.SWITCHED, 0, 1));
        }
        double own = form.magnitude(entry.value());
        if (!Double.isFinite(own)) {
            return Optional.empty();
        }
        boolean drawn = form == Form.RANDOM_DURATION || form == Form.RANDOM_SHARE;
        if (entry.range().size() == 2) {
            double least = form.magnitude(entry.range().get(0));
            double greatest = form.magnitude(entry.range().get(1));
            // Nothing that is always zero can be stretched.
            return Double.isFinite(least) && Double.isFinite(greatest) && least < greatest && !(drawn && own == 0)
                    ? Optional.of(new Span(entry, Kind.RANGE, least, greatest))
                    : Optional.empty();
        }
        if (own == 0) {
            return Optional.empty();
        }
        double twice = form == Form.SHARE || form == Form.RANDOM_SHARE ? Math.min(1, 2 * own) : 2 * own;
        return Optional.of(new Span(entry, Kind.HALVED_AND_DOUBLED, own / 2, twice));
    }

    /** Returns the entry as the catalogue has it. */
    public Entry entry() {
        return entry;
    }

    /** Returns what sets the ends. */
    public Kind kind() {
        return kind;
    }

    /** Returns where the entry's own value lies, between 0 and 1. */
    public double home() {
        if (kind == Kind.SWITCHED) {
            return entry.value().equals(true) ? 1 : 0;
        }
        double own = form.magnitude(entry.value());
        double position = geometric()
                ? StrictMath.log(own / least) / StrictMath.log(greatest / least)
                : (own - least) / (greatest - least);
        return Math.min(1, Math.max(0, position));
    }

    /** Returns the entry with the value at {@code position}, between 0 and 1. */
    public Entry at(double position) {
        return entry.replacedBy(value(position), entry.range(), entry.label(), entry.sources(), entry.note());
    }

    /** Returns the value at {@code position} as people read it: of a distribution its centre. */
    public String text(double position) {
        if (kind == Kind.SWITCHED) {
            return Boolean.toString(position >= SWITCH);
        }
        if (kind == Kind.RANGE && (position == 0 || position == 1)) {
            return Entry.flow(entry.range().get((int) position));
        }
        return written(form.magnitude(value(position)));
    }

    /** Returns the entry's own value in the same words as {@link #text}. */
    public String text() {
        return entry.value() instanceof Map ? written(form.magnitude(entry.value())) : entry.text();
    }

    /** Returns what of a distribution the range speaks of, such as {@code median}; empty for a value alone. */
    public String parameter() {
        return switch (form) {
            case RANDOM_DURATION -> parameter(new DistributionForm(Scale.DURATION).read(entry.value()));
            case RANDOM_SHARE -> parameter(new DistributionForm(Scale.SHARE).read(entry.value()));
            default -> "";
        };
    }

    private static String parameter(Distribution distribution) {
        return distribution instanceof Distribution.Lognormal
                ? "median"
                : distribution instanceof Distribution.Triangular ? "mode" : "mean";
    }

    private boolean geometric() {
        return least > 0;
    }

    private Object value(double position) {
        checkArgument(position >= 0 && position <= 1, "a position lies between 0 and 1, was %s", position);
        boolean drawn = form == Form.RANDOM_DURATION || form == Form.RANDOM_SHARE;
        if (kind == Kind.RANGE && !drawn && (position == 0 || position == 1)) {
            return entry.range().get((int) position);
        }
        return switch (form) {
            case FLAG -> position >= SWITCH;
            case COUNT -> Math.round(magnitude(position));
            case NUMBER -> magnitude(position);
            case RANDOM_DURATION -> stretched(Scale.DURATION, position);
            case RANDOM_SHARE -> stretched(Scale.SHARE, position);
            default -> written(magnitude(position));
        };
    }

    private double magnitude(double position) {
        if (position == 0) {
            return least;
        }
        if (position == 1) {
            return greatest;
        }
        double between = geometric()
                ? least * StrictMath.exp(position * StrictMath.log(greatest / least))
                : least + position * (greatest - least);
        return new BigDecimal(between).round(DIGITS).doubleValue();
    }

    private Object stretched(Scale scale, double position) {
        double factor = magnitude(position) / form.magnitude(entry.value());
        Distribution own = new DistributionForm(scale).read(entry.value());
        return Stretched.value(own, factor, scale);
    }

    private String written(double magnitude) {
        return switch (form) {
            case DURATION, RANDOM_DURATION -> Stretched.duration(magnitude);
            case SHARE, RANDOM_SHARE -> Scale.SHARE.format(Stretched.digits(magnitude));
            case SIZE -> new DataSize(Math.round(magnitude)).toString();
            case RATE -> new DataRate(Math.rint(magnitude)).toString();
            case MONEY -> new Money(magnitude).toString();
            case COUNT -> Long.toString(Math.round(magnitude));
            default ->
                new BigDecimal(magnitude).round(DIGITS).stripTrailingZeros().toString();
        };
    }

    /** Distributions with every value multiplied by a factor, as files write them. */
    private static final class Stretched {

        private static final List<Map.Entry<String, Double>> UNITS = List.of(
                Map.entry("y", 31_557_600.0),
                Map.entry("d", 86_400.0),
                Map.entry("h", 3_600.0),
                Map.entry("m", 60.0),
                Map.entry("s", 1.0),
                Map.entry("ms", 0.001));

        /** A share that is drawn is never for certain the whole, or its distribution would be none. */
        private static final double MOST_OF_A_WHOLE = 0.99;

        /** More digits than are shown, so that nothing is lost by stretching and reading again. */
        private static final MathContext FINE = new MathContext(9);

        private Stretched() {}

        static Object value(Distribution own, double factor, Scale scale) {
            if (own instanceof Distribution.Constant constant) {
                return Map.of("constant", number(constant.value() * factor, scale));
            }
            if (own instanceof Distribution.Uniform uniform) {
                return Map.of(
                        "uniform",
                        List.of(number(uniform.min() * factor, scale), number(uniform.max() * factor, scale)));
            }
            if (own instanceof Distribution.Triangular triangular) {
                return Map.of(
                        "triangular",
                        List.of(
                                number(triangular.min() * factor, scale),
                                number(triangular.mode() * factor, scale),
                                number(triangular.max() * factor, scale)));
            }
            if (own instanceof Distribution.Exponential exponential) {
                return Map.of("exponential", Map.of("mean", number(exponential.mean() * factor, scale)));
            }
            if (own instanceof Distribution.Lognormal lognormal) {
                return Map.of(
                        "lognormal",
                        Map.of("median", number(lognormal.median() * factor, scale), "sigma", lognormal.sigma()));
            }
            if (own instanceof Distribution.Weibull weibull) {
                return Map.of(
                        "weibull", Map.of("shape", weibull.shape(), "scale", number(weibull.scale() * factor, scale)));
            }
            if (own instanceof Distribution.BetaOne beta) {
                double mean = Math.min(MOST_OF_A_WHOLE, beta.mean() * factor);
                return Map.of("beta", Map.of("a", 1, "b", 1 / mean - 1));
            }
            if (own instanceof Distribution.Mixture mixture) {
                return Map.of(
                        "mixture",
                        Map.of(
                                "probability",
                                Scale.SHARE.format(mixture.probability()),
                                "rare",
                                value(mixture.rare(), factor, scale),
                                "usual",
                                value(mixture.usual(), factor, scale)));
            }
            Distribution.Empirical empirical = (Distribution.Empirical) own;
            return Map.of(
                    "empirical",
                    empirical.values().stream()
                            .map(each -> number(each * factor, scale))
                            .toList());
        }

        private static String number(double value, Scale scale) {
            return scale.format(
                    scale == Scale.SHARE
                            ? Math.min(1, value)
                            : new BigDecimal(value).round(FINE).doubleValue());
        }

        /** Writes a length of time in the largest unit of which there is one, such as {@code 4.2m}. */
        static String duration(double seconds) {
            for (Map.Entry<String, Double> unit : UNITS) {
                if (seconds >= unit.getValue()) {
                    return plain(seconds / unit.getValue()) + unit.getKey();
                }
            }
            return seconds == 0 ? "0s" : plain(1000 * seconds) + "ms";
        }

        private static String plain(double number) {
            BigDecimal rounded = new BigDecimal(number).round(DIGITS).stripTrailingZeros();
            return rounded.scale() < 0 ? rounded.setScale(0).toPlainString() : rounded.toPlainString();
        }

        static double digits(double number) {
            return new BigDecimal(number).round(DIGITS).doubleValue();
        }
    }
}
