package dev.brokerfall.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brokerfall.random.Stream;
import dev.brokerfall.random.Streams;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;

final class ExactSumTest {

    private static final BigDecimal UNIT = BigDecimal.ONE.divide(new BigDecimal(BigInteger.TWO.pow(1074)));

    @Test
    void what_doubles_would_lose_is_kept() {
        ExactSum sum = new ExactSum();
        for (double each : new double[] {1e300, 1, 1e-300, -1e300, Double.MIN_VALUE, -1e-300}) {
            sum.add(each);
        }
        assertThat(sum.value()).isEqualTo(1);

        sum.add(-1);
        assertThat(sum.value()).isEqualTo(Double.MIN_VALUE);
    }

    @Test
    void it_is_the_sum_of_big_decimals() {
        ExactSum sum = new ExactSum();
        BigDecimal expected = BigDecimal.ZERO;
        Stream luck = new Streams(20261122, 0).stream("sum");
        for (int i = 0; i < 2000; i++) {
            double each = Math.scalb(luck.uniform() - 0.5, luck.index(2000) - 1000);
            sum.add(each);
            expected = expected.add(new BigDecimal(each));
        }
        for (int i = 0; i < 200; i++) {
            double one = luck.uniform() - 0.5;
            double other = Math.scalb(luck.uniform(), luck.index(200) - 100);
            sum.addProduct(one, other);
            expected = expected.add(new BigDecimal(one).multiply(new BigDecimal(other)));
        }

        assertThat(new BigDecimal(sum.units()).multiply(UNIT)).isEqualByComparingTo(expected);
        assertThat(sum.value()).isEqualTo(expected.doubleValue());
    }

    @Test
    void the_greatest_doubles_do_not_overflow_before_they_are_taken_away_again() {
        ExactSum sum = new ExactSum();
        ExactSum other = new ExactSum();
        for (int i = 0; i < 1000; i++) {
            sum.add(Double.MAX_VALUE);
            other.add(-Double.MAX_VALUE);
        }
        other.add(3);
        sum.merge(other);

        assertThat(sum.value()).isEqualTo(3);
        assertThatThrownBy(() -> sum.add(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }
}
