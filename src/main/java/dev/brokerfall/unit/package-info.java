/** Quantities with their units: sizes and rates. Durations are {@link java.time.Duration}. */
@NullMarked
package dev.brokerfall.unit;

import org.jspecify.annotations.NullMarked;
