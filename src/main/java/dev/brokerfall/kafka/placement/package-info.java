/** On which brokers the replicas of a new topic are placed. */
@NullMarked
package dev.brokerfall.kafka.placement;

import org.jspecify.annotations.NullMarked;
