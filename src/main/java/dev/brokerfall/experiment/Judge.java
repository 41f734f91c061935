package dev.brokerfall.experiment;

import dev.brokerfall.experiment.Objective.Bound;
import dev.brokerfall.metric.Metric;
import dev.brokerfall.stats.Estimate;
import dev.brokerfall.stats.Proportion;
import dev.brokerfall.stats.Quantiles;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Judges each objective for each option, on the whole interval. */
final class Judge {

    private final ExperimentPlan plan;
    private final List<OptionResult> options;

    Judge(ExperimentPlan plan, List<OptionResult> options) {
        this.plan = plan;
        this.options = options;
    }

    List<ObjectiveResult> all() {
        List<ObjectiveResult> results = new ArrayList<>();
        for (Objective objective : plan.objectives()) {
            for (OptionResult option : options) {
                results.add(judge(objective, option));
            }
        }
        return results;
    }

    private ObjectiveResult judge(Objective objective, OptionResult option) {
        MetricResult metric = option.metrics().get(objective.metric());
        if (metric == null) {
            return new ObjectiveResult(
                    objective, option.name(), Verdict.NO_DATA, Estimate.NONE, false, OptionalLong.empty());
        }
        Estimate observed = metric.of(objective.stat());
        Verdict verdict = verdict(objective, observed);
        return new ObjectiveResult(
                objective,
                option.name(),
                verdict,
                observed,
                metric.placeHolder() || isStraddledPrice(metric, verdict),
                verdict == Verdict.INCONCLUSIVE ? trialsToSettle(objective, option, metric) : OptionalLong.empty());
    }

    /** What is known without a trial has an interval only where a value without a source has a range. */
    private static boolean isStraddledPrice(MetricResult metric, Verdict verdict) {
        return metric.metric().kind() == Metric.Kind.FIXED && verdict == Verdict.INCONCLUSIVE;
    }

    /** The limit itself is within the limit. */
    static Verdict verdict(Objective objective, Estimate observed) {
        if (!observed.known()) {
            return Verdict.NO_DATA;
        }
        double limit = objective.limit();
        boolean max = objective.bound() == Bound.MAX;
        if (max ? observed.upper() <= limit : observed.lower() >= limit) {
            return Verdict.PASS;
        }
        return (max ? observed.lower() > limit : observed.upper() < limit) ? Verdict.FAIL : Verdict.INCONCLUSIVE;
    }

    /**
     * About how many trials would settle it. An interval narrows with the root of the number of trials; one that has no end yet
     * needs enough observations for an order statistic to serve as its end. What chains of faults say has a budget of its own.
     */
    private OptionalLong trialsToSettle(Objective objective, OptionResult option, MetricResult metric) {
        if (objective.metric().kind() == Metric.Kind.FIXED
                || option.trials() == 0
                || metric.rare().isPresent()) {
            return OptionalLong.empty();
        }
        Estimate observed = metric.of(objective.stat());
        double limit = objective.limit();
        double distance = Math.abs(limit - observed.value());
        double reach =
                limit > observed.value() ? observed.upper() - observed.value() : observed.value() - observed.lower();
        if (!(distance > 0)) {
            return OptionalLong.empty();
        }
        if (objective.metric().kind() == Metric.Kind.PROBABILITY && metric.events() == 0) {
            double perTrial = 1 - StrictMath.pow(1 - Math.min(limit, 1 - 1e-12), plan.years());
            return rounded((double) Proportion.trialsWithoutEvent(perTrial, plan.confidence()));
        }
        if (metric.events() == 0 && objective.stat() == Objective.Stat.MEAN) {
            // The upper end is the proportion that can have gone unnoticed times a size, so that it falls as 1 /
            // trials.
            return Double.isFinite(reach) ? rounded(option.trials() * reach / distance) : OptionalLong.empty();
        }
        if (!Double.isFinite(reach) || (limit > observed.value() && lacksUpperEnd(objective.stat(), metric))) {
            return unbounded(objective, option, metric);
        }
        double times = reach / distance;
        return rounded(option.trials() * times * times);
    }

    /** Whether the upper end is but the greatest value that there can be. */
    private boolean lacksUpperEnd(Objective.Stat stat, MetricResult metric) {
        return stat != Objective.Stat.MEAN && metric.observations() < observationsForUpperEnd(stat);
    }

    private double observationsForUpperEnd(Objective.Stat stat) {
        double share = switch (stat) {
            case MEAN, P50 -> 0.50;
            case P95 -> 0.95;
            case P99 -> 0.99;
        };
        return Quantiles.observationsForUpperBound(share, plan.confidence());
    }

    private OptionalLong unbounded(Objective objective, OptionResult option, MetricResult metric) {
        if (objective.stat() == Objective.Stat.MEAN
                || !Double.isFinite(metric.of(objective.stat()).value())) {
            return OptionalLong.empty();
        }
        double observations = observationsForUpperEnd(objective.stat());
        double perTrial = (double) metric.observations() / option.trials();
        return rounded(Math.max(2.0 * option.trials(), observations / perTrial));
    }

    /** Rounds up to two significant digits, which is more than such a guess is worth. */
    private static OptionalLong rounded(double trials) {
        if (!(trials < 1e15)) {
            return OptionalLong.empty();
        }
        BigDecimal up = new BigDecimal(Math.max(2, Math.ceil(trials))).round(new MathContext(2, RoundingMode.CEILING));
        return OptionalLong.of(up.longValueExact());
    }
}
