package dev.brokerfall.unit;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * An amount of data.
 *
 * @param bytes the amount in bytes, not negative
 */
public record DataSize(long bytes) implements Comparable<DataSize> {

    public static final DataSize ZERO = new DataSize(0);

    private static final long KIBI = 1024;

    public DataSize {
        checkArgument(bytes >= 0, "a size must not be negative, was %s bytes", bytes);
    }

    /** Returns {@code count} × 2^20 bytes. */
    public static DataSize mebibytes(long count) {
        return new DataSize(count * KIBI * KIBI);
    }

    /** Returns {@code count} × 2^30 bytes. */
    public static DataSize gibibytes(long count) {
        return new DataSize(count * KIBI * KIBI * KIBI);
    }

    @Override
    public int compareTo(DataSize other) {
        return Long.compare(bytes, other.bytes);
    }

    /** Returns the shortest exact form in binary units, such as {@code 512Gi}; plain bytes below 1 Ki. */
    @Override
    public String toString() {
        String[] units = {"", "Ki", "Mi", "Gi", "Ti", "Pi"};
        long value = bytes;
        int unit = 0;
        while (unit < units.length - 1 && value != 0 && value % KIBI == 0) {
            value /= KIBI;
            unit++;
        }
        return value + units[unit];
    }
}
