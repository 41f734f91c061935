package dev.brokerfall.unit;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number and the unit that follows it, as written in a file.
 *
 * @param number the number
 * @param unit what stands after it, without blanks; may be empty
 */
record Numeral(BigDecimal number, String unit) {

    private static final Pattern FORM =
            Pattern.compile("([+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d{1,3})?)\\s*(\\S*)");

    /** Reads {@code text}; {@code what} and {@code example} word the message when it is not a number with a unit. */
    static Numeral parse(String text, String what, String example) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            throw new QuantityException("'%s' is not %s".formatted(text, what), "write it like " + example);
        }
        String unit = matcher.group(2);
        BigDecimal number = new BigDecimal(matcher.group(1));
        if (unit.isEmpty()) {
            throw new QuantityException(
                    "'%s' has no unit, and %s needs one".formatted(text, what), "write it like " + example);
        }
        if (number.signum() < 0) {
            throw new QuantityException(
                    "%s must not be negative, found '%s'".formatted(what, text), "write it like " + example);
        }
        return new Numeral(number, unit);
    }

    /** Returns {@code number} in the shortest plain digits. */
    static String plain(BigDecimal number) {
        BigDecimal stripped = number.round(MathContext.DECIMAL64).stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0).toPlainString() : stripped.toPlainString();
    }
}
