package dev.brokerfall.fault;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;

/**
 * How a chain of faults is drawn so that it leads to the worst more often than by nature: see {@link FailureBiasing}.
 *
 * <p>Faults are drawn by the name of their group, with {@link #AT_A_COPY} behind it where what they strike carries one of the copies that
 * count.
 *
 * @param first how probable it is that such a fault begins the chain; what there is is brought to a sum of 1
 * @param later the same for each further fault
 * @param strength how many further faults there are, on average, while time since the chain's beginning grows from 0 to 1.7 times
 *     the scale, and again whenever it has grown by a factor of 2.7 after that
 * @param scales how long a chain lasts, roughly, of which each chain draws one
 */
public record Biasing(
        ImmutableMap<String, Double> first,
        ImmutableMap<String, Double> later,
        double strength,
        ImmutableList<Scale> scales) {

    /** What is behind the name of a group where one of its faults may strike a copy that counts. */
    public static final String AT_A_COPY = " at a copy";

    /**
     * One length of chains.
     *
     * @param millis the length
     * @param share how probable it is that a chain is drawn with it
     */
    public record Scale(double millis, double share) {
        public Scale {
            checkArgument(millis > 0, "a scale must be positive, was %s", millis);
            checkArgument(share > 0, "a scale must be possible");
        }
    }

    public Biasing {
        checkArgument(strength > 0, "strength must be positive, was %s", strength);
        checkArgument(!scales.isEmpty(), "a chain needs a scale");
    }

    double first(String name) {
        return of(first, name);
    }

    double later(String name) {
        return of(later, name);
    }

    /** Returns whether a fault of this group is never drawn after the first. */
    boolean neverLater(String group) {
        return later(group) == 0 && later(group + AT_A_COPY) == 0;
    }

    private static double of(ImmutableMap<String, Double> weights, String name) {
        Double weight = weights.get(name);
        return weight == null ? 0 : weight;
    }
}
