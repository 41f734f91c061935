package dev.brokerfall.exact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brokerfall.Golden;
import dev.brokerfall.exact.KnownCase.How;
import dev.brokerfall.exact.KnownCase.Value;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** No case is forgotten: each value that is known is played, or it is said why not and solved. */
final class HowHeldTest {

    private static final double TOO_RARE = 1e-12;

    @ParameterizedTest
    @CsvSource({"availability, 23", "replica-groups, 31", "rare-losses, 10", "repairs, 11", "renewal, 5"})
    void all_cases_of_a_family_are_there(String family, int cases) {
        assertThat(KnownCase.family(family).map(KnownCase::name)).hasSize(cases).doesNotHaveDuplicates();
    }

    @Test
    void what_is_not_played_is_solved_and_says_why() {
        List<Value> left = KnownCase.all()
                .flatMap(each -> each.values().stream())
                .filter(value -> !value.played())
                .toList();

        assertThat(left).allSatisfy(value -> {
            assertThat(value.because()).isNotEmpty();
            assertThat(Solved.of(value)).isPresent();
        });
        assertThat(left.stream()
                        .filter(value ->
                                value.by() == How.REPORTED && !value.what().equals("life")))
                .allSatisfy(value -> assertThat(value.known()).isLessThan(TOO_RARE));
    }

    @Test
    void a_third_is_played_in_every_build() {
        long played = KnownCase.played().count();

        assertThat(KnownAnswersTest.fast().count()).isBetween(played / 3, played / 2);
    }

    @Test
    void the_list_is_in_the_documentation() throws IOException {
        Golden.check(Path.of("docs/known-answers.md"), document());
    }

    private static String document() {
        StringBuilder text = new StringBuilder("""
            # What is held to what is known

            <!-- Written by HowHeldTest; -Dgolden=update writes it anew. -->

            Small systems of which mathematics knows the answer, said as scenarios on `platform: bare` (brokers that are killed and wiped, each
            again only when it is back, a Kafka without delays of its own) and played by the whole model. The 99.9 % interval must hold the
            value, and half of it be no wider than the tolerance. *plain*: trials as they go of themselves. *chains*: as
            [rare events](rare-events.md) are estimated. *solver*: no scenario on bare processes can say the system; the exact
            solver alone holds it, for the reason given. *reported*: below 1e-12, played for the table in the page on rare events at most;
            the solver holds it, too. `./mvnw verify -Pexact` plays all, every build those marked with a star.

            """);
        for (String family : KnownCase.FAMILIES) {
            List<KnownCase> cases = KnownCase.family(family).toList();
            text.append("## %s\n\n%s\n\n".formatted(family, counts(cases)));
            text.append("| case | value | known | held by | within |\n|---|---|---|---|---|\n");
            for (KnownCase each : cases) {
                each.values().forEach(value -> text.append(row(each, value)));
            }
            text.append('\n');
        }
        return text.toString();
    }

    private static String counts(List<KnownCase> cases) {
        Map<String, Integer> counts = new TreeMap<>();
        cases.forEach(each -> each.values().forEach(value -> counts.merge(name(value.by()), 1, Integer::sum)));
        return "%s cases; values: %s."
                .formatted(
                        cases.size(),
                        counts.entrySet().stream()
                                .map(entry -> entry.getKey() + " " + entry.getValue())
                                .collect(Collectors.joining(", ")));
    }

    private static String row(KnownCase system, Value value) {
        return "| %s%s | %s | %s | %s | %s |\n"
                .formatted(
                        system,
                        system.its().is("fast") ? " \\*" : "",
                        value,
                        digits(value.known()),
                        name(value.by()),
                        value.played()
                                ? String.format(Locale.ROOT, "± %.3g %%", 100 * value.tolerance())
                                : value.because());
    }

    /** Returns all digits that are given, in a form that does not differ between JDKs. */
    private static String digits(double known) {
        return new BigDecimal(known, new MathContext(12)).stripTrailingZeros().toString();
    }

    private static String name(How how) {
        return how.name().toLowerCase(Locale.ROOT);
    }
}
