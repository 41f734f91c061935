package dev.brokerfall.scenario.imports;

import java.util.List;
import java.util.Optional;

/**
 * A node pool on which brokers run.
 *
 * @param vmSize Azure's name of the VM size, or {@code TODO}
 * @param zones of its nodes; empty for none
 * @param nodes in each zone, or in all where there are no zones; empty where the manifests do not tell
 * @param osDisk what the nodes' OS disk is, if their labels say so
 * @param comment what stands beside it
 */
record PoolFound(
        String name,
        String vmSize,
        List<String> zones,
        Optional<Integer> nodes,
        Optional<String> osDisk,
        String comment) {

    PoolFound {
        zones = List.copyOf(zones);
    }

    /** Returns how many nodes there are. */
    int total() {
        return nodes.orElse(0) * Math.max(1, zones.size());
    }
}
