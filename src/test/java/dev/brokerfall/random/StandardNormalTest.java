package dev.brokerfall.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@NullMarked
final class StandardNormalTest {

    // 0.25, 0.001, 1e-20: the check values printed with AS 241 (Wichura 1988, Applied Statistics 37, p. 483); 0.975 is
    // OEIS A220510.
    @ParameterizedTest
    @CsvSource({
        "0.25, -0.6744897501960817",
        "0.001, -3.090232306167813",
        "1e-20, -9.262340089798408",
        "0.975, 1.959963984540054",
        "0.5, 0"
    })
    void it_has_the_published_digits(double p, double x) {
        assertThat(StandardNormal.quantile(p)).isCloseTo(x, within(1e-14 * Math.max(1, Math.abs(x))));
    }

    @ParameterizedTest
    @CsvSource({"0.1", "0.01", "0.07499", "0.0001"})
    void it_is_odd_about_one_half(double p) {
        assertThat(StandardNormal.quantile(1 - p)).isCloseTo(-StandardNormal.quantile(p), within(1e-11));
    }
}
