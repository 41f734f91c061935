package dev.brokerfall.experiment;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.brokerfall.metric.BillItem;
import dev.brokerfall.metric.Metric;
import dev.brokerfall.stats.Estimate;
import java.util.List;

/**
 * One thing that is compared: an option, with one value per axis of the matrix.
 *
 * @param name its name, such as {@code azure-disk-lrs[minIsr=2]}
 * @param option the option's name
 * @param axes the value of each axis of the matrix
 * @param baseline whether the others are compared with this one
 * @param fixed what is known without a trial, such as its price; the interval is the range of the value
 * @param placeHolders the metrics in which a value without a source has weight
 * @param maintenance how often its machines are renewed or restarted by plan, such as {@code every 7d} or {@code never}
 * @param bill what its monthly cost is made of
 */
public record Variant(
        String name,
        String option,
        ImmutableMap<String, String> axes,
        boolean baseline,
        ImmutableMap<Metric, Estimate> fixed,
        ImmutableSet<Metric> placeHolders,
        String maintenance,
        List<BillItem> bill) {

    /** Nothing is planned. */
    public static final String NEVER = "never";

    /** A variant whose price is not itemised. */
    public Variant(
            String name,
            String option,
            ImmutableMap<String, String> axes,
            boolean baseline,
            ImmutableMap<Metric, Estimate> fixed,
            ImmutableSet<Metric> placeHolders,
            String maintenance) {
        this(name, option, axes, baseline, fixed, placeHolders, maintenance, List.of());
    }

    public Variant {
        bill = List.copyOf(bill);
        checkArgument(!name.isEmpty(), "a variant needs a name");
        for (Metric metric : fixed.keySet()) {
            checkArgument(metric.kind() == Metric.Kind.FIXED, "%s: %s comes from trials", name, metric.key());
        }
    }

    /** Returns an option as it is: no axes, nothing fixed, no maintenance. */
    public static Variant of(String option, boolean baseline) {
        return new Variant(option, option, ImmutableMap.of(), baseline, ImmutableMap.of(), ImmutableSet.of(), NEVER);
    }
}
