package dev.brokerfall.unit;

import java.math.BigDecimal;

/** Parts of a whole as a scenario file writes them: {@code 99.95%} is 0.9995. */
public final class Share {

    private Share() {}

    /**
     * Returns the fraction that {@code text} writes, between 0 and 1.
     *
     * @throws QuantityException if it writes none
     */
    public static double parse(String text) {
        Numeral numeral = Numeral.parse(text, "a share", "99.95%");
        if (!numeral.unit().equals("%")) {
            throw new QuantityException("'%s' is not a share".formatted(text), "write it like 99.95%");
        }
        double fraction = numeral.number().movePointLeft(2).doubleValue();
        if (fraction > 1) {
            throw new QuantityException(
                    "a share must not exceed 100%%, found '%s'".formatted(text), "write it like 99.95%");
        }
        return fraction;
    }

    /** Returns {@code fraction} as {@link #parse} reads it. */
    public static String format(double fraction) {
        return Numeral.plain(BigDecimal.valueOf(fraction).movePointRight(2)) + "%";
    }
}
