package dev.brokerfall.fault;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.List;

/** Which machines an event strikes. */
public sealed interface NodeChoice {

    /** The node (or DC/OS agent) of this name. */
    record Named(String node) implements NodeChoice {}

    /** The nodes on which these brokers run when the event strikes. */
    record OfBrokers(List<Integer> brokers) implements NodeChoice {
        public OfBrokers {
            brokers = List.copyOf(brokers);
            checkArgument(!brokers.isEmpty(), "ofBroker must name at least one broker");
        }
    }

    /** The node on which this pod, {@code namespace/name}, runs when the event strikes. */
    record OfPod(String pod) implements NodeChoice {}

    /** Every node of this zone. */
    record OfZone(String zone) implements NodeChoice {}

    /** The machine at this place, used or not; how background faults choose, so that all options meet the same ones. */
    record Slot(int zone, int index) implements NodeChoice {}
}
