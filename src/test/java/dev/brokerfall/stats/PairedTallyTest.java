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
    void the_difference_has_students_interval() {
        // Differences 1, 2, 6: mean 3, variance 7; t(0.975; 2) = 4.302653, so 3 ± 4.302653 × √(7/3) = 3 ± 6.572410.
        PairedTally pairs = new PairedTally();
        pairs.add(11, 10);
        pairs.add(22, 20);
        pairs.add(36, 30);

        Estimate difference = pairs.differenceWithin(0.95);
        assertThat(difference.value()).isCloseTo(3, within(1e-12));
        assertThat(difference.upper()).isCloseTo(9.572410, within(1e-5));
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
