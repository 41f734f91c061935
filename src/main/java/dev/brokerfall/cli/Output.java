package dev.brokerfall.cli;

import dev.brokerfall.scenario.text.FileReason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/**
 * One {@code -o FMT[=PATH]}.
 *
 * @param format the format's name
 * @param path the file it goes to; empty for stdout
 */
record Output(String format, Optional<Path> path) {

    /** Returns what {@code text} asks for. */
    static Output parse(String text) {
        int equals = text.indexOf('=');
        return equals < 0
                ? new Output(text, Optional.empty())
                : new Output(text.substring(0, equals), Optional.of(Path.of(text.substring(equals + 1))));
    }

    /** Returns a complaint about formats that are unknown or not built, or that would mix on stdout, if there is one. */
    static Optional<String> complaint(List<Output> outputs, List<String> built, List<String> planned) {
        for (Output output : outputs) {
            if (planned.contains(output.format())) {
                return Optional.of("format '%s' is not built yet; there are: %s"
                        .formatted(output.format(), String.join(", ", built)));
            }
            if (!built.contains(output.format())) {
                return Optional.of(
                        "no format '%s'; there are: %s".formatted(output.format(), String.join(", ", built)));
            }
            if (output.path().isPresent() && output.path().get().toString().isEmpty()) {
                return Optional.of("format '%s' has an empty path".formatted(output.format()));
            }
        }
        long toStdout =
                outputs.stream().filter(output -> output.path().isEmpty()).count();
        return toStdout > 1
                ? Optional.of("only one format may go to stdout; give the others a path, as in -o json=result.json")
                : Optional.empty();
    }

    /**
     * Writes {@code content} as a whole or not at all.
     *
     * @throws UncheckedIOException that says why it cannot be written
     */
    static void write(Path file, byte[] content) {
        try {
            replace(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write %s: %s".formatted(file, FileReason.of(e)), e);
        }
    }

    private static void replace(Path file, byte[] content) throws IOException {
        if (Files.isDirectory(file)) {
            // An empty one would be replaced.
            throw new IOException("it is a folder");
        }
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            // A pipe or a device is written to; nobody wants a file in its place.
            Files.write(file, content);
            return;
        }
        Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElseThrow();
        Files.createDirectories(folder);
        Path temporary = Files.createTempDirectory(folder, ".brokerfall");
        // A temporary directory is for its owner alone; the file inside has the permissions of any other.
        Path draft = temporary.resolve("draft");
        try {
            Files.write(draft, content);
            Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
            Files.delete(temporary);
        }
    }
}
