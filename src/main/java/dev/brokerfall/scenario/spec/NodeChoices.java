package dev.brokerfall.scenario.spec;

import dev.brokerfall.fault.NodeChoice;
import java.util.List;
import java.util.Optional;

/** Which machines an event strikes, from the one key of several that was given. */
final class NodeChoices {

    private NodeChoices() {}

    static NodeChoice of(Optional<String> node, List<Integer> ofBroker) {
        return node.<NodeChoice>map(NodeChoice.Named::new).orElseGet(() -> new NodeChoice.OfBrokers(ofBroker));
    }

    static NodeChoice of(Optional<String> node, List<Integer> ofBroker, Optional<String> ofPod) {
        return ofPod.<NodeChoice>map(NodeChoice.OfPod::new).orElseGet(() -> of(node, ofBroker));
    }

    static NodeChoice ofZoneOr(Optional<String> zone, Optional<String> node, List<Integer> ofBroker) {
        return zone.<NodeChoice>map(NodeChoice.OfZone::new).orElseGet(() -> of(node, ofBroker));
    }
}
