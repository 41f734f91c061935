package dev.brokerfall.scenario.manifest;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/** What is wrong with the file being read, so far. */
final class Problems {

    private final String file;
    private final List<ManifestProblem> all = new ArrayList<>();
    private final Set<ManifestProblem> seen = new HashSet<>();

    Problems(String file) {
        this.file = file;
    }

    String file() {
        return file;
    }

    void add(Node node, String message) {
        add(at(node, message));
    }

    void add(Mark mark, String message) {
        add(at(mark, message));
    }

    /** Returns a problem at a place without counting it. */
    ManifestProblem at(Node node, String message) {
        return node.getStartMark()
                .map(mark -> at(mark, message))
                .orElseGet(() -> new ManifestProblem(file, 0, 0, message));
    }

    private ManifestProblem at(Mark mark, String message) {
        return new ManifestProblem(file, mark.getLine() + 1, mark.getColumn() + 1, message);
    }

    void add(String message) {
        add(new ManifestProblem(file, 0, 0, message));
    }

    /** A part that is looked at twice is wrong once. */
    private void add(ManifestProblem problem) {
        if (seen.add(problem)) {
            all.add(problem);
        }
    }

    List<ManifestProblem> all() {
        return all;
    }
}
