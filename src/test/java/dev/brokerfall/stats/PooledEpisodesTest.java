package dev.brokerfall.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.brokerfall.random.Stream;
import dev.brokerfall.random.Streams;
import java.util.List;
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

        assertThat(quantiles(episodes, 0.5, 0.99)).containsOnly(Estimate.exactly(7));
        assertThat(episodes.survivors(100))
                .containsExactly(new PooledEpisodes.Point(0, 1), new PooledEpisodes.Point(7, 0));
    }

    @Test
    void without_episodes_nothing_is_known() {
        PooledEpisodes episodes = new PooledEpisodes.Builder().add(NONE, NONE).build();

        assertThat(quantiles(episodes, 0.5)).containsExactly(Estimate.NONE);
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
        Stream stream = new Streams(1, 0).stream("test");
        return episodes.quantiles(shares.length == 0 ? MEDIAN : shares, 0.95, 400, stream::index);
    }
}
