package dev.brokerfall.stats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brokerfall.random.Stream;
import dev.brokerfall.random.Streams;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Whether intervals of 95 % cover what is known, over 400 repetitions: binomial, so that 93 % to 97 % is within two deviations. */
final class CoverageTest {

    private static final int REPETITIONS = 400;

    @Test
    void the_mean_of_exponential_lengths() {
        // Exponential with mean 1; with 200 observations Student's interval is near its nominal coverage.
        assertThat(coverage(1, luck -> {
                    Tally tally = new Tally();
                    for (int i = 0; i < 200; i++) {
                        tally.add(exponential(luck));
                    }
                    return tally.summary().meanWithin(0.95);
                }))
                .isBetween(0.92, 0.98);
    }

    @Test
    void a_proportion_of_two_percent() {
        // Exact intervals cover at least as often as they say.
        assertThat(coverage(0.02, luck -> {
                    long events = 0;
                    for (int i = 0; i < 300; i++) {
                        events += luck.uniform() < 0.02 ? 1 : 0;
                    }
                    return new Proportion(events, 300).within(0.95);
                }))
                .isGreaterThanOrEqualTo(0.94);
    }

    @Test
    void the_95th_percentile_of_exponential_lengths() {
        assertThat(coverage(-StrictMath.log(0.05), luck -> {
                    double[] values = new double[300];
                    for (int i = 0; i < values.length; i++) {
                        values[i] = exponential(luck);
                    }
                    return new Quantiles(values).at(0.95, 0.95);
                }))
                .isBetween(0.93, 0.99);
    }

    @Test
    void the_ratio_of_means_that_share_luck() {
        // First = common + own + 1, second = common + own, all exponential with mean 1: means 3 and 2.
        assertThat(coverage(1.5, luck -> {
                    PairedTally pairs = new PairedTally();
                    for (int i = 0; i < 100; i++) {
                        double common = exponential(luck);
                        pairs.add(common + exponential(luck) + 1, common + exponential(luck));
                    }
                    return pairs.ratioWithin(0.95);
                }))
                .isBetween(0.92, 0.98);
    }

    @Test
    void the_median_of_episodes_that_trials_have_in_common() {
        // A trial multiplies all of its five episodes by one factor of 1 or 3. The median m of the mixture solves
        // exp(-m) + exp(-m/3) = 1, m = 1.1470 (by halving); intervals that took episodes for independent would cover
        // less.
        double median = medianOfMixture();
        assertThat(coverage(median, luck -> {
                    PooledEpisodes.Builder episodes = new PooledEpisodes.Builder();
                    for (int trial = 0; trial < 60; trial++) {
                        double factor = luck.uniform() < 0.5 ? 1 : 3;
                        double[] lengths = new double[5];
                        for (int i = 0; i < lengths.length; i++) {
                            lengths[i] = factor * exponential(luck);
                        }
                        episodes.add(lengths, new double[0]);
                    }
                    return episodes.build().quantiles(new double[] {0.5}, 0.95).get(0);
                }))
                .isBetween(0.91, 0.98);
    }

    private static double medianOfMixture() {
        double low = 0;
        double high = 10;
        for (int i = 0; i < 60; i++) {
            double middle = (low + high) / 2;
            if (StrictMath.exp(-middle) + StrictMath.exp(-middle / 3) > 1) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static double exponential(Stream luck) {
        return -StrictMath.log(luck.uniform());
    }

    private static double coverage(double truth, Function<Stream, Estimate> experiment) {
        int covered = 0;
        for (int repetition = 0; repetition < REPETITIONS; repetition++) {
            Estimate estimate = experiment.apply(new Streams(20261122, repetition).stream("coverage"));
            covered += estimate.lower() <= truth && truth <= estimate.upper() ? 1 : 0;
        }
        return (double) covered / REPETITIONS;
    }
}
