package dev.brokerfall.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.brokerfall.experiment.ExitCode.FailOn;
import dev.brokerfall.experiment.Objective.Bound;
import dev.brokerfall.experiment.Objective.Severity;
import dev.brokerfall.experiment.Objective.Stat;
import dev.brokerfall.metric.Metric;
import dev.brokerfall.stats.Estimate;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Objectives, what they mean for the shell, and what is concluded from them. */
final class VerdictTest {

    @Test
    void a_percentile_of_nothing_is_settled_by_so_many_trials_that_one_is_far_enough_out() {
        // Of 100 trials without an outage the 99th percentile has no upper end; 0.99^368 < 2.5 %.
        ExperimentResult result = Experiment.run(
                        FakeTrials.plan(
                                100,
                                FakeTrials.YEAR,
                                FakeTrials.variants("disk"),
                                new Objective("tail", Metric.OUTAGE_MINUTES, Stat.P99, Bound.MAX, 5, Severity.FAIL)),
                        (option, trial) -> FakeTrials.only(Metric.OUTAGE_MINUTES, 0),
                        Progress.SILENT)
                .result();

        assertThat(result.objectives().get(0).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(result.objectives().get(0).trialsToSettle()).isEqualTo(OptionalLong.of(370));
    }

    @ParameterizedTest
    @CsvSource({
        "MAX, 60, 10, 60, PASS",
        "MAX, 60, 50, 61, INCONCLUSIVE",
        "MAX, 60, 60, 70, INCONCLUSIVE",
        "MAX, 60, 61, 70, FAIL",
        "MIN, 60, 60, 70, PASS",
        "MIN, 60, 59, 70, INCONCLUSIVE",
        "MIN, 60, 50, 60, INCONCLUSIVE",
        "MIN, 60, 50, 59, FAIL",
        "MAX, 60, 10, Infinity, INCONCLUSIVE",
        "MAX, 60, -Infinity, 10, PASS"
    })
    void the_whole_interval_is_judged(Bound bound, double limit, double lower, double upper, Verdict verdict) {
        double middle = Double.isFinite(lower) ? lower : upper;

        assertThat(Judge.verdict(objective(bound, limit), new Estimate(middle, lower, upper)))
                .isEqualTo(verdict);
    }

    @Test
    void without_data_there_is_no_verdict() {
        assertThat(Judge.verdict(objective(Bound.MAX, 60), Estimate.NONE)).isEqualTo(Verdict.NO_DATA);
    }

    @Test
    void an_unsettled_objective_says_how_many_trials_it_takes() {
        // 100 trials, half of them 0 and half 100: 50 ± t(99) × 50.25 / 10 = ± 9.97; a limit 5 away needs (9.97 / 5)² =
        // 3.98 times as many.
        ExperimentResult result = Experiment.run(
                        FakeTrials.plan(
                                100,
                                FakeTrials.YEAR,
                                FakeTrials.variants("disk"),
                                objective(Bound.MAX, 55),
                                new Objective(
                                        "no-loss",
                                        Metric.DATA_LOSS_PROBABILITY,
                                        Stat.MEAN,
                                        Bound.MAX,
                                        0.01,
                                        Severity.FAIL)),
                        (option, trial) -> new dev.brokerfall.metric.TrialResult(
                                ImmutableMap.of(
                                        Metric.OUTAGE_MINUTES,
                                        trial % 2 == 0 ? 0.0 : 100.0,
                                        Metric.DATA_LOSS_PROBABILITY,
                                        0.0),
                                FakeTrials.episodes().recoverySeconds(),
                                FakeTrials.episodes().unfinishedSeconds(),
                                ImmutableMap.of(),
                                1),
                        Progress.SILENT)
                .result();

        assertThat(result.objectives()).extracting(ObjectiveResult::verdict).containsOnly(Verdict.INCONCLUSIVE);
        assertThat(result.objectives())
                .extracting(ObjectiveResult::trialsToSettle)
                .containsExactly(OptionalLong.of(400), OptionalLong.of(370));
    }

    @ParameterizedTest
    @CsvSource({
        // verdicts of the options a and b, candidates, what counts as failure, exit
        "PASS PASS, -, FAIL, 0",
        "PASS FAIL, -, FAIL, 0",
        "FAIL FAIL, -, FAIL, 99",
        "NO_DATA NO_DATA, -, FAIL, 99",
        "FAIL INCONCLUSIVE, -, FAIL, 0",
        "FAIL INCONCLUSIVE, -, INCONCLUSIVE, 98",
        "PASS INCONCLUSIVE, -, INCONCLUSIVE, 0",
        "PASS FAIL, a, FAIL, 0",
        "PASS FAIL, b, FAIL, 99",
        "PASS FAIL, a b, FAIL, 99",
        "PASS INCONCLUSIVE, a b, FAIL, 0",
        "PASS INCONCLUSIVE, a b, INCONCLUSIVE, 98",
        "FAIL INCONCLUSIVE, a b, INCONCLUSIVE, 99",
        "PASS NO_DATA, b, FAIL, 99",
        "FAIL FAIL, -, NEVER, 0",
        "INCONCLUSIVE FAIL, -, WARN, 0"
    })
    void the_shell_hears_what_decides(String verdicts, String candidates, FailOn failOn, int exit) {
        assertThat(ExitCode.of(result(verdicts, candidates, Severity.FAIL), failOn))
                .isEqualTo(exit);
    }

    @Test
    void warnings_fail_only_when_asked_to() {
        ExperimentResult missed = result("FAIL FAIL", "-", Severity.WARN);

        assertThat(ExitCode.of(missed, FailOn.FAIL)).isZero();
        assertThat(ExitCode.of(missed, FailOn.WARN)).isEqualTo(99);
    }

    @Test
    void the_cheapest_of_those_that_meet_every_objective_is_recommended() {
        Conclusion conclusion = Conclusion.of(result("PASS PASS", "-", Severity.FAIL));

        assertThat(conclusion.meetAll()).containsExactly("a", "b");
        assertThat(conclusion.recommended()).contains("b");
    }

    @Test
    void without_objectives_nothing_is_recommended() {
        Conclusion conclusion = Conclusion.of(result("", "-", Severity.FAIL));

        assertThat(conclusion.meetAll()).isEmpty();
        assertThat(conclusion.recommended()).isEmpty();
        assertThat(ExitCode.of(result("", "-", Severity.FAIL), FailOn.FAIL)).isZero();
    }

    @Test
    void nothing_is_recommended_on_a_place_holder() {
        List<Variant> variants = List.of(new Variant(
                "files",
                "files",
                ImmutableMap.of(),
                true,
                ImmutableMap.of(),
                ImmutableSet.of(Metric.OUTAGE_MINUTES),
                Variant.NEVER));
        ExperimentResult result = Experiment.run(
                        FakeTrials.plan(3, FakeTrials.YEAR, variants, objective(Bound.MAX, 60)),
                        (option, trial) -> FakeTrials.only(Metric.OUTAGE_MINUTES, 5),
                        Progress.SILENT)
                .result();

        assertThat(Conclusion.of(result).meetAll()).containsExactly("files");
        assertThat(Conclusion.of(result).recommended()).isEmpty();
    }

    private static Objective objective(Bound bound, double limit) {
        return new Objective("avail", Metric.OUTAGE_MINUTES, Stat.MEAN, bound, limit, Severity.FAIL);
    }

    private static ExperimentResult result(String verdicts, String candidates, Severity severity) {
        List<String> names = List.of("a", "b");
        Objective objective = new Objective("avail", Metric.OUTAGE_MINUTES, Stat.MEAN, Bound.MAX, 60, severity);
        List<ObjectiveResult> objectives = new ArrayList<>();
        String[] each = verdicts.isEmpty() ? new String[0] : verdicts.split(" ", -1);
        for (int i = 0; i < each.length; i++) {
            objectives.add(new ObjectiveResult(
                    objective, names.get(i), Verdict.valueOf(each[i]), Estimate.NONE, false, OptionalLong.empty()));
        }
        return new ExperimentResult(
                "fake",
                7,
                10,
                1,
                0.95,
                List.of(),
                candidates.equals("-") ? List.of() : List.of(candidates.split(" ", -1)),
                List.of(option("a", 300), option("b", 200)),
                List.of(),
                objectives,
                List.of(),
                List.of(),
                true,
                0);
    }

    private static OptionResult option(String name, double price) {
        MetricResult cost = new MetricResult(
                Metric.MONTHLY_COST, 0, 0, Estimate.exactly(price), Estimate.NONE, Estimate.NONE, Estimate.NONE, false);
        return new OptionResult(
                name,
                name,
                ImmutableMap.of(),
                name.equals("a"),
                10,
                0,
                ImmutableMap.of(Metric.MONTHLY_COST, cost),
                List.of(),
                new RecoveryCurve(0, 0, List.of()),
                Variant.NEVER);
    }
}
