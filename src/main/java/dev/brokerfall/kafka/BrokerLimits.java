package dev.brokerfall.kafka;

import dev.brokerfall.unit.DataRate;

/**
 * The bandwidth that a broker's disk and network have.
 *
 * @param diskRead reads alone
 * @param diskWrite writes alone
 * @param diskTotal reads and writes together, as Azure caps a disk and a VM
 * @param nicIn received
 * @param nicOut sent
 */
public record BrokerLimits(DataRate diskRead, DataRate diskWrite, DataRate diskTotal, DataRate nicIn, DataRate nicOut) {

    /** No limit anywhere. */
    public static final BrokerLimits UNLIMITED = new BrokerLimits(
            DataRate.UNLIMITED, DataRate.UNLIMITED, DataRate.UNLIMITED, DataRate.UNLIMITED, DataRate.UNLIMITED);

    /** Returns the limits of a broker whose network carries so much each way, and whose disk is never the bottleneck. */
    public static BrokerLimits ofNetwork(DataRate nic) {
        return new BrokerLimits(DataRate.UNLIMITED, DataRate.UNLIMITED, DataRate.UNLIMITED, nic, nic);
    }
}
