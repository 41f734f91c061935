package dev.brokerfall.experiment;

import dev.brokerfall.stats.Quantiles;
import dev.brokerfall.stats.Summary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Repeats every case of {@link CoverageCases} and writes docs/coverage.md. {@code ./mvnw -q -Pstatistics test-compile exec:exec}
 * runs it from the top of the project.
 */
final class CoverageExperiment {

    static final Path DOCUMENT = Path.of("docs/coverage.md");
    private static final int REPETITIONS = 1000;

    private CoverageExperiment() {}

    /** Runs it; an argument is the number of repetitions. */
    public static void main(String[] arguments) throws IOException {
        int repetitions = arguments.length > 0 ? Integer.parseInt(arguments[0]) : REPETITIONS;
        StringBuilder table = new StringBuilder();
        for (CoverageCase each : CoverageCases.all()) {
            int covered = each.covered(repetitions);
            table.append(each.name())
                    .append(String.format(
                            Locale.ROOT,
                            " %.1f %% | %s |\n",
                            100.0 * covered / repetitions,
                            each.exact() ? "at least" : "about"));
        }
        Files.writeString(DOCUMENT, String.format(Locale.ROOT, TEXT, repetitions) + table + CLOSING + few(repetitions));
    }

    /** Returns a table of how the interval of a mean fares where few outages were seen. */
    private static String few(int repetitions) {
        StringBuilder table = new StringBuilder();
        for (CoverageCases.Few each : CoverageCases.few()) {
            int students = 0;
            int covered = 0;
            double[] effective = new double[repetitions];
            for (int number = 0; number < repetitions; number++) {
                Summary summary = each.draw(number);
                Summary even = new Summary(
                        summary.count(), summary.mean(), summary.variance(), 0, summary.least(), summary.greatest());
                students += each.covered(even) ? 1 : 0;
                covered += each.covered(summary) ? 1 : 0;
                effective[number] = summary.effectiveEvents();
            }
            table.append(String.format(
                    Locale.ROOT,
                    "| %,d × %s | %s | %.0f | %.1f %% | %.1f %% |\n",
                    each.trials(),
                    each.perTrial(),
                    each.sigma(),
                    new Quantiles(effective).at(0.5, 0.95).value(),
                    100.0 * students / repetitions,
                    100.0 * covered / repetitions));
        }
        return table.toString();
    }

    @SuppressWarnings("InlineFormatString") // a page of text, which would hide what is done with it
    private static final String TEXT = """
            # Do the intervals cover?

            Each interval is made %,d times from observations whose true value is known. At a nominal 95 %%, an interval that is right only
            in the limit (*about*) should cover in 93 to 97 %%, an exact one (*at least*) in 95 %% or more. One deviation of chance is 0.7 points.

            ```sh
            ./mvnw -q -Pstatistics test-compile exec:exec    # some minutes; writes this page
            ```

            | what | of what | covers | promises |
            | --- | --- | --- | --- |
            """;

    private static final String CLOSING = """

            *Stopped*: looks after 200, 250, 313 … trials, until the half-width is what was asked for. *Choice of the best*: all that is said of all
            options is true at once; stopped, the option that is named is the best one. What is said of several at once covers more than it promises,
            because Bonferroni's inequality pays for every option, and for every look.

            ## Where few outages were seen

            Each end of the interval of a mean is the outer one of Student's and of Hall's, which allows for skewness. Outages are a Poisson number a
            trial, each lognormal with that σ. No interval can know of an outage longer than any that was seen: what it covers falls with the
            *effective events* behind a mean (the trials over the squared skewness; `effectiveEvents` in `results.json`, here their median), and the report
            names the options whose mean rests on fewer than 25.

            | trials × outages a trial | σ | effective events | Student's | as reported |
            | --- | --- | --- | --- | --- |
            """;
}
