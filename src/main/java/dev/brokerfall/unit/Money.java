package dev.brokerfall.unit;

import static com.google.common.base.Preconditions.checkArgument;

import java.math.BigDecimal;

/**
 * An amount of money.
 *
 * @param usd the amount in US dollars, not negative
 */
public record Money(double usd) implements Comparable<Money> {

    public Money {
        checkArgument(usd >= 0, "an amount of money must not be negative, was %s USD", usd);
    }

    /**
     * Returns the amount that {@code text} writes, such as {@code 2600 USD}.
     *
     * @throws QuantityException if it writes none
     */
    public static Money parse(String text) {
        Numeral numeral = Numeral.parse(text, "an amount of money", "2600 USD");
        if (!numeral.unit().equals("USD")) {
            throw new QuantityException(
                    "'%s' is not in USD, the one currency known".formatted(text), "write it like 2600 USD");
        }
        return new Money(numeral.number().doubleValue());
    }

    @Override
    public int compareTo(Money other) {
        return Double.compare(usd, other.usd);
    }

    @Override
    public String toString() {
        return Numeral.plain(BigDecimal.valueOf(usd)) + " USD";
    }
}
