package dev.brokerfall.random;

import com.google.common.hash.HashCode;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;

/**
 * The luck of one trial, as streams found by name.
 *
 * <p>A stream depends on (seed, trial, name) and on nothing else: not on which streams were asked for before, not on the option
 * that is played. So all options of a trial meet the same faults (common random numbers), and a new stream moves no other.
 */
public final class Streams {

    private final long seed;
    private final long trial;

    /** Creates the streams of trial number {@code trial} under {@code seed}. */
    public Streams(long seed, long trial) {
        this.seed = seed;
        this.trial = trial;
    }

    /**
     * Returns the stream called {@code path}, at its beginning.
     *
     * @param path the thing and the purpose, such as {@code "node", "westus2-1", 0, "crash"}
     */
    public Stream stream(Object... path) {
        Hasher hasher = Hashing.murmur3_128().newHasher().putLong(seed).putLong(trial);
        for (Object part : path) {
            hasher.putString(part.toString(), StandardCharsets.UTF_8).putByte((byte) '/');
        }
        HashCode hash = hasher.hash();
        byte[] bytes = hash.asBytes();
        long low = 0;
        long high = 0;
        for (int i = 0; i < 8; i++) {
            low = low << 8 | (bytes[i] & 0xff);
            high = high << 8 | (bytes[8 + i] & 0xff);
        }
        return new Stream(low, high);
    }
}
