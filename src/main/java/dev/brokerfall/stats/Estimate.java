package dev.brokerfall.stats;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * A number and the interval it lies in, at the confidence of whoever made it.
 *
 * @param value the estimate itself; NaN only in {@link #NONE}
 * @param lower the lower end of the interval; negative infinity when the observations set no bound
 * @param upper the upper end of the interval; positive infinity when the observations set no bound
 */
public record Estimate(double value, double lower, double upper) {

    /** What is known without a single observation: nothing. */
    public static final Estimate NONE = new Estimate(Double.NaN, Double.NaN, Double.NaN);

    public Estimate {
        checkArgument(
                Double.isNaN(value) ? Double.isNaN(lower) && Double.isNaN(upper) : lower <= value && value <= upper,
                "an estimate lies in its interval, was %s in [%s, %s]",
                value,
                lower,
                upper);
    }

    /** Returns the estimate of something known exactly. */
    public static Estimate exactly(double value) {
        return new Estimate(value, value, value);
    }

    /** Returns whether there is an estimate at all; false for {@link #NONE}. */
    public boolean known() {
        return !Double.isNaN(value);
    }

    /** Returns whether both ends of the interval are finite. */
    public boolean bounded() {
        return Double.isFinite(lower) && Double.isFinite(upper);
    }

    /** Returns this estimate with its interval cut to what is possible, {@code [least, greatest]}. */
    public Estimate within(double least, double greatest) {
        if (!known()) {
            return this;
        }
        return new Estimate(value, Math.min(value, Math.max(lower, least)), Math.max(value, Math.min(upper, greatest)));
    }

    /** Returns this estimate with everything multiplied by {@code factor}, which is not negative. */
    public Estimate times(double factor) {
        checkArgument(factor >= 0, "factor must not be negative, was %s", factor);
        return known() ? new Estimate(value * factor, lower * factor, upper * factor) : this;
    }
}
