package dev.brokerfall.kubernetes.objects;

/**
 * An amount of what nodes offer and pods request.
 *
 * @param cpuMillis thousandths of a core
 * @param memoryBytes bytes
 */
public record Resources(long cpuMillis, long memoryBytes) {

    public static final Resources NONE = new Resources(0, 0);

    /** Returns both together. */
    public Resources plus(Resources other) {
        return new Resources(cpuMillis + other.cpuMillis, memoryBytes + other.memoryBytes);
    }

    /** Returns the larger of each. */
    public Resources max(Resources other) {
        return new Resources(Math.max(cpuMillis, other.cpuMillis), Math.max(memoryBytes, other.memoryBytes));
    }
}
