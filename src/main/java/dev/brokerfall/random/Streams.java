package dev.brokerfall.random;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.hash.HashCode;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The luck of one trial, as streams found by name.
 *
 * <p>A stream depends on (seed, trial, name) and on nothing else: not on which streams were asked for before, not on the option
 * that is played. So all options of a trial meet the same faults (common random numbers), and a new stream moves no other.
 */
public final class Streams {

    private final long seed;
    private final long trial;
    private final List<Named> given = new ArrayList<>();
    private long continuation;

    /** A stream that somebody draws from, and what its name comes to. */
    private record Named(HashCode name, Stream stream) {}

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
        HashCode name = hasher.hash();
        Stream stream = new Stream();
        begin(stream, name);
        given.add(new Named(name, stream));
        return stream;
    }

    /**
     * Begins every stream anew with other luck: what has been drawn stays, whatever is drawn from now on depends on {@code number}, too.
     * So a trial can be played to any moment and go on in many ways.
     *
     * @param number tells one way to go on from the others; not 0, which is the way the trial goes of itself
     */
    public void goOn(long number) {
        checkArgument(number != 0, "0 is how the trial goes of itself");
        continuation = number;
        given.forEach(each -> begin(each.stream(), each.name()));
    }

    private void begin(Stream stream, HashCode name) {
        byte[] bytes = continuation == 0
                ? name.asBytes()
                : Hashing.murmur3_128()
                        .newHasher()
                        .putBytes(name.asBytes())
                        .putLong(continuation)
                        .hash()
                        .asBytes();
        long low = 0;
        long high = 0;
        for (int i = 0; i < 8; i++) {
            low = low << 8 | (bytes[i] & 0xff);
            high = high << 8 | (bytes[8 + i] & 0xff);
        }
        stream.seed(low, high);
    }
}
