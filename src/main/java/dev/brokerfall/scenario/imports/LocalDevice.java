package dev.brokerfall.scenario.imports;

import dev.brokerfall.catalogue.VmSize;
import dev.brokerfall.unit.DataSize;
import java.util.Optional;

/** The disk inside the host on which local volumes of a VM lie: NVMe, or else the temporary disk. */
final class LocalDevice {

    private LocalDevice() {}

    static Optional<String> of(Optional<VmSize> vm) {
        return vm.flatMap(VmSize::nvme)
                .map(disk -> "nvme")
                .or(() -> vm.flatMap(VmSize::tempDisk).map(disk -> "temp-ssd"));
    }

    /** Returns what to call an option that has it. */
    static String option(String device) {
        return device.equals("nvme") ? "local-nvme" : "local-ssd";
    }

    static Optional<DataSize> size(Optional<VmSize> vm) {
        return vm.flatMap(VmSize::nvme).or(() -> vm.flatMap(VmSize::tempDisk)).map(VmSize.LocalDisk::size);
    }
}
