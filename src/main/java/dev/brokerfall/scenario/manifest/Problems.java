package dev.brokerfall.scenario.manifest;

import java.util.ArrayList;
import java.util.List;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/** What is wrong with the file being read, so far. */
final class Problems {

    private final String file;
    private final List<ManifestProblem> all = new ArrayList<>();

    Problems(String file) {
        this.file = file;
    }

    String file() {
        return file;
    }

    void add(Node node, String message) {
        node.getStartMark().ifPresentOrElse(mark -> add(mark, message), () -> add(message));
    }

    void add(Mark mark, String message) {
        all.add(new ManifestProblem(file, mark.getLine() + 1, mark.getColumn() + 1, message));
    }

    void add(String message) {
        all.add(new ManifestProblem(file, 0, 0, message));
    }

    List<ManifestProblem> all() {
        return all;
    }
}
