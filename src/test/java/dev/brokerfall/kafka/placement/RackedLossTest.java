package dev.brokerfall.kafka.placement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brokerfall.random.Stream;
import dev.brokerfall.random.Streams;
import dev.brokerfall.stats.Estimate;
import dev.brokerfall.stats.Tally;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What is lost with brokers picked at random when replicas are placed over three racks as Kafka places them, beside the combinatorics of
 * one replica in each rack, uniformly within it. For a single partition that is what both do. For many it is not: Kafka goes round the
 * brokers of a rack, so that it uses fewer different sets of three than chance does.
 */
final class RackedLossTest {

    private static final long SEED = 20261125;
    private static final double CONFIDENCE = 0.999;
    private static final double TOLERANCE = 0.1;
    private static final int RACKS = 3;
    private static final int COPIES = 3;

    /** C(F,3) / C(B,3): racks do not help against brokers that are lost at random. */
    @ParameterizedTest
    @CsvSource({"2, 3, 12, 0.05", "2, 3, 60, 0.05", "4, 3, 60, 0.00454545454545", "10, 5, 300, 0.00246305418719"})
    void a_partition_is_lost_as_probably_as_without_racks(
            int brokersPerRack, int failed, int partitions, double known) {
        isLost(brokersPerRack, failed, partitions, known);
    }

    @Tag("exact")
    @ParameterizedTest
    @CsvSource("10, 3, 300, 0.000246305418719")
    void a_partition_is_lost_as_rarely(int brokersPerRack, int failed, int partitions, double known) {
        isLost(brokersPerRack, failed, partitions, known);
    }

    private static void isLost(int brokersPerRack, int failed, int partitions, double known) {
        Tally share = new Tally();
        int trial = 0;
        do {
            for (int next = 0; next < 1_000; next++, trial++) {
                Streams streams = new Streams(SEED, trial);
                Set<Integer> lost = picked(streams.stream("failed"), 0, RACKS * brokersPerRack, failed);
                share.add(partitions(streams.stream("placement"), brokersPerRack, partitions).stream()
                                .filter(lost::containsAll)
                                .count()
                        / (double) partitions);
            }
        } while (halfWidth(share) > TOLERANCE * known && trial < 400_000);

        holds(share, known, TOLERANCE);
    }

    /** A rack is lost, and some brokers of the others with it: how many partitions are left with fewer copies than two, and with none. */
    @ParameterizedTest
    @CsvSource({"2, 2, 0.833333333333, 0.166666666667", "4, 1, 0.25, 0"})
    void a_rack_that_is_lost_with_brokers_besides_takes_as_much_as_known(
            int brokersPerRack, int besides, double belowTwo, double none) {
        Tally few = new Tally();
        Tally nothing = new Tally();
        for (int trial = 0; trial < 40_000; trial++) {
            Streams streams = new Streams(SEED, trial);
            Set<Integer> lost = picked(streams.stream("failed"), brokersPerRack, RACKS * brokersPerRack, besides);
            for (int broker = 0; broker < brokersPerRack; broker++) {
                lost.add(broker);
            }
            List<List<Integer>> placed =
                    partitions(streams.stream("placement"), brokersPerRack, RACKS * brokersPerRack);
            few.add(share(placed, lost, COPIES - 1));
            nothing.add(share(placed, lost, COPIES));
        }

        holds(few, belowTwo, 0.005);
        if (none == 0) {
            assertThat(nothing.summary().greatest()).isZero();
        } else {
            holds(nothing, none, 0.025);
        }
    }

    private static void holds(Tally seen, double known, double tolerance) {
        Estimate mean = seen.summary().meanWithin(CONFIDENCE);
        assertThat(halfWidth(seen)).isLessThanOrEqualTo(tolerance * known);
        // An estimate without any variance is known to the last digits of the sum alone.
        assertThat(known).isBetween(mean.lower() - 1e-9, mean.upper() + 1e-9);
    }

    private static double halfWidth(Tally seen) {
        Estimate mean = seen.summary().meanWithin(CONFIDENCE);
        return (mean.upper() - mean.lower()) / 2;
    }

    private static double share(List<List<Integer>> placed, Set<Integer> lost, int copies) {
        return placed.stream()
                        .filter(replicas ->
                                replicas.stream().filter(lost::contains).count() >= copies)
                        .count()
                / (double) placed.size();
    }

    private static List<List<Integer>> partitions(Stream luck, int brokersPerRack, int count) {
        List<UsableBroker> brokers = new ArrayList<>();
        for (int id = 0; id < RACKS * brokersPerRack; id++) {
            brokers.add(new UsableBroker(id, "rack" + id / brokersPerRack, false));
        }
        ReplicaPlacer placer = Placement.STRIPED.placer(brokers, luck);
        List<List<Integer>> placed = new ArrayList<>();
        for (int partition = 0; partition < count; partition++) {
            placed.add(placer.next(COPIES));
        }
        return placed;
    }

    private static Set<Integer> picked(Stream luck, int from, int to, int count) {
        Set<Integer> picked = new HashSet<>();
        while (picked.size() < count) {
            picked.add(from + luck.index(to - from));
        }
        return picked;
    }
}
