package dev.brokerfall.catalogue;

import java.util.List;

/**
 * A value that other sources have.
 *
 * @param text the value, or in words what it would be
 * @param sources who says so
 */
public record Alternative(String text, List<Source> sources) {

    public Alternative {
        sources = List.copyOf(sources);
    }
}
