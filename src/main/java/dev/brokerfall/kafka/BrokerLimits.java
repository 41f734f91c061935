package dev.brokerfall.kafka;

import static com.google.common.base.Preconditions.checkArgument;

import dev.brokerfall.unit.DataRate;
import java.util.List;

/**
 * The bandwidth that a broker's disk and network have.
 *
 * @param diskRead reads alone
 * @param diskWrite writes alone
 * @param diskTotal reads and writes together for good, as Azure caps a disk and a VM
 * @param nicIn received
 * @param nicOut sent
 * @param bursts the caps through which reads and writes together pass, one after the other, each of which some may exceed for a while;
 *     empty where {@code diskTotal} is all there is to say
 */
public record BrokerLimits(
        DataRate diskRead,
        DataRate diskWrite,
        DataRate diskTotal,
        DataRate nicIn,
        DataRate nicOut,
        List<Burst> bursts) {

    /** No limit anywhere. */
    public static final BrokerLimits UNLIMITED = new BrokerLimits(
            DataRate.UNLIMITED, DataRate.UNLIMITED, DataRate.UNLIMITED, DataRate.UNLIMITED, DataRate.UNLIMITED);

    public BrokerLimits {
        bursts = bursts.stream().anyMatch(Burst::bursts) ? List.copyOf(bursts) : List.of();
        for (Burst burst : bursts) {
            checkArgument(diskTotal.compareTo(burst.base()) <= 0, "%s carries less for good than the disk", burst.of());
        }
    }

    /** Limits that never change. */
    public BrokerLimits(DataRate diskRead, DataRate diskWrite, DataRate diskTotal, DataRate nicIn, DataRate nicOut) {
        this(diskRead, diskWrite, diskTotal, nicIn, nicOut, List.of());
    }

    /** Returns the limits of a broker whose network carries so much each way, and whose disk is never the bottleneck. */
    public static BrokerLimits ofNetwork(DataRate nic) {
        return new BrokerLimits(DataRate.UNLIMITED, DataRate.UNLIMITED, DataRate.UNLIMITED, nic, nic);
    }
}
