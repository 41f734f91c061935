package dev.brokerfall.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.brokerfall.random.Stream;
import dev.brokerfall.random.Streams;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What is offered in any length of time when the rate goes up and down in the hours of a week. */
final class RatePatternTest {

    static final long HOUR = 3_600_000;
    private static final long DAY = 24 * HOUR;
    private static final long WEEK = 7 * DAY;

    /** Three times as much in the ten hours from 8:00 as in the others, and the same every day: 30 + 14 parts in 24 hours. */
    static RatePattern office() {
        double[] rates = new double[RatePattern.HOURS];
        Arrays.setAll(rates, hour -> 8 <= hour % 24 && hour % 24 < 18 ? 3 : 1);
        return RatePattern.ofHours(rates);
    }

    /** Returns a week in which every hour has a rate of its own. */
    static RatePattern everyHour(long seed) {
        double[] rates = new double[RatePattern.HOURS];
        Stream luck = new Streams(seed, 0).stream("rates");
        Arrays.setAll(rates, hour -> 0.2 + luck.uniform());
        return RatePattern.ofHours(rates);
    }

    @Test
    void the_mean_is_one() {
        RatePattern office = office();

        assertThat(office.peak()).isCloseTo(3 * 24 / 44.0, within(1e-12));
        assertThat(office.between(0, DAY)).isCloseTo(DAY, within(1e-6));
        assertThat(office.between(12_345, 12_345 + 520 * WEEK))
                .as("ten years, exactly")
                .isEqualTo(520.0 * WEEK);
    }

    @Test
    void hours_are_joined_exactly_where_a_span_begins_and_ends_within_them() {
        RatePattern office = office();

        // 7:30 to 9:15 on a Wednesday: half an hour at 1, 75 minutes at 3 parts of 44/24.
        long from = 2 * DAY + 7 * HOUR + HOUR / 2;
        double parts = 0.5 * HOUR + 3 * 1.25 * HOUR;
        assertThat(office.between(from, from + 7 * HOUR / 4)).isCloseTo(parts * 24 / 44, within(1e-6));
    }

    @Test
    void spans_add_up_wherever_they_are_cut() {
        RatePattern pattern = everyHour(1);
        Stream luck = new Streams(2, 0).stream("spans");
        for (int cut = 0; cut < 1000; cut++) {
            long from = (long) (luck.uniform() * WEEK);
            long middle = from + (long) (luck.uniform() * WEEK);
            long to = middle + (long) (luck.uniform() * WEEK);
            assertThat(pattern.between(from, middle) + pattern.between(middle, to))
                    .isCloseTo(pattern.between(from, to), within(1e-5));
            assertThat(pattern.most(to - from)).isGreaterThanOrEqualTo(pattern.between(from, to) - 1e-5);
        }
    }

    @Test
    void the_most_of_any_window_is_the_one_about_the_peak() {
        assertThat(office().most(10 * HOUR)).isCloseTo(30 * 24 / 44.0 * HOUR, within(1e-6));
        assertThat(office().most(WEEK)).isEqualTo(WEEK);
        assertThat(RatePattern.CONSTANT.most(5)).isEqualTo(5);
    }

    @Test
    void changes_are_known_ahead() {
        assertThat(office().nextChange(0)).isEqualTo(8 * HOUR);
        assertThat(office().nextChange(8 * HOUR)).isEqualTo(18 * HOUR);
        assertThat(office().nextChange(WEEK - 1))
                .as("the hour after midnight is alike")
                .isEqualTo(WEEK + 8 * HOUR);
        assertThat(RatePattern.CONSTANT.nextChange(7)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void one_rate_for_all_hours_is_not_worth_an_event_but_counts_as_time_does() {
        double[] rates = new double[RatePattern.HOURS];
        Arrays.fill(rates, 5);

        assertThat(RatePattern.ofHours(rates).nextChange(0)).isEqualTo(Long.MAX_VALUE);
        assertThat(RatePattern.CONSTANT.between(3, 10)).isEqualTo(7);
    }

    @Test
    void rates_that_make_no_week_are_refused() {
        assertThatThrownBy(() -> RatePattern.ofHours(new double[24])).hasMessageContaining("168");
        assertThatThrownBy(() -> RatePattern.ofHours(new double[RatePattern.HOURS]))
                .hasMessageContaining("zero");
    }
}
