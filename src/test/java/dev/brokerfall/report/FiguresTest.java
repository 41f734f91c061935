package dev.brokerfall.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brokerfall.experiment.MetricResult;
import dev.brokerfall.metric.Metric;
import dev.brokerfall.stats.Estimate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FiguresTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    0 | 0
                    18.3 | 18
                    2210.4 | 2,210
                    2.14 | 2.1
                    0.93 | 0.93
                    9.97 | 10
                    0.0999 | 0.10
                    0.0012 | 0.0012
                    0.0000123 | 1.2e−05
                    -3.26 | −3.3
                    -0.0 | 0
                    """)
    void a_number_has_two_significant_digits(double number, String text) {
        assertThat(Figures.number(number)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "0.25, 0.25s",
        "9, 9.0s",
        "45, 45s",
        "60, 1m",
        "100, 1m40s",
        "840, 14m",
        "3600, 1h",
        "4320, 1h12m",
        "90000, 25h",
        "183600, 2d3h",
        "172800, 2d"
    })
    void a_duration_is_said_in_its_two_largest_units(double seconds, String text) {
        assertThat(Figures.duration(seconds)).isEqualTo(text);
    }

    @Test
    void nothing_seen_is_a_bound() {
        MetricResult none = result(0, new Estimate(0, 0, 0.0037), false);
        assertThat(Figures.meanAndInterval(none)).isEqualTo("< 0.37 % (0)");
    }

    @Test
    void something_seen_has_its_interval_in_the_same_digits() {
        assertThat(Figures.meanAndInterval(result(21, new Estimate(0.021, 0.0131, 0.032), false)))
                .isEqualTo("2.1 % [1.3, 3.2]");
    }

    @Test
    void a_place_holder_is_marked() {
        assertThat(Figures.meanAndInterval(result(21, new Estimate(0.021, 0.013, 0.032), true)))
                .endsWith("] ?");
    }

    @Test
    void a_power_of_ten_is_said_once_for_a_rare_loss_and_its_bounds() {
        assertThat(Figures.meanAndInterval(result(40, new Estimate(5.79e-8, 2.22e-8, 2.36e-7), false)))
                .isEqualTo("5.8 e-8 [2.2, 24]");
        assertThat(Figures.meanAndInterval(result(40, new Estimate(9.97e-9, 5.4e-9, 3.1e-8), true)))
                .isEqualTo("1.0 e-8 [0.54, 3.1] ?");
    }

    private static MetricResult result(long events, Estimate mean, boolean placeHolder) {
        return new MetricResult(
                Metric.DATA_LOSS_PROBABILITY,
                1000,
                events,
                mean,
                Estimate.NONE,
                Estimate.NONE,
                Estimate.NONE,
                placeHolder);
    }
}
