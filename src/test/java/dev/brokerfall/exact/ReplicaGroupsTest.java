package dev.brokerfall.exact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brokerfall.experiment.RareEvents;
import dev.brokerfall.kafka.Cases;
import dev.brokerfall.stats.Estimate;
import dev.brokerfall.world.RareTarget;
import dev.brokerfall.world.TrialConfig;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Groups of replicas whose fate is known exactly, said as scenarios on bare processes and played by the whole model: brokers that are
 * killed and wiped and come back empty to copy, elections, the last copy. What is too rare for plain trials is estimated from chains.
 *
 * <p>A scenario cannot say that repairs wait for each other, nor that one thing kills all brokers at once by chance: those cases are left
 * to the solver alone.
 */
final class ReplicaGroupsTest {

    private static final double HOURS = 8760;

    /** As published_results have it: a value is met if the 99.9 % interval holds it. */
    private static final double CONFIDENCE = 0.999;

    /** One of each kind, so that every build sees each. */
    private static final Set<String> FAST = Set.of(
            "replica-n2-parallel-1y-24h",
            "replica-n3-parallel-30d-1h",
            "n3-k1-87600-10min",
            "first-below-minisr-1y-10min");

    static Stream<Cases> all() {
        return Cases.in("/dev/brokerfall/exact/replica-groups.yaml")
                .filter(its -> its.text("repair").equals("parallel") && !its.has("shock"))
                .filter(its -> probability(its) < 1e-2 && probability(its) > 1e-12);
    }

    static Stream<Cases> fast() {
        return all().filter(its -> FAST.contains(its.text("name")));
    }

    static Stream<Cases> rest() {
        return all().filter(its -> !FAST.contains(its.text("name")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("fast")
    void a_group_is_lost_as_probably_as_known(Cases its) {
        holds(its, new RareEvents.Budget(2, 20, 100, 8, 0.2, CONFIDENCE), 0.3);
    }

    @Tag("exact")
    @ParameterizedTest(name = "{0}")
    @MethodSource("rest")
    void every_group_that_a_scenario_can_say_is_lost_as_probably_as_known(Cases its) {
        holds(its, new RareEvents.Budget(4, 200, 400, 8, 0.1, CONFIDENCE), 0.1);
    }

    private static void holds(Cases its, RareEvents.Budget budget, double halfWidth) {
        // Given as many brokers as replicas, and one partition on all of them
        int alive = its.number("alive");
        TrialConfig config = BareGroup.exponential(
                        its.number("replicas"), 1, real(its, "life"), real(its, "repairTime"), HOURS)
                .config();

        // When chains of failures are drawn until the interval is narrow
        RareTarget target = alive == 1 ? new RareTarget.Loss() : new RareTarget.FewerCopies(alive);
        RareEvents.Result result = new RareEvents(config, 20261125, target, budget, 2).estimate();

        // Then it holds the exact value
        Estimate estimate = result.chains().within(CONFIDENCE);
        assertThat(result.chains().relativeHalfWidth(CONFIDENCE))
                .as("half-width of %s", estimate)
                .isLessThanOrEqualTo(halfWidth);
        assertThat(probability(its)).isBetween(estimate.lower(), estimate.upper());
    }

    private static double probability(Cases its) {
        Map<?, ?> within = its.nested("within").values();
        return ((Number) Objects.requireNonNull(within.get((int) HOURS))).doubleValue();
    }

    private static double real(Cases its, String name) {
        return ((Number) Objects.requireNonNull(its.values().get(name), name)).doubleValue();
    }
}
