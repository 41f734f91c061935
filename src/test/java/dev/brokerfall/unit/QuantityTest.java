package dev.brokerfall.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class QuantityTest {

    @ParameterizedTest
    @CsvSource({
        "90s, 90000", "10m, 600000", "1h30m, 5400000", "7d, 604800000", "1w, 604800000", "1y, 31557600000",
        "250ms, 250", "1.5h, 5400000", "PT10M, 600000", "P1DT1S, 86401000", "1m30s500ms, 90500", "0s, 0"
    })
    void durations_are_read(String text, long millis) {
        assertThat(Durations.parse(text)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10 | '10' has no unit, and a duration needs one",
                "-5m | a duration must not be negative, found '-5m'",
                "PT-5M | a duration must not be negative, found 'PT-5M'",
                "10 min | '10 min' is not a duration",
                "3mo | '3mo' is not a duration",
                "30m1h | '30m1h' names its units out of order",
                "300y | '300y' is longer than 292 years",
                "12:30:00 | '12:30:00' is not a duration"
            })
    void what_is_no_duration_is_told_so(String text, String message) {
        assertThatThrownBy(() -> Durations.parse(text))
                .isInstanceOf(QuantityException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource({
        "512Gi, 549755813888",
        "1KiB, 1024",
        "100GB, 100000000000",
        "1.92TB, 1920000000000",
        "7B, 7",
        "0.5Ki, 512"
    })
    void sizes_are_read(String text, long bytes) {
        assertThat(DataSize.parse(text)).isEqualTo(new DataSize(bytes));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "512 | '512' has no unit, and a size needs one",
                "512m | '512m' is not a size",
                "20MiB/s | '20MiB/s' is not a size",
                "-1Gi | a size must not be negative, found '-1Gi'",
                "big | 'big' is not a size",
                "9000000Ti | '9000000Ti' is more than 8 EiB"
            })
    void what_is_no_size_is_told_so(String text, String message) {
        assertThatThrownBy(() -> DataSize.parse(text))
                .isInstanceOf(QuantityException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource({"20MiB/s, 20971520", "100MB/s, 100000000", "1562.5MB/s, 1562500000", "500B/s, 500"})
    void rates_are_read(String text, double bytesPerSecond) {
        assertThat(DataRate.parse(text)).isEqualTo(new DataRate(bytesPerSecond));
    }

    @ParameterizedTest
    @ValueSource(strings = {"20", "20MiB", "20MiB/m", "/s", ""})
    void what_is_no_rate_is_told_so(String text) {
        assertThatThrownBy(() -> DataRate.parse(text))
                .isInstanceOf(QuantityException.class)
                .hasMessageContaining("a rate");
    }

    @ParameterizedTest
    @CsvSource({"99.95%, 0.9995", "0%, 0", "100%, 1", "1 %, 0.01"})
    void shares_are_read(String text, double fraction) {
        assertThat(Share.parse(text)).isEqualTo(fraction);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.5", "101%", "-1%", "half"})
    void what_is_no_share_is_told_so(String text) {
        assertThatThrownBy(() -> Share.parse(text))
                .isInstanceOf(QuantityException.class)
                .hasMessageContaining("a share");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"2600 USD | 2600 USD", "0.50USD | 0.5 USD"})
    void money_is_read(String text, String written) {
        assertThat(Money.parse(text)).hasToString(written);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2600", "2600 EUR", "-1 USD"})
    void what_is_no_money_is_told_so(String text) {
        assertThatThrownBy(() -> Money.parse(text)).isInstanceOf(QuantityException.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whatever_is_written_is_read_back(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 2000; i++) {
            long magnitude = 1L << random.nextInt(1, 50);
            Duration duration = Duration.ofMillis(random.nextLong(Math.min(magnitude, 1L << 42)));
            assertThat(Durations.parse(Durations.format(duration))).isEqualTo(duration);
            DataSize size = new DataSize(random.nextLong(magnitude) * (1L << random.nextInt(0, 12)));
            assertThat(DataSize.parse(size.toString())).isEqualTo(size);
            DataRate rate = new DataRate(random.nextLong(magnitude) * 1000.0);
            assertThat(DataRate.parse(rate.toString())).isEqualTo(rate);
            double share = random.nextInt(1_000_001) / 1e6;
            assertThat(Share.parse(Share.format(share))).isEqualTo(share);
            Money money = new Money(random.nextInt(1_000_000) / 100.0);
            assertThat(Money.parse(money.toString())).isEqualTo(money);
        }
    }

    @ParameterizedTest
    @CsvSource({"1y, 1y", "8766h, 1y", "90s, 1m30s", "0.7ms, 0.7ms", "30d, 30d", "1w, 7d"})
    void the_shortest_form_is_written(String text, String written) {
        assertThat(Durations.format(Durations.parse(text))).isEqualTo(written);
    }
}
