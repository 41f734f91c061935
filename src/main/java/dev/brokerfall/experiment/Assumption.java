package dev.brokerfall.experiment;

/**
 * A value the results rest on that nobody states: worked out from something stated, or taken for want of better.
 *
 * @param path where it stands in the catalogue or the scenario
 * @param value the value with its unit
 * @param label how well it is known: {@code inferred} or {@code unknown}
 * @param note what it means and where it comes from, in one sentence; may be empty
 */
public record Assumption(String path, String value, String label, String note) {}
