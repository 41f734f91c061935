/** The file format, told once: records whose components are the keys, from which reading, defaults, schema and print-out follow. */
@NullMarked
package dev.brokerfall.scenario.format;

import org.jspecify.annotations.NullMarked;
