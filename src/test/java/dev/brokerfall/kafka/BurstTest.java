package dev.brokerfall.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.brokerfall.unit.DataRate;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * Disks that carry more for a while. Three brokers take 12 MB/s in 12 partitions of replication factor 3, so that each writes 12 MB/s;
 * a disk carries 10 MB/s for good and 20 on credits, a hundred seconds long: 1,000 MB of them.
 */
final class BurstTest {

    private static final DataRate UNLIMITED = DataRate.UNLIMITED;
    private static final Burst DISK = burst("disk", 10, 20, 100);

    private final Story story = new Story(Configs.three(Semantics.KAFKA_4_3));

    @Test
    void producers_are_slowed_down_only_when_credits_are_spent() {
        limit(DISK);

        // 2 MB/s beyond the base rate empty the bucket in 500 s.
        story.runFor(498);
        assertThat(produced()).isCloseTo(12, within(0.001));
        assertThat(story.happened("creditsSpent")).isFalse();

        story.runFor(2);
        assertThat(story.secondsOf("creditsSpent 0 20MB/s 10MB/s")).isCloseTo(500, within(0.002));
        assertThat(story.secondsOf("producePaced 0 83")).isCloseTo(500, within(0.002));
        assertThat(produced()).isCloseTo(10, within(0.001));
    }

    @Test
    void credits_cost_no_events_but_the_one_at_which_they_are_spent() {
        long without = new Counted(Burst::base).events;
        long with = new Counted(Burst::rate).events;

        assertThat(with - without).isEqualTo(1);
    }

    @Test
    void the_least_of_the_caps_decides_and_each_has_credits_of_its_own() {
        // The machine has 5 MB/s × 100 s, of which 12 - 8 MB/s are taken: 125 s. Then the disk is used less than its
        // base rate.
        limit(DISK, burst("machine", 8, 13, 100));

        story.runFor(200);

        assertThat(story.secondsOf("creditsSpent 0 13MB/s 8MB/s")).isCloseTo(125, within(0.002));
        assertThat(produced()).isCloseTo(8, within(0.001));
        assertThat(story.happened("creditsSpent 0 20MB/s 10MB/s")).isFalse();
    }

    @Test
    void what_a_broker_is_spared_while_it_is_down_comes_back_as_credits() {
        story.cluster.limitBroker(2, limits(DISK));
        double before = ends(2);
        // 2 MB/s beyond the base rate for 300 s leave 400 of 1,000 MB; in 47 s without use 470 come back, and catching
        // up spends more.
        story.runFor(300).stop(2);
        double down = story.secondsOf("brokerDown 2");
        story.runFor(40).start(LogDirectory.INTACT, 2).runUntil(() -> story.happened("brokerUp 2"), 30);
        double up = story.secondsOf("brokerUp 2");
        assertThat(up - down).isBetween(45.0, 50.0);

        story.runUntil(() -> story.happened("creditsSpent 2"), 900);

        // What it has written in all is what the disk does for good, and a full bucket that was never full again.
        double until = story.secondsOf("creditsSpent 2");
        assertThat(until).isLessThan(520);
        assertThat((ends(2) - before) / 1e6).isCloseTo(10 * until + 1000, within(0.1));
    }

    @Test
    void a_broker_that_comes_up_empty_has_another_disk_with_full_credits() {
        story.cluster.limitBroker(2, limits(DISK));
        story.runFor(600);
        assertThat(fetched(2)).isCloseTo(10, within(0.1));

        story.kill(2).runFor(1).start(LogDirectory.EMPTY, 2).runFor(20);

        assertThat(fetched(2)).isCloseTo(20, within(0.1));
    }

    @Test
    void log_recovery_has_the_disk_to_itself_and_lives_on_its_credits() {
        // 100 MB a partition, half of a segment of 1 GiB at most: 1,200 MB are read again, 1,000 MB of credits last for
        // 100 s at 20 MB/s.
        BrokerLimits limits = limits(DISK);
        DiskCredits credits = new DiskCredits(limits, 0);

        assertThat(credits.millisToRead(1_200e6, 300_000, 0)).isCloseTo(60_000, within(1e-6));
        assertThat(credits.millisToRead(2_500e6, 300_000, 0)).isCloseTo(100_000 + 50_000, within(1e-6));
        // At 15 MB/s credits last for 200 s, in which 3,000 MB are read.
        assertThat(credits.millisToRead(3_100e6, 15_000, 0)).isCloseTo(200_000 + 10_000, within(1e-6));
        // The machine's 200 MB of credits are spent after 100 s at 10 of 8 MB/s; the disk's are not touched.
        DiskCredits both = new DiskCredits(limits(DISK, burst("machine", 8, 10, 100)), 0);
        assertThat(both.millisToRead(1_080e6, 300_000, 0)).isCloseTo(100_000 + 10_000, within(1e-6));
    }

    @Test
    void what_log_recovery_has_spent_of_credits_is_not_there_for_catching_up() {
        story.cluster.limitBroker(2, limits(DISK));
        // 2 MB/s beyond the base rate for 300 s leave 400 of 1,000 MB; 30 s down and 5 s in which the process starts
        // save 350. It was fenced long ago, so that nothing else changes when it begins to recover.
        story.runFor(300).kill(2).runFor(30).start(LogDirectory.INTACT, 2);

        // 1,200 MB are read again in 60 s at 20 MB/s, which spends 600 MB.
        story.runUntil(() -> story.happened("brokerUnfenced 2"), 100);
        assertThat(story.secondsOf("brokerUnfenced 2")).isCloseTo(335 + 60 + 0.5, within(0.05));

        // It fetches as soon as its logs are loaded, half a second before it is unfenced: 150 MB last for 15 s.
        story.runUntil(() -> story.happened("creditsSpent 2"), 150);
        assertThat(story.secondsOf("creditsSpent 2")).isCloseTo(395 + 15, within(0.05));
    }

    /** A year of the same cluster, whose disks carry at first what one of the two rates of a burst is. */
    private static final class Counted {

        private final long events;

        Counted(Function<Burst, DataRate> rate) {
            Story played = new Story(Configs.three(Semantics.KAFKA_4_3));
            DataRate burst = rate.apply(DISK);
            for (int broker = 0; broker < 3; broker++) {
                played.cluster.limitBroker(
                        broker,
                        new BrokerLimits(
                                UNLIMITED,
                                UNLIMITED,
                                DISK.base(),
                                UNLIMITED,
                                UNLIMITED,
                                List.of(new Burst("disk", DISK.base(), burst, DISK.lasting()))));
            }
            played.agenda.runUntil(86_400_000, 1000);
            events = played.agenda.handled();
        }
    }

    private void limit(Burst... bursts) {
        for (int broker = 0; broker < 3; broker++) {
            story.cluster.limitBroker(broker, limits(bursts));
        }
    }

    private static BrokerLimits limits(Burst... bursts) {
        DataRate least = List.of(bursts).stream()
                .map(Burst::base)
                .min(DataRate::compareTo)
                .orElseThrow();
        return new BrokerLimits(UNLIMITED, UNLIMITED, least, UNLIMITED, UNLIMITED, List.of(bursts));
    }

    private static Burst burst(String of, double base, double rate, long seconds) {
        return new Burst(
                of, DataRate.megabytesPerSecond(base), DataRate.megabytesPerSecond(rate), Duration.ofSeconds(seconds));
    }

    /** Returns what all partitions take in now, in MB/s. */
    private double produced() {
        double before = written();
        story.runFor(1);
        return (written() - before) / 1e6;
    }

    private double written() {
        return story.cluster.cohorts().stream()
                .mapToDouble(cohort -> cohort.partitions() * cohort.logEnd())
                .sum();
    }

    /** Returns what a broker appends to its logs now, in MB/s. */
    private double fetched(int broker) {
        double before = ends(broker);
        story.runFor(1);
        return (ends(broker) - before) / 1e6;
    }

    private double ends(int broker) {
        return story.cluster.cohorts().stream()
                .mapToDouble(cohort ->
                        cohort.partitions() * cohort.logEndOf(cohort.brokers().indexOf(broker)))
                .sum();
    }
}
