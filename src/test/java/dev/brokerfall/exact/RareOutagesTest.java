package dev.brokerfall.exact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brokerfall.experiment.RareEvents;
import dev.brokerfall.kafka.Cases;
import dev.brokerfall.stats.Estimate;
import dev.brokerfall.world.RareTarget;
import dev.brokerfall.world.TrialConfig;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Shares of time in which too few brokers are up together, down to 1e-10, of the whole model beside the binomial law. */
final class RareOutagesTest {

    private static final double CONFIDENCE = 0.999;
    private static final double HOURS = 8760;
    private static final Set<String> FAST = Set.of("steady-8760-5min");

    static Stream<Cases> all() {
        return Cases.in("/dev/brokerfall/exact/availability.yaml")
                .filter(its -> its.text("kind").equals("steady"));
    }

    static Stream<Cases> fast() {
        return all().filter(its -> FAST.contains(its.text("name")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("fast")
    void nothing_can_be_written_for_about_as_long_as_known(Cases its) {
        holds(its, 40, 0.25);
    }

    @Tag("exact")
    @ParameterizedTest(name = "{0}")
    @MethodSource("all")
    void nothing_can_be_written_for_as_long_as_known(Cases its) {
        holds(its, 400, 0.05);
    }

    private static void holds(Cases its, int rounds, double halfWidth) {
        TrialConfig config = BareGroup.exponential(
                        its.number("replicas"),
                        its.number("writable"),
                        real(its, "life"),
                        real(its, "repairTime"),
                        HOURS)
                .config();

        RareEvents.Result result = new RareEvents(
                        config,
                        20261125,
                        new RareTarget.Unwritable(),
                        new RareEvents.Budget(2, rounds, 200, 8, halfWidth, CONFIDENCE),
                        2)
                .estimate();

        Estimate estimate = result.chains().within(CONFIDENCE);
        assertThat(result.chains().relativeHalfWidth(CONFIDENCE))
                .as("half-width of %s", estimate)
                .isLessThanOrEqualTo(halfWidth);
        assertThat(real(its, "unwritable")).isBetween(estimate.lower(), estimate.upper());
    }

    private static double real(Cases its, String name) {
        return ((Number) Objects.requireNonNull(its.values().get(name), name)).doubleValue();
    }
}
