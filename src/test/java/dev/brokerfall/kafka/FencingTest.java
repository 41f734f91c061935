package dev.brokerfall.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** When a dead broker is fenced, over 1,000 seeds. */
final class FencingTest {

    private static final int SEEDS = 1_000;

    /** The 99.9 % point of the Kolmogorov distribution: sup |F - G| √n. */
    private static final double KOLMOGOROV_999 = 1.95;

    @Test
    void a_killed_broker_is_fenced_after_its_session_less_the_age_of_its_last_heartbeat_plus_the_wait_for_a_check() {
        double[] seconds = secondsToFence(Semantics.KAFKA_4_3, Configs.SETTINGS);

        assertThat(Arrays.stream(seconds).min().orElseThrow()).isBetween(7.0, 7.3);
        assertThat(Arrays.stream(seconds).max().orElseThrow()).isBetween(9.8, 10.125);
        // 9 s - U(0, 2) + U(0, 1.125): mean 9 - 1 + 0.5625, variance (2² + 1.125²) / 12.
        double error = Math.sqrt((4 + 1.125 * 1.125) / 12 / SEEDS);
        assertThat(Arrays.stream(seconds).average().orElseThrow()).isCloseTo(8.5625, within(3 * error));
        Arrays.sort(seconds);
        double distance = 0;
        for (int i = 0; i < SEEDS; i++) {
            double expected = shareFencedBy(seconds[i], 2, 1.125);
            distance = Math.max(distance, Math.max(expected - (double) i / SEEDS, (i + 1.0) / SEEDS - expected));
        }
        assertThat(distance * Math.sqrt(SEEDS)).isLessThan(KOLMOGOROV_999);
    }

    @Test
    void with_ZooKeeper_sessions_expire_on_ticks_of_2_seconds() {
        KafkaSettings six = new KafkaSettings(
                Configs.SETTINGS.brokerHeartbeatInterval(),
                java.time.Duration.ofSeconds(6),
                java.time.Duration.ofSeconds(10),
                Configs.SETTINGS.leaderImbalanceCheckInterval(),
                true,
                Configs.SETTINGS.followerReplicationThrottledRate(),
                Configs.SETTINGS.leaderReplicationThrottledRate(),
                false,
                1,
                Configs.SETTINGS.logSegmentBytes(),
                Configs.QUORUM,
                Configs.SETTINGS.controlledShutdownTimeout(),
                Configs.SETTINGS.numReplicaFetchers(),
                Configs.SETTINGS.replicaFetchResponseMaxBytes());

        double[] seconds = secondsToFence(Semantics.KAFKA_2_4_ZK, six);

        // 6 s - U(0, 2) + U(0, 2): from 4 to 8 s, mean 6 s, variance 2 × 2² / 12.
        assertThat(Arrays.stream(seconds)).allMatch(second -> 4 <= second && second <= 8);
        assertThat(Arrays.stream(seconds).average().orElseThrow())
                .isCloseTo(6, within(3 * Math.sqrt(8.0 / 12 / SEEDS)));
    }

    private static double[] secondsToFence(Semantics semantics, KafkaSettings settings) {
        double[] seconds = new double[SEEDS];
        for (int seed = 0; seed < SEEDS; seed++) {
            Story story =
                    new Story(Configs.with(semantics, Configs.orders(2, Acks.ALL), settings, Configs.TIMINGS), seed);
            story.agenda.runUntil(60_000, 1);
            story.kill(1);
            story.agenda.runUntil(75_000, 1_000);
            seconds[seed] = story.secondsOf("brokerFenced 1") - 60;
            assertThat(story.allWritable()).isTrue();
            assertThat(story.recordsLost).isZero();
        }
        return seconds;
    }

    /** P(9 - U(0, a) + U(0, b) ≤ x): the integral of the trapezium that the convolution of two uniform densities is, a ≥ b. */
    private static double shareFencedBy(double x, double a, double b) {
        double t = x - (9 - a);
        if (t <= 0) {
            return 0;
        }
        if (t <= b) {
            return t * t / (2 * a * b);
        }
        if (t <= a) {
            return b / (2 * a) + (t - b) / a;
        }
        double rest = a + b - t;
        return rest <= 0 ? 1 : 1 - rest * rest / (2 * a * b);
    }
}
