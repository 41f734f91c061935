package dev.brokerfall.experiment;

import static dev.brokerfall.experiment.FakeTrials.only;

import com.google.common.base.Suppliers;
import dev.brokerfall.exact.BareGroup;
import dev.brokerfall.metric.Metric;
import dev.brokerfall.random.Stream;
import dev.brokerfall.random.Streams;
import dev.brokerfall.stats.Estimate;
import dev.brokerfall.stats.Familywise;
import dev.brokerfall.stats.PairedProportions;
import dev.brokerfall.stats.PairedTally;
import dev.brokerfall.stats.PooledEpisodes;
import dev.brokerfall.stats.PooledMeans;
import dev.brokerfall.stats.Proportion;
import dev.brokerfall.stats.Quantiles;
import dev.brokerfall.stats.Selection;
import dev.brokerfall.stats.Summary;
import dev.brokerfall.stats.Tally;
import dev.brokerfall.world.RareTarget;
import dev.brokerfall.world.TrialConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.distribution.NormalDistribution;

/** Every case of the coverage experiment. A new row is a new entry of {@link #quick}, or of {@link #all} if it takes long. */
final class CoverageCases {

    private static final double CONFIDENCE = 0.95;
    private static final NormalDistribution NORMAL = new NormalDistribution(null, 0, 1);

    private CoverageCases() {}

    static List<CoverageCase> all() {
        List<CoverageCase> cases = new ArrayList<>(quick());
        rare(cases);
        return cases;
    }

    /** Those of which one repetition takes some milliseconds. */
    static List<CoverageCase> quick() {
        List<CoverageCase> cases = new ArrayList<>();
        means(cases);
        proportions(cases);
        quantiles(cases);
        differences(cases);
        sequential(cases);
        selection(cases);
        return cases;
    }

    /** Plays for about a second on one core: {@code docs/coverage.md} says on which. */
    private static final RareEvents.Budget A_SECOND = new RareEvents.Budget(2, 20, 100, 8, 0, CONFIDENCE);

    private static void rare(List<CoverageCase> cases) {
        cases.add(rare("a second", A_SECOND));
        cases.add(rare("what a run takes", RareLoss.budget(300, CONFIDENCE).orElseThrow()));
    }

    /** The last of three copies, each wiped once a year and back after five hours. */
    private static CoverageCase rare(String time, RareEvents.Budget budget) {
        double truth = BareGroup.within(3, 1, 8760, 5, 8760);
        Supplier<TrialConfig> config = Suppliers.memoize(
                () -> BareGroup.exponential(3, 1, 8760, 5, 8760).config());
        return new CoverageCase(
                "rare event, " + time,
                "3 replicas, each wiped once a year and back after 5 h, all lost: %s a year"
                        .formatted(String.format(Locale.ROOT, "%.2e", truth)),
                false,
                (luck, number) -> covers(
                        new RareEvents(config.get(), 20261122 + number, new RareTarget.Loss(), budget, 1)
                                .estimate()
                                .chains()
                                .within(CONFIDENCE),
                        truth));
    }

    private static void means(List<CoverageCase> cases) {
        cases.add(mean("exponential", 100, CoverageCases::exponential, 1));
        cases.add(mean("lognormal, σ = 1", 300, luck -> lognormal(luck, 1), lognormalMean(1)));
        cases.add(mean("lognormal, σ = 1.5", 1000, luck -> lognormal(luck, 1.5), lognormalMean(1.5)));
        cases.add(outages(1, 1, 300));
        cases.add(outages(0.3, 1, 300));
        cases.add(outages(0.3, 1, 1000));
        cases.add(outages(0.1, 1, 1000));
        cases.add(outages(0.1, 1.5, 1000));
        cases.add(outages(0.03, 1, 1000));
        cases.add(new CoverageCase(
                "mean of episodes", "60 trials of 0 to 8 episodes, alike within a trial", false, (luck, number) -> {
                    PooledMeans means = new PooledMeans();
                    for (int trial = 0; trial < 60; trial++) {
                        int episodes = luck.index(9);
                        double length = 0;
                        double factor = luck.uniform() < 0.5 ? 1 : 3;
                        for (int i = 0; i < episodes; i++) {
                            length += factor * exponential(luck);
                        }
                        means.add(episodes, length);
                    }
                    return covers(means.meanWithin(CONFIDENCE), 2);
                }));
    }

    private static CoverageCase outages(double perTrial, double sigma, int trials) {
        return mean(
                "%s outages a trial, lognormal with σ = %s".formatted(perTrial, sigma),
                trials,
                luck -> outage(luck, perTrial, sigma),
                perTrial * lognormalMean(sigma));
    }

    private static CoverageCase mean(String data, int trials, ToDoubleFunction<Stream> draw, double truth) {
        return new CoverageCase("mean", data + "; %,d trials".formatted(trials), false, (luck, number) -> {
            Tally tally = new Tally();
            for (int trial = 0; trial < trials; trial++) {
                tally.add(draw.applyAsDouble(luck));
            }
            return covers(tally.summary().meanWithin(CONFIDENCE), truth);
        });
    }

    /** What happens to means when few outages were seen: longer and longer ones, and fewer of them. */
    static List<Few> few() {
        return List.of(
                few(1, 1, 300),
                few(0.1, 1, 1000),
                few(0.1, 1.5, 1000),
                few(0.1, 1.5, 300),
                few(0.03, 1.5, 300),
                few(0.03, 1, 100),
                few(0.03, 2, 1000));
    }

    private static Few few(double perTrial, double sigma, int trials) {
        return new Few(perTrial, sigma, trials);
    }

    /** Outages a trial, the σ of their lengths, and how many trials. */
    record Few(double perTrial, double sigma, int trials) {

        Summary draw(long number) {
            Stream luck = new Streams(20261122, number).stream("few", toString());
            Tally tally = new Tally();
            for (int trial = 0; trial < trials; trial++) {
                tally.add(outage(luck, perTrial, sigma));
            }
            return tally.summary();
        }

        boolean covered(Summary summary) {
            return covers(summary.meanWithin(CONFIDENCE), perTrial * lognormalMean(sigma));
        }
    }

    private static void proportions(List<CoverageCase> cases) {
        cases.add(proportion(0.02, 300));
        cases.add(proportion(0.001, 1000));
        cases.add(proportion(0.3, 200));
        cases.add(new CoverageCase(
                "difference of proportions", "5 % and 3 % that share luck; 1,000 trials", false, (luck, number) -> {
                    long first = 0;
                    long second = 0;
                    for (int trial = 0; trial < 1000; trial++) {
                        double common = luck.uniform();
                        // Both in 2 %, the first alone in 3 %, the second alone in 1 %.
                        first += common >= 0.02 && common < 0.05 ? 1 : 0;
                        second += common >= 0.05 && common < 0.06 ? 1 : 0;
                    }
                    return covers(new PairedProportions(first, second, 1000).differenceWithin(CONFIDENCE), 0.02);
                }));
    }

    private static CoverageCase proportion(double p, int trials) {
        return new CoverageCase("proportion", "%s; %,d trials".formatted(p, trials), true, (luck, number) -> {
            long events = 0;
            for (int trial = 0; trial < trials; trial++) {
                events += luck.uniform() < p ? 1 : 0;
            }
            return covers(new Proportion(events, trials).within(CONFIDENCE), p);
        });
    }

    private static void quantiles(List<CoverageCase> cases) {
        cases.add(quantile(0.5, 100));
        cases.add(quantile(0.95, 300));
        cases.add(quantile(0.99, 1000));
        double median = medianOfMixture();
        cases.add(new CoverageCase(
                "quantile of episodes", "p50; 60 trials of 5 episodes, alike within a trial", false, (luck, number) -> {
                    PooledEpisodes.Builder episodes = new PooledEpisodes.Builder();
                    for (int trial = 0; trial < 60; trial++) {
                        double factor = luck.uniform() < 0.5 ? 1 : 3;
                        double[] lengths = new double[5];
                        for (int i = 0; i < lengths.length; i++) {
                            lengths[i] = factor * exponential(luck);
                        }
                        episodes.add(lengths, new double[0]);
                    }
                    return covers(
                            episodes.build()
                                    .quantiles(new double[] {0.5}, CONFIDENCE)
                                    .get(0),
                            median);
                }));
    }

    private static CoverageCase quantile(double p, int trials) {
        return new CoverageCase(
                "quantile", "p%.0f, exponential; %,d trials".formatted(100 * p, trials), true, (luck, number) -> {
                    double[] values = new double[trials];
                    for (int trial = 0; trial < trials; trial++) {
                        values[trial] = exponential(luck);
                    }
                    return covers(new Quantiles(values).at(p, CONFIDENCE), -StrictMath.log(1 - p));
                });
    }

    /** The median m of equal parts of exponentials with means 1 and 3: exp(-m) + exp(-m/3) = 1. */
    private static double medianOfMixture() {
        double low = 0;
        double high = 10;
        for (int i = 0; i < 60; i++) {
            double middle = (low + high) / 2;
            if (StrictMath.exp(-middle) + StrictMath.exp(-middle / 3) > 1) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static void differences(List<CoverageCase> cases) {
        cases.add(new CoverageCase(
                "paired difference",
                "common outages (1 a trial) and 0.3 of its own; 300 trials",
                false,
                (luck, number) -> {
                    PairedTally pairs = pairs(luck, 300);
                    return covers(pairs.differenceWithin(CONFIDENCE), 0.3 * lognormalMean(1));
                }));
        cases.add(new CoverageCase(
                "paired difference",
                "common outages (1 a trial) and 0.3 of its own; 1,000 trials",
                false,
                (luck, number) -> {
                    PairedTally pairs = pairs(luck, 1000);
                    return covers(pairs.differenceWithin(CONFIDENCE), 0.3 * lognormalMean(1));
                }));
        cases.add(new CoverageCase(
                "ratio (Fieller)",
                "common outages (1 a trial) and 0.3 of its own; 1,000 trials",
                false,
                (luck, number) -> {
                    PairedTally pairs = pairs(luck, 1000);
                    return covers(pairs.ratioWithin(CONFIDENCE), 1.3);
                }));
        cases.add(new CoverageCase(
                "six differences from a baseline, all at once",
                "common outages and 0.3 of each one's own; 300 trials",
                true,
                (luck, number) -> {
                    double each = Familywise.each(CONFIDENCE, 6);
                    double[][] trials = options(luck, 7, 300);
                    for (int option = 1; option < 7; option++) {
                        PairedTally pairs = new PairedTally();
                        for (int trial = 0; trial < 300; trial++) {
                            pairs.add(trials[option][trial], trials[0][trial]);
                        }
                        if (!covers(pairs.differenceWithin(each), 0)) {
                            return false;
                        }
                    }
                    return true;
                }));
    }

    private static PairedTally pairs(Stream luck, int trials) {
        PairedTally pairs = new PairedTally();
        for (int trial = 0; trial < trials; trial++) {
            double common = outage(luck, 1, 1);
            pairs.add(common + outage(luck, 0.3, 1), common);
        }
        return pairs;
    }

    private static double[][] options(Stream luck, int options, int trials) {
        double[][] observations = new double[options][trials];
        for (int trial = 0; trial < trials; trial++) {
            double common = outage(luck, 1, 1);
            for (int option = 0; option < options; option++) {
                observations[option][trial] = common + outage(luck, 0.3, 1);
            }
        }
        return observations;
    }

    private static void sequential(List<CoverageCase> cases) {
        cases.add(stoppedQuantile(
                Objective.Stat.P95, "exponential", 0.10, CoverageCases::exponential, -StrictMath.log(0.05)));
        cases.add(stoppedQuantile(
                Objective.Stat.P95,
                "lognormal, σ = 1.5",
                0.15,
                luck -> lognormal(luck, 1.5),
                StrictMath.exp(1.5 * NORMAL.inverseCumulativeProbability(0.95))));
        cases.add(stoppedQuantile(Objective.Stat.P50, "lognormal, σ = 1.5", 0.10, luck -> lognormal(luck, 1.5), 1));
        cases.add(stopped(
                Metric.DATA_LOSS_PROBABILITY,
                Objective.Stat.MEAN,
                "proportion",
                "0.05",
                Stopping.Rule.ABSOLUTE,
                0.015,
                luck -> luck.uniform() < 0.05 ? 1 : 0,
                0.05));
        cases.add(stopped("exponential", Stopping.Rule.RELATIVE, 0.10, CoverageCases::exponential, 1));
        cases.add(stopped("exponential", Stopping.Rule.ABSOLUTE, 0.08, CoverageCases::exponential, 1));
        cases.add(stopped(
                "1 outage a trial, lognormal with σ = 1",
                Stopping.Rule.RELATIVE,
                0.10,
                luck -> outage(luck, 1, 1),
                lognormalMean(1)));
        cases.add(stopped(
                "0.3 outages a trial, lognormal with σ = 1",
                Stopping.Rule.RELATIVE,
                0.15,
                luck -> outage(luck, 0.3, 1),
                0.3 * lognormalMean(1)));
        cases.add(stopped(
                "1 outage a trial, lognormal with σ = 1.5",
                Stopping.Rule.RELATIVE,
                0.15,
                luck -> outage(luck, 1, 1.5),
                lognormalMean(1.5)));
    }

    private static CoverageCase stopped(
            String data, Stopping.Rule rule, double width, ToDoubleFunction<Stream> draw, double truth) {
        return stopped(Metric.OUTAGE_MINUTES, Objective.Stat.MEAN, "mean", data, rule, width, draw, truth);
    }

    private static CoverageCase stoppedQuantile(
            Objective.Stat stat, String data, double width, ToDoubleFunction<Stream> draw, double truth) {
        return stopped(Metric.OUTAGE_MINUTES, stat, stat.key(), data, Stopping.Rule.RELATIVE, width, draw, truth);
    }

    private static CoverageCase stopped(
            Metric metric,
            Objective.Stat stat,
            String estimator,
            String data,
            Stopping.Rule rule,
            double width,
            ToDoubleFunction<Stream> draw,
            double truth) {
        String asked = rule == Stopping.Rule.RELATIVE ? "±%.0f %%".formatted(100 * width) : "±" + width;
        String what = estimator + ", stopped at " + asked;
        return new CoverageCase(what, data + "; 200 trials or more", false, (luck, number) -> {
            Stopping stopping = new Stopping(List.of(metric), stat, rule, width, 200, 50_000);
            ExperimentResult result = Experiment.run(
                            plan(stopping, List.of(Variant.of("option", true)), number),
                            (option, trial) -> only(
                                    metric,
                                    draw.applyAsDouble(new Streams(number, trial).stream("stopping", data, asked))),
                            Progress.SILENT)
                    .result();
            MetricResult found = result.options().get(0).metrics().get(metric);
            return found != null && covers(found.of(stat), truth);
        });
    }

    private static void selection(List<CoverageCase> cases) {
        cases.add(new CoverageCase(
                "choice of the best, all that is said",
                "5 options, the best ahead by the zone; 300 trials",
                true,
                (luck, number) -> {
                    double[][] trials = options(luck, 5, 300);
                    for (int option = 1; option < 5; option++) {
                        for (int trial = 0; trial < 300; trial++) {
                            trials[option][trial] += 0.2;
                        }
                    }
                    Selection selection = Selection.ofLeast(trials, 0.2, CONFIDENCE);
                    boolean right = selection.places().get(0).standing() != Selection.Standing.WORSE;
                    for (int option = 1; option < 5; option++) {
                        right &= selection.places().get(option).behind() >= 0.2;
                    }
                    return right;
                }));
        cases.add(new CoverageCase(
                "choice of the best, stopped when it is known",
                "4 options, the best ahead by 1.01 zones; 100 trials or more",
                true,
                (luck, number) -> {
                    Stopping stopping = new Stopping(List.of(), Stopping.Rule.BEST, 0, 100, 50_000);
                    List<Variant> variants = FakeTrials.variants("a", "b", "best", "c");
                    ExperimentResult result = Experiment.run(
                                    plan(stopping, variants, number),
                                    (option, trial) -> only(
                                            Metric.OUTAGE_MINUTES,
                                            4 * exponential(new Streams(number, trial).stream("common"))
                                                    + 4 * exponential(new Streams(number, trial).stream("own", option))
                                                    + (option == 2 ? 0 : 1.01)),
                                    Progress.SILENT)
                            .result();
                    Choice choice = result.rigour().choice().orElseThrow();
                    return choice.decided() && choice.best().equals("best");
                }));
    }

    private static ExperimentPlan plan(Stopping stopping, List<Variant> variants, long seed) {
        return new ExperimentPlan(
                "coverage",
                seed,
                stopping.maxTrials(),
                FakeTrials.YEAR,
                CONFIDENCE,
                variants,
                List.of(),
                List.of(),
                1,
                List.of(),
                List.of(),
                Optional.of(stopping),
                Selecting.USUAL);
    }

    private static boolean covers(Estimate estimate, double truth) {
        return estimate.lower() <= truth && truth <= estimate.upper();
    }

    /** What the outages of one trial come to: a Poisson number of them, each lognormal with median 1. */
    static double outage(Stream luck, double perTrial, double sigma) {
        double sum = 0;
        for (double at = exponential(luck); at < perTrial; at += exponential(luck)) {
            sum += lognormal(luck, sigma);
        }
        return sum;
    }

    private static double exponential(Stream luck) {
        return -StrictMath.log(luck.uniform());
    }

    static double normal(Stream luck) {
        return NORMAL.inverseCumulativeProbability(luck.uniform());
    }

    private static double lognormal(Stream luck, double sigma) {
        return StrictMath.exp(sigma * normal(luck));
    }

    static double lognormalMean(double sigma) {
        return StrictMath.exp(sigma * sigma / 2);
    }
}
