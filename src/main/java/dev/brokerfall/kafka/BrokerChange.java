package dev.brokerfall.kafka;

import java.util.Optional;

/**
 * A broker that a cluster gets during its life; until then its process has never run. Its id follows those of all brokers before it.
 *
 * @param replaces the broker that hands all its replicas over to it; empty when it takes its share from all
 */
public record BrokerChange(Optional<Integer> replaces) {

    /** A broker that takes its share of the replicas. */
    public static final BrokerChange ADDED = new BrokerChange(Optional.empty());

    /** Returns a broker that takes the place of another. */
    public static BrokerChange replacing(int broker) {
        return new BrokerChange(Optional.of(broker));
    }
}
