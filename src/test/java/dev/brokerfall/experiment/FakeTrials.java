package dev.brokerfall.experiment;

import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableDoubleArray;
import dev.brokerfall.metric.CauseTotals;
import dev.brokerfall.metric.Metric;
import dev.brokerfall.metric.TrialResult;
import dev.brokerfall.random.Stream;
import dev.brokerfall.random.Streams;
import java.time.Duration;
import java.util.List;

/** Plans and trials whose results are known beforehand. */
final class FakeTrials {

    static final Duration YEAR = Duration.ofHours(8766);

    private FakeTrials() {}

    static ExperimentPlan plan(long trials, Duration horizon, List<Variant> variants, Objective... objectives) {
        return new ExperimentPlan(
                "fake",
                7,
                trials,
                horizon,
                0.95,
                variants,
                List.of(objectives),
                List.of(),
                1,
                List.of(),
                List.of(new Assumption("disks.attach", "40s", "inferred", "")));
    }

    static ExperimentPlan withThreads(ExperimentPlan plan, int threads) {
        return new ExperimentPlan(
                plan.name(),
                plan.seed(),
                plan.trials(),
                plan.horizon(),
                plan.confidence(),
                plan.variants(),
                plan.objectives(),
                plan.candidates(),
                threads,
                plan.conditionalOn(),
                plan.assumptions(),
                plan.stopping(),
                plan.selecting());
    }

    static List<Variant> variants(String... names) {
        return java.util.Arrays.stream(names)
                .map(name -> Variant.of(name, name.equals(names[0])))
                .toList();
    }

    static TrialResult only(Metric metric, double value) {
        return new TrialResult(
                ImmutableMap.of(metric, value),
                ImmutableDoubleArray.of(),
                ImmutableDoubleArray.of(),
                ImmutableMap.of(),
                1);
    }

    static TrialResult episodes(double... seconds) {
        return new TrialResult(
                ImmutableMap.of(),
                ImmutableDoubleArray.copyOf(seconds),
                ImmutableDoubleArray.of(),
                ImmutableMap.of(),
                1);
    }

    static TrialResult causes(ImmutableMap<String, CauseTotals> causes) {
        CauseTotals all = causes.values().stream().reduce(CauseTotals.NOTHING, CauseTotals::plus);
        return new TrialResult(
                ImmutableMap.of(
                        Metric.PRODUCE_UNAVAILABILITY,
                        all.unwritableShare(),
                        Metric.OUTAGE_MINUTES,
                        all.outageMinutes(),
                        Metric.LOST_RECORDS,
                        all.lostRecords()),
                ImmutableDoubleArray.of(),
                ImmutableDoubleArray.of(),
                causes,
                1);
    }

    /** A trial in which everything is drawn, and the options share a part of their luck. */
    static TrialResult drawn(int option, long trial) {
        Stream common = new Streams(7, trial).stream("common");
        Stream own = new Streams(7, trial).stream("own", option);
        double minutes = 10 * common.uniform() + own.uniform() + option;
        double lost = own.uniform() < 0.05 * option ? 1e6 * own.uniform() : 0;
        ImmutableMap.Builder<Metric, Double> values = ImmutableMap.builder();
        for (Metric metric : Metric.all()) {
            switch (metric.kind()) {
                case FRACTION -> values.put(metric, minutes / 525_960);
                case PER_YEAR, LARGEST -> values.put(metric, metric == Metric.LOST_RECORDS ? lost : minutes);
                case PROBABILITY -> values.put(metric, lost > 0 ? 1.0 : 0.0);
                case EPISODES, FIXED -> {}
            }
        }
        return new TrialResult(
                values.buildOrThrow(),
                ImmutableDoubleArray.of(100 * own.uniform(), 200 * common.uniform()),
                own.uniform() < 0.1 ? ImmutableDoubleArray.of(50) : ImmutableDoubleArray.of(),
                ImmutableMap.of(
                        "nodeCrash", new CauseTotals(minutes / 3e6, minutes / 6, lost, lost * 1024, 5e9),
                        "zoneOutage", new CauseTotals(minutes / 2e6, minutes / 4, 0, 0, 0)),
                12_000);
    }
}
