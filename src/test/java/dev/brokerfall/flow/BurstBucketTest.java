package dev.brokerfall.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brokerfall.random.Stream;
import dev.brokerfall.random.Streams;
import org.junit.jupiter.api.Test;

/** A bucket of a P20 in bytes a millisecond: 150 MB/s for good, 170 on credits, so that 20 MB/s × 1,800 s = 36 GB make it full. */
final class BurstBucketTest {

    private static final long MINUTE = 60_000;
    private static final double BASE = 150_000;
    private static final double BURST = 170_000;

    private final BurstBucket bucket = new BurstBucket(BASE, BURST, 30 * MINUTE, 0);

    @Test
    void a_full_bucket_lasts_for_thirty_minutes_at_the_burst_rate() {
        assertThat(bucket.creditsAt(0)).isEqualTo(36e9);

        bucket.use(BURST, 0);

        assertThat(bucket.untilSpent(0)).isEqualTo(30 * MINUTE);
        assertThat(bucket.capacity(30 * MINUTE - 1)).isEqualTo(BURST);
        assertThat(bucket.capacity(30 * MINUTE)).isEqualTo(BASE);
    }

    @Test
    void half_of_the_excess_lasts_twice_as_long() {
        bucket.use(160_000, 0);

        assertThat(bucket.untilSpent(0)).isEqualTo(60 * MINUTE);
    }

    @Test
    void what_is_not_used_of_the_base_rate_comes_back_as_credits_until_the_bucket_is_full() {
        bucket.use(BURST, 0);
        bucket.use(0, 30 * MINUTE);

        // Idle for a minute: 150 MB/s × 60 s = 9 GB, which burst for 7.5 minutes.
        assertThat(bucket.creditsAt(31 * MINUTE)).isEqualTo(9e9);
        bucket.use(BURST, 31 * MINUTE);
        assertThat(bucket.untilSpent(31 * MINUTE)).isEqualTo(7.5 * MINUTE);

        // Full again 36 GB / 150 MB/s = 4 minutes after it is left alone with nothing, and no fuller later.
        bucket.use(0, 38 * MINUTE + 30_000);
        assertThat(bucket.creditsAt(42 * MINUTE + 30_000)).isEqualTo(36e9);
        assertThat(bucket.creditsAt(90 * MINUTE)).isEqualTo(36e9);
    }

    @Test
    void an_empty_bucket_stays_empty_while_all_of_the_base_rate_is_used() {
        bucket.use(BURST, 0);
        bucket.use(BASE * (1 - 1e-12), 30 * MINUTE);

        assertThat(bucket.capacity(300 * MINUTE)).isEqualTo(BASE);
        assertThat(bucket.untilSpent(300 * MINUTE)).isInfinite();
    }

    @Test
    void what_does_not_burst_has_no_credits() {
        BurstBucket steady = new BurstBucket(BASE, BASE, 30 * MINUTE, 0);

        assertThat(steady.capacity(0)).isEqualTo(BASE);
        assertThat(steady.untilSpent(0)).isInfinite();
        assertThatThrownBy(() -> new BurstBucket(BASE, BASE - 1, MINUTE, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void over_any_time_no_more_is_carried_than_the_base_rate_and_a_full_bucket() {
        Stream luck = new Streams(1, 0).stream("use");
        for (int life = 0; life < 200; life++) {
            BurstBucket drawn = new BurstBucket(BASE, BURST, 30 * MINUTE, 0);
            long now = 0;
            double carried = 0;
            for (int change = 0; change < 100; change++) {
                double use = Math.min(drawn.capacity(now), 2 * BURST * luck.uniform());
                drawn.use(use, now);
                long until = 1 + (long) luck.index(40 * (int) MINUTE);
                // Whoever uses it hears of the last credit and takes no more than is carried then.
                until = (long) Math.min((double) until, Math.ceil(drawn.untilSpent(now)));
                carried += use * until;
                now += until;

                assertThat(carried).isLessThanOrEqualTo(BASE * now + 36e9 + (BURST - BASE) * (change + 1));
                assertThat(drawn.creditsAt(now)).isBetween(0.0, 36e9);
            }
        }
    }
}
