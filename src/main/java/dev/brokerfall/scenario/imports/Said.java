package dev.brokerfall.scenario.imports;

/**
 * A value and where it is written.
 *
 * @param place as {@code file:line}
 * @param subject the field it was read from
 */
record Said(String value, String place, String subject) {}
