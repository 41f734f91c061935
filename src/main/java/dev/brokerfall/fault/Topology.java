package dev.brokerfall.fault;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.List;

/**
 * What there is to strike, the same for every option of a comparison.
 *
 * @param zones the zones' names, in order; a machine slot is (index of its zone, index within the zone)
 * @param slotsPerZone how many machine slots each zone has, used or not
 * @param brokers how many brokers there are
 */
public record Topology(List<String> zones, int slotsPerZone, int brokers) {
    public Topology {
        zones = List.copyOf(zones);
        checkArgument(slotsPerZone >= 0, "slotsPerZone must not be negative, was %s", slotsPerZone);
        checkArgument(brokers >= 0, "brokers must not be negative, was %s", brokers);
    }

    int slots() {
        return zones.size() * slotsPerZone;
    }
}
