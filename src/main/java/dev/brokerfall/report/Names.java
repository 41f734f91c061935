package dev.brokerfall.report;

import dev.brokerfall.experiment.sensitivity.SensitivityResult;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Names of assumptions that leave room for figures: those of the fault profile without it, if there is one profile alone.
 *
 * @param profile what is left out, with a dot at its end
 */
record Names(Optional<String> profile) {

    private static final String FAULTS = "faults.";

    static Names of(SensitivityResult result) {
        Set<String> profiles = result.factors().stream()
                .map(row -> row.factor().path())
                .filter(path -> path.startsWith(FAULTS))
                .map(path -> path.substring(0, path.indexOf('.', FAULTS.length()) + 1))
                .collect(Collectors.toSet());
        return new Names(profiles.size() == 1 ? profiles.stream().findFirst() : Optional.empty());
    }

    /** Returns the name to show. */
    String of(String path) {
        return profile.filter(path::startsWith)
                .map(prefix -> "…" + path.substring(prefix.length()))
                .orElse(path);
    }

    /** Returns what the reader must know of these names; empty if nothing. */
    String sentence() {
        return profile.map("… stands for %s"::formatted).orElse("");
    }
}
