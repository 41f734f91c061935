package dev.brokerfall.scenario;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.brokerfall.metric.Metric;
import dev.brokerfall.stats.Estimate;
import dev.brokerfall.world.TrialConfig;
import java.util.List;

/**
 * A variant as the model plays it.
 *
 * @param variant what it was made of
 * @param config what a trial needs
 * @param fixed what is known without a trial: price, sustainable rate, write latency
 * @param placeHolders the metrics in which a value without a source has weight
 * @param assumptions everything that was taken from the catalogue, stated values included
 */
public record Composition(
        Variant variant,
        TrialConfig config,
        ImmutableMap<Metric, Estimate> fixed,
        ImmutableSet<Metric> placeHolders,
        List<Assumption> assumptions) {

    public Composition {
        assumptions = List.copyOf(assumptions);
    }
}
