package dev.brokerfall.experiment;

import dev.brokerfall.metric.Metric;
import dev.brokerfall.stats.Estimate;

/**
 * US dollars a month for each nine of availability: what an option costs, divided by −log10 of the share of partition-time in which it
 * cannot be written ({@link Metric#PRODUCE_UNAVAILABILITY}). Three nines are 99.9 %.
 *
 * <p>The interval takes the cheapest price with the fewest minutes out, and the dearest with the most. Where no minute was lost the
 * nines have no upper end, so that what one costs has only an upper bound.
 */
public final class CostPerNine {

    private CostPerNine() {}

    /** Returns what a nine of {@code option} costs; unknown where either part is, and where nothing is ever written. */
    public static Estimate of(OptionResult option) {
        MetricResult cost = option.metrics().get(Metric.MONTHLY_COST);
        MetricResult out = option.metrics().get(Metric.PRODUCE_UNAVAILABILITY);
        if (cost == null || out == null || !out.mean().known()) {
            return Estimate.NONE;
        }
        double most = nines(out.mean().lower());
        double best = nines(out.mean().value());
        double least = nines(out.mean().upper());
        if (best <= 0) {
            return Estimate.NONE;
        }
        double lower = cost.mean().lower() / most;
        double value = cost.mean().value() / best;
        double upper = least > 0 ? cost.mean().upper() / least : Double.POSITIVE_INFINITY;
        return new Estimate(value, Math.min(lower, value), Math.max(upper, value));
    }

    /** Returns whether it rests on a value without a source. */
    public static boolean placeHolder(OptionResult option) {
        MetricResult cost = option.metrics().get(Metric.MONTHLY_COST);
        MetricResult out = option.metrics().get(Metric.PRODUCE_UNAVAILABILITY);
        return (cost != null && cost.placeHolder()) || (out != null && out.placeHolder());
    }

    private static double nines(double unavailability) {
        return -StrictMath.log10(Math.max(0, unavailability));
    }
}
