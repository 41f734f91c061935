package dev.brokerfall.scenario.format;

import dev.brokerfall.catalogue.Entry;
import java.util.Optional;

/**
 * A value that holds because the file does not say otherwise.
 *
 * @param path the field
 * @param text the value as a file would have it
 * @param entry the catalogue entry it comes from; empty for the format's own defaults
 */
public record Default(String path, String text, Optional<Entry> entry) {}
