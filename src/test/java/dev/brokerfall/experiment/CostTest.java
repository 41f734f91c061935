package dev.brokerfall.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.brokerfall.experiment.Objective.Bound;
import dev.brokerfall.experiment.Objective.Severity;
import dev.brokerfall.experiment.Objective.Stat;
import dev.brokerfall.metric.Metric;
import dev.brokerfall.stats.Estimate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What money is judged by: a budget, and the price of a nine. */
final class CostTest {

    private static ExperimentResult result(Estimate cost, double budget, double... unavailability) {
        Variant variant = new Variant(
                "disk",
                "disk",
                ImmutableMap.of(),
                true,
                ImmutableMap.of(Metric.MONTHLY_COST, cost),
                ImmutableSet.of(),
                Variant.NEVER);
        Objective objective = new Objective("budget", Metric.MONTHLY_COST, Stat.MEAN, Bound.MAX, budget, Severity.FAIL);
        return Experiment.run(
                        FakeTrials.plan(unavailability.length, FakeTrials.YEAR, List.of(variant), objective),
                        (option, trial) ->
                                FakeTrials.only(Metric.PRODUCE_UNAVAILABILITY, unavailability[Math.toIntExact(trial)]),
                        Progress.SILENT)
                .result();
    }

    private static ObjectiveResult judged(Estimate cost, double budget) {
        return result(cost, budget, 0.001, 0.001).objectives().get(0);
    }

    private static Estimate perNine(Estimate cost, double... unavailability) {
        OptionResult option = Optional.ofNullable(
                        result(cost, 1, unavailability).byName().get("disk"))
                .orElseThrow();
        return CostPerNine.of(option);
    }

    @Test
    void a_budget_within_the_range_of_a_place_holder_is_inconclusive_with_its_mark() {
        Estimate cost = new Estimate(2300, 2250, 2400);

        assertThat(judged(cost, 2350).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(judged(cost, 2350).placeHolder()).isTrue();
        assertThat(judged(cost, 2350).trialsToSettle())
                .as("no trial can settle it")
                .isEmpty();
        assertThat(judged(cost, 2400).verdict()).isEqualTo(Verdict.PASS);
        assertThat(judged(cost, 2249).verdict()).isEqualTo(Verdict.FAIL);
    }

    @Test
    void a_nine_is_a_tenfold_less_time_out() {
        assertThat(perNine(Estimate.exactly(3000), 0.001, 0.001).value()).isEqualTo(1000, within(1e-9));
        assertThat(perNine(Estimate.exactly(3000), 0.00001, 0.00001).value()).isEqualTo(600, within(1e-9));
    }

    @Test
    void its_interval_pairs_the_least_price_with_the_fewest_minutes_out() {
        Estimate nine = perNine(new Estimate(3000, 2000, 4000), 0.0005, 0.0015, 0.0005, 0.0015);

        // Four trials of mean 0.001 and standard error 0.00028868, times Student's 3.182.
        double half = 3.182446305 * 0.001 / Math.sqrt(12);
        assertThat(nine.value()).isEqualTo(1000, within(1e-9));
        assertThat(nine.lower()).isEqualTo(2000 / -Math.log10(0.001 - half), within(1e-3));
        assertThat(nine.upper()).isEqualTo(4000 / -Math.log10(0.001 + half), within(1e-3));
    }

    @Test
    void without_a_minute_out_there_is_only_an_upper_bound() {
        Estimate nine = perNine(Estimate.exactly(3000), new double[1000]);

        assertThat(nine.value()).isZero();
        assertThat(nine.lower()).isZero();
        // What can have escaped notice in 1,000 trials: a trial in 272 out all the year.
        assertThat(nine.upper()).isEqualTo(3000 / -Math.log10(0.0036821), within(0.1));
    }
}
