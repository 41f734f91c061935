package dev.brokerfall.fault;

import dev.brokerfall.random.Streams;
import java.util.ArrayList;
import java.util.List;

/**
 * Which machine slots of a trial share a hidden fault domain: power, network and the round of maintenance they fall into.
 *
 * <p>Azure puts the machines of a scale set into fault domains of a zone that it does not show, as far apart as it can and without a
 * promise. Here each slot is in any domain of its zone with the same probability, by luck of its own: so the domain of a slot does
 * not depend on how many others there are.
 */
final class HiddenDomains {

    private final int perZone;
    private final List<List<Integer>> members = new ArrayList<>();

    HiddenDomains(Streams streams, Topology topology) {
        this.perZone = topology.hiddenDomainsPerZone();
        for (int zone = 0; zone < topology.zones().size(); zone++) {
            for (int domain = 0; domain < perZone; domain++) {
                members.add(new ArrayList<>());
            }
            for (int index = 0; index < topology.slotsPerZone(); index++) {
                int domain = streams.stream("hiddenFaultDomain", zone, index).index(perZone);
                members.get(zone * perZone + domain).add(zone * topology.slotsPerZone() + index);
            }
        }
    }

    /** Returns how many domains there are, zone after zone; some may have no slot. */
    int count() {
        return members.size();
    }

    /** Returns the slots of a domain, in order. */
    List<Integer> members(int domain) {
        return members.get(domain);
    }

    /** Returns the number of a domain within its zone. */
    int numberInZone(int domain) {
        return domain % perZone;
    }

    /** Returns the zone of a domain. */
    int zone(int domain) {
        return domain / perZone;
    }
}
