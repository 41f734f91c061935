package dev.brokerfall.exact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brokerfall.experiment.Experiment;
import dev.brokerfall.experiment.ExperimentPlan;
import dev.brokerfall.experiment.ExperimentResult;
import dev.brokerfall.experiment.MetricResult;
import dev.brokerfall.experiment.Progress;
import dev.brokerfall.experiment.RareEvents;
import dev.brokerfall.experiment.ResultsJson;
import dev.brokerfall.experiment.Variant;
import dev.brokerfall.metric.Metric;
import dev.brokerfall.stats.Estimate;
import dev.brokerfall.world.RareTarget;
import dev.brokerfall.world.Trial;
import dev.brokerfall.world.TrialConfig;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** When an experiment estimates losses from chains of faults, and what it says then. */
final class RareLossTest {

    private static final Duration YEAR = Duration.ofHours(8766);

    @Test
    void losses_too_rare_for_plain_trials_get_an_interval_of_two_sides_and_the_name_of_the_estimator() {
        // Given three replicas that are lost once in 14,000 years
        TrialConfig config = BareGroup.exponential(3, 1, 720, 1, 8766).config();

        // When 400 years of them are played
        ExperimentResult result = play(config, 2);

        // Then
        MetricResult loss = loss(result);
        assertThat(loss.rare()).isPresent();
        assertThat(loss.mean().lower()).isGreaterThan(1e-5);
        assertThat(loss.mean().lower()).isLessThanOrEqualTo(7.01e-5);
        assertThat(loss.mean().upper()).isBetween(7.01e-5, 5e-4);
        assertThat(ResultsJson.text(result)).contains("\"estimator\" : \"failureBiasing\"");
    }

    @Test
    void the_number_of_threads_has_no_influence() {
        TrialConfig config = BareGroup.exponential(2, 1, 720, 1, 8766).config();

        assertThat(ResultsJson.text(play(config, 1))).isEqualTo(ResultsJson.text(play(config, 3)));
    }

    @Test
    void losses_that_plain_trials_see_are_counted_as_before() {
        // Given two replicas that are nearly always lost within a year
        TrialConfig config = BareGroup.exponential(2, 1, 100, 10, 8766).config();

        // Then
        assertThat(loss(play(config, 2)).rare()).isEmpty();
    }

    @Test
    void a_planned_outage_counts_in_no_chain() {
        // Given a single broker that is down for an hour in a thousand, and is killed for certain on the fifth day
        BareGroup single = BareGroup.exponential(1, 1, 999, 1, 8760).unclean();
        TrialConfig config = new BareGroup(1, 1, single.life(), single.repair(), 8760, true, 1, 1, 100).config();

        // When
        RareEvents.Result result = new RareEvents(
                        config,
                        20261125,
                        new RareTarget.Unwritable(),
                        new RareEvents.Budget(1, 20, 50, 8, 0.05, 0.999),
                        2)
                .estimate();

        // Then chains have the share of what strikes by chance alone, and plain trials the rest
        Estimate share = result.chains().within(0.999);
        assertThat(share.lower()).isLessThan(0.001);
        assertThat(share.upper()).isBetween(0.001, 0.01);
        assertThat(result.plain().hits()).isPositive();
    }

    private static ExperimentResult play(TrialConfig config, int threads) {
        ExperimentPlan plan = new ExperimentPlan(
                "group",
                20261125,
                400,
                YEAR,
                0.95,
                List.of(Variant.of("group", true)),
                List.of(),
                List.of(),
                threads,
                List.of(),
                List.of());
        return Experiment.run(
                        plan,
                        (option, trial) -> Trial.play(config, plan.seed(), trial),
                        new Experiment.RareLosses() {
                            @Override
                            public RareEvents.Result of(int option, RareEvents.Budget budget) {
                                return new RareEvents(config, plan.seed(), new RareTarget.Loss(), budget, threads)
                                        .estimate();
                            }

                            @Override
                            public boolean losesOutsideChains(int option, int trial) {
                                return Trial.exposure(config, plan.seed(), trial, new RareTarget.Loss())
                                                .withoutChain()
                                        > 0;
                            }
                        },
                        Progress.SILENT)
                .result();
    }

    private static MetricResult loss(ExperimentResult result) {
        return Objects.requireNonNull(result.options().get(0).metrics().get(Metric.DATA_LOSS_PROBABILITY));
    }
}
