package dev.brokerfall.scenario.format;

import dev.brokerfall.scenario.spec.PlatformSpec;
import dev.brokerfall.scenario.spec.StorageSpec;
import java.util.Map;
import java.util.Set;

/** Keys and values that the format has but that are not built yet: they are refused by name, never ignored. */
final class NotBuilt {

    private static final Map<Class<?>, Set<String>> KEYS =
            Map.of(StorageSpec.AzureDisk.class, Set.of("bursting", "disks", "shared"));

    private static final Set<Enum<?>> VALUES = Set.of(PlatformSpec.Priority.SPOT);

    private NotBuilt() {}

    /** Returns whether the map that {@code record} stands for will one day have {@code key}. */
    static boolean key(Class<?> record, String key) {
        return KEYS.getOrDefault(record, Set.of()).contains(key);
    }

    /** Returns whether {@code constant} can be written but not played. */
    static boolean value(Enum<?> constant) {
        return VALUES.contains(constant);
    }
}
