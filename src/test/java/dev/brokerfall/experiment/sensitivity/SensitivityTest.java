package dev.brokerfall.experiment.sensitivity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.primitives.ImmutableDoubleArray;
import dev.brokerfall.experiment.Progress;
import dev.brokerfall.experiment.sensitivity.Effect.Moved;
import dev.brokerfall.experiment.sensitivity.Effect.Same;
import dev.brokerfall.experiment.sensitivity.Effect.Unplayable;
import dev.brokerfall.metric.Metric;
import dev.brokerfall.metric.TrialResult;
import dev.brokerfall.stats.Estimate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** On models of which everything is known: what is found out is what was put in. */
final class SensitivityTest {

    private static final int TRIALS = 40;

    /** Trials of a sample that {@link #interrupted} counts: trial 0 is looked at for other reasons too. */
    private static final int COUNTED = TRIALS - 1;

    /** What an option comes to in a trial, given where each assumption stands. */
    private interface Law {
        double of(double[] positions, long trial);
    }

    /** The same luck for all: it cancels in every difference. */
    private static double luck(long trial) {
        return (trial * 37 % 11) / 10.0;
    }

    private static final class Laws implements Model {

        private final List<Factor> factors = new ArrayList<>();
        private final List<String> options = new ArrayList<>();
        private final List<Law> laws = new ArrayList<>();
        private final AtomicLong played = new AtomicLong();
        private Metric metric = Metric.OUTAGE_MINUTES;
        private int unplayable = -1;

        Laws factor(String path, double home) {
            return factor(path, home, Factor.Reach.RANGE);
        }

        Laws factor(String path, double home, Factor.Reach reach) {
            factors.add(new Factor(path, "inferred", text(home), text(0), text(1), "", reach, home, ""));
            return this;
        }

        Laws option(String name, Law law) {
            options.add(name);
            laws.add(law);
            return this;
        }

        @Override
        public List<Factor> factors() {
            return factors;
        }

        @Override
        public List<String> options() {
            return options;
        }

        @Override
        public String text(int factor, double position) {
            return text(position);
        }

        private static String text(double position) {
            return String.format(Locale.ROOT, "%.3f", position);
        }

        @Override
        public List<Played> at(ImmutableSortedMap<Integer, Double> positions) {
            if (positions.getOrDefault(unplayable, 0.0) == 1) {
                throw new UnplayableException("too much", new IllegalArgumentException());
            }
            double[] where = new double[factors.size()];
            for (int factor = 0; factor < where.length; factor++) {
                where[factor] =
                        positions.getOrDefault(factor, factors.get(factor).home());
            }
            List<Played> all = new ArrayList<>();
            for (int option = 0; option < options.size(); option++) {
                Law law = laws.get(option);
                // What does not change a law is no other configuration.
                String config = options.get(option) + law.of(where, 0);
                Estimate fixed =
                        metric.kind() == Metric.Kind.FIXED ? Estimate.exactly(law.of(where, 0)) : Estimate.NONE;
                all.add(new Played(config, trial -> play(law, where, trial), fixed));
            }
            return all;
        }

        private TrialResult play(Law law, double[] where, long trial) {
            played.incrementAndGet();
            return new TrialResult(
                    ImmutableMap.of(metric, law.of(where, trial)),
                    ImmutableDoubleArray.of(),
                    ImmutableDoubleArray.of(),
                    ImmutableMap.of(),
                    1);
        }
    }

    private static SensitivityPlan plan(Metric metric, int threads, int trajectories) {
        return new SensitivityPlan("laws", metric, 7, TRIALS, 1, 0.95, 0, threads, trajectories, List.of(), List.of());
    }

    private static SensitivityResult run(Laws laws, int trajectories) {
        return Sensitivity.run(plan(laws.metric, 2, trajectories), laws, phase -> Progress.SILENT);
    }

    private static FactorResult factor(SensitivityResult result, String path) {
        return result.factors().stream()
                .filter(row -> row.factor().path().equals(path))
                .findFirst()
                .orElseThrow();
    }

    /** Three assumptions and two options, of which somebody interrupts trial number {@code atTrial} of all. */
    private static Laws interrupted(long atTrial) {
        Thread caller = Thread.currentThread();
        AtomicLong played = new AtomicLong();
        Law law = (positions, trial) -> {
            if (trial > 0 && played.incrementAndGet() == atTrial) {
                caller.interrupt();
                // It has taken note when it waits again; until then further trials would race with it.
                while (caller.isInterrupted() || caller.getState() != Thread.State.WAITING) {
                    Thread.onSpinWait();
                }
            }
            return 100 + 10 * positions[0] + 5 * positions[1] + positions[2] + luck(trial);
        };
        return new Laws()
                .factor("one", 0.5)
                .factor("two", 0.5)
                .factor("three", 0.5)
                .option("near", law)
                .option("far", (positions, trial) -> 3 + law.of(positions, trial));
    }

    private static SensitivityResult oneThread(Laws laws) {
        return Sensitivity.run(plan(laws.metric, 1, 2), laws, phase -> Progress.SILENT);
    }

    @Test
    void who_interrupts_keeps_the_assumptions_that_were_at_both_ends_and_is_told_what_is_missing() {
        // The last of ten samples: two options as things are, and with the first and the second assumption at both
        // ends.
        SensitivityResult result = oneThread(interrupted(10 * COUNTED - COUNTED / 2));

        assertThat(result.factors()).extracting(row -> row.factor().path()).containsExactly("one");
        assertThat(result.factors().get(0).effects().get(0).swing().value()).isCloseTo(10, within(1e-9));
        assertThat(result.missing()).isEqualTo(new Missing(List.of("two", "three"), List.of("far"), true));
        assertThat(result.rivals()).isEmpty();
        assertThat(result.screenings()).isEmpty();
        assertThat(SensitivityJson.text(result)).contains("\"complete\" : false", "\"missing\"");
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void who_interrupts_the_search_for_interactions_keeps_all_else() {
        // Behind the fourteen samples of three assumptions; no end changes the order.
        SensitivityResult result = oneThread(interrupted(14 * COUNTED + 3));

        assertThat(result.factors()).hasSize(3);
        assertThat(result.rivals()).extracting(Rival::option).containsExactly("far");
        assertThat(result.missing()).isEqualTo(new Missing(List.of(), List.of(), true));
    }

    @Test
    void before_the_options_have_been_played_as_they_are_there_is_nothing_to_keep() {
        assertThatThrownBy(() -> oneThread(interrupted(5))).isInstanceOf(StoppedException.class);

        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void swings_are_those_of_the_law_and_luck_cancels() {
        Laws laws = new Laws()
                .factor("small", 0.5)
                .factor("large", 0.25)
                .factor("nothing", 0.5)
                .option("one", (x, trial) -> 10 + 2 * x[0] - 8 * x[1] + luck(trial));

        SensitivityResult result = run(laws, 0);

        assertThat(result.factors())
                .extracting(row -> row.factor().path())
                .containsExactly("large", "small", "nothing");
        Effect large = factor(result, "large").effects().get(0);
        assertThat(large.swing().value()).isCloseTo(8, within(1e-9));
        assertThat(large.swing().upper() - large.swing().lower()).isLessThan(1e-6);
        assertThat(((Moved) large.low()).change().value()).isCloseTo(2, within(1e-9));
        assertThat(((Moved) large.high()).change().value()).isCloseTo(-6, within(1e-9));
        assertThat(factor(result, "nothing").effects().get(0).low()).isInstanceOf(Same.class);
        assertThat(factor(result, "nothing").influence()).isZero();
        // As things are, and two ends of two assumptions; of the third there is nothing to play.
        assertThat(laws.played.get()).isEqualTo(5L * TRIALS);
        assertThat(result.trialsPlayed()).isEqualTo(5L * TRIALS);
        assertThat(result.leader()).isEmpty();
    }

    @Test
    void a_swing_that_luck_alone_can_have_made_is_called_unclear() {
        Laws laws = new Laws().factor("a", 0).option("one", (x, trial) -> 10 + x[0] * (trial % 2 == 0 ? 5.1 : -5));

        Effect effect = factor(run(laws, 0), "a").effects().get(0);

        assertThat(effect.moves()).isTrue();
        assertThat(effect.clear()).isFalse();
    }

    @Test
    void a_swing_is_clear_if_each_pair_out_of_which_it_was_picked_would_be() {
        // The ends differ by 2 with a standard error of 0.85: t is 2.35, more than 2.02 for one pair and less than 2.50
        // for each of three.
        Laws laws = new Laws()
                .factor("a", 0.5)
                .option("one", (x, trial) -> 10 + 2 * (x[0] - 0.5) * (1 + (trial % 2 == 0 ? 2.655 : -2.655)));

        Effect effect = factor(run(laws, 0), "a").effects().get(0);

        assertThat(effect.swing().value()).isCloseTo(2, within(1e-9));
        assertThat(effect.clear()).isFalse();
    }

    @Test
    void what_no_trial_saw_is_not_known_to_be_nothing() {
        Laws laws = new Laws().factor("a", 0).option("one", (x, trial) -> x[0] > 0 && trial == 3 ? 100 : 0);
        laws.metric = Metric.LOST_RECORDS;

        assertThat(run(laws, 0).base().get(0)).isEqualTo(new Estimate(0, 0, Double.POSITIVE_INFINITY));
    }

    @Test
    void the_order_changes_where_the_lines_cross() {
        Laws laws = new Laws()
                .factor("a", 0.25)
                .factor("b", 0.5)
                .option("rising", (x, trial) -> 10 + 4 * x[0] + luck(trial))
                .option("level", (x, trial) -> 12.5 + x[1] / 10 + luck(trial))
                .option("far", (x, trial) -> 20 + luck(trial));

        SensitivityResult result = run(laws, 0);

        assertThat(result.leader()).contains("rising");
        Rival level = result.rivals().get(0);
        assertThat(level.option()).isEqualTo("level");
        assertThat(level.behind().value()).isCloseTo(1.55, within(1e-9));
        assertThat(level.tied()).isFalse();
        // 10 + 4 a = 12.55
        assertThat(level.flips()).hasSize(1);
        Flip flip = level.flips().get(0);
        assertThat(flip.factor().path()).isEqualTo("a");
        assertThat(flip.low()).isFalse();
        assertThat(flip.at()).contains("0.638");
        assertThat(result.rivals().get(1).flips()).isEmpty();
    }

    @Test
    void the_interval_of_a_crossing_is_where_the_two_cannot_be_told_apart() {
        // The difference is 2 - 4 a ± 1, with a standard error of 1 / √39: the interval of the mean is 2 - 4 a ± 0.324.
        Laws laws = new Laws()
                .factor("a", 0)
                .option("rising", (x, trial) -> 10 + 4 * x[0])
                .option("level", (x, trial) -> 12 + (trial % 2 == 0 ? 1 : -1));

        Flip flip = run(laws, 0).rivals().get(0).flips().get(0);

        assertThat(flip.at()).contains("0.500");
        assertThat(Double.parseDouble(flip.from().orElseThrow())).isCloseTo((2 - 0.324) / 4, within(0.002));
        assertThat(Double.parseDouble(flip.to().orElseThrow())).isCloseTo((2 + 0.324) / 4, within(0.002));
    }

    @Test
    void the_end_of_a_range_may_leave_the_order_open() {
        Laws laws = new Laws()
                .factor("a", 0)
                .option("rising", (x, trial) -> 10 + 1.9 * x[0])
                .option("level", (x, trial) -> 12 + (trial % 2 == 0 ? 1 : -1));

        Flip flip = run(laws, 0).rivals().get(0).flips().get(0);

        assertThat(flip.at()).isEmpty();
        assertThat(flip.atTheEnd().lower()).isNegative();
        assertThat(flip.atTheEnd().value()).isPositive();
    }

    @Test
    void where_more_is_better_the_greatest_leads_and_a_switch_has_no_way_between() {
        Laws laws = new Laws()
                .factor("on", 0, Factor.Reach.SWITCHED)
                .option("weak", (x, trial) -> 3 + 4 * x[0])
                .option("strong", (x, trial) -> 5);
        laws.metric = Metric.SUSTAINABLE_PRODUCE;

        SensitivityResult result = run(laws, 0);

        assertThat(result.leader()).contains("strong");
        Flip flip = result.rivals().get(0).flips().get(0);
        assertThat(flip.option()).isEqualTo("weak");
        assertThat(flip.at()).contains("1.000");
        assertThat(flip.to()).contains("1.000");
        assertThat(laws.played.get())
                .as("what is known without a trial needs none")
                .isZero();
    }

    @Test
    void options_that_cannot_be_told_apart_have_no_order_that_could_change() {
        Laws laws = new Laws()
                .factor("a", 0)
                .option("one", (x, trial) -> 10 + x[0])
                .option("other", (x, trial) -> 10.05 + (trial % 2 == 0 ? 1 : -1));

        Rival rival = run(laws, 0).rivals().get(0);

        assertThat(rival.tied()).isTrue();
        assertThat(rival.flips()).isEmpty();
    }

    @Test
    void elementary_effects_of_a_sum_are_its_coefficients_and_do_not_differ() {
        Laws laws = new Laws()
                .factor("a", 0.5)
                .factor("b", 0.5)
                .factor("nothing", 0.5)
                .option("one", (x, trial) -> 10 + 3 * x[0] - 2 * x[1] + luck(trial));

        SensitivityResult result = run(laws, 5);

        assertThat(result.screened()).isEqualTo(2);
        List<Elementary> effects = result.screenings().get(0).effects();
        assertThat(effects).extracting(Elementary::path).containsExactly("a", "b");
        assertThat(effects.get(0).muStar()).isCloseTo(3, within(1e-9));
        assertThat(effects.get(0).places()).isEqualTo(5);
        assertThat(effects.get(1).muStar()).isCloseTo(2, within(1e-9));
        assertThat(effects.get(1).mu()).isCloseTo(-2, within(1e-9));
        assertThat(effects).allMatch(effect -> effect.sigma() < 1e-6 && effect.noise() < 1e-6);
    }

    @Test
    void a_switch_does_no_more_than_it_does_by_being_switched() {
        // A step of two thirds of the way turns it over, so that its effect is not three halves of what is seen.
        Laws laws = new Laws()
                .factor("switch", 0, Factor.Reach.SWITCHED)
                .factor("b", 0.5)
                .option("one", (x, trial) -> 10 + (x[0] >= 0.5 ? 3 : 0) - 2 * x[1] + luck(trial));

        Elementary effect = run(laws, 5).screenings().get(0).effects().get(0);

        assertThat(effect.path()).isEqualTo("switch");
        assertThat(effect.muStar()).isCloseTo(3, within(1e-9));
        assertThat(effect.mu()).isCloseTo(3, within(1e-9));
    }

    @Test
    void elementary_effects_of_a_product_differ_from_place_to_place() {
        Laws laws = new Laws()
                .factor("a", 0.5)
                .factor("b", 0.5)
                .factor("c", 0.5)
                .option("one", (x, trial) -> 10 + 6 * x[0] * x[1] + x[2] + luck(trial));

        List<Elementary> effects = run(laws, 40).screenings().get(0).effects();

        // The effect of a is 6 b, and b stands on each of 0, 1/3, 2/3 and 1 equally often: mean 3, deviation 6 √(5/36).
        assertThat(effects.subList(0, 2)).extracting(Elementary::path).containsExactlyInAnyOrder("a", "b");
        assertThat(effects.subList(0, 2)).allSatisfy(effect -> {
            assertThat(effect.muStar()).isCloseTo(3, within(1.0));
            assertThat(effect.sigma()).isCloseTo(6 * Math.sqrt(5.0 / 36), within(0.6));
        });
        assertThat(effects.get(2).sigma()).isLessThan(1e-6);
    }

    @Test
    void luck_is_not_taken_for_an_interaction() {
        // The effect is 3 everywhere; what a single one is off by is luck: ±4 in each trial.
        Laws laws = new Laws()
                .factor("a", 0.5)
                .factor("b", 0.5)
                .option(
                        "one",
                        (x, trial) -> 20 + 3 * x[0] * (1 + 4 * (luck(trial * trial + 3 * trial) - 0.5)) + 5 * x[1]);

        Elementary a = run(laws, 60).screenings().get(0).effects().stream()
                .filter(effect -> effect.path().equals("a"))
                .findFirst()
                .orElseThrow();

        assertThat(a.noise()).isPositive();
        assertThat(a.sigma()).isLessThan(a.noise());
    }

    @Test
    void an_end_that_cannot_be_played_says_why_and_the_other_one_is_played() {
        Laws laws = new Laws().factor("a", 0.5).option("one", (x, trial) -> 10 + 2 * x[0]);
        laws.unplayable = 0;

        Effect effect = factor(run(laws, 0), "a").effects().get(0);

        assertThat(effect.high()).isEqualTo(new Unplayable("too much"));
        assertThat(effect.swing().value()).isCloseTo(1, within(1e-9));
    }

    @Test
    void a_trial_that_breaks_down_is_counted_and_left_out_of_every_pair() {
        Laws laws = new Laws().factor("a", 0).option("one", (x, trial) -> {
            if (trial == 3 && x[0] > 0) {
                throw new IllegalStateException("broken");
            }
            return 10 + 2 * x[0] + luck(trial);
        });

        SensitivityResult result = run(laws, 0);

        assertThat(result.trialsFailed()).isEqualTo(1);
        assertThat(factor(result, "a").effects().get(0).swing().value()).isCloseTo(2, within(1e-9));
    }

    @Test
    void probabilities_are_compared_as_pairs() {
        Laws laws = new Laws()
                .factor("a", 0)
                .option("one", (x, trial) -> trial % 10 == 1 || (x[0] > 0 && trial % 4 == 0) ? 1 : 0);
        laws.metric = Metric.DATA_LOSS_PROBABILITY;

        SensitivityResult result = run(laws, 0);

        assertThat(result.base().get(0).value()).isCloseTo(0.1, within(1e-12));
        Effect effect = factor(result, "a").effects().get(0);
        // Of 40 trials 4 are lost at first, then 10 more.
        assertThat(effect.swing().value()).isCloseTo(0.25, within(1e-12));
        assertThat(effect.swing().lower()).isPositive();
    }

    @Test
    void the_number_of_threads_has_no_influence() {
        List<String> texts = new ArrayList<>();
        for (int threads : new int[] {1, 4}) {
            Laws laws = new Laws()
                    .factor("a", 0.25)
                    .factor("b", 0.5)
                    .option("one", (x, trial) -> 10 + 4 * x[0] * x[1] + luck(trial))
                    .option("other", (x, trial) -> 11 + luck(trial * 3));
            texts.add(SensitivityJson.text(
                    Sensitivity.run(plan(laws.metric, threads, 3), laws, phase -> Progress.SILENT)));
        }

        assertThat(texts.get(0)).isEqualTo(texts.get(1)).contains("\"leader\" : \"one\"");
    }
}
