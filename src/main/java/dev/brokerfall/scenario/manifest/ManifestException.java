package dev.brokerfall.scenario.manifest;

import java.util.List;
import java.util.stream.Collectors;

/** Manifests cannot be read, or do not hang together; it holds all that is wrong with them. */
public final class ManifestException extends RuntimeException {

    private final transient List<ManifestProblem> problems;

    ManifestException(List<ManifestProblem> problems) {
        super(problems.stream().map(ManifestProblem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** Returns what is wrong, in the order of the files. */
    public List<ManifestProblem> problems() {
        return problems;
    }
}
