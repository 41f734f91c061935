package dev.brokerfall.cluster;

import static com.google.common.base.Preconditions.checkArgument;

import dev.brokerfall.random.Streams;

/**
 * A place for a machine: the unit to which luck belongs. Whatever machine stands in a slot, and whatever platform it serves, meets
 * the slot's faults.
 *
 * @param zone the availability zone; empty for machines without one
 * @param index which of the zone's slots, from 0
 */
public record Slot(String zone, int index) {

    public Slot {
        checkArgument(index >= 0, "a slot's index must not be negative, was %s", index);
    }

    /**
     * Returns the fault domain, hidden from Kubernetes, that the slot lies in: machines of one domain share power, cooling and the
     * maintenance schedule.
     *
     * <p>Source: Azure, "Choosing the right number of fault domains for virtual machine scale sets": with max spreading the scale
     * set lies on as many domains as possible, but shows one.
     *
     * @param domains how many the zone has, positive
     */
    public int faultDomain(int domains, Streams streams) {
        return streams.stream("slot", zone, index, "faultDomain").index(domains);
    }
}
