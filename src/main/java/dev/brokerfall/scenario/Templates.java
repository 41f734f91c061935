package dev.brokerfall.scenario;

import com.google.common.io.Resources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Commented scenarios to begin with. */
public final class Templates {

    private static final List<String> NAMES = List.of("storage-choice", "zone-down", "node-loss", "rolling-upgrade");

    private Templates() {}

    /** Returns the names of all templates, the first being the one to take when none is named. */
    public static List<String> names() {
        return NAMES;
    }

    /** Returns the text of a template, if there is one of this name. */
    public static Optional<String> text(String name) {
        return NAMES.contains(name)
                ? Optional.of(resource("dev/brokerfall/templates/" + name + ".yaml"))
                : Optional.empty();
    }

    /** Returns the JSON Schema of scenario files (draft-07). */
    public static String schema() {
        return resource("dev/brokerfall/scenario.schema.json");
    }

    private static String resource(String path) {
        try {
            return Resources.toString(Resources.getResource(path), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
