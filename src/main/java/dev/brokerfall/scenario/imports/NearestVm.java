package dev.brokerfall.scenario.imports;

import dev.brokerfall.catalogue.Catalogue;
import dev.brokerfall.catalogue.VmSize;
import dev.brokerfall.kubernetes.objects.Node;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds what comes nearest to a VM size that the catalogue lacks.
 *
 * <p>Source: Azure, "Azure virtual machine sizes naming conventions": family, vCPUs, constrained vCPUs, additive features ({@code d}
 * for a local temporary disk), accelerator, version. Sizes before v4 had such a disk without saying so.
 */
final class NearestVm {

    private static final Pattern NAME = Pattern.compile(
            "Standard_(?<family>[A-Z]+)(?<vcpus>\\d{1,4})(?:-\\d+)?(?<features>[a-z]*)(?:_.*?)?(?:_?v(?<version>\\d{1,2}))?");
    private static final int DISK_EXPLICIT_FROM = 4;
    private static final double OTHER_DISKS = 100;
    private static final double MILLIS_PER_CORE = 1000;

    private final Catalogue catalogue;

    NearestVm(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** Returns the name of the nearest size: local disks of the same kind first, then cores and memory. */
    String of(String name, Node node) {
        Matcher matcher = NAME.matcher(name);
        boolean readable = matcher.matches();
        double vcpus = readable
                ? Integer.parseInt(matcher.group("vcpus"))
                : node.allocatable().cpuMillis() / MILLIS_PER_CORE;
        boolean nvme = readable && matcher.group("family").startsWith("L");
        boolean temp = readable && (matcher.group("features").contains("d") || old(matcher));
        return catalogue.vmSizeNames().stream()
                .sorted()
                .flatMap(known -> catalogue.vmSize(known).stream())
                .min(Comparator.comparingDouble((VmSize size) -> (size.nvme().isPresent() == nvme ? 0 : OTHER_DISKS)
                        + (size.tempDisk().isPresent() == (temp || nvme) ? 0 : OTHER_DISKS)
                        + ratio(size.vcpus(), vcpus)
                        + ratio((double) size.memory().bytes(), (double)
                                node.allocatable().memoryBytes())))
                .map(VmSize::name)
                .orElseThrow();
    }

    private static boolean old(Matcher matcher) {
        String version = matcher.group("version");
        return version == null || Integer.parseInt(version) < DISK_EXPLICIT_FROM;
    }

    private static double ratio(double one, double other) {
        return one <= 0 || other <= 0 ? 1 : Math.max(one, other) / Math.min(one, other);
    }
}
