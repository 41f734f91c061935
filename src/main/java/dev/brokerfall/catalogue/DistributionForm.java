package dev.brokerfall.catalogue;

import dev.brokerfall.random.Distribution;
import dev.brokerfall.unit.QuantityException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Distributions as files write them: {@code {lognormal: {median: 6m, p95: 25m}}}, {@code {exponential: {mean: 400d}}},
 * {@code {weibull: {shape: 0.8, scale: 90d}}}, {@code {uniform: [2s, 5s]}}, {@code {triangular: [1m, 2m, 5m]}},
 * {@code {constant: 30s}} or {@code {empirical: waits.csv}}. A value alone is a constant. A lognormal may have {@code sigma}, the
 * standard deviation of the logarithm, instead of p95, and a weibull the {@code location} at which it begins; {@code {beta: {a: 1, b: 2}}} and
 * {@code {mixture: {probability: 20%, rare: …, usual: …}}} are read too.
 */
public final class DistributionForm {

    private static final String HELP =
            "write one of {constant: …}, {uniform: [min, max]}, {triangular: [min, mode, max]}, {exponential: {mean: …}},"
                    + " {lognormal: {median: …, p95: …}}, {weibull: {shape: …, scale: …}}, {empirical: FILE}";

    private static final Set<String> NAMES = Set.of(
            "constant", "uniform", "triangular", "exponential", "lognormal", "weibull", "beta", "mixture", "empirical");

    private final Scale scale;
    private final Function<String, List<String>> file;

    /**
     * Creates the form.
     *
     * @param scale what the numbers count
     * @param file reads the lines of the file that {@code empirical} names; throws a {@link QuantityException} if it cannot
     */
    public DistributionForm(Scale scale, Function<String, List<String>> file) {
        this.scale = scale;
        this.file = file;
    }

    /** Creates the form without files. */
    public DistributionForm(Scale scale) {
        this(scale, name -> {
            throw new QuantityException("no file can be read here: '%s'".formatted(name), "use another distribution");
        });
    }

    /**
     * Returns the distribution that {@code value}, of maps, lists, texts and numbers, writes.
     *
     * @throws QuantityException if it writes none
     */
    public Distribution read(Object value) {
        if (value instanceof List) {
            throw new QuantityException("a list is not a distribution", HELP);
        }
        if (!(value instanceof Map<?, ?> map)) {
            return new Distribution.Constant(scale.parse(value));
        }
        if (map.size() != 1) {
            throw new QuantityException("a distribution has one name, found %s".formatted(map.keySet()), HELP);
        }
        Map.Entry<?, ?> only = map.entrySet().iterator().next();
        String name = only.getKey().toString();
        try {
            return read(name, present(only.getValue()));
        } catch (QuantityException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            QuantityException named = new QuantityException(name + ": " + e.getMessage(), HELP);
            named.initCause(e);
            throw named;
        }
    }

    private Distribution read(String name, Object value) {
        return switch (name) {
            case "constant" -> new Distribution.Constant(scale.parse(value));
            case "uniform" -> {
                List<?> ends = list(name, value, 2);
                yield new Distribution.Uniform(at(ends, 0), at(ends, 1));
            }
            case "triangular" -> {
                List<?> corners = list(name, value, 3);
                yield new Distribution.Triangular(at(corners, 0), at(corners, 1), at(corners, 2));
            }
            case "exponential" ->
                new Distribution.Exponential(scale.parse(field(fields(name, value, Set.of("mean")), "mean")));
            case "lognormal" -> lognormal(value);
            case "weibull" -> {
                boolean moved = value instanceof Map<?, ?> map && map.containsKey("location");
                Map<?, ?> fields =
                        fields(name, value, moved ? Set.of("shape", "scale", "location") : Set.of("shape", "scale"));
                yield new Distribution.Weibull(
                        number(field(fields, "shape")),
                        scale.parse(field(fields, "scale")),
                        moved ? scale.parse(field(fields, "location")) : 0);
            }
            case "beta" -> {
                Map<?, ?> fields = fields(name, value, Set.of("a", "b"));
                if (number(field(fields, "a")) != 1) {
                    throw new QuantityException("beta is built for a: 1 only", "write {beta: {a: 1, b: …}}");
                }
                yield new Distribution.BetaOne(number(field(fields, "b")));
            }
            case "mixture" -> {
                Map<?, ?> fields = fields(name, value, Set.of("probability", "rare", "usual"));
                yield new Distribution.Mixture(
                        Scale.SHARE.parse(field(fields, "probability")),
                        read(field(fields, "rare")),
                        read(field(fields, "usual")));
            }
            case "empirical" ->
                new Distribution.Empirical(
                        value instanceof List<?> list
                                ? list.stream()
                                        .map(item -> scale.parse(present(item)))
                                        .toList()
                                : lines(value.toString()));
            default -> throw new QuantityException("'%s' is not a distribution".formatted(name), HELP);
        };
    }

    private List<Double> lines(String name) {
        return file.apply(name).stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .map(scale::parse)
                .toList();
    }

    private Distribution lognormal(Object value) {
        boolean bySigma = value instanceof Map<?, ?> map && map.containsKey("sigma");
        Map<?, ?> fields = fields("lognormal", value, Set.of("median", bySigma ? "sigma" : "p95"));
        double median = scale.parse(field(fields, "median"));
        return bySigma
                ? new Distribution.Lognormal(median, number(field(fields, "sigma")))
                : Distribution.Lognormal.ofMedianAndP95(median, scale.parse(field(fields, "p95")));
    }

    /** Returns the names of the distributions. */
    static Set<String> names() {
        return NAMES;
    }

    /** Returns the text that {@link #read} turns into {@code distribution}; an empirical one lists its values. */
    public String write(Distribution distribution) {
        if (distribution instanceof Distribution.Constant constant) {
            return "{constant: %s}".formatted(scale.format(constant.value()));
        }
        if (distribution instanceof Distribution.Uniform uniform) {
            return "{uniform: [%s, %s]}".formatted(scale.format(uniform.min()), scale.format(uniform.max()));
        }
        if (distribution instanceof Distribution.Triangular triangular) {
            return "{triangular: [%s, %s, %s]}"
                    .formatted(
                            scale.format(triangular.min()),
                            scale.format(triangular.mode()),
                            scale.format(triangular.max()));
        }
        if (distribution instanceof Distribution.Exponential exponential) {
            return "{exponential: {mean: %s}}".formatted(scale.format(exponential.mean()));
        }
        if (distribution instanceof Distribution.Lognormal lognormal) {
            return "{lognormal: {median: %s, sigma: %s}}"
                    .formatted(scale.format(lognormal.median()), plain(lognormal.sigma()));
        }
        if (distribution instanceof Distribution.Weibull weibull) {
            return "{weibull: {shape: %s, scale: %s%s}}"
                    .formatted(
                            plain(weibull.shape()),
                            scale.format(weibull.scale()),
                            weibull.location() == 0 ? "" : ", location: " + scale.format(weibull.location()));
        }
        if (distribution instanceof Distribution.BetaOne beta) {
            return "{beta: {a: 1, b: %s}}".formatted(plain(beta.b()));
        }
        if (distribution instanceof Distribution.Mixture mixture) {
            return "{mixture: {probability: %s, rare: %s, usual: %s}}"
                    .formatted(
                            Scale.SHARE.format(mixture.probability()), write(mixture.rare()), write(mixture.usual()));
        }
        Distribution.Empirical empirical = (Distribution.Empirical) distribution;
        return empirical.values().stream().map(scale::format).collect(Collectors.joining(", ", "{empirical: [", "]}"));
    }

    private static List<?> list(String name, Object value, int size) {
        if (!(value instanceof List<?> list) || list.size() != size) {
            throw new QuantityException("%s takes a list of %s values".formatted(name, size), HELP);
        }
        return list;
    }

    private static Map<?, ?> fields(String name, Object value, Set<String> names) {
        if (!(value instanceof Map<?, ?> map) || !map.keySet().equals(names)) {
            throw new QuantityException(
                    "%s takes exactly %s"
                            .formatted(name, names.stream().sorted().collect(Collectors.joining(", "))),
                    HELP);
        }
        return map;
    }

    private double at(List<?> list, int index) {
        return scale.parse(present(list.get(index)));
    }

    private static Object field(Map<?, ?> fields, String name) {
        return present(fields.get(name));
    }

    private static Object present(@Nullable Object value) {
        if (value == null) {
            throw new QuantityException("a value of the distribution is empty", HELP);
        }
        return value;
    }

    private static double number(Object value) {
        try {
            return new BigDecimal(value.toString()).doubleValue();
        } catch (NumberFormatException e) {
            QuantityException named =
                    new QuantityException("'%s' is not a number".formatted(value), "write a bare number");
            named.initCause(e);
            throw named;
        }
    }

    private static String plain(double number) {
        BigDecimal decimal = BigDecimal.valueOf(number).stripTrailingZeros();
        return decimal.scale() < 0 ? decimal.setScale(0).toPlainString() : decimal.toPlainString();
    }
}
