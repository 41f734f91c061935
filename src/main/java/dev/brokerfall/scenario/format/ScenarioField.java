package dev.brokerfall.scenario.format;

/**
 * A field of the scenario format.
 *
 * @param path where it stands; {@code [*]} is any item of a list, a word in capitals any name
 * @param meaning what it is
 * @param type what its values are, with their unit
 * @param limits the least and greatest value, or the words allowed; may be empty
 * @param required whether it must be given
 * @param preset what holds when it is left out, as a file would write it; may be empty
 * @param catalogue the entry that holds when it is left out; may be empty
 */
public record ScenarioField(
        String path, String meaning, String type, String limits, boolean required, String preset, String catalogue) {

    /** Returns whether {@code given} names this field: with or without brackets, with any item and any name. */
    public boolean isAt(String given) {
        String pattern = withoutItems(path).replace(".", "\\.").replaceAll("\\b[A-Z]{3,}\\b", "[^.]+");
        return withoutItems(given).matches(pattern);
    }

    private static String withoutItems(String path) {
        return path.replaceAll("\\[[^\\]]*\\]", "");
    }
}
