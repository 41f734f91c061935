package dev.brokerfall.experiment;

import dev.brokerfall.stats.Quantiles;
import dev.brokerfall.stats.Summary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Repeats every case of {@link CoverageCases}, {@link SelectionContest} and {@link CoverageCases#few} and writes docs/coverage.md.
 * {@code ./mvnw -q -Pstatistics test-compile exec:exec} runs it from the top of the project.
 */
final class CoverageExperiment {

    static final Path DOCUMENT = Path.of("docs/coverage.md");
    private static final int REPETITIONS = 1000;

    private final int repetitions;
    private final String anew;
    private final List<String> page;

    private CoverageExperiment(int repetitions, String anew, List<String> page) {
        this.repetitions = repetitions;
        this.anew = anew;
        this.page = page;
    }

    /**
     * Runs it. The first argument is the number of repetitions; with a second one only rows that begin with it are made anew, and the
     * others stay as they are in the page.
     */
    public static void main(String[] arguments) throws IOException {
        int repetitions = arguments.length > 0 ? Integer.parseInt(arguments[0]) : REPETITIONS;
        String anew = arguments.length > 1 ? arguments[1] : "";
        List<String> page = anew.isEmpty() ? List.of() : Files.readAllLines(DOCUMENT);
        Files.writeString(DOCUMENT, new CoverageExperiment(repetitions, anew, page).text());
    }

    private String text() {
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT, TEXT, repetitions));
        for (CoverageCase each : CoverageCases.all()) {
            text.append(row(each.name(), () -> covered(each)));
        }
        text.append(CHOICES);
        for (SelectionContest each : SelectionContest.all()) {
            for (int first : SelectionContest.FIRST_STAGES) {
                text.append(row(each.name(first), () -> each.scores(first, repetitions)));
            }
        }
        text.append(FEW);
        for (CoverageCases.Few each : CoverageCases.few()) {
            String name = String.format(Locale.ROOT, "| %,d × %s | %s |", each.trials(), each.perTrial(), each.sigma());
            text.append(row(name, () -> covered(each)));
        }
        return text.toString();
    }

    /** Returns a row, as it is in the page if it is not to be made anew. */
    private String row(String name, Supplier<String> cells) {
        Optional<String> known = page.stream()
                .filter(line -> line.startsWith(name) && !line.startsWith("| " + anew))
                .findFirst();
        long begun = System.nanoTime();
        String row = known.orElseGet(() -> name + cells.get());
        System.err.printf(Locale.ROOT, "%6.1f s  %s%n", (System.nanoTime() - begun) / 1e9, row);
        return row + "\n";
    }

    private String covered(CoverageCase each) {
        int covered = each.covered(repetitions);
        return String.format(
                Locale.ROOT, " %.1f %% | %s |", 100.0 * covered / repetitions, each.exact() ? "at least" : "about");
    }

    /** Returns how the interval of a mean fares where few outages were seen. */
    private String covered(CoverageCases.Few few) {
        int students = 0;
        int covered = 0;
        double[] effective = new double[repetitions];
        for (int number = 0; number < repetitions; number++) {
            Summary summary = few.draw(number);
            Summary even = new Summary(
                    summary.count(), summary.mean(), summary.variance(), 0, summary.least(), summary.greatest());
            students += few.covered(even) ? 1 : 0;
            covered += few.covered(summary) ? 1 : 0;
            effective[number] = summary.effectiveEvents();
        }
        return String.format(
                Locale.ROOT,
                " %.0f | %.1f %% | %.1f %% |",
                new Quantiles(effective).at(0.5, 0.95).value(),
                100.0 * students / repetitions,
                100.0 * covered / repetitions);
    }

    @SuppressWarnings("InlineFormatString") // a page of text, which would hide what is done with it
    private static final String TEXT = """
            # Do the intervals cover?

            Each interval is made %,d times from observations whose true value is known. At a nominal 95 %%, an interval that is right only
            in the limit (*about*) should cover in 93 to 97 %%, an exact one (*at least*) in 95 %% or more. One deviation of chance is 0.7 points.

            ```sh
            ./mvnw -q -Pstatistics test-compile exec:exec                                     # writes this page
            ./mvnw -q -Pstatistics test-compile exec:exec -Darguments="1000 proportion"       # only rows that begin so; the others stay
            ```

            All of it takes some 25 minutes of processor time: 14 for rare events, 7 for choosing the best beside Kim and Nelson's procedure.

            | what | of what | covers | promises |
            | --- | --- | --- | --- |
            """;

    private static final String CHOICES = """

            *Stopped*: looks after 200, 250, 313 … trials, until the half-width is what was asked for. *Choice of the best*: all that is said of all
            options is true at once; stopped, the option that is named is the best one. What is said of several at once covers more than it promises,
            because Bonferroni's inequality pays for every option, and for every look.

            *Rare event*: the last copy is lost, estimated from chains of faults as in [rare-events.md](rare-events.md) and held to the exact
            solution. *A second*: 22 rounds of 100 trials with 8 chains each, 0.7 s of one core (AMD EPYC); *what a run takes*: at the most 6 rounds of
            25 trials with 6 chains each, 0.1 s. Where fewer than 30 trials hit there is no interval, which counts as a miss here (1 % of the second row). Of so
            few and uneven hits Student's interval on the logarithm alone covers a point less, and most that it misses lies above it; its
            upper end therefore goes as far as Hall's.

            ## Choosing the best: beside Kim and Nelson's procedure

            `stopWhen: {best: true}` looks at fixed numbers of trials whether the best is known. Kim and Nelson's fully sequential procedure (KN; ACM
            TOMACS 11(3), 2001) drops an option as soon as it is further behind another one than a triangle allows, after variances of paired
            differences from the trials before the first look; *variances anew* takes them from all trials so far (Kim and Nelson, Oper. Res. 54(3),
            2006). Both choose among four options under common luck, of which one is ahead by exactly the zone unless it says otherwise; asked for is
            95 %. How often is the option that is named less than the zone behind the best, and after how many trials of each (*of which played*: if one
            that is out is played no further)?

            | four options, and what the others have more | first look | KN | trials | of which played | KN, variances anew | trials | ours | trials |
            | --- | --- | --- | --- | --- | --- | --- | --- | --- |
            """;

    private static final String FEW = """

            Of normal observations KN keeps its word, with two thirds of the trials. Of outages it does not: 20 or 200 trials with few and uneven
            ones show too small a variance, and where the best option has many short outages and the others few long ones, it names one of these
            in 27 to 82 % of all cases, since they look better until the first of the long ones comes. Variances taken anew help with the former,
            not with that. Therefore the product keeps to fixed looks, differences from the best one with Bonferroni's inequality, and intervals that allow
            for skewness: from its usual 200 trials on it names the right one in 98 % or more, for up to 1.8 times the trials where options are
            as close as the zone, and for fewer where one is far ahead. With a `minTrials` of 20 it errs, too, where outages are that rare.

            ## Where few outages were seen

            Each end of the interval of a mean is the outer one of Student's and of Hall's, which allows for skewness. Outages are a Poisson number a
            trial, each lognormal with that σ. No interval can know of an outage longer than any that was seen: what it covers falls with the
            *effective events* behind a mean (the trials over the squared skewness; `effectiveEvents` in `results.json`, here their median), and the report
            names the options whose mean rests on fewer than 25.

            | trials × outages a trial | σ | effective events | Student's | as reported |
            | --- | --- | --- | --- | --- |
            """;
}
