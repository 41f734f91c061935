package dev.brokerfall.experiment;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.brokerfall.metric.Metric;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Writes {@code trials.csv}: one row per variant and trial, per-year metrics a year, ten significant digits; empty where a trial cannot
 * speak of a metric. {@code recoverySeconds} is the mean of the trial's finished episodes; probabilities are 1 or 0.
 */
public final class TrialsCsv {

    private static final List<Metric> COLUMNS = Metric.all().stream()
            .filter(metric -> metric.kind() != Metric.Kind.FIXED)
            .toList();

    private TrialsCsv() {}

    /** Returns the text of {@code trials.csv}. */
    public static String text(ExperimentRun run) {
        StringWriter text = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
            csv.writeRecord(header());
            for (int option = 0; option < run.trials().size(); option++) {
                TrialTable table = run.trials().get(option);
                String name = run.result().options().get(option).name();
                for (int trial = 0; trial < table.trials(); trial++) {
                    csv.writeRecord(row(name, table, trial));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static List<String> header() {
        List<String> header = new ArrayList<>(List.of("option", "trial", "status"));
        COLUMNS.forEach(metric -> header.add(metric.key()));
        header.addAll(List.of("recoveryEpisodes", "recoveriesUnfinished", "events"));
        return header;
    }

    private static List<String> row(String option, TrialTable table, int trial) {
        List<String> row = new ArrayList<>(List.of(
                option, Integer.toString(trial), table.status(trial).name().toLowerCase(Locale.ROOT)));
        COLUMNS.forEach(metric -> row.add(Digits.text(table.value(metric, trial))));
        boolean done = table.status(trial) == TrialTable.Status.DONE;
        row.add(done ? Integer.toString(table.recoveries(trial).length()) : "");
        row.add(done ? Integer.toString(table.unfinished(trial).length()) : "");
        row.add(done ? Long.toString(table.events(trial)) : "");
        return row;
    }
}
