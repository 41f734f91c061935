package dev.brokerfall.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.brokerfall.kernel.Agenda;
import dev.brokerfall.kernel.Cause;
import dev.brokerfall.random.Distribution;
import dev.brokerfall.random.RandomDuration;
import dev.brokerfall.random.Streams;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Faults by chance: as often as asked, and the same for every option of a trial. */
final class BackgroundFaultsTest {

    private static final double SECONDS_PER_YEAR = 365.25 * 86400;
    private static final BackgroundFault CRASH = fault(BackgroundFault.Kind.NODE_CRASH, BackgroundFault.Per.NODE, 10);
    private static final BackgroundFault OUTAGE = fault(BackgroundFault.Kind.ZONE_OUTAGE, BackgroundFault.Per.ZONE, 5);

    @Test
    void every_option_of_a_trial_meets_the_same_faults_of_a_kind_whatever_else_strikes() {
        List<String> alone = crashes(strikes(1, List.of(CRASH)));
        List<String> amongOthers = crashes(strikes(1, List.of(OUTAGE, CRASH)));
        assertThat(alone).isNotEmpty().isEqualTo(amongOthers);
        assertThat(crashes(strikes(2, List.of(CRASH)))).isNotEqualTo(alone);
    }

    @Test
    void a_slot_that_one_option_does_not_use_takes_no_faults_from_the_others() {
        List<String> two = strikes(1, List.of(CRASH), new Topology(List.of("a", "b", "c"), 2, 3, 5));
        List<String> one = strikes(1, List.of(CRASH), new Topology(List.of("a"), 2, 3, 5));
        assertThat(two).containsAll(one);
    }

    @Test
    void faults_come_as_often_as_their_mean_interarrival_says() {
        int total = 0;
        for (long trial = 0; trial < 200; trial++) {
            total += strikes(trial, List.of(CRASH)).size();
        }
        // 6 slots × 10 a year × 200 years = 12,000, with a standard deviation of √12,000 = 110.
        assertThat((double) total).isCloseTo(12_000, within(5 * 110.0));
    }

    @Test
    void a_fault_given_for_the_whole_cluster_picks_its_victims_evenly() {
        BackgroundFault perCluster = fault(BackgroundFault.Kind.NODE_CRASH, BackgroundFault.Per.CLUSTER, 6000);
        List<String> strikes = strikes(3, List.of(perCluster));
        for (int zone = 0; zone < 3; zone++) {
            for (int index = 0; index < 2; index++) {
                String victim = "Slot[zone=" + zone + ", index=" + index + "]";
                // 6,000 strikes over 6 slots: 1,000 each, with a standard deviation below 32.
                assertThat((double) strikes.stream()
                                .filter(line -> line.contains(victim))
                                .count())
                        .isCloseTo(1000, within(5 * 32.0));
            }
        }
    }

    private static BackgroundFault fault(BackgroundFault.Kind kind, BackgroundFault.Per per, double perYear) {
        return new BackgroundFault(
                kind,
                per,
                new RandomDuration(new Distribution.Exponential(SECONDS_PER_YEAR / perYear)),
                RandomDuration.constant(Duration.ofMinutes(1)),
                new Distribution.Constant(1),
                Optional.empty());
    }

    private static List<String> crashes(List<String> strikes) {
        return strikes.stream().filter(line -> line.contains("crash")).toList();
    }

    private static List<String> strikes(long trial, List<BackgroundFault> faults) {
        return strikes(trial, faults, new Topology(List.of("a", "b", "c"), 2, 3, 5));
    }

    private static List<String> strikes(long trial, List<BackgroundFault> faults, Topology topology) {
        Agenda agenda = new Agenda();
        List<String> strikes = new ArrayList<>();
        Stage stage = new Stage() {
            @Override
            public void nodeCrash(NodeChoice node, Optional<Duration> duration, Cause cause) {
                strikes.add(agenda.now() + " crash " + node);
            }

            @Override
            public void zoneOutage(String zone, double fraction, Duration duration, Cause cause) {
                strikes.add(agenda.now() + " outage " + zone);
            }

            @Override
            public ProcessStage processes() {
                throw new AssertionError("no process was to be struck");
            }
        };
        new BackgroundFaults(agenda, new Streams(11, trial), faults, topology, stage, new FaultListener() {});
        agenda.runUntil((long) (SECONDS_PER_YEAR * 1000), 1_000_000);
        return strikes;
    }
}
