/** Simulated time and the order in which things happen in it. */
@NullMarked
package dev.brokerfall.kernel;

import org.jspecify.annotations.NullMarked;
