package dev.brokerfall.scenario;

import dev.brokerfall.scenario.format.Paths;
import dev.brokerfall.scenario.text.Problems;
import dev.brokerfall.scenario.text.Yaml;

/** A document and the problems found in it, told by path. */
record Site(Yaml tree, Problems problems) {

    /** Notes an error at {@code path}, or at the nearest thing around it that is written. */
    void error(String path, String message, String help) {
        problems.error(Paths.place(tree, path), message, help);
    }

    void error(String path, String message) {
        error(path, message, "");
    }

    void warning(String path, String message, String help) {
        problems.warning(Paths.place(tree, path), message, help);
    }
}
