package dev.brokerfall.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class PairedTallyTest {

    @Test
    void what_both_share_does_not_widen_the_difference() {
        PairedTally pairs = new PairedTally();
        pairs.add(101, 100);
        pairs.add(2, 1);
        pairs.add(51, 50);

        assertThat(pairs.differenceWithin(0.95).lower()).isCloseTo(1, within(1e-6));
        assertThat(pairs.differenceWithin(0.95).upper()).isCloseTo(1, within(1e-6));
    }

    @Test
    void the_difference_of_even_pairs_has_students_interval() {
        // Differences 1, 3, 5: mean 3, variance 4; t(0.975; 2) = 4.302653, so 3 ± 4.302653 × √(4/3) = 3 ± 4.968275.
        PairedTally pairs = new PairedTally();
        pairs.add(11, 10);
        pairs.add(23, 20);
        pairs.add(35, 30);

        Estimate difference = pairs.differenceWithin(0.95);
        assertThat(difference.value()).isCloseTo(3, within(1e-12));
        assertThat(difference.upper()).isCloseTo(7.968275, within(1e-5));
    }

    @Test
    void what_sharing_luck_saves_is_known() {
        // First 1, 3, 5 and second 2, 4, 9: variances 4 and 13; differences -1, -1, -4, of variance 3. 17 / 3.
        PairedTally pairs = new PairedTally();
        pairs.add(1, 2);
        pairs.add(3, 4);
        pairs.add(5, 9);

        assertThat(pairs.varianceFactor()).isCloseTo(17.0 / 3, within(1e-12));
    }

    @Test
    void merging_sees_what_adding_sees_in_any_order() {
        PairedTally all = new PairedTally();
        PairedTally one = new PairedTally();
        PairedTally other = new PairedTally();
        for (int i = 0; i < 30; i++) {
            double x = 0.1 * i * i;
            double y = 1.0 / (i + 1);
            all.add(x, y);
            (i % 3 == 0 ? one : other).add(x, y);
        }
        other.merge(one);

        assertThat(other.ratioWithin(0.95)).isEqualTo(all.ratioWithin(0.95));
        assertThat(other.differenceWithin(0.95)).isEqualTo(all.differenceWithin(0.95));
        assertThat(other.count()).isEqualTo(30);
    }

    @Test
    void the_ratio_has_fiellers_interval() {
        // First 1, 3; second 10, 12: means 2 and 11, squares 2 each, products 2. With t(0.975; 1) = 12.7062 the scale
        // is t²/2 = 80.7238:
        // a = 121 - 161.4 < 0, the second mean cannot be told from 0, and there is no upper end.
        PairedTally few = new PairedTally();
        few.add(1, 10);
        few.add(3, 12);
        assertThat(few.ratioWithin(0.95).value()).isEqualTo(2.0 / 11);
        assertThat(few.ratioWithin(0.95).upper()).isInfinite();

        // A constant factor is known exactly.
        PairedTally factor = new PairedTally();
        for (int i = 1; i <= 30; i++) {
            factor.add(2.0 * (100 + i), 100 + i);
        }
        assertThat(factor.ratioWithin(0.95).lower()).isCloseTo(2, within(1e-6));
        assertThat(factor.ratioWithin(0.95).upper()).isCloseTo(2, within(1e-6));
    }

    @Test
    void there_is_no_ratio_to_nothing() {
        PairedTally pairs = new PairedTally();
        pairs.add(1, 0);
        pairs.add(2, 0);

        assertThat(pairs.ratioWithin(0.95)).isEqualTo(Estimate.NONE);
    }
}
