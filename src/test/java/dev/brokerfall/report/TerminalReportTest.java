package dev.brokerfall.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brokerfall.Golden;
import dev.brokerfall.experiment.ExperimentResult;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TerminalReportTest {

    private static final Path GOLDEN = Path.of("src/test/resources/dev/brokerfall/report");

    private static String text(ExperimentResult result, boolean colour) {
        return new TerminalReport(result, Fixture.setting(), colour).text(Duration.ofSeconds(38));
    }

    @Test
    void seven_options_fit_on_one_screen() throws IOException {
        String text = text(Fixture.sevenOptions(), false);

        assertThat(text.lines()).allMatch(line -> line.length() <= 110).allMatch(line -> !line.endsWith(" "));
        Golden.check(GOLDEN.resolve("seven-options.txt"), text);
    }

    @Test
    void a_year_with_planned_events_is_not_called_a_rate() {
        assertThat(text(Fixture.oneOption(), false))
                .contains("in such a year")
                .contains("Figures are for a year with these events; they are not rates.");
    }

    @Test
    void a_platform_without_kafka_has_nothing_to_judge_and_says_so() {
        assertThat(text(Fixture.nothingToJudge(), false)).contains("zonetest B").contains("no objectives");
    }

    @Test
    void a_comparison_with_unequal_maintenance_says_so_in_the_verdict() {
        ExperimentResult unequal = Fixture.maintained(Map.of("dcos-local-disk", "every 30d", "azure-files", "never"));

        assertThat(VerdictSentence.of(unequal))
                .startsWith(VerdictSentence.of(Fixture.sevenOptions()))
                .endsWith(" Maintenance is not equal (planned restarts or renewals of machines: azure-disk-lrs, "
                        + "azure-disk-zrs, emptydir, emptydir-ungated and 1 more every 7d; azure-files never; "
                        + "dcos-local-disk every 30d), so part of what tells the options apart is that.");
        assertThat(text(unequal, false)).contains("Maintenance is not equal");
        assertThat(VerdictSentence.of(Fixture.sevenOptions())).doesNotContain("aintenance");
    }

    @Test
    void colour_adds_to_the_words_and_takes_nothing_away() {
        String plain = text(Fixture.sevenOptions(), false);
        String coloured = text(Fixture.sevenOptions(), true);

        assertThat(plain).doesNotContain("\u001b");
        assertThat(coloured).contains("\u001b[1;33mFAIL\u001b[0m");
        assertThat(coloured.replaceAll("\u001b\\[[0-9;]*m", "")).isEqualTo(plain);
    }
}
