/**
 * Apache Kafka's replication as one state machine: brokers, controllers, partitions with their in-sync replicas and logs, and what of
 * the acknowledged records outlives which failure.
 */
@NullMarked
package dev.brokerfall.kafka;

import org.jspecify.annotations.NullMarked;
