package dev.brokerfall.exact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.brokerfall.exact.ReplicaGroup.Repair;
import dev.brokerfall.kafka.Cases;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Small systems, solved, beside what closed forms and 50 digits say of them: equal to a millionth, down to 1e-18. */
final class ExactTest {

    private static final double PER_CENT_OF_A_MILLIONTH = 1e-4;

    static Stream<Cases> groups() {
        return Cases.in("/dev/brokerfall/exact/replica-groups.yaml");
    }

    static Stream<Cases> availability() {
        return Cases.in("/dev/brokerfall/exact/availability.yaml");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("groups")
    void a_group_falls_as_soon_and_as_probably_as_known(Cases its) {
        ReplicaGroup group = new ReplicaGroup(
                its.number("replicas"),
                1 / real(its, "life"),
                1 / real(its, "repairTime"),
                Repair.valueOf(its.text("repair").toUpperCase(Locale.ROOT)),
                its.has("shock") ? 1 / real(its, "shock") : 0);
        int alive = its.number("alive");

        if (its.has("mean")) {
            assertThat(group.meanTimeToFewerThan(alive))
                    .isCloseTo(real(its, "mean"), withinPercentage(PER_CENT_OF_A_MILLIONTH));
        }
        for (Map.Entry<?, ?> known : its.nested("within").values().entrySet()) {
            double hours = ((Number) known.getKey()).doubleValue();
            double expected = ((Number) Objects.requireNonNull(known.getValue())).doubleValue();
            assertThat(group.fewerThan(alive, hours))
                    .as("within %s h", hours)
                    .isCloseTo(expected, withinPercentage(PER_CENT_OF_A_MILLIONTH));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("availability")
    void independent_brokers_are_down_together_as_often_as_known(Cases its) {
        boolean isStatic = its.text("kind").equals("static");
        ReplicaGroup group = ReplicaGroup.of(
                its.number("replicas"),
                isStatic ? real(its, "up") : real(its, "life"),
                isStatic ? 1 - real(its, "up") : real(its, "repairTime"),
                Repair.PARALLEL);
        int writable = its.number("writable");

        double unwritable = its.text("kind").equals("instant")
                ? group.fewerThanAt(writable, real(its, "at"))
                : group.shareFewerThan(writable);

        assertThat(unwritable).isCloseTo(real(its, "unwritable"), withinPercentage(PER_CENT_OF_A_MILLIONTH));
        if (its.has("allDown")) {
            assertThat(group.shareFewerThan(1))
                    .isCloseTo(real(its, "allDown"), withinPercentage(PER_CENT_OF_A_MILLIONTH));
        }
    }

    @Test
    void any_chain_has_a_steady_state_not_only_those_that_go_up_and_down() {
        // Given a ring: each state leads to the next alone, at rates 1, 2 and 4.
        MarkovChain ring = new MarkovChain(new Array2DRowRealMatrix(new double[][] {{0, 1, 0}, {0, 0, 2}, {4, 0, 0}}));

        // Then time in each is as its mean stay: 1, 1/2, 1/4.
        assertThat(ring.steadyState()).containsExactly(new double[] {4 / 7.0, 2 / 7.0, 1 / 7.0}, withinUlps());
        assertThat(ring.meanTimeTo(state -> state == 2)).isCloseTo(1.5, withinPercentage(1e-10));
    }

    private static org.assertj.core.data.Offset<Double> withinUlps() {
        return org.assertj.core.data.Offset.offset(1e-15);
    }

    private static double real(Cases its, String name) {
        return ((Number) Objects.requireNonNull(its.values().get(name), name)).doubleValue();
    }
}
