package dev.brokerfall.cli;

import java.nio.file.Path;
import java.util.Optional;

/** Figures of a user's own that change nothing: they are told, so that nobody takes them for played. */
final class Idle {

    private Idle() {}

    static void warn(Play play, Optional<Path> figures, Terminal terminal) {
        figures.ifPresent(file -> play.idle()
                .forEach(path -> terminal.err()
                        .println("%s: warning: no option of '%s' takes %s"
                                .formatted(file, play.scenario().name(), path))));
    }
}
