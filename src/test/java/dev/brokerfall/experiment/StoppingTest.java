package dev.brokerfall.experiment;

import static dev.brokerfall.experiment.FakeTrials.YEAR;
import static dev.brokerfall.experiment.FakeTrials.only;
import static dev.brokerfall.experiment.FakeTrials.plan;
import static dev.brokerfall.experiment.FakeTrials.variants;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.brokerfall.experiment.Stopping.Rule;
import dev.brokerfall.metric.Metric;
import dev.brokerfall.stats.Selection.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class StoppingTest {

    private static final List<Metric> MINUTES = List.of(Metric.OUTAGE_MINUTES);

    @Test
    void looks_lie_ever_further_apart_and_end_with_the_most() {
        assertThat(new Stopping(MINUTES, Rule.ABSOLUTE, 1, 100, 200).looks())
                .containsExactly(100L, 125L, 157L, 197L, 200L);
        assertThat(new Stopping(List.of(), Rule.BEST, 0, 100, 400).looks())
                .containsExactly(100L, 150L, 225L, 338L, 400L);
        assertThat(new Stopping(MINUTES, Rule.RELATIVE, 0.1, 50, 50).looks()).containsExactly(50L);
        assertThatThrownBy(() -> new Stopping(MINUTES, Rule.RELATIVE, 0.1, 50, 49))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void it_stops_when_every_option_has_a_narrow_interval() {
        // Minutes are 9 and 11 in turn for the one, 8 and 12 for the other: after n trials a half-width of
        // 1.96 × 2 / √n, 0.35 for 125 trials and 0.31 for 157.
        ExperimentRun run = Experiment.run(
                stopping(variants("disk", "local"), new Stopping(MINUTES, Rule.ABSOLUTE, 0.32, 100, 1000)),
                (option, trial) -> only(Metric.OUTAGE_MINUTES, 10.0 + (trial % 2 * 2 - 1) * (option + 1)),
                Progress.SILENT);

        assertThat(run.result().trials()).isEqualTo(157);
        assertThat(run.result().complete()).isTrue();
        assertThat(run.trials()).allSatisfy(table -> assertThat(table.trials()).isEqualTo(157));
        assertThat(run.result().rigour().stopping()).hasValueSatisfying(stopping -> {
            assertThat(stopping.reached()).isTrue();
            assertThat(stopping.trials()).isEqualTo(157);
            assertThat(stopping.widest()).hasValueSatisfying(look -> {
                assertThat(look.option()).isEqualTo("local");
                assertThat(look.halfWidth()).isCloseTo(0.3163, within(1e-3));
            });
        });
    }

    @Test
    void it_stops_by_a_quantile() {
        // Given the numbers 0 to 99 again and again, of which the 95th percentile lies near 94
        Stopping stopping = new Stopping(MINUTES, Objective.Stat.P95, Rule.ABSOLUTE, 2.5, 100, 1000);
        List<Look> looks = new ArrayList<>();
        Progress progress = new Progress() {
            @Override
            public void trialsDone(long done, long total) {}

            @Override
            public void looked(Look widest) {
                looks.add(widest);
            }
        };

        // When
        ExperimentResult result = Experiment.run(
                        stopping(variants("disk"), stopping),
                        (option, trial) -> only(Metric.OUTAGE_MINUTES, (double) (trial * 37 % 100)),
                        progress)
                .result();

        // Then of n trials it lies between the order statistics 0.95 n ± 1.96 √(0.0475 n), apart by 100 (2 × 1.96
        // √(0.0475 / n))
        assertThat(looks.get(0).halfWidth()).isBetween(3.5, 5.5);
        assertThat(result.trials()).isBetween(240L, 500L);
        assertThat(result.options().get(0).metrics().get(Metric.OUTAGE_MINUTES))
                .satisfies(minutes -> assertThat(
                                (minutes.p95().upper() - minutes.p95().lower()) / 2)
                        .isLessThanOrEqualTo(2.5));
        assertThat(ResultsJson.text(result)).contains("\"stat\" : \"p95\"");
        assertThat(looks.get(0).what()).isEqualTo("outageMinutesPerYear p95");
    }

    @Test
    void a_quantile_of_nothing_is_as_narrow_as_can_be() {
        // Given something that happens in one trial of ten
        Stopping stopping = new Stopping(MINUTES, Objective.Stat.P50, Rule.RELATIVE, 0.1, 50, 400);

        // When
        ExperimentResult result = Experiment.run(
                        stopping(variants("disk"), stopping),
                        (option, trial) -> only(Metric.OUTAGE_MINUTES, trial % 10 == 0 ? 5 : 0),
                        Progress.SILENT)
                .result();

        // Then half of them have none, for certain: no share of 0 is asked for
        assertThat(result.trials()).isEqualTo(50);
    }

    @Test
    void what_is_never_reached_ends_with_the_most_and_is_said() {
        ExperimentResult result = Experiment.run(
                        stopping(variants("disk"), new Stopping(MINUTES, Rule.RELATIVE, 0.01, 10, 40)),
                        (option, trial) -> only(Metric.OUTAGE_MINUTES, 0),
                        Progress.SILENT)
                .result();

        assertThat(result.trials()).isEqualTo(40);
        assertThat(result.complete()).isTrue();
        assertThat(result.rigour().stopping().map(StoppingResult::reached)).contains(false);
        assertThat(ResultsJson.text(result)).contains("\"reached\" : false").contains("\"halfWidth\" : null");
    }

    @Test
    void where_it_stops_does_not_depend_on_the_threads() {
        ExperimentPlan plan =
                stopping(variants("disk", "local", "files"), new Stopping(MINUTES, Rule.RELATIVE, 0.06, 40, 5000));

        ExperimentRun alone = Experiment.run(plan, FakeTrials::drawn, Progress.SILENT);
        ExperimentRun together = Experiment.run(FakeTrials.withThreads(plan, 3), FakeTrials::drawn, Progress.SILENT);

        assertThat(alone.result().trials()).isBetween(50L, 4000L);
        assertThat(ResultsJson.text(together.result())).isEqualTo(ResultsJson.text(alone.result()));
        assertThat(TrialsCsv.text(together)).isEqualTo(TrialsCsv.text(alone));
    }

    @Test
    void it_is_the_beginning_of_the_longer_experiment() {
        ExperimentPlan plan = stopping(variants("disk", "local"), new Stopping(MINUTES, Rule.RELATIVE, 0.1, 40, 5000));
        ExperimentRun stopped = Experiment.run(plan, FakeTrials::drawn, Progress.SILENT);
        ExperimentRun whole = Experiment.run(
                plan(stopped.result().trials(), YEAR, variants("disk", "local")), FakeTrials::drawn, Progress.SILENT);

        assertThat(TrialsCsv.text(stopped)).isEqualTo(TrialsCsv.text(whole));
    }

    @Test
    void progress_shows_the_interval_closing() {
        List<Look> looks = new ArrayList<>();
        Progress progress = new Progress() {
            @Override
            public void trialsDone(long done, long total) {
                assertThat(done).isLessThanOrEqualTo(total);
            }

            @Override
            public void looked(Look widest) {
                looks.add(widest);
            }
        };
        Experiment.run(
                stopping(variants("disk", "local"), new Stopping(MINUTES, Rule.RELATIVE, 0.06, 40, 5000)),
                FakeTrials::drawn,
                progress);

        assertThat(looks).hasSizeGreaterThan(3);
        assertThat(looks.get(looks.size() - 1).reached()).isTrue();
        assertThat(looks.subList(0, looks.size() - 1)).noneMatch(Look::reached);
        assertThat(looks.get(0).halfWidth()).isGreaterThan(2 * 0.06);
    }

    @Test
    void it_stops_when_the_best_option_is_known() {
        // Options differ by a minute each, 10 × common + own + option: local-ssd is first by its name's place only.
        ExperimentResult result = Experiment.run(
                        stopping(variants("disk", "local", "files"), new Stopping(List.of(), Rule.BEST, 0, 20, 5000)),
                        FakeTrials::drawn,
                        Progress.SILENT)
                .result();

        assertThat(result.trials()).isEqualTo(20);
        assertThat(result.rigour().choice()).hasValueSatisfying(choice -> {
            assertThat(choice.best()).isEqualTo("disk");
            assertThat(choice.decided()).isTrue();
            // The intervals of the differences, 1 and 2, reach beyond the zone of one minute.
            assertThat(choice.those(Standing.WORSE)).containsExactly("local", "files");
        });
    }

    private static ExperimentPlan stopping(List<Variant> variants, Stopping stopping) {
        ExperimentPlan plan = plan(stopping.maxTrials(), YEAR, variants);
        return new ExperimentPlan(
                plan.name(),
                plan.seed(),
                plan.trials(),
                plan.horizon(),
                plan.confidence(),
                plan.variants(),
                plan.objectives(),
                plan.candidates(),
                plan.threads(),
                plan.conditionalOn(),
                plan.assumptions(),
                Optional.of(stopping),
                Selecting.USUAL);
    }
}
