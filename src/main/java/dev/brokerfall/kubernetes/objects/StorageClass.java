package dev.brokerfall.kubernetes.objects;

import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How volumes are made.
 *
 * @param bindingMode when a claim is bound; empty only in objects that no API server has defaulted
 * @param allowedTopologies where volumes may be made: one term must hold; empty for anywhere
 */
public record StorageClass(
        String name,
        String provisioner,
        Optional<BindingMode> bindingMode,
        Map<String, String> parameters,
        List<List<Requirement>> allowedTopologies) {

    /** The provisioner of classes that make nothing. */
    public static final String NO_PROVISIONER = "kubernetes.io/no-provisioner";

    public StorageClass {
        parameters = ImmutableMap.copyOf(parameters);
        allowedTopologies = List.copyOf(allowedTopologies);
    }

    /** When a claim is bound to a volume. */
    public enum BindingMode {
        IMMEDIATE,
        WAIT_FOR_FIRST_CONSUMER
    }
}
