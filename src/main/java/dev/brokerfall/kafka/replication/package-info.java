/** The lineage of a replica's log, and where it must be cut to follow another. */
@NullMarked
package dev.brokerfall.kafka.replication;

import org.jspecify.annotations.NullMarked;
