package dev.brokerfall.catalogue;

import dev.brokerfall.unit.Durations;
import dev.brokerfall.unit.QuantityException;
import dev.brokerfall.unit.Share;

/** What the numbers of a distribution count, and so how each is written. */
public enum Scale {
    /** Seconds, written as durations. */
    DURATION {
        @Override
        public double parse(Object value) {
            return Durations.seconds(Durations.parse(text(value, "a duration", "90s, 10m, 1h30m, 7d or 1y")));
        }

        @Override
        public String format(double value) {
            return Durations.format(Durations.ofSeconds(value));
        }
    },
    /** Parts of a whole, written as percentages. */
    SHARE {
        @Override
        public double parse(Object value) {
            return Share.parse(text(value, "a share", "99.95%"));
        }

        @Override
        public String format(double value) {
            return Share.format(value);
        }
    };

    /** Reads one number of the distribution. */
    public abstract double parse(Object value);

    /** Writes one number of the distribution. */
    public abstract String format(double value);

    private static String text(Object value, String what, String example) {
        if (value instanceof Number) {
            throw new QuantityException(
                    "'%s' has no unit, and %s needs one".formatted(value, what), "write it like " + example);
        }
        return value.toString();
    }
}
