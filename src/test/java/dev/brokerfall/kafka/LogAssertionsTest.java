package dev.brokerfall.kafka;

import static dev.brokerfall.kafka.LogDirectory.EMPTY;
import static dev.brokerfall.kafka.LogDirectory.INTACT;
import static dev.brokerfall.kafka.LogDirectory.TAIL_LOST;
import static dev.brokerfall.kafka.Story.cause;
import static dev.brokerfall.kafka.Story.end;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Logs that differ: who may join, who cuts off what, what a power cut takes. The numbers are those of {@code docs/kafka-assertions.md};
 * the cluster is that of {@link SessionAssertionsTest}, each partition holds 100 MB and takes 1 MB/s in records of 1 kB.
 */
final class LogAssertionsTest {

    @Test
    @DisplayName(
            "#11 a follower joins only at the high watermark, at the start of the leader's epoch, and as registered")
    void three_conditions_to_join() {
        assertHighWatermark();
        assertEpochStart();
        assertRegisteredIncarnation();
    }

    private static void assertHighWatermark() {
        Story story = Setup.of(Semantics.KAFKA_4_3).throttle(40).story().runFor(100);
        story.onJoin(
                (cohort, broker) -> assertThat(end(cohort, broker)).isGreaterThanOrEqualTo(cohort.highWatermark() - 1));
        story.kill(0)
                .start(EMPTY, 0)
                .runUntil(() -> story.cluster.brokerReady(0), 20)
                .runFor(5);
        assertThat(story.inNoIsr(0)).as("unfenced and copying").isTrue();
        assertThat(story.cluster.cohorts()).allMatch(cohort -> end(cohort, 0) < cohort.highWatermark());
        story.runUntil(story.cluster::isrFull, 100);
    }

    /** Below the minimum acks=1 goes on above a high watermark that stands still, and the leader begins a new epoch up there. */
    private static void assertEpochStart() {
        Story story = Setup.of(Semantics.KAFKA_4_NO_ELR)
                .topic(2, Acks.ONE)
                .throttle(20)
                .story()
                .runFor(100)
                .kill(1, 2)
                .runFor(40);
        List<Cohort> cohorts = story.cluster.cohorts();
        List<Double> watermarks = cohorts.stream().map(Cohort::highWatermark).toList();
        story.kill(0).runFor(12).start(INTACT, 0).runUntil(() -> story.leadsAll(0), 20);
        List<Double> epochStarts = cohorts.stream().map(Cohort::logEnd).toList();
        assertThat(cohorts).allMatch(cohort -> epochStarts.get(cohort.index()) > watermarks.get(cohort.index()) + 20e6);
        int[] joins = new int[1];
        story.onJoin((cohort, broker) -> {
            joins[0]++;
            assertThat(end(cohort, broker)).isGreaterThanOrEqualTo(epochStarts.get(cohort.index()) - 1);
        });

        story.start(INTACT, 1).runUntil(() -> story.cluster.brokerReady(1), 30).runFor(1);
        assertThat(cohorts)
                .as("1 has what consumers could read, but not where the epoch began")
                .allMatch(cohort -> end(cohort, 1) >= watermarks.get(cohort.index()));
        assertThat(story.inNoIsr(1)).isTrue();
        story.runUntil(() -> story.isrIs(0, 1), 200);
        assertThat(joins[0]).isEqualTo(cohorts.size());
    }

    private static void assertRegisteredIncarnation() {
        Story story = Setup.of(Semantics.KAFKA_4_3)
                .startup(0.5)
                .story()
                .runFor(100)
                .contact(0)
                .kill(0)
                .start(INTACT, 0);
        story.runUntil(() -> story.happened("brokerFenced 0") || story.happened("brokerRegistered 0"), 11)
                .runFor(0.3);
        assertThat(story.cluster.cohorts())
                .as("it fetches and has everything")
                .allMatch(cohort -> end(cohort, 0) >= cohort.highWatermark());
        assertThat(story.inNoIsr(0)).isTrue();
        story.runUntil(story.cluster::isrFull, 10);
        double unfenced = story.secondsOf("brokerUnfenced 0");
        assertThat(unfenced).isGreaterThan(story.secondsOf("brokerRegistered 0"));
        assertThat(story.allSecondsOf("isrExpanded 0")).allMatch(joined -> joined == unfenced);
    }

    @Test
    @DisplayName(
            "#28 a follower with records that the new leader lacks cuts them off where the logs part, and merges nothing")
    void divergent_records_are_cut_off() {
        Story story = Setup.of(Semantics.KAFKA_4_NO_ELR)
                .topic(2, Acks.ONE)
                .throttle(40)
                .story()
                .runFor(100)
                .kill(1, 2)
                .runFor(40)
                .kill(0)
                .runFor(12)
                .start(INTACT, 1)
                .runFor(20);
        List<Cohort> cohorts = story.cluster.cohorts();
        List<Double> own = cohorts.stream().map(cohort -> end(cohort, 0)).toList();
        double lostWithLeaders1And2 = story.recordsLost;
        story.cluster.uncleanElection(cause("uncleanElection"));
        List<Double> parting = cohorts.stream().map(Cohort::logEnd).toList();
        assertThat(cohorts).allMatch(cohort -> own.get(cohort.index()) > parting.get(cohort.index()) + 20e6);
        story.runFor(60);
        double lost = cohorts.stream()
                .mapToDouble(cohort -> (own.get(cohort.index()) - parting.get(cohort.index())) * cohort.partitions())
                .sum();
        assertThat(story.recordsLost - lostWithLeaders1And2).isCloseTo(lost / 1000, within(12.0));
        assertThat(cohorts)
                .as("the new leader's log is longer by now")
                .allMatch(cohort -> cohort.logEnd() > own.get(cohort.index()));

        double before = cohorts.stream().mapToDouble(cohort -> end(cohort, 0)).sum();
        story.start(INTACT, 0);
        story.runUntil(
                () -> cohorts.stream().mapToDouble(cohort -> end(cohort, 0)).sum() != before, 30);

        // Where 1 led at first, 0 never had its last 20 ms, at 1 kB a ms.
        assertThat(cohorts).allMatch(cohort -> {
            double unfetched = cohort.replicas().get(0) == 1 ? 20_000 : 0;
            return Math.abs(end(cohort, 0) - parting.get(cohort.index()) + unfetched) < 5_000;
        });
        story.runUntil(() -> story.isrIs(0, 1), 200);
        // Everything from the parting on is fetched anew.
        double fetched = cohorts.stream()
                .mapToDouble(cohort -> (end(cohort, 0) - parting.get(cohort.index())) * cohort.partitions())
                .sum();
        assertThat(story.reReplicated).isCloseTo(fetched, within(0.2 * fetched));
        assertThat(story.recordsLost - lostWithLeaders1And2).isCloseTo(lost / 1000, within(12.0));
    }

    @Test
    @DisplayName(
            "#33 a power cut of one in-sync replica takes its unflushed tail, which it copies again: nothing is lost")
    void power_loss_of_one_member() {
        Story story = Setup.of(Semantics.KAFKA_4_3).story().runFor(100);
        List<Cohort> cohorts = story.cluster.cohorts();
        List<Double> before = cohorts.stream().map(Cohort::logEnd).toList();
        story.kill(1).runFor(20).start(TAIL_LOST, 1);

        // Half a minute of 1 MB/s.
        assertThat(cohorts).allMatch(cohort -> Math.abs(before.get(cohort.index()) - 30e6 - end(cohort, 1)) < 1);
        story.runUntil(story.cluster::isrFull, 60);
        assertThat(story.recordsLost).isZero();
        assertThat(story.reReplicated).isGreaterThan(12 * 30e6);
        assertThat(cohorts).allMatch(cohort -> end(cohort, 1) == cohort.logEnd());
    }

    @Test
    @DisplayName("#34 a power cut of all in-sync replicas loses what none of them had flushed")
    void power_loss_of_all_members() {
        Story story = Setup.of(Semantics.KAFKA_4_3).story().runFor(100);
        List<Cohort> cohorts = story.cluster.cohorts();
        List<Double> acknowledged = cohorts.stream().map(Cohort::acknowledged).toList();
        story.kill(0, 1, 2).runFor(20).start(TAIL_LOST, 0, 1, 2);
        for (int broker = 0; broker < 3; broker++) {
            int any = broker;
            assertThat(cohorts)
                    .as("no log has them")
                    .allMatch(cohort -> end(cohort, any) < acknowledged.get(cohort.index()) - 29e6);
        }

        story.runUntil(story.cluster::isrFull, 400);

        // 12 partitions × 1 MB/s × 30 s in records of 1 kB.
        assertThat(story.recordsLost).isCloseTo(360_000, within(1.0));

        Story two = Setup.of(Semantics.KAFKA_4_3).story().runFor(100).kill(0, 1).runFor(20);
        two.start(TAIL_LOST, 0, 1).runUntil(two.cluster::isrFull, 400);
        assertThat(two.recordsLost).as("one that kept its power has them all").isZero();
    }
}
