/** Luck: named streams of random numbers, and the distributions that are drawn from them by inversion. */
@NullMarked
package dev.brokerfall.random;

import org.jspecify.annotations.NullMarked;
