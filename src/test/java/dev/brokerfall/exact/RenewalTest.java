package dev.brokerfall.exact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brokerfall.kafka.Cases;
import dev.brokerfall.metric.Metric;
import dev.brokerfall.stats.Estimate;
import dev.brokerfall.stats.Tally;
import dev.brokerfall.world.RareTarget;
import dev.brokerfall.world.Trial;
import dev.brokerfall.world.TrialConfig;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Lives and repairs of any law, as scenarios on bare processes say them, played plainly: the 99.9 % interval of the mean holds what the
 * renewal theorem says and is no wider than the tolerance.
 */
final class RenewalTest {

    private static final long SEED = 20261125;
    private static final double CONFIDENCE = 0.999;
    private static final double MS_PER_HOUR = 3_600_000;

    static Stream<Cases> cases() {
        return Cases.in("/dev/brokerfall/exact/renewal.yaml");
    }

    static Stream<Cases> fast() {
        return cases().filter(its -> its.text("name").equals("deterministic-100-10")
                || its.text("name").equals("shape-2"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("fast")
    void the_mean_is_near_what_is_known(Cases its) {
        holds(its, 1_500, 0.1);
    }

    @Tag("exact")
    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void the_mean_is_what_is_known(Cases its) {
        holds(its, 40_000, 0.02);
    }

    private static void holds(Cases its, int trials, double tolerance) {
        TrialConfig config = new BareGroup(
                        its.number("replicas"),
                        its.has("falls") ? 2 : 1,
                        its.text("life").replace("=", ": "),
                        its.text("repair").replace("=", ": "),
                        its.number("horizon"))
                .config();

        Tally tally = new Tally();
        for (int trial = 0; trial < trials; trial++) {
            tally.add(
                    its.has("falls")
                            ? Trial.play(config, SEED, trial).value(Metric.OUTAGES)
                            : Trial.exposure(config, SEED, trial, new RareTarget.FewerCopies(1))
                                            .until()
                                    / MS_PER_HOUR);
        }
        Estimate mean = tally.summary().meanWithin(CONFIDENCE);

        double known =
                ((Number) Objects.requireNonNull(its.values().get(its.has("falls") ? "falls" : "lost"))).doubleValue();
        assertThat((mean.upper() - mean.lower()) / 2 / mean.value())
                .as("half-width of %s", mean)
                .isLessThanOrEqualTo(tolerance);
        assertThat(known).isBetween(mean.lower(), mean.upper());
    }
}
