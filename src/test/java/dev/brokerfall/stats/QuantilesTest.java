package dev.brokerfall.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class QuantilesTest {

    @Test
    void order_statistics_enclose_the_median() {
        // n = 10, p = 1/2: P(Bin ≤ 1) = 11/1024 = 1.07 % and P(Bin ≤ 2) = 5.5 %, so the 2nd and the 9th value enclose
        // it with 97.9 %.
        double[] values = IntStream.rangeClosed(1, 10).asDoubleStream().toArray();

        assertThat(new Quantiles(values).at(0.5, 0.95)).isEqualTo(new Estimate(5, 2, 9));
    }

    @Test
    void too_few_observations_set_no_bound() {
        // 0.99^n ≤ 0.025 from n = 368 on.
        Quantiles hundred =
                new Quantiles(IntStream.rangeClosed(1, 100).asDoubleStream().toArray());

        assertThat(hundred.at(0.99, 0.95).value()).isEqualTo(99);
        assertThat(hundred.at(0.99, 0.95).upper()).isInfinite();
        assertThat(Quantiles.observationsForUpperBound(0.99, 0.95)).isEqualTo(368);
        assertThat(new Quantiles(new double[368]).at(0.99, 0.95).upper()).isZero();
    }

    @Test
    void without_observations_nothing_is_known() {
        assertThat(new Quantiles(new double[0]).at(0.5, 0.95)).isEqualTo(Estimate.NONE);
    }
}
