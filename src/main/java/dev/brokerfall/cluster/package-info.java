/** Zones and machines, and the processes that run on them: what has power, what is reachable, what comes back with which data. */
@NullMarked
package dev.brokerfall.cluster;

import org.jspecify.annotations.NullMarked;
