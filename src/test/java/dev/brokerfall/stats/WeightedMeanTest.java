package dev.brokerfall.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/** Means of observations that are mostly nothing. */
final class WeightedMeanTest {

    @Test
    void few_hits_give_no_interval() {
        WeightedMean mean = new WeightedMean();
        for (int i = 0; i < WeightedMean.LEAST_HITS - 1; i++) {
            mean.add(1e-9);
        }
        assertThat(mean.within(0.95)).isEqualTo(Estimate.NONE);
        mean.add(1e-9);
        assertThat(mean.within(0.95).known()).isTrue();
    }

    @Test
    void hits_of_one_size_have_the_error_of_a_proportion() {
        // Given 400 hits of 2e-9 among 40,000 observations
        WeightedMean mean = new WeightedMean();
        for (int i = 0; i < 40_000; i++) {
            mean.add(i % 100 == 0 ? 2e-9 : 0);
        }

        // Then the relative error is 1/√400, but for those that missed
        assertThat(mean.relativeError()).isCloseTo(0.05 * Math.sqrt(0.99), within(1e-4));
        assertThat(mean.within(0.95).value()).isCloseTo(2e-11, within(1e-18));
        assertThat(mean.largestShare()).isCloseTo(1 / 400.0, within(1e-9));
    }

    @Test
    void uneven_hits_are_covered_nearly_as_often_as_promised() {
        // Given hits in one of four observations whose sizes spread over orders of magnitude: lognormal with sigma 1
        RandomGenerator luck = RandomGeneratorFactory.of("L64X128MixRandom").create(5);
        double truth = 0.25 * StrictMath.exp(0.5);
        int covered = 0;
        for (int repetition = 0; repetition < 1000; repetition++) {
            WeightedMean mean = new WeightedMean();
            for (int i = 0; i < 1000; i++) {
                mean.add(luck.nextDouble() < 0.25 ? StrictMath.exp(luck.nextGaussian()) : 0);
            }
            Estimate interval = mean.within(0.95);
            covered += interval.lower() <= truth && truth <= interval.upper() ? 1 : 0;
        }

        // Then
        assertThat(covered).isBetween(930, 970);
    }

    @Test
    void few_and_uneven_hits_are_covered_too() {
        // Given some fifty hits among a hundred observations, as a run has of chains, lognormal with sigma 1.2
        RandomGenerator luck = RandomGeneratorFactory.of("L64X128MixRandom").create(6);
        double truth = 0.5 * StrictMath.exp(0.72);
        int above = 0;
        int below = 0;
        for (int repetition = 0; repetition < 2000; repetition++) {
            WeightedMean mean = new WeightedMean();
            for (int i = 0; i < 100; i++) {
                mean.add(luck.nextDouble() < 0.5 ? StrictMath.exp(1.2 * luck.nextGaussian()) : 0);
            }
            Estimate interval = mean.within(0.95);
            above += interval.lower() > truth ? 1 : 0;
            below += interval.upper() < truth ? 1 : 0;
        }

        // Then, though Student's t on the logarithm alone lies below the truth in more than 130 cases
        assertThat(above + below).isBetween(60, 140);
        assertThat(below).isLessThan(115);
    }

    @Test
    void hits_that_do_not_differ_have_no_width() {
        WeightedMean mean = new WeightedMean();
        for (int i = 0; i < 40; i++) {
            mean.add(3e-9);
        }

        assertThat(mean.within(0.95).upper()).isCloseTo(3e-9, within(1e-15));
        assertThat(mean.within(0.95).lower()).isCloseTo(3e-9, within(1e-15));
    }
}
