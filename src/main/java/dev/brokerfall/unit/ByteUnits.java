package dev.brokerfall.unit;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The prefixes of amounts of data, as Kubernetes writes them, each with or without a final B. */
final class ByteUnits {

    private static final Map<String, BigDecimal> FACTORS = new LinkedHashMap<>();

    static {
        String[] binary = {"Ki", "Mi", "Gi", "Ti", "Pi"};
        String[] decimal = {"k", "M", "G", "T", "P"};
        for (int i = 0; i < binary.length; i++) {
            FACTORS.put(binary[i], BigDecimal.valueOf(1024).pow(i + 1));
            FACTORS.put(decimal[i], BigDecimal.valueOf(1000).pow(i + 1));
        }
    }

    private ByteUnits() {}

    /** Returns how many bytes one {@code unit} is, or null if there is no such unit. */
    static @Nullable BigDecimal factor(String unit) {
        if (unit.equals("B")) {
            return BigDecimal.ONE;
        }
        String prefix = unit.endsWith("B") ? unit.substring(0, unit.length() - 1) : unit;
        return prefix.equals("K") ? FACTORS.get("k") : FACTORS.get(prefix);
    }

    /** Returns {@code bytes} in whichever unit makes the shortest text, the unit closed by {@code suffix}. */
    static String shortest(BigDecimal bytes, String suffix) {
        String best = Numeral.plain(bytes) + suffix;
        for (Map.Entry<String, BigDecimal> unit : FACTORS.entrySet()) {
            String digits = Numeral.plain(bytes.divide(unit.getValue(), 40, RoundingMode.HALF_EVEN));
            boolean exact = new BigDecimal(digits).multiply(unit.getValue()).compareTo(bytes) == 0;
            String text = digits + unit.getKey() + suffix;
            if (exact && bytes.signum() > 0 && text.length() <= best.length()) {
                best = text;
            }
        }
        return best;
    }
}
