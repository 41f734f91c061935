/** One simulated life of one cluster: platform, Kafka, faults and metrics on one calendar. */
@NullMarked
package dev.brokerfall.world;

import org.jspecify.annotations.NullMarked;
