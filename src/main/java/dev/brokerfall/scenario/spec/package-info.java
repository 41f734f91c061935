/** A scenario as its file says it: each record is a map of the file, each component a key. */
@NullMarked
package dev.brokerfall.scenario.spec;

import org.jspecify.annotations.NullMarked;
