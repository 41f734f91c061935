package dev.brokerfall.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A small part of the coverage experiment, and whether the page that shows all of it is about these cases. */
final class CoverageCasesTest {

    private static final int REPETITIONS = 60;

    static List<CoverageCase> cases() {
        return CoverageCases.quick();
    }

    /** At 95 %, 57 of 60 on the average with a deviation of 1.7: fewer than 51 is chance once in a thousand. */
    @ParameterizedTest
    @MethodSource("cases")
    void it_covers_what_is_true(CoverageCase each) {
        assertThat(each.covered(REPETITIONS)).as(each.name()).isGreaterThanOrEqualTo(51);
    }

    @Test
    void the_page_shows_every_case_and_each_covers() throws IOException {
        List<String> lines = Files.readAllLines(CoverageExperiment.DOCUMENT);
        for (CoverageCase each : CoverageCases.all()) {
            assertThat(lines)
                    .filteredOn(line -> line.startsWith(each.name()))
                    .as(each.name())
                    .singleElement()
                    .satisfies(line -> {
                        double percent = Double.parseDouble(
                                line.substring(each.name().length()).strip().split(" ", 2)[0]);
                        assertThat(percent).as(each.name()).isBetween(93.0, each.exact() ? 100.0 : 97.0);
                    });
        }
    }
}
