package dev.brokerfall.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.brokerfall.fault.BackgroundFault.Kind;
import dev.brokerfall.fault.BackgroundFault.Per;
import dev.brokerfall.kernel.Agenda;
import dev.brokerfall.kernel.Cause;
import dev.brokerfall.random.Distribution;
import dev.brokerfall.random.RandomDuration;
import dev.brokerfall.random.Streams;
import dev.brokerfall.stats.Tally;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Machines that share a hidden fault domain fail together, and none of them more often for it. */
final class BurstsTest {

    private static final double SECONDS_PER_YEAR = 365.25 * 86400;
    private static final double YEARS = 10;
    private static final int TRIALS = 400;

    /** Strikes a year for each machine. */
    private static final double RATE = 2;

    private static final Bursts FORD = new Bursts(0.37, 0.6, new RandomDuration(new Distribution.Uniform(0, 120)));

    private static final Distribution EXPONENTIAL = new Distribution.Exponential(SECONDS_PER_YEAR / RATE);

    /** A machine that was struck, and what was said of it. */
    private record Strike(long at, int zone, int index, String where) {
        boolean inBurst() {
            return where.contains("in a burst");
        }
    }

    @ParameterizedTest
    // two zones of two machines each; one zone of thirty; all machines in one domain; a domain for nearly each machine
    @CsvSource({"2, 2, 5, 0.37", "1, 30, 5, 0.37", "1, 6, 1, 0.37", "1, 6, 50, 0.37", "1, 30, 5, 0", "1, 30, 5, 1"})
    void a_machine_is_struck_as_often_as_the_fault_says_however_many_come_in_bursts(
            int zones, int machines, int domains, double share) {
        Topology topology = new Topology(List.of("a", "b").subList(0, zones), machines, 3, domains);
        Bursts bursts = new Bursts(share, FORD.sizeParameter(), FORD.gap());

        Tally strikes = perTrial(EXPONENTIAL, topology, Optional.of(bursts), trial -> trial.size());

        assertThat(strikes.summary().mean())
                .as("strikes of %s machines in %s years", zones * machines, YEARS)
                .isCloseTo(RATE * YEARS * zones * machines, within(4 * error(strikes)));
    }

    @ParameterizedTest
    @CsvSource({"ZONE, 15", "CLUSTER, 30"})
    void a_rate_given_for_a_zone_or_the_cluster_is_kept_too(Per per, int machines) {
        Topology topology = new Topology(List.of("a", "b").subList(0, 30 / machines), machines, 3, 5);

        Tally strikes = perTrial(fault(EXPONENTIAL, per, Optional.of(FORD)), topology, trial -> trial.size());

        double units = per == Per.ZONE ? 2 : 1;
        assertThat(strikes.summary().mean()).isCloseTo(RATE * YEARS * units, within(4 * error(strikes)));
    }

    @Test
    void thirty_seven_of_a_hundred_failures_come_in_bursts() {
        Topology topology = new Topology(List.of("a"), 12, 3, 1);

        Tally inBursts = perTrial(
                EXPONENTIAL,
                topology,
                Optional.of(FORD),
                trial -> trial.stream().filter(Strike::inBurst).count());

        // 0.37 × 2 a year × 12 machines × 10 years.
        assertThat(inBursts.summary().mean()).isCloseTo(88.8, within(4 * error(inBursts)));
    }

    @Test
    void the_failures_of_a_burst_strike_different_machines_of_one_zone_each_within_the_window_after_the_last() {
        Topology topology = new Topology(List.of("a", "b"), 12, 3, 3);
        List<Strike> inBursts = play(fault(EXPONENTIAL, Per.NODE, Optional.of(FORD)), topology, 7).stream()
                .filter(Strike::inBurst)
                .toList();
        assertThat(inBursts).hasSizeGreaterThan(20);
        Tally sizes = new Tally();
        for (Strike first : inBursts) {
            if (!first.where().contains(", 1 of ")) {
                continue;
            }
            int size = Integer.parseInt(first.where().replaceAll(".*, 1 of (\\d+) in.*", "$1"));
            List<Strike> burst = new ArrayList<>(List.of(first));
            for (int number = 2; number <= size; number++) {
                String end = ", %s of %s in a burst in %s"
                        .formatted(number, size, first.where().replaceAll(".*in a burst in ", ""));
                long last = burst.get(burst.size() - 1).at();
                burst.add(inBursts.stream()
                        .filter(next -> next.where().endsWith(end) && next.at() >= last && next.at() - last <= 120_000)
                        .findFirst()
                        .orElseThrow());
            }
            assertThat(burst).extracting(Strike::zone).containsOnly(first.zone());
            assertThat(burst).extracting(Strike::index).doesNotHaveDuplicates();
            sizes.add(size);
        }
        assertThat(sizes.summary().mean()).isGreaterThanOrEqualTo(2);
    }

    @Test
    void a_burst_strikes_two_machines_and_then_goes_on_with_probability_four_tenths() {
        // Two; three with 0.4; four with 0.16; a domain of one or two has no more to offer.
        assertThat(FORD.meanStruck(1)).isEqualTo(1);
        assertThat(FORD.meanStruck(2)).isEqualTo(2);
        assertThat(FORD.meanStruck(3)).isCloseTo(2.4, within(1e-12));
        assertThat(FORD.meanStruck(4)).isCloseTo(2.56, within(1e-12));
        assertThat(FORD.meanStruck(1000)).isCloseTo(2 + 0.4 / 0.6, within(1e-12));
        assertThat(FORD.struck(0.41, 9)).isEqualTo(2);
        assertThat(FORD.struck(0.39, 9)).isEqualTo(3);
        assertThat(FORD.struck(0.17, 9)).isEqualTo(3);
        assertThat(FORD.struck(0.15, 9)).isEqualTo(4);
        assertThat(FORD.struck(0.15, 3)).isEqualTo(3);
        assertThat(FORD.struck(0.15, 1)).isEqualTo(1);
    }

    @Test
    void two_machines_of_a_zone_share_one_of_five_hidden_fault_domains_in_a_fifth_of_all_trials() {
        Topology topology = new Topology(List.of("a"), 2, 3, 5);
        int together = 0;
        for (int trial = 0; trial < 2000; trial++) {
            HiddenDomains domains = new HiddenDomains(new Streams(3, trial), topology);
            for (int domain = 0; domain < domains.count(); domain++) {
                together += domains.members(domain).size() == 2 ? 1 : 0;
            }
        }
        // √(2000 × 0.2 × 0.8) = 17.9.
        assertThat((double) together).isCloseTo(400, within(4 * 17.9));
    }

    @Test
    void bursts_are_the_same_whatever_else_strikes_and_however_many_zones_there_are() {
        BackgroundFault crash = fault(EXPONENTIAL, Per.NODE, Optional.of(FORD));
        Topology two = new Topology(List.of("a", "b"), 12, 3, 5);
        Topology one = new Topology(List.of("a"), 12, 3, 5);

        assertThat(play(crash, two, 1)).containsAll(play(crash, one, 1)).isNotEqualTo(play(crash, two, 2));
    }

    @Test
    void a_freeze_for_each_hidden_fault_domain_pauses_all_its_machines_at_one_instant_and_none_more_often() {
        Topology topology = new Topology(List.of("a"), 12, 3, 5);
        BackgroundFault freeze = new BackgroundFault(
                Kind.NODE_FREEZE,
                Per.DOMAIN,
                new RandomDuration(EXPONENTIAL),
                RandomDuration.constant(Duration.ofSeconds(5)),
                new Distribution.Constant(1),
                Optional.empty());

        Tally strikes = perTrial(freeze, topology, trial -> trial.size());

        assertThat(strikes.summary().mean()).isCloseTo(RATE * YEARS * 12, within(4 * error(strikes)));
        for (Strike strike : play(freeze, topology, 5)) {
            long together = play(freeze, topology, 5).stream()
                    .filter(other -> other.at() == strike.at())
                    .count();
            HiddenDomains domains = new HiddenDomains(new Streams(11, 5), topology);
            assertThat(together).isEqualTo(domainOf(domains, strike.index()).size());
        }
    }

    @Test
    void failures_that_cluster_in_time_come_as_often_as_others_from_the_first_year_on() {
        // Shape 0.48 as fitted to LANL's clusters; mean = scale × Γ(1 + 1/0.48) = scale × 2.1628.
        Distribution weibull = new Distribution.Weibull(0.48, SECONDS_PER_YEAR / RATE / 2.162797);
        assertThat(weibull.mean()).isCloseTo(EXPONENTIAL.mean(), within(1e-6 * EXPONENTIAL.mean()));
        Topology topology = new Topology(List.of("a"), 30, 3, 5);

        Tally first = perTrial(
                weibull,
                topology,
                Optional.empty(),
                trial -> trial.stream()
                        .filter(strike -> strike.at() < SECONDS_PER_YEAR * 1000)
                        .count());

        assertThat(first.summary().mean()).isCloseTo(RATE * 30, within(4 * error(first)));
    }

    private static List<Integer> domainOf(HiddenDomains domains, int slot) {
        for (int domain = 0; domain < domains.count(); domain++) {
            if (domains.members(domain).contains(slot)) {
                return domains.members(domain);
            }
        }
        throw new AssertionError("slot " + slot + " is in no domain");
    }

    private static double error(Tally tally) {
        return Math.sqrt(tally.summary().variance() / TRIALS);
    }

    private static Tally perTrial(
            Distribution interarrival,
            Topology topology,
            Optional<Bursts> bursts,
            ToDoubleFunction<List<Strike>> count) {
        return perTrial(fault(interarrival, Per.NODE, bursts), topology, count);
    }

    private static Tally perTrial(BackgroundFault fault, Topology topology, ToDoubleFunction<List<Strike>> count) {
        Tally tally = new Tally();
        for (int trial = 0; trial < TRIALS; trial++) {
            tally.add(count.applyAsDouble(play(fault, topology, trial)));
        }
        return tally;
    }

    private static BackgroundFault fault(Distribution interarrival, Per per, Optional<Bursts> bursts) {
        return new BackgroundFault(
                Kind.NODE_CRASH,
                per,
                new RandomDuration(interarrival),
                RandomDuration.constant(Duration.ofMinutes(1)),
                new Distribution.Constant(1),
                bursts);
    }

    private static List<Strike> play(BackgroundFault fault, Topology topology, long trial) {
        Agenda agenda = new Agenda();
        List<Strike> strikes = new ArrayList<>();
        StringBuilder said = new StringBuilder();
        Stage stage = new Stage() {
            @Override
            public void nodeCrash(NodeChoice node, Optional<Duration> duration, Cause cause) {
                strike((NodeChoice.Slot) node);
            }

            @Override
            public void nodeFreeze(NodeChoice node, Duration duration, Cause cause) {
                strike((NodeChoice.Slot) node);
            }

            private void strike(NodeChoice.Slot slot) {
                strikes.add(new Strike(agenda.now(), slot.zone(), slot.index(), said.toString()));
            }

            @Override
            public ProcessStage processes() {
                throw new AssertionError("no process was to be struck");
            }
        };
        FaultListener listener = new FaultListener() {
            @Override
            public void faultBegan(Cause cause, String what) {
                said.setLength(0);
                said.append(what);
            }
        };
        new BackgroundFaults(agenda, new Streams(11, trial), List.of(fault), topology, stage, listener);
        agenda.runUntil((long) (YEARS * SECONDS_PER_YEAR * 1000), 1_000_000);
        return strikes;
    }
}
