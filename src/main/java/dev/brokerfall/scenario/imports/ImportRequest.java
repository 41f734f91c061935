package dev.brokerfall.scenario.imports;

import dev.brokerfall.unit.DataRate;
import dev.brokerfall.unit.DataSize;
import java.util.Optional;

/**
 * What a user adds to the manifests.
 *
 * @param name what the scenario is called, or which of several Kafka clusters is meant: {@code name} or {@code namespace/name}
 * @param produce the rate at which records arrive, over the whole cluster, before replication
 * @param retained what retention keeps, over the whole cluster, before replication
 */
public record ImportRequest(Optional<String> name, Optional<DataRate> produce, Optional<DataSize> retained) {}
