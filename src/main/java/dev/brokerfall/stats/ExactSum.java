package dev.brokerfall.stats;

import static com.google.common.base.Preconditions.checkArgument;

import java.math.BigInteger;

/**
 * A sum of doubles without any rounding, so that neither the order of adding nor that of merging leaves a trace: a fixed-point number
 * wide enough for every double, in pieces of 32 bits whose carries wait (the small superaccumulator of Neal, Fast exact summation
 * using small and large superaccumulators, arXiv:1505.05571).
 */
final class ExactSum {

    /** The sum is a whole number of units of 2 to this power, the least positive double. */
    static final int UNIT_EXPONENT = Double.MIN_EXPONENT - 52;

    private static final int BITS = 32;
    private static final long MASK = (1L << BITS) - 1;

    /** Enough for the greatest double, 2098 units of bits, times 2 to the 94. */
    private static final int PIECES = 69;

    /** Each addition changes a piece by less than 2 to the 32; so many of them leave room in 64 bits. */
    private static final int MOST_PENDING = 1 << 30;

    private final long[] pieces = new long[PIECES];
    private int pending;

    /** Adds one number. */
    void add(double number) {
        checkArgument(Double.isFinite(number), "only finite numbers have a sum, was %s", number);
        long bits = Double.doubleToRawLongBits(number);
        int exponent = (int) (bits >>> 52) & 0x7ff;
        long fraction = bits & ((1L << 52) - 1);
        long mantissa = exponent == 0 ? fraction : fraction | 1L << 52;
        int place = Math.max(0, exponent - 1);
        int piece = place / BITS;
        int shift = place % BITS;
        long low = (mantissa << shift) & MASK;
        long middle = (mantissa >>> (BITS - shift)) & MASK;
        long high = shift == 0 ? 0 : mantissa >>> (2 * BITS - shift);
        if (bits < 0) {
            pieces[piece] -= low;
            pieces[piece + 1] -= middle;
            pieces[piece + 2] -= high;
        } else {
            pieces[piece] += low;
            pieces[piece + 1] += middle;
            pieces[piece + 2] += high;
        }
        if (++pending == MOST_PENDING) {
            carry();
        }
    }

    /** Adds the product of two numbers, as long as it neither overflows nor falls below the least normal double. */
    void addProduct(double one, double other) {
        double product = one * other;
        add(product);
        add(Math.fma(one, other, -product));
    }

    /** Adds everything that {@code other} has. */
    void merge(ExactSum other) {
        carry();
        other.carry();
        for (int piece = 0; piece < PIECES; piece++) {
            pieces[piece] += other.pieces[piece];
        }
        carry();
    }

    private void carry() {
        for (int piece = 0; piece < PIECES - 1; piece++) {
            pieces[piece + 1] += pieces[piece] >> BITS;
            pieces[piece] &= MASK;
        }
        pending = 0;
    }

    /** Returns the sum in units of 2 to the power of {@link #UNIT_EXPONENT}. */
    BigInteger units() {
        carry();
        int last = PIECES - 1;
        BigInteger sum = BigInteger.valueOf(pieces[last]).shiftLeft(BITS * last);
        byte[] magnitude = new byte[1 + BITS / 8 * last];
        for (int piece = 0; piece < last; piece++) {
            for (int octet = 0; octet < BITS / 8; octet++) {
                magnitude[magnitude.length - 1 - piece * (BITS / 8) - octet] = (byte) (pieces[piece] >>> (8 * octet));
            }
        }
        return sum.add(new BigInteger(magnitude));
    }

    /** Returns the sum as the double next to it, or next but one. */
    double value() {
        return number(units(), UNIT_EXPONENT);
    }

    /** Returns {@code whole} times 2 to the power of {@code exponent}. */
    static double number(BigInteger whole, int exponent) {
        int beyond = Math.max(0, whole.bitLength() - (Long.SIZE - 2));
        return Math.scalb((double) whole.shiftRight(beyond).longValue(), beyond + exponent);
    }
}
