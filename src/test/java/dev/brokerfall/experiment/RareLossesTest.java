package dev.brokerfall.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.brokerfall.metric.Metric;
import dev.brokerfall.stats.WeightedMean;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What becomes of a result while chains of faults are asked for losses that plain trials hardly see. */
final class RareLossesTest {

    private static final ExperimentPlan PLAN = FakeTrials.plan(100, FakeTrials.YEAR, FakeTrials.variants("disk"));

    @Test
    void chains_say_how_probable_a_loss_is_that_a_single_plain_trial_saw_in_one() {
        MetricResult loss = loss(play(new Chains(1e-3, false)));

        assertThat(loss.rare()).isPresent();
        assertThat(loss.mean().value()).isCloseTo(1e-3, within(1e-12));
    }

    @Test
    void plain_trials_that_saw_more_than_chains_can_explain_are_believed() {
        // Given chains that come to 1e-9, where one trial of 100 was lost: they leave out how
        MetricResult loss = loss(play(new Chains(1e-9, false)));

        assertThat(loss.rare()).isEmpty();
        assertThat(loss.mean().value()).isEqualTo(0.01);
    }

    @Test
    void what_a_single_plain_trial_lost_outside_chains_is_not_left_out() {
        // Given that the only one of 100 trials that lost something did so by an upgrade, without any fault
        MetricResult loss = loss(play(new Chains(1e-3, true)));

        // Then it is not 0.1 %, which is what chains alone come to
        assertThat(loss.rare()).isEmpty();
        assertThat(loss.mean().value()).isEqualTo(0.01);
    }

    @Test
    void an_interruption_while_chains_are_played_keeps_what_plain_trials_found() {
        ExperimentResult result = play(new Chains(1e-3, false) {
            @Override
            public RareEvents.Result of(int option, RareEvents.Budget budget) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted");
            }
        });

        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        assertThat(result.complete()).isFalse();
        assertThat(loss(result).mean().value()).isEqualTo(0.01);
        assertThat(ExitCode.of(result, ExitCode.FailOn.FAIL)).isEqualTo(ExitCode.INCOMPLETE);
    }

    private static ExperimentResult play(Experiment.RareLosses chains) {
        return Experiment.run(
                        PLAN,
                        (option, trial) -> FakeTrials.only(Metric.DATA_LOSS_PROBABILITY, trial == 7 ? 1 : 0),
                        chains,
                        Progress.SILENT)
                .result();
    }

    private static MetricResult loss(ExperimentResult result) {
        return Objects.requireNonNull(result.options().get(0).metrics().get(Metric.DATA_LOSS_PROBABILITY));
    }

    /** Chains that all come to the same. */
    private static class Chains implements Experiment.RareLosses {

        private final double each;
        private final boolean outside;

        Chains(double each, boolean outside) {
            this.each = each;
            this.outside = outside;
        }

        @Override
        public RareEvents.Result of(int option, RareEvents.Budget budget) {
            WeightedMean chains = new WeightedMean();
            for (int group = 0; group < 100; group++) {
                chains.add(each);
            }
            return new RareEvents.Result(chains, new WeightedMean(), 0);
        }

        @Override
        public boolean losesOutsideChains(int option, int trial) {
            return outside && trial == 7;
        }
    }
}
