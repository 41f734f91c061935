package dev.brokerfall.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class ProportionTest {

    @Test
    void without_an_event_there_is_an_upper_bound() {
        // Two-sided at 95 %: 1 - 0.025^(1/1000) = 0.003682.
        Estimate none = new Proportion(0, 1000).within(0.95);

        assertThat(none.value()).isZero();
        assertThat(none.lower()).isZero();
        assertThat(none.upper()).isCloseTo(0.0036821, within(1e-7));
    }

    @Test
    void when_every_trial_saw_it_there_is_a_lower_bound() {
        Estimate all = new Proportion(1000, 1000).within(0.95);

        assertThat(all.upper()).isEqualTo(1);
        assertThat(all.lower()).isCloseTo(1 - 0.0036821, within(1e-7));
    }

    @Test
    void the_exact_interval_is_the_published_one() {
        // 10 of 100 at 95 %: 4.900469 % to 17.622260 % (R, binom.test(10, 100)).
        Estimate ten = new Proportion(10, 100).within(0.95);

        assertThat(ten.lower()).isCloseTo(0.04900469, within(1e-8));
        assertThat(ten.upper()).isCloseTo(0.17622260, within(1e-8));
    }

    @Test
    void rare_events_keep_their_relative_precision() {
        // For one event the lower end is 1 - (1 - α/2)^(1/n) ≈ 0.0253178 / n.
        Estimate one = new Proportion(1, 1_000_000_000).within(0.95);

        assertThat(one.lower() * 1e9).isCloseTo(0.0253178, within(1e-6));
    }

    @Test
    void it_takes_368_uneventful_trials_to_promise_one_percent() {
        // ln 0.025 / ln 0.99 = 367.04
        assertThat(Proportion.trialsWithoutEvent(0.01, 0.95)).isEqualTo(368);
        assertThat(new Proportion(0, 368).within(0.95).upper()).isLessThan(0.01);
        assertThat(new Proportion(0, 367).within(0.95).upper()).isGreaterThan(0.01);
    }

    @Test
    void options_that_never_differed_are_not_known_to_be_equal() {
        // Tango's interval without a differing trial ends where n δ / (1 - δ) = z², z = 1.959964: δ = 3.841459 /
        // 1003.841459.
        Estimate difference = new PairedProportions(0, 0, 1000).differenceWithin(0.95);

        assertThat(difference.value()).isZero();
        assertThat(difference.upper()).isCloseTo(0.003826758, within(1e-8));
        assertThat(difference.lower()).isCloseTo(-0.003826758, within(1e-8));
    }

    @Test
    void a_paired_difference_is_told_from_zero_exactly_when_mcnemars_test_tells_it() {
        // At a supposed difference of 0 the score is (b - c) / √(b + c): 10 / √14 = 2.67 for 12 against 2, 3 / √7 =
        // 1.13 for 5 against 2.
        Estimate clear = new PairedProportions(12, 2, 68).differenceWithin(0.95);
        Estimate unclear = new PairedProportions(5, 2, 68).differenceWithin(0.95);

        assertThat(clear.value()).isCloseTo(10.0 / 68, within(1e-12));
        assertThat(clear.lower()).isPositive();
        assertThat(unclear.lower()).isNegative();
        assertThat(new PairedProportions(2, 12, 68).differenceWithin(0.95).upper())
                .isCloseTo(-clear.lower(), within(1e-9));
    }
}
