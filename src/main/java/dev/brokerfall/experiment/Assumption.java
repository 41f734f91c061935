package dev.brokerfall.experiment;

import java.util.Optional;

/**
 * A value the results rest on that nobody states: worked out from something stated, or taken for want of better; or one that the
 * user has put in place of the catalogue's.
 *
 * @param path where it stands in the catalogue or the scenario
 * @param value the value with its unit
 * @param label how well it is known: {@code inferred} or {@code unknown}, or whatever the user says
 * @param note what it means and where it comes from, in one sentence; may be empty
 * @param instead what the catalogue itself has, if the user replaced it
 */
public record Assumption(String path, String value, String label, String note, Optional<Own> instead) {

    /** An assumption of the catalogue's own. */
    public Assumption(String path, String value, String label, String note) {
        this(path, value, label, note, Optional.empty());
    }

    /**
     * What the catalogue itself has.
     *
     * @param value the value with its unit
     * @param label how well it is known
     */
    public record Own(String value, String label) {}
}
