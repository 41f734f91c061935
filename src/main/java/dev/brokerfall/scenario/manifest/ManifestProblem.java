package dev.brokerfall.scenario.manifest;

/**
 * What is wrong with a manifest, and where.
 *
 * @param file as the user named it
 * @param line from 1; 0 for the file as a whole
 * @param column from 1; 0 for the file as a whole
 */
public record ManifestProblem(String file, int line, int column, String message) {

    @Override
    public String toString() {
        return line == 0 ? file + ": " + message : file + ":" + line + ":" + column + ": " + message;
    }
}
