/** Estimators: from observations to numbers that carry their error. */
@NullMarked
package dev.brokerfall.stats;

import org.jspecify.annotations.NullMarked;
