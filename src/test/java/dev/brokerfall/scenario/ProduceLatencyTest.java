package dev.brokerfall.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.brokerfall.random.Distribution;
import dev.brokerfall.random.Distribution.Constant;
import dev.brokerfall.random.Distribution.Lognormal;
import dev.brokerfall.random.Stream;
import dev.brokerfall.random.Streams;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ProduceLatencyTest {

    private static final Distribution NEAR = new Lognormal(0.15e-3, 0.5);
    private static final Distribution FAR = new Lognormal(1e-3, 0.35);

    @Test
    void without_followers_to_wait_for_it_is_the_way_to_the_leader_and_back() {
        ProduceLatency latency = ProduceLatency.of(all(new Constant(2e-3)), all(new Constant(1e-3)), 0, 100);

        assertThat(latency.quantile(0.5)).isCloseTo(2, within(0.01));
        assertThat(latency.quantile(0.99)).isCloseTo(2, within(0.01));
    }

    @Test
    void beside_a_waiting_fetch_it_is_one_round_trip_more() {
        ProduceLatency latency = ProduceLatency.of(all(new Constant(2e-3)), all(new Constant(1e-3)), 2, 0);

        assertThat(latency.quantile(0.99)).isCloseTo(3, within(0.01));
    }

    @Test
    void beside_busy_fetches_of_constant_length_a_uniform_part_of_another_comes_on_top() {
        ProduceLatency one = ProduceLatency.of(all(new Constant(2e-3)), all(new Constant(1e-3)), 1, 1000);
        ProduceLatency two = ProduceLatency.of(all(new Constant(2e-3)), all(new Constant(1e-3)), 2, 1000);

        // 2 + 1 + U, and 3 + the larger of two: quantiles p and the square root of p.
        assertThat(one.quantile(0.5)).isCloseTo(3.5, within(0.03));
        assertThat(one.quantile(0.99)).isCloseTo(3.99, within(0.03));
        assertThat(two.quantile(0.5)).isCloseTo(3 + Math.sqrt(0.5), within(0.03));
        assertThat(two.mean()).isCloseTo(3 + 2.0 / 3, within(0.03));
    }

    @ParameterizedTest
    @CsvSource({"1, 0.05", "1, 0.7", "1, 5", "2, 0.05", "2, 0.7", "2, 5"})
    void it_is_what_records_meet_that_come_one_by_one_to_followers_that_fetch_round_and_round(
            int followers, double recordsPerMillisecond) {
        ProduceLatency latency = ProduceLatency.of(
                new ProduceLatency.Mix(NEAR, 1.0 / 3, FAR), all(FAR), followers, recordsPerMillisecond);

        double[] played = played(followers, recordsPerMillisecond);

        // In between, the formula takes round trips for constant where it says how many do not wait.
        assertThat(latency.quantile(0.5)).isCloseTo(played[played.length / 2], withinPercentage(3));
        assertThat(latency.quantile(0.99)).isCloseTo(played[played.length * 99 / 100], withinPercentage(3));
        assertThat(latency.mean()).isCloseTo(Arrays.stream(played).average().orElseThrow(), withinPercentage(3));
    }

    /** A follower whose fetch is on its way to the leader, or waits there. */
    private static final class Loop {

        private final Stream luck;
        private double arrives;
        private double trip;
        private boolean pending;

        Loop(Stream luck) {
            this.luck = luck;
            this.arrives = 1000 * FAR.draw(luck);
            this.trip = 1000 * FAR.draw(luck);
        }

        /** Takes a record on, and returns when the fetch after the one that takes it arrives. */
        double append(double now) {
            if (pending && now >= arrives) {
                answer(arrives);
            }
            if (now >= arrives) {
                answer(now);
                return arrives;
            }
            pending = true;
            return arrives + trip;
        }

        private void answer(double at) {
            arrives = at + trip;
            trip = 1000 * FAR.draw(luck);
            pending = false;
        }
    }

    /** Plays fetches and records one by one, and returns latencies from the shortest to the longest. */
    private static double[] played(int followers, double recordsPerMillisecond) {
        Stream luck = new Streams(11, followers).stream("records");
        Loop[] loops = new Loop[followers];
        Arrays.setAll(loops, f -> new Loop(new Streams(12, f).stream("fetches")));
        double[] latencies = new double[200_000];
        double now = 0;
        for (int record = 0; record < latencies.length; record++) {
            now -= Math.log(1 - luck.uniform()) / recordsPerMillisecond;
            double answered = now;
            for (Loop loop : loops) {
                answered = Math.max(answered, loop.append(now));
            }
            boolean near = luck.uniform() < 1.0 / 3;
            latencies[record] = answered - now + 1000 * (near ? NEAR : FAR).draw(luck);
        }
        Arrays.sort(latencies);
        return latencies;
    }

    private static ProduceLatency.Mix all(Distribution way) {
        return new ProduceLatency.Mix(way, 1, way);
    }
}
