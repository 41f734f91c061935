package dev.brokerfall.unit;

import static com.google.common.base.Preconditions.checkArgument;

import java.math.BigDecimal;

/**
 * A flow of data.
 *
 * @param bytesPerSecond the flow in bytes a second, not negative; may be infinite for "no limit"
 */
public record DataRate(double bytesPerSecond) implements Comparable<DataRate> {

    public static final DataRate UNLIMITED = new DataRate(Double.POSITIVE_INFINITY);

    public DataRate {
        checkArgument(bytesPerSecond >= 0, "a rate must not be negative, was %s bytes/s", bytesPerSecond);
    }

    /** Returns {@code count} × 10^6 bytes a second, as disks and networks are sold. */
    public static DataRate megabytesPerSecond(double count) {
        return new DataRate(count * 1e6);
    }

    /** Returns {@code count} × 2^20 bytes a second. */
    public static DataRate mebibytesPerSecond(double count) {
        return new DataRate(count * (1 << 20));
    }

    /** Returns {@code bytes} a millisecond, as the kernel counts. */
    public static DataRate ofBytesPerMillisecond(double bytes) {
        return new DataRate(bytes * 1000);
    }

    /** Returns the flow in bytes a millisecond, the kernel's unit of time. */
    public double bytesPerMillisecond() {
        return bytesPerSecond / 1000;
    }

    /**
     * Returns the flow that {@code text} writes, such as {@code 20MiB/s} or {@code 100MB/s}.
     *
     * @throws QuantityException if it writes none
     */
    public static DataRate parse(String text) {
        Numeral numeral = Numeral.parse(text, "a rate", "20MiB/s or 100MB/s");
        String unit = numeral.unit();
        BigDecimal factor = unit.endsWith("/s") ? ByteUnits.factor(unit.substring(0, unit.length() - 2)) : null;
        if (factor == null) {
            throw new QuantityException("'%s' is not a rate".formatted(text), "write it like 20MiB/s or 100MB/s");
        }
        return new DataRate(numeral.number().multiply(factor).doubleValue());
    }

    /** Returns the shortest exact form, such as {@code 20MiB/s} or {@code 100MB/s}; {@link #parse} reads it back if finite. */
    @Override
    public String toString() {
        return Double.isInfinite(bytesPerSecond)
                ? "unlimited"
                : ByteUnits.shortest(new BigDecimal(bytesPerSecond), "B/s");
    }

    @Override
    public int compareTo(DataRate other) {
        return Double.compare(bytesPerSecond, other.bytesPerSecond);
    }
}
