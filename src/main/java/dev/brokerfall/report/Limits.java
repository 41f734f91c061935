package dev.brokerfall.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** What the model leaves out. */
public final class Limits {

    private Limits() {}

    /** Returns what is not modelled, one sentence or a few for each matter. */
    public static List<String> all() {
        try (InputStream in = Objects.requireNonNull(Limits.class.getResourceAsStream("limits.txt"), "limits.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
