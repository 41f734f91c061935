package dev.brokerfall.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class PooledEpisodesTest {

    private static final double[] NONE = {};
    private static final double[] MEDIAN = {0.5};

    @Test
    void episodes_of_all_trials_are_pooled() {
        PooledEpisodes episodes = new PooledEpisodes.Builder()
                .add(new double[] {4, 1}, NONE)
                .add(NONE, NONE)
                .add(new double[] {2, 3}, NONE)
                .build();

        assertThat(quantiles(episodes, 0.25, 0.5, 0.99))
                .extracting(Estimate::value)
                .containsExactly(1.0, 2.0, 4.0);
        assertThat(episodes.finished()).isEqualTo(4);
    }

    @Test
    void a_censored_episode_counts_for_as_long_as_it_was_seen() {
        // Ends at 1, 2, 4 and a cut-off at 3: after 1 there are 3/4 left, after 2 half, and the one at risk at 4 takes
        // all that is left.
        PooledEpisodes episodes = new PooledEpisodes.Builder()
                .add(new double[] {1, 2, 4}, new double[] {3})
                .add(NONE, NONE)
                .build();

        assertThat(quantiles(episodes, 0.25, 0.5, 0.51))
                .extracting(Estimate::value)
                .containsExactly(1.0, 2.0, 4.0);
        assertThat(episodes.unfinished()).isEqualTo(1);
        assertThat(episodes.survivors(100))
                .containsExactly(
                        new PooledEpisodes.Point(0, 1),
                        new PooledEpisodes.Point(1, 0.75),
                        new PooledEpisodes.Point(2, 0.5),
                        new PooledEpisodes.Point(4, 0));
    }

    @Test
    void what_was_never_seen_to_end_has_no_quantile() {
        PooledEpisodes episodes = new PooledEpisodes.Builder()
                .add(new double[] {1}, new double[] {5})
                .add(NONE, new double[] {6})
                .build();

        assertThat(quantiles(episodes, 0.5).get(0).value()).isInfinite();
    }

    @Test
    void equal_lengths_end_together() {
        PooledEpisodes episodes = new PooledEpisodes.Builder()
                .add(new double[] {7, 7, 7}, NONE)
                .add(new double[] {7}, NONE)
                .build();

        assertThat(quantiles(episodes, 0.5, 0.99)).extracting(Estimate::value).containsOnly(7.0);
        assertThat(episodes.survivors(100))
                .containsExactly(new PooledEpisodes.Point(0, 1), new PooledEpisodes.Point(7, 0));
    }

    @Test
    void without_episodes_nothing_is_known() {
        PooledEpisodes episodes = new PooledEpisodes.Builder().add(NONE, NONE).build();

        assertThat(quantiles(episodes, 0.5)).containsExactly(Estimate.NONE);
    }

    @Test
    void thirty_episodes_set_no_bound_to_what_one_in_twenty_exceeds() {
        PooledEpisodes episodes = episodes(30, 1);

        // Of 30 the longest is exceeded by one in twenty with probability 0.95^30 = 21 %.
        Estimate p95 = quantiles(episodes, 0.95).get(0);
        assertThat(p95.value()).isEqualTo(29);
        assertThat(p95.lower()).isFinite();
        assertThat(p95.upper()).isInfinite();
        // 72 are the least that do: 0.95^72 < 2.5 %.
        assertThat(quantiles(episodes(71, 1), 0.95).get(0).upper()).isInfinite();
        assertThat(quantiles(episodes(72, 1), 0.95).get(0).upper()).isEqualTo(72);
    }

    @Test
    void episodes_that_come_one_to_a_trial_have_the_intervals_of_independent_observations() {
        double[] lengths = IntStream.rangeClosed(1, 200).asDoubleStream().toArray();

        assertThat(quantiles(episodes(200, 1), 0.5, 0.95, 0.99))
                .isEqualTo(DoubleStream.of(0.5, 0.95, 0.99)
                        .mapToObj(share -> new Quantiles(lengths).at(share, 0.95))
                        .toList());
    }

    @Test
    void episodes_that_are_alike_within_a_trial_know_no_more_than_one_of_them() {
        List<Estimate> single = quantiles(episodes(200, 1), 0.5, 0.95);
        List<Estimate> alike = quantiles(episodes(200, 4), 0.5, 0.95);

        for (int k = 0; k < single.size(); k++) {
            assertThat(alike.get(k).value()).isEqualTo(single.get(k).value());
            // Four times as many would lie √4 times closer; ranks are whole, so that one of 200 may be missing.
            assertThat(alike.get(k).lower()).isCloseTo(single.get(k).lower(), within(1.0));
            assertThat(alike.get(k).upper()).isCloseTo(single.get(k).upper(), within(1.0));
        }
    }

    /** Trials 1 to {@code trials}, each with {@code copies} episodes as long as its number, and as many trials without one. */
    private static PooledEpisodes episodes(int trials, int copies) {
        PooledEpisodes.Builder builder = new PooledEpisodes.Builder();
        for (int trial = 1; trial <= trials; trial++) {
            double[] lengths = new double[copies];
            Arrays.fill(lengths, trial);
            builder.add(lengths, NONE).add(NONE, NONE);
        }
        return builder.build();
    }

    @Test
    void trials_without_an_episode_say_nothing_of_how_long_one_lasts() {
        // Given three episodes in 1,000 trials
        PooledMeans few = new PooledMeans();
        PooledMeans once = new PooledMeans();
        Tally alone = new Tally();
        for (int trial = 0; trial < 1000; trial++) {
            int episodes = trial % 400 == 0 ? 1 : 0;
            few.add(episodes, episodes * (10.0 + trial / 40.0));
            once.add(trial == 7 ? 1 : 0, trial == 7 ? 25 : 0);
            if (episodes > 0) {
                alone.add(10 + trial / 40.0);
            }
        }

        // Then their mean is as uncertain as that of three observations: 20 ± 4.302653 × 10 / √3
        assertThat(few.meanWithin(0.95)).isEqualTo(alone.summary().meanWithin(0.95));
        assertThat(few.meanWithin(0.95).upper()).isCloseTo(20 + 24.8414, within(1e-3));
        // and one alone says nothing of how much they differ, nor does it beside others.
        assertThat(once.meanWithin(0.95).value()).isEqualTo(25);
        assertThat(once.meanWithin(0.95).bounded()).isFalse();
        assertThat(once.minus(few, 0.95).bounded()).isFalse();
        assertThat(few.over(once, 0.95).upper()).isInfinite();
    }

    @Test
    void the_pooled_mean_weighs_episodes_and_its_interval_weighs_trials() {
        // Trials with (episodes, sum) (1, 10), (3, 18): mean 28 / 4 = 7; residuals 10 - 7 = 3 and 18 - 21 = -3, over 2
        // episodes a trial:
        // ± 1.5, variance 4.5; t(0.975; 1) = 12.7062, so half the width is 12.7062 × √(4.5 / 2) = 19.0593.
        PooledMeans means = new PooledMeans();
        means.add(1, 10);
        means.add(3, 18);

        assertThat(means.meanWithin(0.95).value()).isEqualTo(7);
        assertThat(means.meanWithin(0.95).upper()).isCloseTo(26.0593, within(1e-3));
        assertThat(means.minus(means, 0.95)).isEqualTo(Estimate.exactly(0));
        assertThat(means.over(means, 0.95)).isEqualTo(Estimate.exactly(1));
    }

    private static List<Estimate> quantiles(PooledEpisodes episodes, double... shares) {
        return episodes.quantiles(shares.length == 0 ? MEDIAN : shares, 0.95);
    }
}
