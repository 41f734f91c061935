package dev.brokerfall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.brokerfall.catalogue.Catalogue;
import dev.brokerfall.fault.BackgroundFault;
import dev.brokerfall.fault.BackgroundFaults;
import dev.brokerfall.fault.Bursts;
import dev.brokerfall.fault.FaultListener;
import dev.brokerfall.fault.NodeChoice;
import dev.brokerfall.fault.ProcessStage;
import dev.brokerfall.fault.Stage;
import dev.brokerfall.fault.Topology;
import dev.brokerfall.kernel.Agenda;
import dev.brokerfall.kernel.Cause;
import dev.brokerfall.metric.Metric;
import dev.brokerfall.random.Distribution;
import dev.brokerfall.random.RandomDuration;
import dev.brokerfall.random.Streams;
import dev.brokerfall.scenario.Composer;
import dev.brokerfall.scenario.Composition;
import dev.brokerfall.scenario.ScenarioReader;
import dev.brokerfall.stats.Estimate;
import dev.brokerfall.stats.Proportion;
import dev.brokerfall.world.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * As many failures, alone or in bursts: the losses differ by a factor that can be reckoned, and what {@code docs/bursts.md} prints is
 * what comes out.
 */
final class FailureBurstsTest {

    private static final double YEAR_MILLIS = 365.25 * 86_400_000;
    private static final double CONFIDENCE = 0.999;

    /** The scenario's: a crash in 30 days; out for 12 hours, and a minute until the human has replaced the broker. */
    private static final double RATE = 365.25 / 30;

    private static final Duration EMPTY = Duration.ofHours(12).plusMinutes(1);
    private static final double SHARE = 0.37;

    private static final int ALL = 7;

    @Test
    void the_page_has_the_exact_figures() throws IOException {
        double reach = EMPTY.toMillis() / YEAR_MILLIS;
        double alone = yearly(losses(apart(RATE), reach));
        double two = yearly(losses(twoTogether(RATE), reach));
        double three = yearly(losses(allTogether(RATE), reach));
        double q = -Math.expm1(-RATE * reach);
        assertThat(losses(apart(RATE), reach)).isCloseTo(3 * RATE * (1 - q) * q * q, within(1e-12));

        String page = Files.readString(Path.of("docs/bursts.md"));
        assertThat(page)
                .contains("%.2f %% of years".formatted(100 * alone))
                .contains("%.1f %% of years".formatted(100 * two))
                .contains("%.1f %% of years".formatted(100 * three))
                .contains("| `in-bursts` | %.1f %% |".formatted(100 * inBursts(RATE, reach)))
                .contains("%.1f times the losses".formatted(inBursts(RATE, reach) / alone))
                .contains("exactly %.3f a year".formatted(losses(twoTogether(RATE), reach)));

        // A crash in four years and 40 minutes: 2.7 × 10⁻¹⁰ and 1.8 × 10⁻³.
        double usual = Duration.ofMinutes(40).toMillis() / YEAR_MILLIS;
        assertThat(yearly(losses(apart(0.25), usual))).isCloseTo(2.7e-10, within(0.05e-10));
        assertThat(inBursts(0.25, usual)).isCloseTo(1.8e-3, within(0.05e-3));
    }

    @Test
    void ten_thousand_years_of_faults_have_the_exact_probabilities_and_their_factor() {
        double reach = EMPTY.toMillis() / YEAR_MILLIS;
        Proportion alone = allEmpty(Optional.empty());
        Proportion inBursts =
                allEmpty(Optional.of(new Bursts(SHARE, 0.6, new RandomDuration(new Distribution.Uniform(0, 120)))));

        assertHolds(alone, yearly(losses(apart(RATE), reach)));
        assertHolds(inBursts, inBursts(RATE, reach));
        // Ratio of proportions, by its logarithm; 3.29 standard errors are 99.9 %.
        double factor = (double) inBursts.events() / alone.events();
        double error = Math.sqrt(
                1.0 / inBursts.events() - 1.0 / inBursts.trials() + 1.0 / alone.events() - 1.0 / alone.trials());
        assertThat(Math.log(factor))
                .isCloseTo(Math.log(inBursts(RATE, reach) / yearly(losses(apart(RATE), reach))), within(3.29 * error));
    }

    @Test
    void the_scenario_loses_data_as_often_as_reckoned_by_hand() {
        double reach = EMPTY.toMillis() / YEAR_MILLIS;
        List<Composition> options = new Composer(
                        Catalogue.standard(),
                        new ScenarioReader()
                                .read(Path.of("scenarios/failure-bursts.yaml"))
                                .get(0))
                .compose();
        assertThat(options).extracting(its -> its.variant().name()).startsWith("alone", "in-bursts");

        assertHolds(losing(options.get(0), 300), yearly(losses(apart(RATE), reach)));
        assertHolds(losing(options.get(1), 300), inBursts(RATE, reach));
    }

    private static void assertHolds(Proportion simulated, double exact) {
        Estimate estimate = simulated.within(CONFIDENCE);
        assertThat(exact).as("exact, beside %s", simulated).isBetween(estimate.lower(), estimate.upper());
    }

    private static Proportion losing(Composition option, int trials) {
        int events = 0;
        for (int trial = 0; trial < trials; trial++) {
            events += Trial.play(option.config(), 37, trial).value(Metric.LOST_RECORDS) > 0 ? 1 : 0;
        }
        return new Proportion(events, trials);
    }

    /** Counts the years in which three machines of a zone are empty at once. */
    private static Proportion allEmpty(Optional<Bursts> bursts) {
        int trials = 10_000;
        int events = 0;
        for (int trial = 0; trial < trials; trial++) {
            events += allEmptyOnce(bursts, trial) ? 1 : 0;
        }
        return new Proportion(events, trials);
    }

    private static boolean allEmptyOnce(Optional<Bursts> bursts, int trial) {
        BackgroundFault crash = new BackgroundFault(
                BackgroundFault.Kind.NODE_CRASH,
                BackgroundFault.Per.NODE,
                new RandomDuration(new Distribution.Exponential(YEAR_MILLIS / 1000 / RATE)),
                RandomDuration.constant(EMPTY),
                new Distribution.Constant(1),
                bursts);
        Agenda agenda = new Agenda();
        long[] emptyUntil = new long[3];
        boolean[] lost = new boolean[1];
        Stage stage = new Stage() {
            @Override
            public void nodeCrash(NodeChoice node, Optional<Duration> duration, Cause cause) {
                emptyUntil[((NodeChoice.Slot) node).index()] = agenda.now() + EMPTY.toMillis();
                boolean all = true;
                for (long until : emptyUntil) {
                    all &= until > agenda.now();
                }
                lost[0] |= all;
            }

            @Override
            public ProcessStage processes() {
                throw new AssertionError("no process was to be struck");
            }
        };
        new BackgroundFaults(
                agenda,
                new Streams(37, trial),
                List.of(crash),
                new Topology(List.of("one"), 3, 3, 5),
                stage,
                new FaultListener() {});
        agenda.runUntil((long) YEAR_MILLIS, 1_000_000);
        return lost[0];
    }

    /** Of three machines in five domains none share one in 12/25 of trials, two in 12/25, all in 1/25. */
    private static double inBursts(double rate, double reach) {
        return 12 / 25.0 * yearly(losses(apart(rate), reach))
                + 12 / 25.0 * yearly(losses(twoTogether(rate), reach))
                + 1 / 25.0 * yearly(losses(allTogether(rate), reach));
    }

    private static double yearly(double rate) {
        return -Math.expm1(-rate);
    }

    // What strikes which of three machines, as a set of bits, and how often a year

    private static Map<Integer, Double> apart(double rate) {
        return new LinkedHashMap<>(Map.of(1, rate, 2, rate, 4, rate));
    }

    private static Map<Integer, Double> twoTogether(double rate) {
        double alone = (1 - SHARE) * rate;
        return new LinkedHashMap<>(Map.of(1, alone, 2, alone, 4, rate, 3, SHARE * rate));
    }

    /** A burst strikes two of three with probability 0.6, each pair as likely, or all: 2.4 on average. */
    private static Map<Integer, Double> allTogether(double rate) {
        double alone = (1 - SHARE) * rate;
        double bursts = SHARE * rate * 3 / 2.4;
        double pair = 0.6 * bursts / 3;
        return new LinkedHashMap<>(Map.of(1, alone, 2, alone, 4, alone, 3, pair, 5, pair, 6, pair, ALL, 0.4 * bursts));
    }

    /** Returns how often a year the last of three is struck while the others are empty. */
    private static double losses(Map<Integer, Double> shocks, double reach) {
        double rate = 0;
        for (int empty = 0; empty < ALL; empty++) {
            double probability = exactlyEmpty(empty, shocks, reach);
            for (Map.Entry<Integer, Double> shock : shocks.entrySet()) {
                rate += (empty | shock.getKey()) == ALL ? probability * shock.getValue() : 0;
            }
        }
        return rate;
    }

    /** Returns the probability that these machines are empty and no others, by inclusion and exclusion. */
    private static double exactlyEmpty(int empty, Map<Integer, Double> shocks, double reach) {
        double probability = 0;
        for (int also = 0; also <= ALL; also++) {
            if ((also & ~empty) == 0) {
                double full = 0;
                for (Map.Entry<Integer, Double> shock : shocks.entrySet()) {
                    full += (shock.getKey() & ((ALL ^ empty) | also)) != 0 ? shock.getValue() : 0;
                }
                probability += (Integer.bitCount(also) % 2 == 0 ? 1 : -1) * Math.exp(-reach * full);
            }
        }
        return probability;
    }
}
