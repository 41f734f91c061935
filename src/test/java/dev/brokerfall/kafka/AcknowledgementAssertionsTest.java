package dev.brokerfall.kafka;

import static dev.brokerfall.kafka.LogDirectory.EMPTY;
import static dev.brokerfall.kafka.LogDirectory.INTACT;
import static dev.brokerfall.kafka.LogDirectory.TAIL_LOST;
import static dev.brokerfall.kafka.Story.cause;
import static dev.brokerfall.kafka.Story.end;
import static dev.brokerfall.kafka.Story.isrOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.brokerfall.unit.DataRate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * What producers are told, what consumers see, and how followers keep up. The numbers are those of {@code docs/kafka-assertions.md}; the
 * cluster is that of {@link SessionAssertionsTest}, each partition holds 100 MB and takes 1 MB/s in records of 1 kB.
 */
final class AcknowledgementAssertionsTest {

    @Test
    @DisplayName("#6 with one in-sync replica acks=all is refused and nothing is appended")
    void acks_all_needs_the_minimum() {
        Story story = alone(Acks.ALL);
        List<Double> ends = ends(story);

        story.runFor(60);

        assertThat(story.noneWritable()).isTrue();
        assertThat(ends(story)).isEqualTo(ends);
        assertThat(story.cluster.cohorts()).allMatch(Cohort::readable);

        Story two = Setup.of(Semantics.KAFKA_4_3).story().runFor(70).kill(2).runFor(30);
        assertThat(two.allWritable()).as("two are enough").isTrue();
    }

    @Test
    @DisplayName("#7 with one in-sync replica acks=1 is accepted, but consumers see none of it until there are two")
    void acks_1_below_the_minimum_is_invisible() {
        Story story = alone(Acks.ONE);
        List<Double> highWatermarks =
                story.cluster.cohorts().stream().map(Cohort::highWatermark).toList();
        List<Double> ends = ends(story);

        story.runFor(60);

        assertThat(story.allWritable()).isTrue();
        for (Cohort cohort : story.cluster.cohorts()) {
            assertThat(cohort.logEnd() - ends.get(cohort.index())).isCloseTo(60e6, within(1.0));
            assertThat(cohort.acknowledged()).isEqualTo(cohort.logEnd());
            assertThat(cohort.highWatermark()).isEqualTo(highWatermarks.get(cohort.index()));
        }
        story.start(INTACT, 1).runUntil(() -> story.isrIs(0, 1), 60).runFor(30);
        assertThat(story.cluster.cohorts())
                .as("visible once 1 has them too")
                .allMatch(cohort -> cohort.highWatermark() == cohort.logEnd());
    }

    @Test
    @DisplayName("#8 what was not on two replicas when the in-sync set shrank to one is never reported as written")
    void nothing_is_acknowledged_that_only_one_replica_has() {
        Story story = Setup.of(Semantics.KAFKA_4_3).story().runFor(100);
        List<Cohort> cohorts = story.cluster.cohorts();
        List<Double> acknowledged = cohorts.stream().map(Cohort::acknowledged).toList();

        story.contact(1, 2).kill(1, 2);

        // Until 110.125 s the in-sync sets still name three, then one: neither lets anything be acknowledged.
        for (int second = 0; second < 60; second++) {
            story.runFor(1);
            assertThat(cohorts).extracting(Cohort::acknowledged).isEqualTo(acknowledged);
        }
        assertThat(story.isrIs(0)).isTrue();
        story.start(INTACT, 1).runUntil(() -> story.isrIs(0, 1), 60).runFor(1);
        assertThat(cohorts).allMatch(cohort -> cohort.acknowledged() > acknowledged.get(cohort.index()) + 0.9e6);
        story.start(INTACT, 2).runUntil(story.cluster::isrFull, 60).kill(0).start(EMPTY, 0);
        story.runUntil(story.cluster::isrFull, 60);
        assertThat(story.recordsLost).isZero();
    }

    @Test
    @DisplayName("#9 what acks=all has acknowledged is on every in-sync replica, of which there are two at least")
    void acknowledged_means_on_every_member() {
        for (long seed = 0; seed < 3; seed++) {
            Story story = Setup.of(Semantics.KAFKA_4_3).throttle(40).story(seed).runFor(10);
            Watch watch = new Watch(story);
            watch.runFor(20);
            story.cluster.hangBroker(1, cause("brokerHang"));
            watch.runFor(50);
            story.cluster.unhangBroker(1);
            watch.runFor(3);
            story.kill(2);
            watch.runFor(12);
            story.start(TAIL_LOST, 2);
            watch.runFor(15);
            story.freeze(0);
            watch.runFor(12);
            story.thaw(0);
            watch.runFor(100);
            story.stop(1);
            watch.runFor(5);
            story.start(EMPTY, 1);
            watch.runFor(100);
            assertThat(watch.advances).isGreaterThan(10_000);
            assertThat(story.recordsLost).isZero();
        }
    }

    /** Looks whether something more has been acknowledged, a hundred times a second. */
    private static final class Watch {
        private final Story story;
        private final double[] acknowledged;
        private int advances;

        Watch(Story story) {
            this.story = story;
            this.acknowledged = new double[story.cluster.cohorts().size()];
        }

        void runFor(int seconds) {
            for (int look = 0; look < 100 * seconds; look++) {
                story.runFor(0.01);
                story.cluster.cohorts().forEach(this::look);
            }
        }

        private void look(Cohort cohort) {
            if (cohort.acknowledged() > acknowledged[cohort.index()] + 1) {
                advances++;
                assertThat(isrOf(cohort))
                        .as("%s at %s ms", cohort, story.agenda.now())
                        .hasSizeGreaterThanOrEqualTo(2)
                        .allMatch(member -> end(cohort, member) >= cohort.acknowledged() - 1);
            }
            acknowledged[cohort.index()] = cohort.acknowledged();
        }
    }

    @Test
    @DisplayName("#10 a follower that hangs but heartbeats stalls acks=all for 30 to 45 s, then leaves the in-sync set")
    void a_hanging_follower_lags_out() {
        List<Double> stalls = new ArrayList<>();
        for (long seed = 0; seed < 100; seed++) {
            Story story = Setup.of(Semantics.KAFKA_4_3).story(seed);
            story.agenda.runUntil(100_000, 1);
            story.cluster.hangBroker(2, cause("brokerHang"));
            assertThat(story.noneWritable()).isTrue();
            story.agenda.runUntil(130_000, 1_000);
            assertThat(story.noneWritable()).as("30 s are allowed").isTrue();
            story.agenda.runUntil(145_000, 1_000);

            for (Cohort cohort : story.notLedBy(2)) {
                double left = story.secondsOf("isrShrunk 2 " + cohort);
                assertThat(story.secondsOf("writable " + cohort)).isEqualTo(left);
                stalls.add(left - 100);
            }
            assertThat(story.notLedBy(2)).isNotEmpty().allMatch(Cohort::writable);
            assertThat(story.happened("brokerFenced 2")).as("it heartbeats").isFalse();
        }

        assertThat(stalls).allMatch(stall -> 30 < stall && stall <= 45);
        assertThat(Collections.min(stalls)).isLessThan(30.5);
        assertThat(Collections.max(stalls)).isGreaterThan(44.5);
    }

    @Test
    @DisplayName("#29 records that a dying leader had acknowledged with acks=1 before anybody fetched them are lost")
    void acks_1_trusts_one_disk() {
        Story story = Setup.of(Semantics.KAFKA_4_3).topic(2, Acks.ONE).story().runFor(100);
        List<Cohort> led = story.ledBy(0);
        int partitions = led.stream().mapToInt(Cohort::partitions).sum();
        story.cluster.hangBroker(1, cause("brokerHang"));
        story.cluster.hangBroker(2, cause("brokerHang"));
        story.runFor(10);
        assertThat(led).allMatch(Cohort::writable);

        story.kill(0);
        story.cluster.unhangBroker(1);
        story.cluster.unhangBroker(2);
        story.runFor(11);

        assertThat(led).allMatch(cohort -> cohort.leader() == 1 || cohort.leader() == 2);
        // 1 MB/s for 10 s on each partition that 0 led, at 1 kB a record, and the 20 ms that nobody had fetched before.
        assertThat(story.recordsLost).isCloseTo(partitions * 10_020.0, within(1.0));
        story.start(INTACT, 0).runUntil(story.cluster::isrFull, 60);
        assertThat(story.recordsLost)
                .as("nor do they come back with the disk that has them")
                .isCloseTo(partitions * 10_020.0, within(1.0));

        Story milliseconds = Setup.of(Semantics.KAFKA_4_3)
                .topic(2, Acks.ONE)
                .story()
                .runFor(100)
                .kill(0)
                .runFor(11);
        assertThat(milliseconds.recordsLost)
                .as("what followers in good health have not fetched yet, less than one wait of 500 ms")
                .isBetween(1.0, partitions * 500.0);

        Story all = Setup.of(Semantics.KAFKA_4_3).story().runFor(100);
        all.cluster.hangBroker(1, cause("brokerHang"));
        all.cluster.hangBroker(2, cause("brokerHang"));
        all.runFor(10).kill(0);
        all.cluster.unhangBroker(1);
        all.cluster.unhangBroker(2);
        all.runFor(11);
        assertThat(all.recordsLost).as("acks=all had acknowledged none").isZero();
    }

    @Test
    @DisplayName(
            "#42 a reassignment is complete only when all that shall stay is in sync, and moves what the added replicas hold")
    void a_reassignment_waits_for_all_its_replicas() {
        KafkaConfig config = Configs.changing(Configs.three(Semantics.KAFKA_4_3), List.of(BrokerChange.ADDED));
        Story story = new Story(config).runFor(30).kill(1).runFor(12);

        story.reassign(0, 3, DataRate.UNLIMITED).runFor(60);

        List<Cohort> waiting =
                story.cluster.cohorts().stream().filter(Cohort::reassigning).toList();
        assertThat(waiting)
                .as("3 has caught up, but 1 stays a replica and is down")
                .isNotEmpty()
                .allMatch(cohort -> isrOf(cohort).contains(3))
                .noneMatch(cohort -> isrOf(cohort).contains(1));
        assertThat(story.happened("reassignmentDone")).isFalse();
        story.start(INTACT, 1).runUntil(() -> story.happened("reassignmentDone"), 60);
        for (Cohort cohort : waiting) {
            assertThat(story.secondsOf("reassigned " + cohort)).isEqualTo(story.secondsOf("isrExpanded 1 " + cohort));
            assertThat(cohort.replicas()).hasSize(3).contains(1, 3);
        }
        // A quarter of 36 replicas of 100 MB goes to the fourth broker.
        assertThat(story.planned.replicas()).isEqualTo(9);
        assertThat(story.planned.bytes()).isCloseTo(9 * 100e6, within(1.0));

        Story quick = new Story(config).runFor(30).reassign(0, 3, DataRate.UNLIMITED);
        double ordered = quick.agenda.now() / 1000.0;
        quick.runUntil(() -> quick.happened("reassignmentDone"), 60).runFor(1);
        assertThat(quick.allSecondsOf("reassigned "))
                .as("with all others in sync each is complete when 3 joins")
                .isEqualTo(quick.allSecondsOf("isrExpanded 3"))
                .isNotEmpty()
                .allMatch(at -> at > ordered + 1);
        // 900 MB at 250 MB/s, and what is written to them meanwhile.
        assertThat(quick.reReplicated).isCloseTo(900e6 * 250 / 241, within(10e6));
    }

    @Test
    @DisplayName("#43 a throttle holds neither for replicas in sync nor for replicas that are not listed")
    void a_throttle_spares_members_and_the_unlisted() {
        // 12 MB/s are written to each broker under a throttle of 1 MB/s.
        Story inSync = Setup.of(Semantics.KAFKA_4_3).throttle(1).story().runFor(300);
        assertThat(inSync.cluster.isrFull()).isTrue();
        assertThat(inSync.allWritable()).isTrue();
        assertThat(inSync.cluster.cohorts()).allMatch(cohort -> end(cohort, 1) == end(cohort, 0));

        Story behind = pausedFollower(BrokerLimits.UNLIMITED);
        behind.runFor(1);
        assertThat(behind.cluster.cohorts())
                .as("8 partitions that 1 follows lack 5 MB each, which it copies at 250 MB/s")
                .allMatch(cohort -> end(cohort, 1) == cohort.logEnd());
        assertThat(behind.happened("isrShrunk 1")).isFalse();
        // Where the network carries less than is written it is in sync until it has lagged for 30 s.
        Story slow = pausedFollower(new BrokerLimits(
                DataRate.UNLIMITED,
                DataRate.UNLIMITED,
                DataRate.UNLIMITED,
                DataRate.megabytesPerSecond(10),
                DataRate.UNLIMITED));
        slow.runFor(24.9);
        assertThat(slow.happened("isrShrunk 1")).isFalse();
        slow.runFor(15.2);
        assertThat(slow.notLedBy(1))
                .isNotEmpty()
                .noneMatch(cohort -> isrOf(cohort).contains(1));
        assertThat(slow.cluster.brokerReady(1)).isTrue();

        Story listed = Setup.of(Semantics.KAFKA_4_3).throttle(20).story();
        Story unlisted = Setup.of(Semantics.KAFKA_4_3).throttleUnlisted(20).story();
        // One leader has 5 partitions to give and the other 7, at 10 MB/s each: 500 MB / (10 - 5) = 100 s, after which
        // the 5 are in sync and count no more, and the other 700 - 100 × (10 - 7) = 400 MB go at 20 - 7: 31 s.
        assertThat(secondsToRefill(listed)).isCloseTo(100 + 400.0 / 13, within(0.1));
        // 1.2 GB at 250 - 12 MB/s.
        assertThat(secondsToRefill(unlisted)).isCloseTo(1200.0 / 238, within(0.1));
    }

    /** Broker 1 has stood still for 5 s under a throttle of 1 MB/s, while producers that wait for leaders alone went on. */
    private static Story pausedFollower(BrokerLimits limits) {
        Story story = Setup.of(Semantics.KAFKA_4_3)
                .topic(2, Acks.ONE)
                .throttle(1)
                .story()
                .runFor(100);
        story.cluster.limitBroker(1, limits);
        story.cluster.hangBroker(1, cause("brokerHang"));
        story.runFor(5);
        story.cluster.unhangBroker(1);
        assertThat(story.notLedBy(1))
                .isNotEmpty()
                .allMatch(cohort -> isrOf(cohort).contains(1) && end(cohort, 1) < cohort.logEnd());
        return story;
    }

    private static double secondsToRefill(Story story) {
        story.runFor(100).kill(0).runFor(20).start(EMPTY, 0).runUntil(story.cluster::isrFull, 400);
        return story.secondsOf("recoveryDone") - 125;
    }

    @Test
    @DisplayName("#44 a replica that catches up no faster than is written never joins the in-sync set")
    void catch_up_needs_more_than_the_ingest() {
        // From one leader come 5 partitions and from the other 7, 1 MB/s each, at half the throttle for each leader.
        Story same = behind(10);
        same.agenda.runUntil(30L * 24 * 3600 * 1000, 10_000);
        assertThat(same.inNoIsr(0)).isTrue();
        assertThat(same.cluster.brokerReady(0)).isTrue();

        Story more = behind(13);
        more.runUntil(more.cluster::isrFull, 400);
    }

    /** Broker 0 was out for about 30 s and is catching up under a throttle. */
    private static Story behind(double throttle) {
        return Setup.of(Semantics.KAFKA_4_3)
                .throttle(throttle)
                .story()
                .runFor(100)
                .kill(0)
                .runFor(30)
                .start(INTACT, 0)
                .runFor(10);
    }

    /** Broker 0 is the only in-sync replica of every partition, and leads. */
    private static Story alone(Acks acks) {
        Story story = Setup.of(Semantics.KAFKA_4_3)
                .topic(2, acks)
                .story()
                .runFor(70)
                .kill(1, 2)
                .runFor(30);
        assertThat(story.isrIs(0)).isTrue();
        assertThat(story.leadsAll(0)).isTrue();
        return story;
    }

    private static List<Double> ends(Story story) {
        return story.cluster.cohorts().stream().map(Cohort::logEnd).toList();
    }
}
