package dev.brokerfall.exact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.brokerfall.exact.ReplicaGroup.Repair;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Long times beside fast rates: the chain is squared some thirty times, and what rounding leaves must not be squared with it. */
final class MarkovChainTest {

    @ParameterizedTest
    @CsvSource({"3, 87660, 0.16666666666666666, 8766", "5, 8766, 0.016666666666666666, 876600", "2, 100, 10, 1"})
    void replicas_that_are_repaired_by_themselves_are_all_down_at_an_instant_as_often_as_each_of_them(
            int replicas, double meanLife, double meanRepair, double time) {
        // Given replicas that have nothing to do with each other; one is down at t with λ / (λ + μ) (1 - exp(-(λ + μ)
        // t)).
        ReplicaGroup group = ReplicaGroup.of(replicas, meanLife, meanRepair, Repair.PARALLEL);
        double both = 1 / meanLife + 1 / meanRepair;
        double down = -Math.expm1(-both * time) / (meanLife * both);

        // Then
        assertThat(group.fewerThanAt(1, time)).isCloseTo(Math.pow(down, replicas), withinPercentage(1e-10));
        assertThat(Arrays.stream(group.chain().after(time)).sum()).isCloseTo(1, within(1e-14));
    }
}
