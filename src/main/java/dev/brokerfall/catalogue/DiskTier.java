package dev.brokerfall.catalogue;

import dev.brokerfall.unit.DataRate;
import dev.brokerfall.unit.DataSize;

/**
 * What a managed disk delivers.
 *
 * @param name the tier, such as {@code P20}
 * @param size what it holds
 * @param iops operations a second
 * @param rate throughput
 * @param burstRate throughput while bursting
 */
public record DiskTier(String name, DataSize size, long iops, DataRate rate, DataRate burstRate) {}
