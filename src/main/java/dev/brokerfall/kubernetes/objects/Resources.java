package dev.brokerfall.kubernetes.objects;

import com.google.common.collect.ImmutableSortedMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BinaryOperator;

/**
 * An amount of what nodes offer and pods request.
 *
 * @param cpuMillis thousandths of a core
 * @param memoryBytes bytes
 * @param ephemeralBytes bytes of the node's own disk
 * @param extended whole units of what else a node has, such as {@code nvidia.com/gpu} or {@code hugepages-2Mi}, by name
 */
public record Resources(long cpuMillis, long memoryBytes, long ephemeralBytes, Map<String, Long> extended) {

    public static final Resources NONE = new Resources(0, 0);

    public Resources {
        extended = ImmutableSortedMap.copyOf(extended);
    }

    /** Creates an amount of cores and memory alone. */
    public Resources(long cpuMillis, long memoryBytes) {
        this(cpuMillis, memoryBytes, 0, Map.of());
    }

    /** Returns both together. */
    public Resources plus(Resources other) {
        return combined(other, Long::sum);
    }

    /** Returns the larger of each. */
    public Resources max(Resources other) {
        return combined(other, Math::max);
    }

    private Resources combined(Resources other, BinaryOperator<Long> operator) {
        Map<String, Long> both = new TreeMap<>(extended);
        other.extended.forEach((name, amount) -> both.merge(name, amount, operator));
        return new Resources(
                operator.apply(cpuMillis, other.cpuMillis),
                operator.apply(memoryBytes, other.memoryBytes),
                operator.apply(ephemeralBytes, other.ephemeralBytes),
                both);
    }
}
