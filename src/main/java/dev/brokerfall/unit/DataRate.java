package dev.brokerfall.unit;

import static com.google.common.base.Preconditions.checkArgument;

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

    /** Returns the flow in bytes a millisecond, the kernel's unit of time. */
    public double bytesPerMillisecond() {
        return bytesPerSecond / 1000;
    }

    @Override
    public int compareTo(DataRate other) {
        return Double.compare(bytesPerSecond, other.bytesPerSecond);
    }
}
