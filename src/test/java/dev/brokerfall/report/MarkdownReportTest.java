package dev.brokerfall.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brokerfall.Golden;
import dev.brokerfall.experiment.Comparison;
import dev.brokerfall.metric.Metric;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class MarkdownReportTest {

    @Test
    void a_report_holds_numbers_causes_assumptions_and_how_to_play_it_again() throws IOException {
        Golden.check(
                Path.of("src/test/resources/dev/brokerfall/report/seven-options.md"),
                MarkdownReport.of(Fixture.sevenOptions(), Fixture.setting()));
    }

    @Test
    void every_row_of_a_table_has_as_many_cells_as_its_heading() {
        int cells = 0;
        for (String line : MarkdownReport.of(Fixture.sevenOptions(), Fixture.setting())
                .lines()
                .toList()) {
            if (!line.startsWith("|")) {
                cells = 0;
                continue;
            }
            int here = line.replace("\\|", "").split("\\|", -1).length;
            assertThat(cells == 0 || cells == here).as(line).isTrue();
            cells = here;
        }
    }

    @Test
    void recoveries_are_compared_by_their_means_and_said_to_be() {
        // A percentile of episodes that are pooled over trials has no partner trial by trial.
        String report = MarkdownReport.of(
                Fixture.compared(each -> new Comparison(
                        Metric.RECOVERY,
                        each.option(),
                        each.baseline(),
                        each.difference(),
                        each.ratio(),
                        each.verdict())),
                Fixture.setting());

        assertThat(report).contains("| recovery, mean | `emptydir` |").doesNotContain("| recovery, p95 | `");
    }

    @Test
    void a_platform_without_kafka_has_a_report_too() {
        assertThat(MarkdownReport.of(Fixture.nothingToJudge(), Fixture.setting()))
                .startsWith("# zonetest")
                .doesNotContain("## Objectives")
                .doesNotContain("## What it was due to");
    }
}
