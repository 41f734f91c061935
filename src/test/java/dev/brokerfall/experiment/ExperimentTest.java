package dev.brokerfall.experiment;

import static dev.brokerfall.experiment.FakeTrials.YEAR;
import static dev.brokerfall.experiment.FakeTrials.only;
import static dev.brokerfall.experiment.FakeTrials.plan;
import static dev.brokerfall.experiment.FakeTrials.variants;
import static dev.brokerfall.experiment.FakeTrials.withThreads;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.primitives.ImmutableDoubleArray;
import dev.brokerfall.experiment.Comparison.Outcome;
import dev.brokerfall.metric.CauseTotals;
import dev.brokerfall.metric.Metric;
import dev.brokerfall.metric.TrialResult;
import dev.brokerfall.stats.Estimate;
import dev.brokerfall.stats.Selection.Standing;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class ExperimentTest {

    @Test
    void the_number_of_threads_leaves_no_trace() {
        ExperimentPlan plan = plan(60, YEAR, variants("disk", "local", "files"));

        ExperimentRun alone = Experiment.run(plan, FakeTrials::drawn, Progress.SILENT);
        ExperimentRun together = Experiment.run(withThreads(plan, 2), FakeTrials::drawn, Progress.SILENT);

        assertThat(ResultsJson.text(together.result())).isEqualTo(ResultsJson.text(alone.result()));
        assertThat(TrialsCsv.text(together)).isEqualTo(TrialsCsv.text(alone));
    }

    @Test
    void per_year_figures_are_brought_to_a_year_and_shares_are_not() {
        // Two years with 10 and 30 minutes: 5 and 15 a year, on the average 10.
        ExperimentResult minutes = run(
                plan(2, YEAR.multipliedBy(2), variants("disk")),
                (option, trial) -> only(Metric.OUTAGE_MINUTES, trial == 0 ? 10 : 30));
        ExperimentResult share = run(
                plan(2, YEAR.multipliedBy(2), variants("disk")),
                (option, trial) -> only(Metric.PRODUCE_UNAVAILABILITY, trial == 0 ? 0.1 : 0.3));

        assertThat(metric(minutes, "disk", Metric.OUTAGE_MINUTES).mean().value())
                .isEqualTo(10);
        assertThat(metric(share, "disk", Metric.PRODUCE_UNAVAILABILITY).mean().value())
                .isCloseTo(0.2, within(1e-12));
    }

    @Test
    void a_probability_is_brought_to_a_year_by_the_chance_of_surviving() {
        // 3 of 4 trials of two years lose something: 1 - (1 - 0.75)^(1/2) = 0.5 a year.
        ExperimentResult result = run(
                plan(4, YEAR.multipliedBy(2), variants("disk")),
                (option, trial) -> only(Metric.DATA_LOSS_PROBABILITY, trial < 3 ? 1 : 0));

        assertThat(metric(result, "disk", Metric.DATA_LOSS_PROBABILITY).mean().value())
                .isCloseTo(0.5, within(1e-12));
    }

    @Test
    void no_loss_in_a_thousand_years_is_a_bound() {
        ExperimentResult result =
                run(plan(1000, YEAR, variants("disk")), (option, trial) -> only(Metric.DATA_LOSS_PROBABILITY, 0));

        MetricResult loss = metric(result, "disk", Metric.DATA_LOSS_PROBABILITY);
        assertThat(loss.events()).isZero();
        assertThat(loss.mean().upper()).isCloseTo(0.0036821, within(1e-7));
    }

    @Test
    void a_mean_without_an_event_is_bounded_by_the_worst_that_any_option_saw() {
        // What can have escaped notice in 1,000 trials, 0.37 %, times the 500 records that one trial of the other
        // option lost.
        ExperimentResult result = run(
                plan(1000, YEAR, variants("disk", "local")),
                (option, trial) -> only(Metric.LOST_RECORDS, option == 1 && trial == 3 ? 500 : 0));

        assertThat(metric(result, "disk", Metric.LOST_RECORDS).mean().upper()).isCloseTo(1.84105, within(1e-5));
        assertThat(metric(result, "local", Metric.LOST_RECORDS).mean().value()).isCloseTo(0.5, within(1e-12));
    }

    @Test
    void options_that_never_differed_may_do_so_in_trials_that_were_not_played() {
        // Given that both lost the same 500 records in one trial of 1,000 and nothing in the others
        ExperimentResult result = run(
                plan(1000, YEAR, variants("disk", "local")),
                (option, trial) -> only(Metric.LOST_RECORDS, trial == 3 ? 500 : 0));

        // Then their difference is not "0 ± 0": 0.37 % of trials, times 500
        Comparison comparison = comparison(result, Metric.LOST_RECORDS);
        assertThat(comparison.difference().value()).isZero();
        assertThat(comparison.difference().lower()).isCloseTo(-1.84105, within(1e-5));
        assertThat(comparison.difference().upper()).isCloseTo(1.84105, within(1e-5));
        assertThat(comparison.verdict()).isEqualTo(Outcome.INDISTINGUISHABLE);
    }

    @Test
    void a_ratio_to_an_option_that_saw_nothing_has_an_upper_end() {
        // Given a baseline that is out for 10 minutes in each of 1,000 years and an option that never is
        ExperimentResult minutes = run(
                plan(1000, YEAR, variants("disk", "local")),
                (option, trial) -> only(Metric.OUTAGE_MINUTES, option == 0 ? 10 : 0));
        // and one that loses data in 100 of them beside one that loses none
        ExperimentResult losses = run(
                plan(1000, YEAR, variants("disk", "local")),
                (option, trial) -> only(Metric.DATA_LOSS_PROBABILITY, option == 0 && trial < 100 ? 1 : 0));

        // Then 0.37 % of years may have escaped notice, with 10 minutes each
        assertThat(comparison(minutes, Metric.OUTAGE_MINUTES).ratio().value()).isZero();
        assertThat(comparison(minutes, Metric.OUTAGE_MINUTES).ratio().upper()).isCloseTo(0.0036821, within(1e-7));
        // and of losses 0.37 %, beside no less than 8.2 %.
        assertThat(comparison(losses, Metric.DATA_LOSS_PROBABILITY).ratio().value())
                .isZero();
        assertThat(comparison(losses, Metric.DATA_LOSS_PROBABILITY).ratio().upper())
                .isCloseTo(0.0036821 / 0.08211, within(1e-4));
    }

    @Test
    void a_ratio_of_probabilities_is_one_of_yearly_ones() {
        // 3 of 4 trials of two years lose something, and 1 of 4: 0.5 and 1 - √0.75 = 0.134 a year.
        ExperimentResult result = run(
                plan(400, YEAR.multipliedBy(2), variants("disk", "local")),
                (option, trial) -> only(Metric.DATA_LOSS_PROBABILITY, trial % 4 < (option == 0 ? 1 : 3) ? 1 : 0));

        Estimate ratio = comparison(result, Metric.DATA_LOSS_PROBABILITY).ratio();
        assertThat(ratio.value()).isCloseTo(0.5 / (1 - Math.sqrt(0.75)), within(1e-9));
        assertThat(ratio.lower()).isBetween(2.0, 3.6);
        assertThat(ratio.upper()).isBetween(3.9, 7.5);
    }

    @Test
    void a_trial_that_breaks_down_is_counted_and_averaged_nowhere() {
        ExperimentResult result = run(plan(5, YEAR, variants("disk", "local")), (option, trial) -> {
            if (option == 1 && trial == 2) {
                throw new IllegalStateException("broker 1 both up and down");
            }
            return only(Metric.OUTAGE_MINUTES, trial == 2 ? 1e9 : option == 1 ? 7 : 5);
        });

        assertThat(metric(result, "local", Metric.OUTAGE_MINUTES).mean()).isEqualTo(Estimate.exactly(7));
        assertThat(result.byName().get("local")).satisfies(local -> {
            assertThat(Objects.requireNonNull(local).trials()).isEqualTo(4);
            assertThat(local.failedTrials()).isEqualTo(1);
        });
        assertThat(result.failures())
                .containsExactly(
                        new FailedTrial("local", 2, 7, "java.lang.IllegalStateException: broker 1 both up and down"));
        // The disk's worst trial has no partner, so that it is in no difference.
        assertThat(comparison(result, Metric.OUTAGE_MINUTES).difference().value())
                .isCloseTo(2, within(1e-9));
        assertThat(ExitCode.of(result, ExitCode.FailOn.FAIL)).isEqualTo(4);
    }

    @Test
    void want_of_memory_is_not_taken_for_a_failed_trial() {
        assertThatThrownBy(() -> run(plan(2, YEAR, variants("disk")), (option, trial) -> {
                    throw new OutOfMemoryError("heap");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("heap");
    }

    @Test
    void an_interruption_keeps_what_is_finished() {
        AtomicLong played = new AtomicLong();
        Thread caller = Thread.currentThread();

        ExperimentResult result = run(plan(1000, YEAR, variants("disk")), (option, trial) -> {
            if (played.incrementAndGet() == 10) {
                caller.interrupt();
                sleepUntilAnswered(caller);
            }
            return only(Metric.OUTAGE_MINUTES, 5);
        });

        assertThat(result.complete()).isFalse();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        assertThat(Objects.requireNonNull(result.byName().get("disk")).trials()).isBetween(10L, 999L);
        assertThat(metric(result, "disk", Metric.OUTAGE_MINUTES).mean().value()).isEqualTo(5);
        assertThat(ExitCode.of(result, ExitCode.FailOn.FAIL)).isEqualTo(4);
    }

    private static void sleepUntilAnswered(Thread caller) {
        while (caller.isInterrupted()) {
            Thread.onSpinWait();
        }
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void progress_counts_every_trial_once() {
        AtomicLong last = new AtomicLong();
        Experiment.run(withThreads(plan(20, YEAR, variants("disk", "local")), 2), FakeTrials::drawn, (done, total) -> {
            assertThat(done).isEqualTo(last.incrementAndGet());
            assertThat(total).isEqualTo(40);
        });

        assertThat(last).hasValue(40);
    }

    @Test
    void options_are_told_apart_by_what_they_do_not_share() {
        // Trial by trial the second is 1 minute worse, though trials differ by 100.
        ExperimentResult result = run(
                plan(30, YEAR, variants("disk", "local")),
                (option, trial) -> only(Metric.OUTAGE_MINUTES, 100 * (trial % 2) + option + 0.01 * (trial % 3)));

        Comparison comparison = comparison(result, Metric.OUTAGE_MINUTES);
        assertThat(comparison.verdict()).isEqualTo(Outcome.WORSE);
        assertThat(comparison.difference().value()).isCloseTo(1, within(1e-9));
        assertThat(comparison.option()).isEqualTo("local");
        assertThat(comparison.baseline()).isEqualTo("disk");
    }

    @Test
    void a_verdict_for_all_options_at_once_needs_more() {
        // 30 differences of 0.4 ± 1: 0.4 / (1.017 / √30) = 2.15 lies between t(0.975; 29) = 2.045 and, for two options,
        // t(0.9875; 29) = 2.364.
        ExperimentResult result = run(
                plan(30, YEAR, variants("disk", "local", "files")),
                (option, trial) -> only(Metric.OUTAGE_MINUTES, 50 + option * (0.4 + (trial % 2 * 2 - 1))));

        Comparison comparison = comparison(result, Metric.OUTAGE_MINUTES);
        assertThat(comparison.verdict()).isEqualTo(Outcome.WORSE);
        assertThat(comparison.joint().verdict()).isEqualTo(Outcome.INDISTINGUISHABLE);
    }

    @Test
    void the_best_is_named_with_those_that_cannot_be_told_from_it() {
        double[] minutes = {20, 3, 3.4, 9};
        ExperimentResult result = run(
                plan(30, YEAR, variants("disk", "local", "hosts", "files")),
                (option, trial) ->
                        only(Metric.OUTAGE_MINUTES, minutes[option] + trial % 2 + 0.1 * (trial % 3) * option));

        assertThat(result.rigour().choice()).hasValueSatisfying(choice -> {
            assertThat(choice.best()).isEqualTo("local");
            assertThat(choice.decided()).isTrue();
            assertThat(choice.those(Standing.EQUIVALENT)).containsExactly("hosts");
            assertThat(choice.those(Standing.WORSE)).containsExactly("disk", "files");
        });
        assertThat(ResultsJson.text(result)).contains("\"best\" : \"local\"").contains("\"standing\" : \"equivalent\"");
    }

    @Test
    void trials_that_never_recovered_are_counted() {
        ExperimentResult result = run(
                plan(3, YEAR, variants("disk")),
                (option, trial) -> trial == 1
                        ? new TrialResult(
                                ImmutableMap.of(),
                                ImmutableDoubleArray.of(10),
                                ImmutableDoubleArray.of(500),
                                ImmutableMap.of(),
                                1)
                        : FakeTrials.episodes(20));

        // 500 s in one of three trials.
        assertThat(result.rigour().diagnostics())
                .containsExactly(new Diagnostics("disk", 0, 1, 500.0 / 3, Estimate.NONE, Double.NaN));
        // (20 + 10 + 20) / 3: the one that did not end is in no mean.
        assertThat(metric(result, "disk", Metric.RECOVERY).mean().value()).isCloseTo(50.0 / 3, within(1e-9));
    }

    @Test
    void what_a_fresh_start_leaves_out_is_measured() {
        // Given an option that is never out in its first tenth, and for 8 or 10 minutes later; and one that is out all
        // along
        ExperimentResult result = run(
                plan(100, YEAR, variants("disk", "local")),
                (option, trial) -> new TrialResult(
                        ImmutableMap.of(Metric.OUTAGE_MINUTES, trial % 2 == 0 ? 8.0 : 10.0),
                        ImmutableDoubleArray.of(),
                        ImmutableDoubleArray.of(),
                        ImmutableMap.of(),
                        option == 0 ? 0 : trial % 3 * 0.9,
                        1));

        // Then the mean of 9 is one below the 10 a year of the other nine tenths
        Diagnostics disk = result.rigour().diagnostics().get(0);
        assertThat(disk.beginning().value()).isCloseTo(-1, within(1e-9));
        assertThat(disk.beginningMatters()).isTrue();
        assertThat(result.rigour().diagnostics().get(1).beginning().value()).isCloseTo(0, within(0.01));
        assertThat(result.rigour().diagnostics().get(1).beginningMatters()).isFalse();
        assertThat(ResultsJson.text(result)).contains("\"beginning\"");
    }

    @Test
    void a_beginning_that_moves_a_mean_by_little_does_not_matter_however_sure_it_is() {
        ExperimentResult result = run(
                plan(1000, YEAR, variants("disk")),
                (option, trial) -> new TrialResult(
                        ImmutableMap.of(Metric.OUTAGE_MINUTES, 10.0),
                        ImmutableDoubleArray.of(),
                        ImmutableDoubleArray.of(),
                        ImmutableMap.of(),
                        0.6 + trial % 2 * 0.1,
                        1));

        Diagnostics disk = result.rigour().diagnostics().get(0);
        assertThat(disk.beginning().upper()).isLessThan(0);
        assertThat(disk.beginning().value()).isCloseTo(-0.39, within(0.01));
        assertThat(disk.beginningMatters()).isFalse();
    }

    @Test
    void a_mean_of_few_long_outages_is_marked() {
        // 97 trials of 5 minutes and 3 of 500: by its skewness as if there were 100 / 5.58² = 3.2 events.
        ExperimentResult result = run(
                plan(100, YEAR, variants("disk")), (option, trial) -> only(Metric.OUTAGE_MINUTES, trial < 3 ? 500 : 5));

        assertThat(metric(result, "disk", Metric.OUTAGE_MINUTES).effectiveEvents())
                .isCloseTo(3.2, within(0.1));
        assertThat(result.rigour().diagnostics().get(0).unevenMetrics()).isEqualTo(1);
    }

    @Test
    void the_verdict_follows_the_direction_of_the_metric() {
        Estimate less = new Estimate(-2, -3, -1);
        Estimate more = new Estimate(2, 1, 3);
        Estimate either = new Estimate(1, -1, 3);

        assertThat(Comparisons.outcome(Metric.Better.LOWER, less)).isEqualTo(Outcome.BETTER);
        assertThat(Comparisons.outcome(Metric.Better.HIGHER, less)).isEqualTo(Outcome.WORSE);
        assertThat(Comparisons.outcome(Metric.Better.LOWER, more)).isEqualTo(Outcome.WORSE);
        assertThat(Comparisons.outcome(Metric.Better.HIGHER, more)).isEqualTo(Outcome.BETTER);
        assertThat(Comparisons.outcome(Metric.Better.LOWER, either)).isEqualTo(Outcome.INDISTINGUISHABLE);
        assertThat(Comparisons.outcome(Metric.Better.LOWER, Estimate.NONE)).isEqualTo(Outcome.NO_DATA);
    }

    @Test
    void what_is_due_to_what_sums_to_the_total() {
        // Means of two trials: crash (0.02 + 0) / 2, zone (0.01 + 0.03) / 2; shares 1/3 and 2/3.
        ExperimentResult result = run(
                plan(2, YEAR, variants("disk")),
                (option, trial) -> FakeTrials.causes(
                        trial == 0
                                ? ImmutableMap.of(
                                        "nodeCrash", new CauseTotals(0.02, 6, 30, 300, 1),
                                        "zoneOutage", new CauseTotals(0.01, 3, 0, 0, 2))
                                : ImmutableMap.of("zoneOutage", new CauseTotals(0.03, 9, 10, 100, 3))));

        List<CauseRow> rows = result.options().get(0).causes();
        assertThat(rows).extracting(CauseRow::cause).containsExactly("zoneOutage", "nodeCrash");
        assertThat(rows.get(0).unavailability()).isCloseTo(0.02, within(1e-12));
        assertThat(rows.get(0).unavailabilityShare()).isCloseTo(2.0 / 3, within(1e-12));
        assertThat(rows.get(0).outageMinutesPerYear()).isEqualTo(6);
        assertThat(rows.get(1).lossShare()).isEqualTo(0.75);
        assertThat(rows.stream().mapToDouble(CauseRow::outageMinutesPerYear).sum())
                .isEqualTo(metric(result, "disk", Metric.OUTAGE_MINUTES).mean().value());
    }

    @Test
    void fixed_quantities_are_compared_over_their_ranges() {
        List<Variant> variants = List.of(
                priced("disk", new Estimate(100, 90, 110), false), priced("files", new Estimate(130, 120, 150), true));
        ExperimentResult result = run(plan(1, YEAR, variants), (option, trial) -> only(Metric.OUTAGE_MINUTES, 1));

        assertThat(metric(result, "files", Metric.MONTHLY_COST).placeHolder()).isTrue();
        assertThat(comparison(result, Metric.MONTHLY_COST))
                .returns(new Estimate(30, 10, 60), Comparison::difference)
                .returns(Outcome.WORSE, Comparison::verdict);
    }

    @Test
    void recoveries_are_pooled_over_trials() {
        ExperimentResult result = run(
                plan(3, YEAR, variants("disk")),
                (option, trial) -> trial == 0
                        ? FakeTrials.episodes(10, 20)
                        : trial == 1 ? FakeTrials.episodes() : FakeTrials.episodes(60));

        MetricResult recovery = metric(result, "disk", Metric.RECOVERY);
        assertThat(recovery.mean().value()).isCloseTo(30, within(1e-12));
        assertThat(recovery.p50().value()).isEqualTo(20);
        assertThat(recovery.observations()).isEqualTo(3);
        assertThat(result.options().get(0).recovery().episodes()).isEqualTo(3);
    }

    @Test
    void the_telling_trials_are_found() {
        ExperimentRun run = Experiment.run(
                plan(5, YEAR, variants("disk")),
                (option, trial) -> only(Metric.OUTAGE_MINUTES, trial == 3 ? 50 : (double) trial),
                Progress.SILENT);

        assertThat(run.trials().get(0).worst(Metric.OUTAGE_MINUTES)).contains(3);
        // Sorted by minutes the trials are 0, 1, 2, 4, 3.
        assertThat(run.trials().get(0).quantile(Metric.OUTAGE_MINUTES, 0.8)).contains(4);
        assertThat(run.trials().get(0).worst(Metric.LOST_RECORDS)).isEmpty();
    }

    private static Variant priced(String name, Estimate price, boolean placeHolder) {
        return new Variant(
                name,
                name,
                ImmutableMap.of(),
                name.equals("disk"),
                ImmutableMap.of(Metric.MONTHLY_COST, price),
                placeHolder ? ImmutableSet.of(Metric.MONTHLY_COST) : ImmutableSet.of(),
                Variant.NEVER);
    }

    private static ExperimentResult run(ExperimentPlan plan, TrialPlayer player) {
        return Experiment.run(plan, player, Progress.SILENT).result();
    }

    private static MetricResult metric(ExperimentResult result, String option, Metric metric) {
        OptionResult its = Objects.requireNonNull(result.byName().get(option));
        return Objects.requireNonNull(its.metrics().get(metric));
    }

    private static Comparison comparison(ExperimentResult result, Metric metric) {
        return result.comparisons().stream()
                .filter(comparison -> comparison.metric() == metric)
                .findFirst()
                .orElseThrow();
    }
}
