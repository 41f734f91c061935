package dev.brokerfall.report;

import dev.brokerfall.experiment.MetricResult;
import dev.brokerfall.metric.Metric;
import dev.brokerfall.stats.Estimate;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Numbers as people read them: two significant digits, units, and bounds where nothing was seen. */
final class Figures {

    /** What stands where there is nothing to say. */
    static final String NOTHING = "–";

    private static final double TEBI = 1L << 40;
    private static final double MEBI = 1 << 20;

    private Figures() {}

    /** Returns a whole number with its thousands set apart. */
    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** Returns {@code number} with two significant digits, or all digits before the point if they are more. */
    static String number(double number) {
        return number(number, decimals(number));
    }

    /** Returns a number that is round already, such as a limit or a tick, without zeros at its end. */
    static String plain(double number) {
        BigDecimal rounded = new BigDecimal(number, new MathContext(6)).stripTrailingZeros();
        return String.format(Locale.ROOT, "%,." + Math.max(0, rounded.scale()) + "f", rounded)
                .replace('-', '−');
    }

    private static String number(double number, int decimals) {
        if (Double.isInfinite(number)) {
            return number > 0 ? "∞" : "−∞";
        }
        if (decimals > 5) {
            return String.format(Locale.ROOT, "%.1e", number)
                    .replace('-', '−')
                    .replaceFirst("^−0\\.0e.*|^0\\.0e.*", "0");
        }
        String text = String.format(Locale.ROOT, "%,." + decimals + "f", number).replace('-', '−');
        return text.matches("−0(\\.0*)?") ? text.substring(1) : text;
    }

    private static int decimals(double number) {
        double size = Math.abs(number);
        if (size == 0 || size >= 10 || Double.isInfinite(size)) {
            return 0;
        }
        // 9.97 has no decimals, for it is 10 in two digits.
        double rounded = new BigDecimal(size, new MathContext(2)).doubleValue();
        return Math.max(0, 1 - (int) Math.floor(Math.log10(rounded)));
    }

    /** Probabilities below this are said as they are, not in per cent. */
    private static final double RARE = 1e-5;

    /** Returns a probability as a percentage, or such as {@code 3.1e-9} where that would be all zeros. */
    private static String probability(double probability) {
        return isRare(probability) ? power(probability) : percent(probability);
    }

    /** Returns whether a probability is seen, and below a thousandth of a per cent. */
    static boolean isRare(double probability) {
        return probability > 0 && probability < RARE;
    }

    /** Returns two digits and a power of ten. */
    static String power(double number) {
        return String.format(Locale.ROOT, "%.1e", number).replace("e-0", "e-").replace(".0e", "e");
    }

    /** Returns a share as a percentage. */
    static String percent(double share) {
        return number(100 * share) + " %";
    }

    /** Returns a confidence such as {@code 95 %}, with no more digits than it has. */
    static String confidence(double confidence) {
        double percent = 100 * confidence;
        double tenths = Math.rint(percent * 10) / 10;
        return (tenths == Math.rint(tenths) ? number(tenths, 0) : number(tenths, 1)) + " %";
    }

    /** Returns a length of time in its two largest units, such as {@code 1h12m}. */
    static String duration(double seconds) {
        if (Double.isInfinite(seconds)) {
            return "∞";
        }
        if (seconds < 59.5) {
            return number(seconds) + "s";
        }
        if (seconds < 3600 - 30) {
            long whole = Math.round(seconds);
            return whole < 600 && whole % 60 != 0
                    ? whole / 60 + "m" + whole % 60 + "s"
                    : Math.round(seconds / 60) + "m";
        }
        if (seconds < 48 * 3600 - 30) {
            long minutes = Math.round(seconds / 60);
            return minutes / 60 + "h" + (minutes % 60 == 0 ? "" : minutes % 60 + "m");
        }
        long hours = Math.round(seconds / 3600);
        return hours / 24 + "d" + (hours % 24 == 0 ? "" : hours % 24 + "h");
    }

    /** Returns a value of {@code metric} in the unit people think in, with the unit unless a heading says it. */
    static String value(Metric metric, double value) {
        return switch (metric.unit()) {
            case FRACTION -> percent(value);
            case PROBABILITY -> probability(value);
            case SECONDS -> duration(value);
            default -> number(scaled(metric, value));
        };
    }

    /** Returns the unit in which {@link #value} speaks, without its year; empty when the value carries it. */
    static String unit(Metric metric) {
        return switch (metric.unit()) {
            case FRACTION, SECONDS, PROBABILITY, PER_YEAR -> "";
            case MINUTES_PER_YEAR -> "min";
            case RECORDS_PER_YEAR -> "records";
            case BYTES_PER_YEAR -> "TiB";
            case PARTITION_HOURS_PER_YEAR -> "h";
            case MILLISECONDS -> "ms";
            case BYTES_PER_SECOND -> "MiB/s";
            case USD_PER_MONTH -> "USD/month";
        };
    }

    /** Returns {@code value} of {@code metric} in the unit of its heading. */
    static double scaled(Metric metric, double value) {
        return switch (metric.unit()) {
            case FRACTION, PROBABILITY -> 100 * value;
            case BYTES_PER_YEAR -> value / TEBI;
            case BYTES_PER_SECOND -> value / MEBI;
            default -> value;
        };
    }

    /** Returns the interval alone, such as {@code [16, 20]}, in the digits of its estimate. */
    static String interval(Metric metric, Estimate estimate) {
        if (!estimate.known()) {
            return NOTHING;
        }
        if (metric.unit() == Metric.Unit.SECONDS) {
            return "[" + duration(estimate.lower()) + ", " + duration(estimate.upper()) + "]";
        }
        if (metric.unit() == Metric.Unit.PROBABILITY && isRare(estimate.value())) {
            return "[" + power(estimate.lower()) + ", " + power(estimate.upper()) + "]";
        }
        double size = Math.max(Math.abs(estimate.value()), Math.min(Math.abs(estimate.upper()), Double.MAX_VALUE) / 10);
        int decimals = decimals(scaled(metric, size));
        return "[" + number(scaled(metric, estimate.lower()), decimals) + ", "
                + number(scaled(metric, estimate.upper()), decimals) + "]";
    }

    /** Returns whether {@code result} saw nothing at all, so that only a bound can be stated. */
    static boolean nothingSeen(MetricResult result) {
        return result.metric().kind() != Metric.Kind.FIXED
                && result.events() == 0
                && result.mean().known();
    }

    /** Returns the mean with its interval, or a bound when nothing was seen, and {@code ?} for a place-holder. */
    static String meanAndInterval(MetricResult result) {
        Metric metric = result.metric();
        if (!result.mean().known()) {
            return NOTHING;
        }
        if (metric.unit() == Metric.Unit.PROBABILITY && isRare(result.mean().value())) {
            return bound(result, rare(result.mean()));
        }
        return bound(
                result,
                metric.kind() == Metric.Kind.FIXED
                                && result.mean().lower() == result.mean().upper()
                        ? value(metric, result.mean().value())
                        : value(metric, result.mean().value()) + " " + interval(metric, result.mean()));
    }

    /** Returns such as {@code 5.8 e-8 [2.2, 24]}: as with per cent, the power of ten is said once and holds for the bounds. */
    private static String rare(Estimate estimate) {
        String power = String.format(Locale.ROOT, "%.1e", estimate.value());
        int exponent = Integer.parseInt(power.substring(power.indexOf('e') + 1));
        BigDecimal unit = BigDecimal.ONE.scaleByPowerOfTen(exponent);
        return "%s e%d [%s, %s]"
                .formatted(
                        number(estimate.value() / unit.doubleValue(), 1),
                        exponent,
                        number(estimate.lower() / unit.doubleValue()),
                        number(estimate.upper() / unit.doubleValue()));
    }

    /** Returns the mean alone, or a bound when nothing was seen, and {@code ?} for a place-holder. */
    static String mean(MetricResult result) {
        return result.mean().known()
                ? bound(result, value(result.metric(), result.mean().value()))
                : NOTHING;
    }

    private static String bound(MetricResult result, String seen) {
        String text = seen;
        if (nothingSeen(result)) {
            double upper = result.mean().upper();
            text = upper > 0 && Double.isFinite(upper) ? "< " + value(result.metric(), upper) + " (0)" : "0";
        }
        return result.placeHolder() ? text + " ?" : text;
    }
}
