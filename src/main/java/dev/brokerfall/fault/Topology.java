package dev.brokerfall.fault;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.List;

/**
 * What there is to strike, the same for every option of a comparison.
 *
 * @param zones the zones' names, in order; a machine slot is (index of its zone, index within the zone)
 * @param slotsPerZone how many machine slots each zone has, used or not
 * @param brokers how many brokers there are
 * @param hiddenDomainsPerZone how many fault domains each zone has that share power, network and maintenance, unseen by the cluster
 */
public record Topology(List<String> zones, int slotsPerZone, int brokers, int hiddenDomainsPerZone) {
    public Topology {
        zones = List.copyOf(zones);
        checkArgument(slotsPerZone >= 0, "slotsPerZone must not be negative, was %s", slotsPerZone);
        checkArgument(brokers >= 0, "brokers must not be negative, was %s", brokers);
        checkArgument(hiddenDomainsPerZone > 0, "hiddenDomainsPerZone must be positive, was %s", hiddenDomainsPerZone);
    }

    int slots() {
        return zones.size() * slotsPerZone;
    }
}
