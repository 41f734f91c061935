package dev.brokerfall.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.brokerfall.random.Stream;
import dev.brokerfall.random.Streams;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TallyTest {

    @Test
    void mean_and_variance_are_those_of_the_sum_done_by_hand() {
        // 2, 4, 9: mean 5, squares 9 + 1 + 16 = 26, variance 13; cubes -27 - 1 + 64 = 36, so that the skewness is
        // 3 / (2 × 1) × 36 / 13^1.5 = 1.152070.
        Summary summary = tally(2, 4, 9).summary();

        assertThat(summary).isEqualTo(new Summary(3, 5, 13, summary.skewness(), 2, 9));
        assertThat(summary.skewness()).isCloseTo(1.152070, within(1e-6));
    }

    @Test
    void the_interval_of_even_observations_is_students() {
        // 2, 5, 8: variance 9; t(0.975; 2) = 4.302653 (Abramowitz and Stegun, table 26.10); 4.302653 × √(9/3) =
        // 7.452413.
        Estimate mean = tally(2, 5, 8).summary().meanWithin(0.95);

        assertThat(mean.upper() - 5).isCloseTo(7.452413, within(1e-5));
        assertThat(5 - mean.lower()).isCloseTo(7.452413, within(1e-5));
    }

    @Test
    void the_interval_of_few_long_outages_among_many_reaches_further_up() {
        // 95 zeros and 5 of 100: mean 5, deviation 21.904, G1 = 4.1926 (sum of cubes 5 × 95³ - 95 × 5³ = 4,275,000;
        // × 100 / (99 × 98) / 21.904³), b = G1 / 10. With t(0.975; 99) = 1.984217 Hall's ends are where his transform
        // is ∓ t: 1 + b (-t - b/6) = 0.138793, its cube root 0.517753, so T = 3 / b × (0.517753 - 1) = -3.4507 and the
        // upper end is 5 + 3.4507 × 2.1904 = 12.5585. The lower end is Student's, 5 - 1.984217 × 2.1904 = 0.6537.
        double[] outages = new double[100];
        java.util.Arrays.fill(outages, 0, 5, 100);
        Estimate mean = tally(outages).summary().meanWithin(0.95);

        assertThat(mean.lower()).isCloseTo(0.6537, within(1e-3));
        assertThat(mean.upper()).isCloseTo(12.5585, within(1e-3));
        // Five events, by their unevenness: 100 / 4.1926² = 5.689.
        assertThat(tally(outages).summary().effectiveEvents()).isCloseTo(5.689, within(1e-3));
    }

    @Test
    void merging_sees_what_adding_sees() {
        Tally merged = tally(2, 4);
        merged.merge(tally(9));
        merged.merge(new Tally());

        assertThat(merged.summary()).isEqualTo(tally(2, 4, 9).summary());
    }

    @Test
    void neither_the_order_nor_the_merging_leaves_a_trace() {
        for (int repetition = 0; repetition < 50; repetition++) {
            Stream luck = new Streams(20261122, repetition).stream("order");
            List<Double> observations = new ArrayList<>();
            int size = 3 + luck.index(200);
            for (int i = 0; i < size; i++) {
                // From a millionth to a million, of either sign, some of them nothing.
                double value = StrictMath.exp(28 * luck.uniform() - 14) * (luck.uniform() < 0.3 ? -1 : 1);
                observations.add(luck.uniform() < 0.2 ? 0 : value);
            }
            Summary expected = summary(observations);
            for (int shuffle = 0; shuffle < 5; shuffle++) {
                for (int i = size - 1; i > 0; i--) {
                    Collections.swap(observations, i, luck.index(i + 1));
                }
                List<Tally> parts = new ArrayList<>();
                for (int from = 0; from < size; ) {
                    int to = from + 1 + luck.index(size - from);
                    parts.add(tally(observations.subList(from, to)));
                    from = to;
                }
                while (parts.size() > 1) {
                    Tally taken = parts.remove(luck.index(parts.size()));
                    parts.get(luck.index(parts.size())).merge(taken);
                }

                assertThat(parts.get(0).summary()).isEqualTo(expected);
            }
        }
    }

    private static Summary summary(List<Double> observations) {
        return tally(observations).summary();
    }

    private static Tally tally(List<Double> observations) {
        return tally(observations.stream().mapToDouble(Double::doubleValue).toArray());
    }

    @Test
    void a_large_offset_does_not_drown_the_variance() {
        assertThat(tally(1e9 + 2, 1e9 + 4, 1e9 + 9).summary().variance()).isCloseTo(13, within(1e-6));
    }

    @Test
    void nothing_is_known_of_nothing_and_one_observation_sets_no_bound() {
        assertThat(new Tally().summary().meanWithin(0.95)).isEqualTo(Estimate.NONE);
        assertThat(tally(3).summary().meanWithin(0.95))
                .isEqualTo(new Estimate(3, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY));
    }

    private static Tally tally(double... observations) {
        Tally tally = new Tally();
        for (double observation : observations) {
            tally.add(observation);
        }
        return tally;
    }
}
