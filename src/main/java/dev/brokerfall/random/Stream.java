package dev.brokerfall.random;

import org.apache.commons.rng.core.source64.L64X128Mix;

/** One stream of uniform random numbers. */
public final class Stream {

    private L64X128Mix generator = new L64X128Mix(0, 0, 1, 1);

    Stream() {}

    void seed(long low, long high) {
        // L64X128 wants a seed whose xor-based half is not all zero; the odd constant sees to that.
        generator = new L64X128Mix(low, high, low ^ 0x9e3779b97f4a7c15L, high | 1);
    }

    /** Returns the next number, uniform on the open interval (0, 1). */
    public double uniform() {
        return ((generator.nextLong() >>> 12) + 0.5) * 0x1p-52;
    }

    /** Returns the next index, uniform on {@code 0 … bound - 1}. */
    public int index(int bound) {
        return (int) (uniform() * bound);
    }
}
