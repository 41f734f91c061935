package dev.brokerfall.experiment;

import dev.brokerfall.random.Stream;
import dev.brokerfall.random.Streams;
import dev.brokerfall.stats.Familywise;
import dev.brokerfall.stats.Selection;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.IntToDoubleFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * The product's choice of the best beside {@link KimNelson}'s, on the same observations of four options: how often the one that is named
 * is no further behind the best one than the zone, and how many trials that takes.
 *
 * @param data what the observations are
 * @param zone the indifference zone; the means of the four lie so that one is ahead by it, unless {@code data} says otherwise
 * @param trial makes one trial, by option, from its luck
 * @param means the true means
 */
record SelectionContest(String data, double zone, Function<Stream, double[]> trial, List<Double> means) {

    /** The first stage that the literature uses, and the least number of trials that scenarios play. */
    static final List<Integer> FIRST_STAGES = List.of(20, 200);

    private static final double CONFIDENCE = 0.95;
    private static final long MOST = 50_000;
    private static final long SEED = 20261125;
    private static final int OPTIONS = 4;
    private static final int BEST = 2;

    /** Who chooses, after at least so many trials. */
    enum Procedure {
        KIM_NELSON,
        KIM_NELSON_UPDATING,
        OURS
    }

    /**
     * How a procedure fared.
     *
     * @param right in how many repetitions it named an option within the zone
     * @param trials how many trials it took on the average
     * @param plays how many trials an option met on the average, where one that is out is played no further
     */
    record Score(long right, double trials, double plays) {}

    static List<SelectionContest> all() {
        return List.of(
                shifted("normal", 0.1, luck -> 2 * CoverageCases.normal(luck), CoverageCases::normal),
                more("0.3 own outages, σ = 1, the others 0.1 more", 0.3, 0.1, 1, 1),
                more("0.3 own outages, σ = 1.5, the others 0.1 more", 0.3, 0.1, 1.5, 1),
                more("0.1 own outages, σ = 1, the others 0.05 more", 0.1, 0.05, 1, 1),
                more("0.1 own outages, σ = 1.5, the others 0.05 more", 0.1, 0.05, 1.5, 1),
                more("0.3 own outages, σ = 1, the others 0.5 more: five zones behind", 0.3, 0.5, 1, 5),
                more("0.3 own outages, σ = 1, all alike", 0.3, 0, 1, 0),
                rarer("1 own outage, the others 0.1 longer ones, σ = 1", 0.1, 1),
                rarer("1 own outage, the others 0.03 longer ones, σ = 1", 0.03, 1));
    }

    private static SelectionContest shifted(
            String data, double zone, Function<Stream, Double> common, Function<Stream, Double> own) {
        return new SelectionContest(
                data,
                zone,
                luck -> {
                    double shared = common.apply(luck);
                    return of(option -> shared + own.apply(luck) + (option == BEST ? 0 : zone));
                },
                means(option -> option == BEST ? 0 : zone));
    }

    /** Outages that all share, and of their own, of which all but the best have {@code more}: {@code zones} zones altogether. */
    private static SelectionContest more(String data, double own, double more, double sigma, int zones) {
        double mean = CoverageCases.lognormalMean(sigma);
        return new SelectionContest(
                data,
                zones > 0 ? more * mean / zones : 0.1 * mean,
                luck -> {
                    double shared = CoverageCases.outage(luck, 1, sigma);
                    return of(option -> shared + CoverageCases.outage(luck, own + (option == BEST ? 0 : more), sigma));
                },
                means(option -> (option == BEST ? own : own + more) * mean));
    }

    /** The best has an outage a trial, the others {@code rate}, and so long ones that their mean is a fifth greater. */
    private static SelectionContest rarer(String data, double rate, double sigma) {
        double mean = CoverageCases.lognormalMean(sigma);
        double longer = 1.2 / rate;
        return new SelectionContest(
                data,
                0.2 * mean,
                luck -> of(option -> option == BEST
                        ? CoverageCases.outage(luck, 1, sigma)
                        : longer * CoverageCases.outage(luck, rate, sigma)),
                means(option -> option == BEST ? mean : 1.2 * mean));
    }

    private static double[] of(IntToDoubleFunction value) {
        return IntStream.range(0, OPTIONS).mapToDouble(value).toArray();
    }

    private static List<Double> means(IntToDoubleFunction value) {
        return IntStream.range(0, OPTIONS).mapToObj(value::applyAsDouble).toList();
    }

    /** Has {@code procedure} choose so often, each time after {@code first} trials at the earliest. */
    Score score(Procedure procedure, int first, int repetitions) {
        List<KimNelson.Outcome> outcomes = IntStream.range(0, repetitions)
                .parallel()
                .mapToObj(number -> {
                    Stream luck = new Streams(SEED, number).stream("contest", data);
                    Supplier<double[]> trials = () -> trial.apply(luck);
                    return switch (procedure) {
                        case OURS -> ours(trials, first);
                        case KIM_NELSON -> new KimNelson(zone, CONFIDENCE, first, false).choose(trials, OPTIONS, MOST);
                        case KIM_NELSON_UPDATING ->
                            new KimNelson(zone, CONFIDENCE, first, true).choose(trials, OPTIONS, MOST);
                    };
                })
                .toList();
        double least = Collections.min(means);
        return new Score(
                // The zone itself is behind by too much: the best shall be named wherever it is ahead by so much.
                outcomes.stream()
                        .filter(outcome -> means.get(outcome.best()) - least < zone * (1 - 1e-9))
                        .count(),
                outcomes.stream().mapToLong(KimNelson.Outcome::trials).average().orElseThrow(),
                outcomes.stream().mapToLong(KimNelson.Outcome::plays).average().orElseThrow() / OPTIONS);
    }

    private KimNelson.Outcome ours(Supplier<double[]> trials, int first) {
        List<Long> looks = new Stopping(List.of(), Stopping.Rule.BEST, 0, first, MOST).looks();
        double confidence = Familywise.each(CONFIDENCE, looks.size());
        double[][] observed = new double[OPTIONS][0];
        for (long look : looks) {
            int before = observed[0].length;
            for (int option = 0; option < OPTIONS; option++) {
                observed[option] = Arrays.copyOf(observed[option], (int) look);
            }
            for (int trial = before; trial < look; trial++) {
                double[] next = trials.get();
                for (int option = 0; option < OPTIONS; option++) {
                    observed[option][trial] = next[option];
                }
            }
            Selection selection = Selection.ofLeast(observed, zone, confidence);
            if (selection.decided() || look == MOST) {
                return new KimNelson.Outcome(selection.best(), look, OPTIONS * look);
            }
        }
        throw new IllegalStateException("the last look is the most");
    }

    /** Returns how a line of the table begins. */
    String name(int first) {
        return "| %s | %d |".formatted(data, first);
    }

    /** Returns the rest of it. */
    String scores(int first, int repetitions) {
        StringBuilder line = new StringBuilder();
        for (Procedure procedure : Procedure.values()) {
            Score score = score(procedure, first, repetitions);
            line.append(String.format(
                    Locale.ROOT, " %.1f %% | %,.0f |", 100.0 * score.right() / repetitions, score.trials()));
            if (procedure == Procedure.KIM_NELSON) {
                line.append(String.format(Locale.ROOT, " %,.0f |", score.plays()));
            }
        }
        return line.toString();
    }
}
