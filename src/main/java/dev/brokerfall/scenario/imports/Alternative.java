package dev.brokerfall.scenario.imports;

import java.util.Map;

/**
 * An option that is compared.
 *
 * @param name what it is called
 * @param storage where brokers keep their data, on one line
 * @param set other fields it changes
 * @param comment what stands before it; may be empty
 */
record Alternative(String name, String storage, Map<String, String> set, String comment) {}
