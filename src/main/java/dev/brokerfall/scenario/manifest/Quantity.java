package dev.brokerfall.scenario.manifest;

import com.google.common.collect.ImmutableMap;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;

/** Kubernetes' way of writing amounts (staging/src/k8s.io/apimachinery/pkg/api/resource/quantity.go). */
public final class Quantity {

    private static final int THOUSAND = 1000;
    /** Digits before the point that no amount exceeds. */
    private static final int LONGEST = 19;

    /** Digits after the point beyond which an amount is next to nothing, and so, rounded up, one. */
    private static final int SMALLEST = 40;

    private static final int KIBI = 1024;
    private static final Map<String, BigDecimal> SUFFIXES = suffixes();

    private Quantity() {}

    private static Map<String, BigDecimal> suffixes() {
        ImmutableMap.Builder<String, BigDecimal> suffixes = ImmutableMap.builder();
        BigDecimal binary = BigDecimal.valueOf(KIBI);
        BigDecimal decimal = BigDecimal.valueOf(THOUSAND);
        String[] binaries = {"Ki", "Mi", "Gi", "Ti", "Pi", "Ei"};
        String[] decimals = {"k", "M", "G", "T", "P", "E"};
        for (int i = 0; i < binaries.length; i++) {
            suffixes.put(binaries[i], binary.pow(i + 1));
            suffixes.put(decimals[i], decimal.pow(i + 1));
        }
        return suffixes.put("m", new BigDecimal("0.001"))
                .put("u", new BigDecimal("0.000001"))
                .put("n", new BigDecimal("0.000000001"))
                .buildOrThrow();
    }

    /** Returns an amount in whole units, rounded up. */
    public static long bytes(String text) {
        return round(parse(text));
    }

    /** Returns an amount in thousandths, rounded up. */
    static long millis(String text) {
        return round(parse(text).multiply(BigDecimal.valueOf(THOUSAND)));
    }

    private static long round(BigDecimal amount) {
        if (amount.signum() < 0) {
            throw new NumberFormatException("less than nothing: " + amount);
        }
        // An exponent such as 1e999999999 is told from its scale: written out, it would fill the memory.
        if (amount.precision() - (long) amount.scale() > LONGEST) {
            throw new NumberFormatException("too large");
        }
        if (amount.scale() > SMALLEST && amount.precision() <= amount.scale()) {
            return amount.signum();
        }
        try {
            return amount.setScale(0, RoundingMode.CEILING).longValueExact();
        } catch (ArithmeticException tooLarge) {
            throw new NumberFormatException("too large: " + amount);
        }
    }

    private static BigDecimal parse(String text) {
        int end = text.length();
        while (end > 0 && Character.isLetter(text.charAt(end - 1))) {
            end--;
        }
        String suffix = text.substring(end);
        BigDecimal factor = suffix.isEmpty() ? BigDecimal.ONE : SUFFIXES.get(suffix);
        if (factor == null) {
            throw new NumberFormatException("unknown suffix " + suffix);
        }
        try {
            return new BigDecimal(text.substring(0, end)).multiply(factor);
        } catch (ArithmeticException tooLarge) {
            throw new NumberFormatException("too large");
        }
    }
}
