package dev.brokerfall.cli;

import dev.brokerfall.catalogue.Catalogue;
import dev.brokerfall.metric.Metric;
import dev.brokerfall.metric.TrialResult;
import dev.brokerfall.scenario.Composer;
import dev.brokerfall.scenario.Composition;
import dev.brokerfall.scenario.Scenario;
import dev.brokerfall.scenario.ScenarioReader;
import dev.brokerfall.stats.Tally;
import dev.brokerfall.world.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Measures what it saves that all options meet the same faults, and writes docs/common-random-numbers.md: {@code ./mvnw -q -Pstatistics
 * test-compile exec:exec -Dexperiment=dev.brokerfall.cli.CommonLuckExperiment} from the top of the project.
 */
final class CommonLuckExperiment {

    private static final Path DOCUMENT = Path.of("docs/common-random-numbers.md");
    private static final Path SCENARIO = Path.of("scenarios/westus2-storage-choice.yaml");
    private static final int TRIALS = 300;
    private static final List<Metric> METRICS = List.of(
            Metric.OUTAGE_MINUTES,
            Metric.PRODUCE_UNAVAILABILITY,
            Metric.CLIENT_VISIBLE_PRODUCE_UNAVAILABILITY,
            Metric.OUTAGES,
            Metric.LONGEST_OUTAGE,
            Metric.UNDER_REPLICATED,
            Metric.RE_REPLICATED_BYTES,
            Metric.LEADER_ELECTIONS);

    private CommonLuckExperiment() {}

    /** Runs it; an argument is the number of trials. */
    public static void main(String[] arguments) throws IOException {
        int trials = arguments.length > 0 ? Integer.parseInt(arguments[0]) : TRIALS;
        Scenario scenario = new ScenarioReader().read(SCENARIO).get(0);
        List<Composition> options = new Composer(Catalogue.standard(), scenario).compose();
        long seed = scenario.simulation().seed();
        TrialResult[][] one = play(options, seed, trials);
        TrialResult[][] other = play(options, seed + 1, trials);
        StringBuilder table = new StringBuilder("| metric |");
        options.stream()
                .skip(1)
                .forEach(option ->
                        table.append(" `").append(option.variant().name()).append("` |"));
        table.append("\n|").append(" --- |".repeat(options.size())).append('\n');
        for (Metric metric : METRICS) {
            table.append("| `").append(metric.key()).append("` |");
            for (int option = 1; option < options.size(); option++) {
                double independent = variance(metric, one[option], other[0]) + variance(metric, other[option], one[0]);
                double common = variance(metric, one[option], one[0]) + variance(metric, other[option], other[0]);
                table.append(common > 0 ? " " + number(independent / common) : " –")
                        .append(" |");
            }
            table.append('\n');
        }
        String pairs = pairs(options, one, other);
        Files.writeString(
                DOCUMENT,
                String.format(
                                Locale.ROOT,
                                TEXT,
                                SCENARIO,
                                trials,
                                options.get(0).variant().name())
                        + table
                        + BETWEEN
                        + pairs
                        + CLOSING);
    }

    /** Returns the factor of the outage minutes of each option against each other one. */
    private static String pairs(List<Composition> options, TrialResult[][] one, TrialResult[][] other) {
        StringBuilder table = new StringBuilder("| against |");
        options.forEach(
                option -> table.append(" `").append(option.variant().name()).append("` |"));
        table.append("\n|").append(" --- |".repeat(options.size() + 1)).append('\n');
        for (int row = 0; row < options.size(); row++) {
            table.append("| `").append(options.get(row).variant().name()).append("` |");
            for (int option = 0; option < options.size(); option++) {
                double independent = variance(Metric.OUTAGE_MINUTES, one[option], other[row])
                        + variance(Metric.OUTAGE_MINUTES, other[option], one[row]);
                double common = variance(Metric.OUTAGE_MINUTES, one[option], one[row])
                        + variance(Metric.OUTAGE_MINUTES, other[option], other[row]);
                table.append(common > 0 ? " " + number(independent / common) : " –")
                        .append(" |");
            }
            table.append('\n');
        }
        return table.toString();
    }

    private static String number(double factor) {
        return String.format(Locale.ROOT, factor < 10 ? "%.1f" : "%,.0f", factor);
    }

    private static TrialResult[][] play(List<Composition> options, long seed, int trials) {
        return options.stream().map(option -> play(option, seed, trials)).toArray(TrialResult[][]::new);
    }

    private static TrialResult[] play(Composition option, long seed, int trials) {
        return IntStream.range(0, trials)
                .parallel()
                .mapToObj(trial -> Trial.play(option.config(), seed, trial))
                .toArray(TrialResult[]::new);
    }

    private static double variance(Metric metric, TrialResult[] one, TrialResult[] other) {
        Tally differences = new Tally();
        for (int trial = 0; trial < one.length; trial++) {
            differences.add(one[trial].value(metric) - other[trial].value(metric));
        }
        return differences.summary().variance();
    }

    @SuppressWarnings("InlineFormatString") // a page of text, which would hide what is done with it
    private static final String TEXT = """
            # What common luck saves

            All options of a scenario meet the same faults: trial k has the same seed for each of them, and every purpose its own stream. How
            many times fewer trials does a difference from the baseline need for it? Every option of `%s` is played for %,d years with one seed
            and for as many with another: the variance of its differences from the baseline (`%s`) across the seeds, over that within them.

            ```sh
            ./mvnw -q -Pstatistics test-compile exec:exec -Dexperiment=dev.brokerfall.cli.CommonLuckExperiment    # writes this page
            ```

            """;

    private static final String BETWEEN = """

            The choice of the best compares every option with every other: `outageMinutesPerYear`, each against each.

            """;

    private static final String CLOSING = """

            A factor of 3 means that 1,000 trials tell as much as 3,000 with seeds of their own. It is large where options meet the same fault in the
            same way, and near 1 where a metric is ruled by faults that only one of the two can have; a dash says that they never differed.
            Every run reports the same as `varianceFactor` of a comparison in `results.json`, from the variances of its own trials.
            """;
}
