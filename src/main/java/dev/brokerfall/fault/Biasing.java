package dev.brokerfall.fault;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableMap;

/**
 * How a chain of faults is drawn so that it leads to the worst more often than by nature: see {@link FailureBiasing}.
 *
 * @param first how probable it is that a group of faults begins the chain, by the name of the group; they are brought to a sum of 1
 * @param later the same for each further fault
 * @param strength how many further faults there are, on average, while time since the chain's beginning grows from 0 to 1.7 times
 *     {@code scale}, and again whenever it has grown by a factor of 2.7 after that
 * @param scale the time in milliseconds that most chains last, roughly
 */
public record Biasing(
        ImmutableMap<String, Double> first, ImmutableMap<String, Double> later, double strength, double scale) {

    public Biasing {
        checkArgument(strength > 0, "strength must be positive, was %s", strength);
        checkArgument(scale > 0, "scale must be positive, was %s", scale);
    }

    double first(String group) {
        return of(first, group);
    }

    double later(String group) {
        return of(later, group);
    }

    private static double of(ImmutableMap<String, Double> weights, String group) {
        Double weight = weights.get(group);
        return weight == null ? 0 : weight;
    }
}
