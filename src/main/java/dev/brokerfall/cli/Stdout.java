package dev.brokerfall.cli;

import dev.brokerfall.scenario.text.FileReason;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Stdout, which may fail while a command is at work. A reader that has seen enough, as {@code head} has, is no failure: what is still
 * written goes nowhere and the command ends as it would have ended. Anything else, such as a full disk, is kept to be told at the end.
 */
final class Stdout extends OutputStream {

    private final OutputStream stream;
    private @Nullable IOException failure;

    Stdout(OutputStream stream) {
        this.stream = stream;
    }

    private interface Attempt {
        void run() throws IOException;
    }

    private synchronized void attempt(Attempt attempt) {
        if (failure != null) {
            return;
        }
        try {
            attempt.run();
        } catch (IOException e) {
            failure = e;
        }
    }

    @Override
    public void write(int octet) {
        attempt(() -> stream.write(octet));
    }

    @Override
    public void write(byte[] octets, int offset, int length) {
        attempt(() -> stream.write(octets, offset, length));
    }

    @Override
    public void flush() {
        attempt(stream::flush);
    }

    /** Returns why not everything could be written, if somebody still waited for it. */
    synchronized Optional<String> complaint() {
        return Optional.ofNullable(failure).filter(its -> !readerLeft(its)).map(FileReason::of);
    }

    /** Java has no type for it: "Broken pipe" on POSIX, in the words of the locale, and "The pipe is being closed" on Windows. */
    private static boolean readerLeft(IOException failure) {
        return Optional.ofNullable(failure.getMessage())
                .orElse("")
                .toLowerCase(Locale.ROOT)
                .contains("pipe");
    }
}
