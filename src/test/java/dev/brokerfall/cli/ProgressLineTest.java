package dev.brokerfall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brokerfall.experiment.Look;
import dev.brokerfall.experiment.Objective;
import dev.brokerfall.metric.Metric;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

final class ProgressLineTest {

    private static final long SECOND = 1_000_000_000L;

    private final StringWriter said = new StringWriter();
    private long now;

    private ProgressLine line(boolean live) {
        return new ProgressLine("lab", new PrintWriter(said, true), live, () -> now);
    }

    @Test
    void away_from_a_terminal_there_is_a_plain_line_every_30_s() {
        ProgressLine line = line(false);
        for (int second = 1; second <= 65; second++) {
            now = second * SECOND;
            line.trialsDone(second, 130);
        }
        line.clear();

        // After 30 s 30 of 130 are done: 100 s, 2 min, to go; after 60 s 70 s.
        assertThat(said.toString().lines())
                .containsExactly(
                        "lab: 30 of 130 trials (23 %), 2 min to go", "lab: 60 of 130 trials (46 %), 70 s to go");
    }

    @Test
    void the_interval_that_is_furthest_off_is_shown() {
        ProgressLine line = line(false);
        line.looked(new Look("files", Metric.OUTAGE_MINUTES, Objective.Stat.MEAN, 0.1234, 0.05));
        now = 30 * SECOND;
        line.trialsDone(30, 60);

        assertThat(said.toString().strip())
                .isEqualTo(
                        "lab: 30 of 60 trials (50 %), 30 s to go; ±0.123 of ±0.0500 for outageMinutesPerYear of files");
    }

    @Test
    void on_a_terminal_one_line_is_written_over_and_taken_away() {
        ProgressLine line = line(true);
        now = SECOND;
        line.trialsDone(1, 10);
        now = SECOND + 1;
        line.trialsDone(2, 10);
        line.clear();

        String text = "lab: 1 of 10 trials (10 %), 9 s to go";
        assertThat(said.toString()).isEqualTo("\r" + text + "\r" + " ".repeat(text.length()) + "\r");
    }
}
