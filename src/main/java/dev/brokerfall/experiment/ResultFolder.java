package dev.brokerfall.experiment;

import com.google.common.collect.ImmutableMap;
import dev.brokerfall.scenario.text.FileReason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The folder that keeps a result. It appears whole or not at all: files are written beside it and moved there together. A result of the
 * same inputs is replaced; one of other inputs is kept under {@code <scenario>@<first eight digits of its input hash>}.
 */
public final class ResultFolder {

    private static final String MANIFEST = "manifest.json";
    private static final int HASH_DIGITS = 8;

    private final Path parent;
    private final String name;

    /** Says where results of a scenario go: {@code parent/name}. */
    public ResultFolder(Path parent, String name) {
        this.parent = parent;
        this.name = name;
    }

    /** Returns the folder itself. */
    public Path path() {
        return parent.resolve(name);
    }

    /**
     * Finds out whether the result can be written, before hours are spent on it. Leaves nothing behind but {@code parent} itself.
     *
     * @throws UncheckedIOException when it cannot, saying why
     */
    public void check() {
        delete(temporary());
        existingHash();
    }

    /**
     * Writes the result.
     *
     * @param run what was found out
     * @param manifest what it was made from
     * @param scenario the text of the resolved scenario, for {@code scenario.yaml}
     * @param artefacts further files by their path within the folder, such as {@code charts/outage.svg}
     * @return the folder
     * @throws UncheckedIOException when it cannot be written; what was there before is there still
     */
    public Path write(ExperimentRun run, Manifest manifest, String scenario, ImmutableMap<String, byte[]> artefacts) {
        Path temporary = temporary();
        try {
            // Temporary directories are for their owner alone; the one inside has the permissions of any other.
            Path fresh = Files.createDirectory(temporary.resolve(name));
            write(fresh, "scenario.yaml", bytes(scenario));
            write(fresh, "results.json", bytes(ResultsJson.text(run.result())));
            write(fresh, "trials.csv", bytes(TrialsCsv.text(run)));
            write(fresh, MANIFEST, bytes(manifest.text()));
            for (Map.Entry<String, byte[]> artefact : artefacts.entrySet()) {
                write(fresh, artefact.getKey(), artefact.getValue());
            }
            replaceBy(fresh, manifest.inputHash(), temporary.resolve("discarded"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the result to " + path() + ": " + FileReason.of(e), e);
        } finally {
            delete(temporary);
        }
        return path();
    }

    private Path temporary() {
        try {
            Files.createDirectories(parent);
            return Files.createTempDirectory(parent, "." + name + "-");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write results to " + parent + ": " + FileReason.of(e), e);
        }
    }

    private static void write(Path folder, String file, byte[] content) throws IOException {
        Path target = folder.resolve(file).normalize();
        if (!target.startsWith(folder)) {
            throw new IOException(file + " does not lie in the result folder");
        }
        Path directory = target.getParent();
        if (directory != null) {
            Files.createDirectories(directory);
        }
        Files.write(target, content);
    }

    private void replaceBy(Path fresh, String hash, Path discarded) throws IOException {
        Optional<String> existing = existingHash();
        if (existing.isEmpty()) {
            move(fresh, path());
            return;
        }
        boolean same = existing.get().equals(hash);
        Path aside =
                same ? discarded : parent.resolve(name + "@" + existing.get().substring(0, HASH_DIGITS));
        delete(aside);
        move(path(), aside);
        try {
            move(fresh, path());
        } catch (IOException e) {
            move(aside, path());
            throw e;
        }
    }

    /** Returns the input hash of the result that is there; empty when nothing is. */
    private Optional<String> existingHash() {
        if (!Files.exists(path())) {
            return Optional.empty();
        }
        Path manifest = path().resolve(MANIFEST);
        try {
            JsonNode hash =
                    JsonMapper.shared().readTree(Files.readString(manifest)).path(Manifest.INPUT_HASH);
            if (hash.isString() && hash.asString().length() >= HASH_DIGITS) {
                return Optional.of(hash.asString());
            }
        } catch (IOException | JacksonException e) {
            throw notOurs(e);
        }
        throw notOurs(new IOException(manifest + " has no " + Manifest.INPUT_HASH));
    }

    private UncheckedIOException notOurs(Exception reason) {
        return new UncheckedIOException(
                path() + " is in the way and is no result of this program; move it or choose another folder with --out",
                new IOException(reason));
    }

    private static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            List<Path> deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + folder + ": " + FileReason.of(e), e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
