package dev.brokerfall.unit;

import static com.google.common.base.Preconditions.checkArgument;

import java.math.BigDecimal;
import java.math.RoundingMode;

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

    /**
     * Returns the amount that {@code text} writes, such as {@code 512Gi}, {@code 1KiB} or {@code 100GB}.
     *
     * @throws QuantityException if it writes none
     */
    public static DataSize parse(String text) {
        Numeral numeral = Numeral.parse(text, "a size", "512Gi, 1KiB or 100GB");
        BigDecimal factor = ByteUnits.factor(numeral.unit());
        if (factor == null) {
            throw new QuantityException("'%s' is not a size".formatted(text), "write it like 512Gi, 1KiB or 100GB");
        }
        BigDecimal bytes = numeral.number().multiply(factor);
        if (bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            throw new QuantityException("'%s' is more than 8 EiB".formatted(text), "choose a smaller size");
        }
        return new DataSize(bytes.setScale(0, RoundingMode.HALF_UP).longValueExact());
    }

    @Override
    public int compareTo(DataSize other) {
        return Long.compare(bytes, other.bytes);
    }

    /** Returns the shortest exact form in binary units, such as {@code 512Gi}; {@link #parse} reads it back. */
    @Override
    public String toString() {
        String[] units = {"B", "Ki", "Mi", "Gi", "Ti", "Pi"};
        long value = bytes;
        int unit = 0;
        while (unit < units.length - 1 && value != 0 && value % KIBI == 0) {
            value /= KIBI;
            unit++;
        }
        return value + units[unit];
    }
}
