package dev.brokerfall.kubernetes;

import static com.google.common.base.Preconditions.checkArgument;

import dev.brokerfall.unit.DataSize;

/**
 * What a VM size offers to pods.
 *
 * @param size Azure's name, such as {@code Standard_D8ds_v5}
 * @param cpuMillis allocatable processor time in thousandths of a core
 * @param memory allocatable memory
 * @param pods how many pods a node takes
 * @param dataDisks how many data disks can be attached
 * @param liveMigration whether Azure can move it to another host while it runs
 */
public record VmFacts(String size, int cpuMillis, DataSize memory, int pods, int dataDisks, boolean liveMigration) {

    public VmFacts {
        checkArgument(cpuMillis > 0, "cpuMillis must be positive, was %s", cpuMillis);
        checkArgument(pods > 0, "pods must be positive, was %s", pods);
        checkArgument(dataDisks >= 0, "dataDisks must not be negative, was %s", dataDisks);
    }
}
