/** Text that users write: YAML with the place of everything in it, and problems that say where they are. */
@NullMarked
package dev.brokerfall.scenario.text;

import org.jspecify.annotations.NullMarked;
