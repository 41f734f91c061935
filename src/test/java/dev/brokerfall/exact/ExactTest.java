package dev.brokerfall.exact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.brokerfall.exact.KnownCase.Value;
import java.util.stream.Stream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Small systems, solved, beside what closed forms and 50 digits say of them: equal to a millionth, down to 1e-18. */
final class ExactTest {

    private static final double PER_CENT_OF_A_MILLIONTH = 1e-4;

    static Stream<KnownCase> chains() {
        return KnownCase.all()
                .filter(each -> each.values().stream()
                        .anyMatch(value -> Solved.of(value).isPresent()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("chains")
    void a_markov_chain_is_solved_as_known(KnownCase system) {
        for (Value value : system.values()) {
            assertThat(Solved.of(value).orElseThrow())
                    .as("%s", value)
                    .isCloseTo(value.known(), withinPercentage(PER_CENT_OF_A_MILLIONTH));
        }
    }

    /** RAID: of 8 disks two must fail, with MTBF 461,386 h and repairs of 12 h (the base line of Elerath and Pecht 2007). */
    @Test
    void the_classical_mean_time_to_data_loss_is_what_the_chain_nears() {
        ReplicaGroup disks = ReplicaGroup.of(8, 461_386, 12, ReplicaGroup.Repair.SERIAL);

        // MTBF² / (N (N + 1) MTTR) with N = 7 leaves out a second failure's chance before the first: (2N + 1) MTBF / (N
        // (N + 1)).
        double exact = 316_781_310.0 + 15 * 461_386 / 56.0;
        assertThat(disks.meanTimeToFewerThan(7)).isCloseTo(exact, withinPercentage(1e-2));
    }

    @Test
    void any_chain_has_a_steady_state_not_only_those_that_go_up_and_down() {
        // Given a ring: each state leads to the next alone, at rates 1, 2 and 4.
        MarkovChain ring = new MarkovChain(new Array2DRowRealMatrix(new double[][] {{0, 1, 0}, {0, 0, 2}, {4, 0, 0}}));

        // Then time in each is as its mean stay: 1, 1/2, 1/4.
        assertThat(ring.steadyState()).containsExactly(new double[] {4 / 7.0, 2 / 7.0, 1 / 7.0}, offset(1e-15));
        assertThat(ring.meanTimeTo(state -> state == 2)).isCloseTo(1.5, withinPercentage(1e-10));
    }
}
