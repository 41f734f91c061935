package dev.brokerfall.unit;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lengths of time as a scenario file writes them: {@code 90s}, {@code 10m}, {@code 1h30m}, {@code 7d}, {@code 1y}.
 *
 * <p>A day has 24 hours, a week 7 days, a year 365.25 days; there are no months. ISO 8601 ({@code PT10M}) is read too.
 */
public final class Durations {

    private static final String EXAMPLE = "90s, 10m, 1h30m, 7d or 1y";
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /** Units by name, longest first, in nanoseconds. */
    private static final Map<String, BigDecimal> UNITS = new LinkedHashMap<>();

    static {
        UNITS.put("y", seconds(31_557_600)); // 365.25 d
        UNITS.put("w", seconds(604_800));
        UNITS.put("d", seconds(86_400));
        UNITS.put("h", seconds(3_600));
        UNITS.put("m", seconds(60));
        UNITS.put("s", seconds(1));
        UNITS.put("ms", BigDecimal.valueOf(1_000_000));
    }

    private static final BigDecimal LONGEST = BigDecimal.valueOf(Long.MAX_VALUE);
    private static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d+)?)(ms|[ywdhms])");
    private static final Pattern WHOLE = Pattern.compile("(?:\\d+(?:\\.\\d+)?(?:ms|[ywdhms]))+");

    private Durations() {}

    /**
     * Returns the length of time that {@code text} writes.
     *
     * @throws QuantityException if it writes none, a negative one or one beyond 292 years
     */
    public static Duration parse(String text) {
        String stripped = text.strip();
        if (stripped.regionMatches(true, 0, "P", 0, 1)) {
            return iso(stripped);
        }
        if (!WHOLE.matcher(stripped).matches()) {
            throw unreadable(stripped);
        }
        BigDecimal nanos = BigDecimal.ZERO;
        BigDecimal previous = LONGEST;
        Matcher parts = PART.matcher(stripped);
        while (parts.find()) {
            BigDecimal unit = nanosPer(parts.group(2));
            if (unit.compareTo(previous) >= 0) {
                throw new QuantityException(
                        "'%s' names its units out of order".formatted(stripped),
                        "write the longest unit first, such as 1h30m");
            }
            previous = unit;
            nanos = nanos.add(new BigDecimal(parts.group(1)).multiply(unit));
        }
        if (nanos.compareTo(LONGEST) > 0) {
            throw new QuantityException("'%s' is longer than 292 years".formatted(stripped), "choose a shorter time");
        }
        return Duration.ofNanos(nanos.setScale(0, RoundingMode.HALF_UP).longValueExact());
    }

    /** Returns {@code duration} as {@link #parse} reads it, exactly: {@code 1h30m}, {@code 1y}, {@code 0.7ms}. */
    public static String format(Duration duration) {
        BigDecimal rest = BigDecimal.valueOf(duration.getSeconds())
                .multiply(BigDecimal.valueOf(NANOS_PER_SECOND))
                .add(BigDecimal.valueOf(duration.getNano()));
        if (rest.signum() == 0) {
            return "0s";
        }
        if (rest.signum() < 0) {
            return "-" + format(duration.negated());
        }
        BigDecimal[] years = rest.divideAndRemainder(nanosPer("y"));
        if (years[1].signum() == 0) {
            return years[0].toBigInteger() + "y";
        }
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, BigDecimal> unit : UNITS.entrySet()) {
            if (unit.getKey().equals("y") || unit.getKey().equals("w")) {
                continue;
            }
            if (unit.getKey().equals("ms")) {
                if (rest.signum() > 0) {
                    text.append(Numeral.plain(rest.divide(unit.getValue()))).append("ms");
                }
                break;
            }
            BigDecimal[] share = rest.divideAndRemainder(unit.getValue());
            if (share[0].signum() > 0) {
                text.append(share[0].toBigInteger()).append(unit.getKey());
            }
            rest = share[1];
        }
        return text.toString();
    }

    /** Returns {@code duration} in seconds. */
    public static double seconds(Duration duration) {
        return duration.getSeconds() + duration.getNano() / (double) NANOS_PER_SECOND;
    }

    /** Returns the length of time nearest to {@code seconds}, to the nanosecond. */
    public static Duration ofSeconds(double seconds) {
        return Duration.ofNanos(Math.round(seconds * NANOS_PER_SECOND));
    }

    private static Duration iso(String text) {
        Duration duration;
        try {
            duration = Duration.parse(text.toUpperCase(Locale.ROOT));
        } catch (DateTimeParseException e) {
            QuantityException unreadable = unreadable(text);
            unreadable.initCause(e);
            throw unreadable;
        }
        if (duration.isNegative()) {
            throw negative(text);
        }
        return duration;
    }

    private static QuantityException unreadable(String text) {
        if (text.startsWith("-") && WHOLE.matcher(text.substring(1)).matches()) {
            return negative(text);
        }
        if (text.matches("[+-]?\\d+(\\.\\d+)?")) {
            return new QuantityException(
                    "'%s' has no unit, and a duration needs one".formatted(text), "write it like " + EXAMPLE);
        }
        return new QuantityException("'%s' is not a duration".formatted(text), "write it like " + EXAMPLE);
    }

    private static QuantityException negative(String text) {
        return new QuantityException(
                "a duration must not be negative, found '%s'".formatted(text), "write it like " + EXAMPLE);
    }

    private static BigDecimal nanosPer(String unit) {
        BigDecimal nanos = UNITS.get(unit);
        if (nanos == null) {
            throw new IllegalArgumentException(unit);
        }
        return nanos;
    }

    private static BigDecimal seconds(long count) {
        return BigDecimal.valueOf(count * NANOS_PER_SECOND);
    }
}
