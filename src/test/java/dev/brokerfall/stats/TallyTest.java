package dev.brokerfall.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class TallyTest {

    @Test
    void mean_and_variance_are_those_of_the_sum_done_by_hand() {
        // 2, 4, 9: mean 5, squares 9 + 1 + 16 = 26, variance 13.
        Summary summary = tally(2, 4, 9).summary();

        assertThat(summary).isEqualTo(new Summary(3, 5, 13, 2, 9));
        // t(0.975; 2) = 4.302653 (Abramowitz and Stegun, table 26.10); 4.302653 × √(13/3) = 8.956688.
        assertThat(summary.meanWithin(0.95).upper() - 5).isCloseTo(8.956688, within(1e-5));
    }

    @Test
    void merging_sees_what_adding_sees() {
        Tally merged = tally(2, 4);
        merged.merge(tally(9));
        merged.merge(new Tally());

        assertThat(merged.summary()).isEqualTo(tally(2, 4, 9).summary());
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
