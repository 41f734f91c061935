package dev.brokerfall.experiment;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Numbers as result files write them: ten significant digits, the same on every machine and JDK. */
public final class Digits {

    private static final MathContext TEN = new MathContext(10, RoundingMode.HALF_EVEN);

    private Digits() {}

    /** Returns a finite number rounded to ten significant digits, without trailing zeros. */
    public static BigDecimal of(double value) {
        BigDecimal rounded = new BigDecimal(value).round(TEN).stripTrailingZeros();
        return rounded.scale() < 0 ? rounded.setScale(0) : rounded;
    }

    /** Returns the same as text; empty for what is not a number or has no bound. */
    static String text(double value) {
        return Double.isFinite(value) ? of(value).toString() : "";
    }
}
