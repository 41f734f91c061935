package dev.brokerfall.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.brokerfall.random.Stream;
import dev.brokerfall.random.Streams;
import dev.brokerfall.stats.Selection.Standing;
import org.junit.jupiter.api.Test;

final class SelectionTest {

    @Test
    void options_are_told_apart_by_what_they_do_not_share() {
        // Four options that share luck of 100, and differ by ±0.1 around 10, 10.05, 15 and 9.99.
        double[][] trials = new double[4][50];
        for (int trial = 0; trial < 50; trial++) {
            double common = trial % 2 * 100;
            double own = trial % 5 * 0.05;
            trials[0][trial] = common + 10 + own;
            trials[1][trial] = common + 10.05 - own;
            trials[2][trial] = common + 15 + own;
            trials[3][trial] = common + 9.99 + own;
        }

        Selection selection = Selection.ofLeast(trials, 1, 0.95);

        assertThat(selection.places())
                .extracting(Selection.Place::standing)
                .containsExactly(Standing.EQUIVALENT, Standing.BEST, Standing.WORSE, Standing.EQUIVALENT);
        assertThat(selection.best()).isEqualTo(1);
        assertThat(selection.decided()).isTrue();
    }

    @Test
    void the_best_is_open_while_intervals_reach_beyond_the_zone() {
        // Differences are 0 and 4 in turn: mean 2, deviation 4 / √4 × √(20/19) = 2.052; t(0.95; 19) = 1.729133, so that
        // first minus second is 2 ± 0.7934 one-sided, both at 95 %: the first is behind by 1.2066 at least.
        double[][] trials = new double[2][20];
        for (int trial = 0; trial < 20; trial++) {
            trials[0][trial] = 10 + trial % 2 * 4;
            trials[1][trial] = 10;
        }
        Selection zone = Selection.ofLeast(trials, 1, 0.95);
        assertThat(zone.places().get(0))
                .isEqualTo(
                        new Selection.Place(Standing.WORSE, zone.places().get(0).behind()));
        assertThat(zone.places().get(0).behind()).isCloseTo(2.7934, within(1e-3));
        assertThat(zone.places().get(1).behind()).isZero();

        // The other way about, with a difference of 0.2 ± 0.7934: the zone of 0.5 does not hold it, and it takes
        // 20 × (0.7934 / 0.7)² = 25.7 trials.
        for (int trial = 0; trial < 20; trial++) {
            trials[1][trial] = 11.8;
        }
        Selection open = Selection.ofLeast(trials, 0.5, 0.95);
        assertThat(open.places())
                .extracting(Selection.Place::standing)
                .containsExactly(Standing.POSSIBLE, Standing.BEST);
        assertThat(open.decided()).isFalse();
        assertThat(open.trialsToDecide()).isEqualTo(26);
    }

    @Test
    void one_trial_decides_nothing_and_one_option_needs_none() {
        assertThat(Selection.ofLeast(new double[][] {{1}, {5}}, 1, 0.95).decided())
                .isFalse();
        assertThat(Selection.ofLeast(new double[][] {{1}}, 1, 0.95).decided()).isTrue();
    }

    /**
     * Five options under common luck, the best of them ahead by exactly the indifference zone, which is the hardest case: what is said
     * must be true in 95 of 100 repetitions. Of 300, 95 % is 285; three deviations of chance are 11.
     */
    @Test
    void what_it_says_is_true_often_enough() {
        int repetitions = 300;
        int kept = 0;
        int right = 0;
        int decided = 0;
        for (int repetition = 0; repetition < repetitions; repetition++) {
            Stream luck = new Streams(20261122, repetition).stream("selection");
            double[][] trials = new double[5][60];
            for (int trial = 0; trial < 60; trial++) {
                double common = -StrictMath.log(luck.uniform());
                for (int option = 0; option < 5; option++) {
                    trials[option][trial] = 20 * common - 2 * StrictMath.log(luck.uniform()) + (option == 2 ? 0 : 1);
                }
            }
            Selection selection = Selection.ofLeast(trials, 1, 0.95);
            kept += selection.places().get(2).standing() != Standing.WORSE ? 1 : 0;
            boolean bounds = true;
            for (int option = 0; option < 5; option++) {
                bounds &=
                        (option == 2 ? 0 : 1) <= selection.places().get(option).behind();
            }
            right += bounds ? 1 : 0;
            decided += selection.decided() ? 1 : 0;
        }

        assertThat(kept).isGreaterThanOrEqualTo(274);
        assertThat(right).isGreaterThanOrEqualTo(274);
        assertThat(decided).isPositive();
    }
}
