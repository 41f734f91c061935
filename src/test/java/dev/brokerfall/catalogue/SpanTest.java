package dev.brokerfall.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.brokerfall.random.Distribution;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SpanTest {

    private static Entry entry(Object value, Object... range) {
        return new Entry(
                "a.b",
                value,
                List.of(range),
                Label.INFERRED,
                List.of(),
                "",
                List.of(),
                Optional.empty(),
                false,
                Optional.empty());
    }

    private static Span span(Object value, Object... range) {
        return Span.of(entry(value, range)).orElseThrow();
    }

    private static Distribution seconds(Entry entry) {
        return new DistributionForm(Scale.DURATION).read(entry.value());
    }

    private static Distribution share(Entry entry) {
        return new DistributionForm(Scale.SHARE).read(entry.value());
    }

    @Test
    void the_ends_of_a_range_are_what_it_says_and_equal_steps_between_are_equal_factors() {
        Span span = span("10ms", "1ms", "100ms");

        assertThat(span.kind()).isEqualTo(Span.Kind.RANGE);
        assertThat(span.at(0).value()).isEqualTo("1ms");
        assertThat(span.at(1).value()).isEqualTo("100ms");
        assertThat(span.home()).isEqualTo(0.5);
        assertThat(span.at(0.5).value()).isEqualTo("10ms");
        assertThat(span.at(0.75).value()).isEqualTo("31.6ms");
    }

    @Test
    void equal_steps_are_equal_differences_where_the_range_begins_at_nothing() {
        Span span = span("1%", "0%", "5%");

        assertThat(span.home()).isCloseTo(0.2, within(1e-12));
        assertThat(span.at(0).value()).isEqualTo("0%");
        assertThat(span.at(0.5).value()).isEqualTo("2.5%");
        assertThat(span(0, 0, 10).at(0.5).value()).isEqualTo(5L);
    }

    @Test
    void of_a_distribution_the_centre_is_moved_and_the_rest_is_stretched_with_it() {
        Span lognormal = span(Map.of("lognormal", Map.of("median", "30s", "sigma", 0.7)), "15s", "60s");

        assertThat(lognormal.parameter()).isEqualTo("median");
        assertThat(lognormal.text(0)).isEqualTo("15s");
        assertThat(lognormal.text()).isEqualTo("30s");
        assertThat(seconds(lognormal.at(1))).isEqualTo(new Distribution.Lognormal(60, 0.7));
        Span exponential = span(Map.of("exponential", Map.of("mean", "4y")), "1y", "40y");
        assertThat(seconds(exponential.at(0)).mean()).isCloseTo(31_557_600, within(1.0));
        assertThat(exponential.text(1)).isEqualTo("40y");
    }

    @Test
    void what_has_no_range_is_halved_and_doubled() {
        Span triangular = span(Map.of("triangular", List.of("1m", "2m", "5m")));
        Span mixture = span(Map.of(
                "mixture",
                Map.of(
                        "probability",
                        "10%",
                        "rare",
                        Map.of("uniform", List.of("10m", "20m")),
                        "usual",
                        Map.of("constant", "1m"))));

        assertThat(triangular.kind()).isEqualTo(Span.Kind.HALVED_AND_DOUBLED);
        assertThat(triangular.home()).isCloseTo(0.5, within(1e-12));
        assertThat(seconds(triangular.at(0))).isEqualTo(new Distribution.Triangular(30, 60, 150));
        assertThat(seconds(mixture.at(1)))
                .isEqualTo(new Distribution.Mixture(
                        0.1, new Distribution.Uniform(1200, 2400), new Distribution.Constant(120)));
        assertThat(span("150MB/s").at(0).value()).isEqualTo("75MB/s");
        assertThat(span("16Gi").at(1).value()).isEqualTo("32Gi");
        assertThat(span(30).at(0).value()).isEqualTo(15L);
        assertThat(span("2.40 USD").at(1).value()).isEqualTo("4.8 USD");
    }

    @Test
    void no_share_grows_beyond_the_whole() {
        assertThat(span("80%").at(1).value()).isEqualTo("100%");
        assertThat(share(span(Map.of("constant", "70%")).at(1))).isEqualTo(new Distribution.Constant(1));
        assertThat(share(span(Map.of("beta", Map.of("a", 1, "b", 2))).at(1)).mean())
                .isCloseTo(2.0 / 3, within(1e-9));
        assertThat(share(span(Map.of("beta", Map.of("a", 1, "b", 0.5))).at(1)).mean())
                .isLessThan(1);
    }

    @Test
    void what_is_true_or_false_is_switched() {
        Span span = span(true);

        assertThat(span.kind()).isEqualTo(Span.Kind.SWITCHED);
        assertThat(span.home()).isEqualTo(1);
        assertThat(span.at(0).value()).isEqualTo(false);
        assertThat(span.text(0)).isEqualTo("false");
        assertThat(span.at(2.0 / 3).value()).isEqualTo(true);
    }

    @Test
    void words_versions_maps_and_nothing_have_no_ends() {
        assertThat(Span.of(entry("kafka-4.3"))).isEmpty();
        assertThat(Span.of(entry("1.33"))).isEmpty();
        assertThat(Span.of(entry(Map.of("iops", 500, "rate", "60MB/s")))).isEmpty();
        assertThat(Span.of(entry(0))).isEmpty();
        assertThat(Span.of(entry("unlimited"))).isEmpty();
    }

    @Test
    void every_inferred_or_unknown_figure_of_the_catalogue_can_be_moved_and_is_still_of_its_kind() {
        for (Entry entry : Catalogue.standard().entries()) {
            if (entry.label() == Label.INFERRED || entry.label() == Label.UNKNOWN) {
                Span.of(entry).ifPresent(span -> {
                    for (double position : new double[] {0, 0.3, span.home(), 1}) {
                        Entry moved = span.at(position);
                        entry.form().check(moved.value(), entry.range());
                        assertThat(moved.label()).isEqualTo(entry.label());
                        assertThat(span.text(position)).isNotEmpty();
                    }
                });
            }
        }
    }
}
