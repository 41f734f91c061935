package dev.brokerfall.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.brokerfall.random.Distribution.BetaOne;
import dev.brokerfall.random.Distribution.Constant;
import dev.brokerfall.random.Distribution.Empirical;
import dev.brokerfall.random.Distribution.Exponential;
import dev.brokerfall.random.Distribution.Lognormal;
import dev.brokerfall.random.Distribution.Mixture;
import dev.brokerfall.random.Distribution.Triangular;
import dev.brokerfall.random.Distribution.Uniform;
import dev.brokerfall.random.Distribution.Weibull;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@NullMarked
final class DistributionTest {

    static Stream<Arguments> published() {
        return Stream.of(
                // The median of an exponential is its mean times ln 2; 1 - e^-1 lies below the mean (NIST handbook
                // 1.3.6.6.7).
                Arguments.of(new Exponential(400), 0.5, 400 * 0.6931471805599453),
                Arguments.of(new Exponential(400), 0.6321205588285577, 400.0),
                // Weibull: scale × (ln 2)^(1/shape); with shape 2 and scale 1 the median is sqrt(ln 2) (NIST handbook
                // 1.3.6.6.8).
                Arguments.of(new Weibull(2, 1), 0.5, 0.8325546111576977),
                Arguments.of(new Weibull(0.8, 90), 0.6321205588285577, 90.0),
                // Lognormal with sigma 1: exp(1.6448536269514722) at 95 % (NIST handbook 1.3.6.6.9 and 1.3.6.7.1).
                Arguments.of(new Lognormal(1, 1), 0.95, 5.180251602233015),
                Arguments.of(Lognormal.ofMedianAndP95(6, 25), 0.5, 6.0),
                Arguments.of(Lognormal.ofMedianAndP95(6, 25), 0.95, 25.0),
                // Triangular 1, 2, 5: P(X < 2) = (2-1)/(5-1); above, 5 - sqrt((1-p) × 4 × 3) (Evans, Statistical
                // Distributions).
                Arguments.of(new Triangular(1, 2, 5), 0.25, 2.0),
                Arguments.of(new Triangular(1, 2, 5), 0.75, 5 - Math.sqrt(3)),
                Arguments.of(new Uniform(2, 5), 0.5, 3.5),
                Arguments.of(new Constant(30), 0.99, 30.0),
                // Beta(1, b): 1 - (1-p)^(1/b); b = 2 at 75 % gives 1/2.
                Arguments.of(new BetaOne(2), 0.75, 0.5),
                Arguments.of(new Empirical(List.of(3.0, 1.0, 2.0, 4.0)), 0.5, 3.0));
    }

    @ParameterizedTest
    @MethodSource("published")
    void quantiles_are_the_published_ones(Distribution distribution, double p, double x) {
        assertThat(distribution.quantile(p)).isCloseTo(x, within(1e-12 * Math.max(1, x)));
    }

    static Stream<Distribution> all() {
        return Stream.of(
                new Constant(30),
                new Uniform(2, 5),
                new Exponential(400),
                Lognormal.ofMedianAndP95(6, 25),
                new Weibull(0.8, 90),
                new Weibull(3, 90),
                new Triangular(1, 2, 5),
                new Triangular(1, 1, 5),
                new Triangular(1, 5, 5),
                new BetaOne(3),
                new Mixture(0.1, new Uniform(100, 200), new Exponential(5)),
                new Empirical(List.of(1.0, 2.0, 4.0)));
    }

    /** The mean is the integral of the quantile function over (0, 1). */
    @ParameterizedTest
    @MethodSource("all")
    void the_mean_is_what_integration_gives(Distribution distribution) {
        int steps = 3_000_000;
        double sum = 0;
        for (int i = 0; i < steps; i++) {
            sum += distribution.quantile((i + 0.5) / steps);
        }
        assertThat(distribution.mean()).isCloseTo(sum / steps, within(1e-5 * distribution.mean()));
    }

    @ParameterizedTest
    @MethodSource("all")
    void quantiles_never_fall_but_those_of_a_mixture(Distribution distribution) {
        if (distribution instanceof Mixture) {
            return;
        }
        double last = Double.NEGATIVE_INFINITY;
        for (int i = 1; i < 1000; i++) {
            double x = distribution.quantile(i / 1000.0);
            assertThat(x).isGreaterThanOrEqualTo(last);
            last = x;
        }
    }

    @Test
    void one_draw_takes_one_uniform_number() {
        all().forEach(distribution -> {
            dev.brokerfall.random.Stream drawn = new Streams(1, 1).stream("x");
            dev.brokerfall.random.Stream counted = new Streams(1, 1).stream("x");
            distribution.draw(drawn);
            counted.uniform();
            assertThat(drawn.uniform()).isEqualTo(counted.uniform());
        });
    }

    @Test
    void parameters_that_make_no_sense_are_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Exponential(0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Uniform(2, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Lognormal(0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> Lognormal.ofMedianAndP95(2, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Weibull(0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Triangular(1, 0, 5));
        assertThatIllegalArgumentException().isThrownBy(() -> new BetaOne(0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Mixture(1.1, new Constant(1), new Constant(2)));
        assertThatIllegalArgumentException().isThrownBy(() -> new Empirical(List.of()));
    }

    @Test
    void the_accumulated_hazard_is_what_quantiles_say() {
        for (Distribution law : List.of(
                new Distribution.Exponential(400),
                new Distribution.Weibull(1.12, 2000),
                new Distribution.Weibull(2, 12, 6))) {
            assertThat(law.hasHazard()).isTrue();
            for (double p : new double[] {0.01, 0.5, 0.99}) {
                double age = law.quantile(p);
                double accumulated = law.cumulativeHazard(age);
                assertThat(accumulated).isCloseTo(-Math.log1p(-p), within(1e-9));
                assertThat(law.ageOfHazard(accumulated)).isCloseTo(age, within(1e-6));
                double step = age * 1e-6;
                assertThat(law.hazard(age))
                        .isCloseTo(
                                (law.cumulativeHazard(age + step) - law.cumulativeHazard(age - step)) / (2 * step),
                                withinPercentage(0.01));
            }
        }
    }
}
