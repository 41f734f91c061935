/** Scenario files: what a user writes becomes what the model plays, with every mistake told at its place and every default named. */
@NullMarked
package dev.brokerfall.scenario;

import org.jspecify.annotations.NullMarked;
