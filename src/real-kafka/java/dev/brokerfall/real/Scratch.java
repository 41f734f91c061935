package dev.brokerfall.real;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where brokers keep their data: in memory where Linux offers it, else under {@code target}. KRaft syncs its log to disk at every
 * decision, so that a disk that others keep busy would be measured instead of Kafka. What survives the death of a process is the same:
 * its page cache would have.
 */
final class Scratch {

    private static final Path MEMORY = Path.of("/dev/shm");
    private static final Path DISK = Path.of("target", "real-kafka");
    private static final long ENOUGH_BYTES = 3L << 30;

    private Scratch() {}

    /** Returns a new folder. */
    static Path folder() throws IOException {
        boolean fits = Files.isWritable(MEMORY) && MEMORY.toFile().getUsableSpace() >= ENOUGH_BYTES;
        return Files.createTempDirectory(
                fits ? MEMORY : Files.createDirectories(DISK.toAbsolutePath()), "brokerfall-real-kafka-");
    }

    /** Deletes a folder, if it is still there. */
    static void delete(Path folder) {
        try {
            if (Files.exists(folder)) {
                MoreFiles.deleteRecursively(folder, RecursiveDeleteOption.ALLOW_INSECURE);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
