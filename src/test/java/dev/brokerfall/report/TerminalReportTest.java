package dev.brokerfall.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brokerfall.Golden;
import dev.brokerfall.experiment.Choice;
import dev.brokerfall.experiment.Comparison;
import dev.brokerfall.experiment.Diagnostics;
import dev.brokerfall.experiment.ExperimentResult;
import dev.brokerfall.experiment.Look;
import dev.brokerfall.experiment.Objective;
import dev.brokerfall.experiment.Rigour;
import dev.brokerfall.experiment.Selecting;
import dev.brokerfall.experiment.Stopping;
import dev.brokerfall.experiment.StoppingResult;
import dev.brokerfall.metric.Metric;
import dev.brokerfall.stats.Estimate;
import dev.brokerfall.stats.Selection.Standing;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    void the_option_that_is_picked_out_of_all_is_said_to_be_better_where_that_holds_for_all_at_once() {
        // Given differences that can each be told from luck, but not all of them at once
        ExperimentResult unsure = Fixture.compared(each -> new Comparison(
                each.metric(),
                each.option(),
                each.baseline(),
                each.difference(),
                each.ratio(),
                each.verdict(),
                new Comparison.Joint(each.difference(), Comparison.Outcome.INDISTINGUISHABLE),
                Double.NaN));

        // Then the sentence says what the table says
        assertThat(text(unsure, false)).contains("unclear").doesNotContain("better  ");
        assertThat(VerdictSentence.of(unsure))
                .isEqualTo("No option is shown to be better than the baseline by the time it cannot write.");
        assertThat(VerdictSentence.of(Fixture.compared(each -> each))).contains("dcos-local-disk cuts the time");
    }

    @Test
    void what_is_said_of_the_best_is_counted_per_trial_where_all_else_is() {
        // Given that one option is behind by 20 minutes a year, where a trial is a tenth of one
        ExperimentResult result = Fixture.trials(new Rigour(
                Optional.of(new StoppingResult(
                        new Stopping(List.of(Metric.OUTAGE_MINUTES), Stopping.Rule.ABSOLUTE, 20, 100, 2000),
                        1000,
                        true,
                        Optional.of(new Look("emptydir", Metric.OUTAGE_MINUTES, Objective.Stat.MEAN, 15, 20)))),
                Optional.of(new Choice(
                        new Selecting(Metric.OUTAGE_MINUTES, 30),
                        0.95,
                        1000,
                        "emptydir",
                        true,
                        1000,
                        List.of(
                                new Choice.Placed("emptydir", Standing.BEST, 0.5),
                                new Choice.Placed("local-ssd", Standing.EQUIVALENT, 20)))),
                List.of(new Diagnostics("local-ssd", 0, 0, 0, new Estimate(-2, -3, -1), 20))));

        String text = text(result, false).replace('\n', ' ');
        assertThat(text)
                .contains("By the minutes a trial it cannot be written, emptydir is the best")
                .contains("local-ssd is behind by no more than 3.0 minutes a trial")
                .contains("the widest interval is ±1.5 minutes a trial")
                .contains("±2.0 minutes a trial was asked for")
                .doesNotContain("minutes a year");
        assertThat(MarkdownReport.of(result, Fixture.setting())).contains("equivalent, at most 2.0");
    }

    @Test
    void a_beginning_that_moves_a_mean_is_told_unless_something_is_planned() {
        // Given that the minutes of one option would be two more of twenty without their beginning, for certain; of the
        // other perhaps
        Rigour rigour = new Rigour(
                Optional.empty(),
                Optional.empty(),
                List.of(
                        new Diagnostics("emptydir", 0, 0, 0, new Estimate(-2, -3, -1), 20),
                        new Diagnostics("local-ssd", 0, 0, 0, new Estimate(-2, -5, 1), 20)));

        // Then
        assertThat(text(Fixture.rigorous(rigour), false).replace('\n', ' '))
                .contains("those of emptydir are lower for it by 2;")
                .doesNotContain("those of local-ssd");
        assertThat(text(Fixture.trials(rigour), false)).doesNotContain("are lower for it");
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
