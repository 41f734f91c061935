/** Scenarios written from the objects of a cluster that exists: what was used, what was guessed and what had no place. */
@NullMarked
package dev.brokerfall.scenario.imports;

import org.jspecify.annotations.NullMarked;
