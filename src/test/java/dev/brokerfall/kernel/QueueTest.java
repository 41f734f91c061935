package dev.brokerfall.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brokerfall.kafka.Cases;
import dev.brokerfall.stats.Estimate;
import dev.brokerfall.stats.Tally;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The agenda, its clock and named streams, playing queues whose means are known: many independent runs, each after a warm-up. The 99.9 %
 * interval holds the value and is as narrow as the case asks.
 */
final class QueueTest {

    private static final long SEED = 20261125;
    private static final double CONFIDENCE = 0.999;
    private static final double WARM_UP = 10_000;
    private static final double LENGTH = 100_000;
    private static final int RUNS_AT_ONCE = 16;
    private static final int MOST_RUNS = 6_000;

    /** Those that are done soonest. */
    private static final Set<String> FAST = Set.of(
            "M-M-1-5-load-0.8",
            "M-M-1-10-load-1.0",
            "M-M-1-20-load-1.2",
            "repairs-of-5-by-2",
            "M-G-1-constant-load-0.8");

    static Stream<Cases> all() {
        return Cases.in("/dev/brokerfall/kernel/queues.yaml");
    }

    static Stream<Cases> fast() {
        return all().filter(its -> FAST.contains(its.text("name")));
    }

    static Stream<Cases> rest() {
        return all().filter(its -> !FAST.contains(its.text("name")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("fast")
    void a_queue_is_as_long_as_known(Cases its) {
        holds(its);
    }

    @Tag("exact")
    @ParameterizedTest(name = "{0}")
    @MethodSource("rest")
    void every_queue_is_as_long_as_known(Cases its) {
        holds(its);
    }

    @Test
    void no_textbook_queue_is_left_out() {
        assertThat(all().map(its -> its.text("name")))
                .hasSize(17)
                .doesNotHaveDuplicates()
                .containsAll(FAST);
    }

    private static void holds(Cases its) {
        double tolerance = ((Number) Objects.requireNonNull(its.values().get("tolerance"))).doubleValue();
        Map<String, Double> known = new TreeMap<>();
        its.nested("known")
                .values()
                .forEach((name, value) -> known.put(name.toString(), ((Number) value).doubleValue()));
        Map<String, Tally> seen = new TreeMap<>();
        known.keySet().forEach(name -> seen.put(name, new Tally()));

        // When it is watched until all means are known well enough
        int runs = 0;
        do {
            List<Map<String, Double>> more = IntStream.range(runs, runs + RUNS_AT_ONCE)
                    .parallel()
                    .mapToObj(run -> new Queue(its, SEED, run).watch(WARM_UP, LENGTH))
                    .toList();
            more.forEach(run -> seen.forEach((name, tally) -> tally.add(of(run, name))));
            runs += RUNS_AT_ONCE;
        } while (runs < MOST_RUNS
                && known.entrySet().stream()
                        .anyMatch(value -> halfWidth(of(seen, value.getKey())) > tolerance * value.getValue()));

        // Then
        SoftAssertions all = new SoftAssertions();
        known.forEach((name, value) -> {
            Tally tally = of(seen, name);
            Estimate estimate = tally.summary().meanWithin(CONFIDENCE);
            all.assertThat(halfWidth(tally)).as("half-width of %s", name).isLessThanOrEqualTo(tolerance * value);
            all.assertThat(value).as(name).isBetween(estimate.lower(), estimate.upper());
        });
        all.assertAll();
    }

    private static <T> T of(Map<String, T> all, String name) {
        return Objects.requireNonNull(all.get(name), name);
    }

    private static double halfWidth(Tally tally) {
        Estimate mean = tally.summary().meanWithin(CONFIDENCE);
        return (mean.upper() - mean.lower()) / 2;
    }
}
