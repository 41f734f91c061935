package dev.brokerfall.experiment;

import com.google.common.collect.ImmutableMap;
import dev.brokerfall.metric.BillItem;
import dev.brokerfall.metric.Metric;
import java.util.List;

/**
 * What all trials of one variant (an option, with one value per axis of the matrix) come to.
 *
 * @param name the variant's name, such as {@code azure-disk-lrs} or {@code azure-disk-lrs[minIsr=2]}
 * @param option the option's name
 * @param axes the value of each axis of the matrix; empty without a matrix
 * @param baseline whether other variants are compared with this one
 * @param trials how many trials were played to their end
 * @param failedTrials how many broke down; they are in no average
 * @param metrics one result per metric that has data, in the order of {@link Metric#all()}
 * @param causes what was due to what, the largest part of unavailability first
 * @param recovery how long recoveries last
 * @param maintenance how often its machines are renewed or restarted by plan, such as {@code every 7d} or {@code never}
 * @param bill what its monthly cost is made of
 */
public record OptionResult(
        String name,
        String option,
        ImmutableMap<String, String> axes,
        boolean baseline,
        long trials,
        long failedTrials,
        ImmutableMap<Metric, MetricResult> metrics,
        List<CauseRow> causes,
        RecoveryCurve recovery,
        String maintenance,
        List<BillItem> bill) {

    /** A result of a variant whose price is not itemised. */
    public OptionResult(
            String name,
            String option,
            ImmutableMap<String, String> axes,
            boolean baseline,
            long trials,
            long failedTrials,
            ImmutableMap<Metric, MetricResult> metrics,
            List<CauseRow> causes,
            RecoveryCurve recovery,
            String maintenance) {
        this(name, option, axes, baseline, trials, failedTrials, metrics, causes, recovery, maintenance, List.of());
    }

    public OptionResult {
        bill = List.copyOf(bill);
        causes = List.copyOf(causes);
    }
}
