/** Where a broker's log may lie, and what each such place survives. */
@NullMarked
package dev.brokerfall.storage;

import org.jspecify.annotations.NullMarked;
