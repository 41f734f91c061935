package dev.brokerfall.kafka;

import static dev.brokerfall.kafka.LogDirectory.EMPTY;
import static dev.brokerfall.kafka.LogDirectory.INTACT;
import static dev.brokerfall.kafka.Story.end;
import static dev.brokerfall.kafka.Story.isrOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * What brokers and the controller owe each other: sessions, registrations, stops and starts. The numbers are those of {@code
 * docs/kafka-assertions.md}. Unless a test says otherwise three brokers 0, 1 and 2 replicate 12 partitions three times with {@code
 * min.insync.replicas} 2, {@code acks=all} and clean elections alone; a JVM starts in 5 s.
 */
final class SessionAssertionsTest {

    private static final List<Semantics> KRAFT =
            List.of(Semantics.KAFKA_4_3, Semantics.KAFKA_4_1_ELR, Semantics.KAFKA_4_NO_ELR);

    @Test
    @DisplayName("#2 a broker back within its old session is refused until that has lapsed, and comes back out of sync")
    void registration_waits_for_the_old_session() {
        for (Semantics semantics : KRAFT) {
            Story story = Setup.of(semantics)
                    .startup(0.5)
                    .story()
                    .runFor(100)
                    .contact(0)
                    .kill(0);

            story.runFor(1.5).start(INTACT, 0).runFor(7.5);

            // Up 2 s after its last contact, it asks every 2 s: at 102, 104, 106, 108 in vain.
            assertThat(story.happened("brokerRegistered 0")).isFalse();
            assertThat(story.noneWritable())
                    .as("it runs, but nobody takes it for the member that is in the in-sync sets")
                    .isTrue();
            story.runFor(1);
            assertThat(story.secondsOf("brokerRegistered 0")).isEqualTo(110);
            assertThat(story.inNoIsr(0)).isTrue();
            story.runUntil(story.cluster::isrFull, 10);
            int cohorts = story.cluster.cohorts().size();
            assertThat(story.allSecondsOf("isrShrunk 0"))
                    .as("it left every in-sync set before it joined any")
                    .hasSize(cohorts)
                    .allMatch(left -> left <= 110);
            assertThat(story.allSecondsOf("isrExpanded 0"))
                    .hasSize(cohorts)
                    .allMatch(joined -> joined >= story.secondsOf("brokerUnfenced 0"));
        }

        Story zookeeper = rebooted(Semantics.KAFKA_2_4_ZK).runFor(7.499);
        assertThat(zookeeper.happened("brokerRegistered 0"))
                .as("its node is still there, and is not its own")
                .isFalse();
        assertThat(zookeeper.noneWritable()).isTrue();
        zookeeper.runUntil(() -> zookeeper.cluster.brokerReady(0), 5);
        double registered = zookeeper.secondsOf("brokerRegistered 0");
        assertThat(registered)
                .as("the session of 9 s lapses with a tick of 2 s, and the process is started every 0.5 s")
                .isBetween(109.0, 111.5);
        // Its logs were recovered at 106, before it first asked.
        assertThat(2 * registered).isCloseTo((double) Math.round(2 * registered), within(1e-9));
        assertThat(zookeeper.allSecondsOf("isrShrunk 0"))
                .hasSameSizeAs(zookeeper.cluster.cohorts())
                .allMatch(left -> registered - 0.5 <= left && left <= registered);
    }

    @Test
    @DisplayName("#3 the registration of a new incarnation takes it out of every in-sync set, however it stopped")
    void registration_leaves_every_in_sync_set() {
        Story unclean = Setup.of(Semantics.KAFKA_4_3)
                .startup(0.5)
                .story()
                .runFor(85)
                .kill(2)
                .runFor(15)
                .contact(0)
                .kill(0)
                .runFor(0.55)
                .start(INTACT, 0);
        // Up at 101.05 and asking every 2 s, it is heard at 109.05, before the next look for stale brokers.
        unclean.runUntil(() -> unclean.happened("brokerRegistered 0"), 10);

        assertLeftByRegistration(unclean);
        assertThat(unclean.elrIs()).as("killed, so not eligible").isTrue();

        Story clean = cleanStopThatTheControllerMissed();
        assertLeftByRegistration(clean);
        assertThat(clean.elrIs(0)).as("stopped in good order, so eligible").isTrue();

        Story sole = Setup.of(Semantics.KAFKA_4_NO_ELR)
                .story()
                .runFor(80)
                .kill(1, 2)
                .runFor(20)
                .kill(0)
                .start(INTACT, 0);
        sole.runUntil(() -> sole.happened("brokerRegistered 0"), 12);
        assertThat(sole.isrIs(0)).as("the last member stays where ELR is off").isTrue();
        assertThat(sole.noLeaders()).isTrue();
    }

    private static void assertLeftByRegistration(Story story) {
        double registered = story.secondsOf("brokerRegistered 0");
        assertThat(story.happened("brokerFenced 0")).isFalse();
        assertThat(story.allSecondsOf("isrShrunk 0"))
                .hasSameSizeAs(story.cluster.cohorts())
                .allMatch(left -> left == registered);
        assertThat(story.isrIs(1)).isTrue();
        assertThat(story.leadsAll(1)).isTrue();
    }

    /** Broker 0 stops in good order while there is no controller, and is back before the next controller gives it up. */
    private static Story cleanStopThatTheControllerMissed() {
        for (long seed = 1; seed < 50; seed++) {
            Story seen = missedStop(seed, 450_000);
            if (!seen.happened("brokerFenced 0")) {
                return missedStop(seed, Math.round(seen.secondsOf("brokerRegistered 0") * 1000));
            }
        }
        throw new AssertionError("always fenced first");
    }

    private static Story missedStop(long seed, long until) {
        Story story = Setup.of(Semantics.KAFKA_4_3).story(seed);
        story.agenda.runUntil(80_000, 1_000);
        story.kill(2);
        story.agenda.runUntil(100_000, 1_000);
        story.killController(100, 101).stop(0);
        story.agenda.runUntil(401_000, 1_000);
        assertThat(story.happened("brokerExited 0")).isTrue();
        story.start(INTACT, 0).startController(INTACT, 100, 101);
        story.agenda.runUntil(until, 1_000);
        return story;
    }

    @Test
    @DisplayName("#4 a broker last heard at t is fenced after t + 9 s and no later than t + 10.125 s")
    void fencing_takes_a_session_and_at_most_one_check() {
        List<Double> delays = new ArrayList<>();
        for (long seed = 0; seed < 300; seed++) {
            Story story = Setup.of(Semantics.KAFKA_4_3).story(seed);
            story.agenda.runUntil(100_000, 1);
            story.contact(1).kill(1);
            story.agenda.runUntil(120_000, 1_000);
            delays.add(story.secondsOf("brokerFenced 1") - 100);
        }

        assertThat(delays).allMatch(delay -> 9 < delay && delay <= 10.125);
        assertThat(Collections.min(delays)).isLessThan(9.02);
        assertThat(Collections.max(delays)).isGreaterThan(10.1);
    }

    @Test
    @DisplayName("#5 two brokers found stale together are fenced in one pass, one after the other")
    void fencing_is_serial_within_a_pass() {
        Story story =
                Setup.of(Semantics.KAFKA_4_3).story().runFor(100).contact(0, 1).kill(0, 1);
        Cohort cohort = story.cluster.cohorts().stream()
                .filter(each -> each.replicas().equals(List.of(0, 1, 2)))
                .findFirst()
                .orElseThrow();

        story.runUntil(() -> story.happened("brokerFenced 1"), 10.125);

        double pass = story.secondsOf("brokerFenced 0");
        assertThat(story.secondsOf("brokerFenced 1")).isEqualTo(pass);
        // When 0 is fenced 1 still counts as alive; the second decision starts from the first.
        assertThat(story.allSecondsOf("leaderElected 1 clean " + cohort)).containsExactly(pass);
        assertThat(story.allSecondsOf("leaderElected 2 clean " + cohort)).containsExactly(pass);
        assertThat(cohort.leaderEpoch()).isEqualTo(2);
        assertThat(story.isrIs(2)).isTrue();
        assertThat(story.leadsAll(2)).isTrue();
    }

    @Test
    @DisplayName(
            "#12 a leader that asks to take in a rebooted follower by its old registration is refused, unlike with ZooKeeper")
    void a_stale_request_for_an_in_sync_set_is_refused() {
        Story story = rebooted(Semantics.KAFKA_4_3);
        story.runUntil(() -> story.happened("brokerRegistered 0"), 10);
        while (!story.happened("brokerUnfenced 0")) {
            assertThat(story.cluster.cohorts())
                    .as("it has everything, and its leaders see it")
                    .allMatch(cohort -> end(cohort, 0) >= cohort.highWatermark());
            assertThat(story.inNoIsr(0)).as("but it is fenced").isTrue();
            story.runFor(0.001);
        }
        assertThat(story.allSecondsOf("isrExpanded 0"))
                .isNotEmpty()
                .allMatch(joined -> joined == story.secondsOf("brokerUnfenced 0"));

        Story zookeeper = rebooted(Semantics.KAFKA_2_4_ZK);
        zookeeper.runUntil(() -> zookeeper.happened("isrExpanded 0"), 15);
        assertThat(zookeeper.happened("brokerUnfenced 0"))
                .as("nobody looks at what it is registered as")
                .isFalse();
    }

    /** Broker 0 was killed and is back after 2 s; its log recovery takes 4 s. */
    private static Story rebooted(Semantics semantics) {
        return Setup.of(semantics)
                .startup(0.5)
                .story()
                .runFor(100)
                .contact(0)
                .kill(0)
                .runFor(1.5)
                .start(INTACT, 0);
    }

    @Test
    @DisplayName("#30 a stop in good order moves leaderships first, is not unclean, and needs no log recovery")
    void a_controlled_shutdown_is_clean() {
        // Recovery of 1.2 GB by two threads of 1 MB/s would take ten minutes.
        Story story =
                Setup.of(Semantics.KAFKA_4_3).recovery(1).story().runFor(85).kill(2);
        story.runFor(15).stop(0);

        assertThat(story.leadsAll(1)).isTrue();
        assertThat(story.isrIs(1)).isTrue();
        assertThat(story.elrIs(0)).isTrue();
        story.runUntil(() -> story.happened("brokerExited 0"), 30);
        assertThat(story.secondsOf("brokerExited 0"))
                .as("2 s to exit, 2.05 s until the other broker is known to know")
                .isEqualTo(104.05);
        assertThat(story.unwritableCauses).as("two fewer than minimum").isNotEmpty();

        story.start(INTACT, 0).runUntil(() -> story.happened("brokerRegistered 0"), 12);
        assertThat(story.elrIs(0)).as("still eligible").isTrue();
        story.runUntil(() -> story.isrIs(0, 1), 1);
        assertThat(story.recordsLost).isZero();

        Story killed =
                Setup.of(Semantics.KAFKA_4_3).recovery(1).story().runFor(100).kill(0);
        killed.runFor(20).start(INTACT, 0).runFor(500);
        assertThat(killed.cluster.brokerReady(0))
                .as("a kill costs the recovery")
                .isFalse();
    }

    @Test
    @DisplayName("#31 a stop of the only in-sync member leaves the partition without a leader")
    void a_controlled_shutdown_of_the_last_member_is_granted() {
        for (Semantics semantics : KRAFT) {
            Story story = Setup.of(semantics)
                    .story()
                    .runFor(70)
                    .contact(1, 2)
                    .kill(1, 2)
                    .runFor(30)
                    .stop(0);

            assertThat(story.noLeaders()).isTrue();
            assertThat(story.noneWritable()).isTrue();
            if (semantics.eligibleLeaderReplicas()) {
                // 2 was fenced last and left it alone; it is eligible too.
                assertThat(story.isrIs() && story.elrIs(0, 2)).isTrue();
            } else {
                assertThat(story.isrIs(0) && story.elrIs()).isTrue();
            }
            story.runFor(2.05);
            assertThat(story.happened("brokerExited 0")).as("it may go").isTrue();
        }

        Story two = Setup.of(Semantics.KAFKA_4_3)
                .story()
                .runFor(80)
                .kill(2)
                .runFor(20)
                .stop(0);
        assertThat(two.leadsAll(1)).as("with another member that one leads").isTrue();
    }

    @Test
    @DisplayName(
            "#32 a kill that spares the disk loses nothing, costs log recovery before unfencing, and counts as unclean")
    void a_kill_keeps_the_page_cache() {
        Story story = Setup.of(Semantics.KAFKA_4_3).story().runFor(80).kill(2).runFor(20);
        List<Cohort> cohorts = story.cluster.cohorts();
        List<Double> before = cohorts.stream().map(Cohort::logEnd).toList();
        story.kill(0).runFor(20);
        assertThat(story.elrIs(0))
                .as("fenced, and eligible until it registers again")
                .isTrue();
        assertThat(cohorts)
                .as("nothing of its logs is gone")
                .extracting(cohort -> end(cohort, 0))
                .containsExactlyElementsOf(before);

        story.start(INTACT, 0).runUntil(() -> story.cluster.brokerReady(0), 60);

        // 12 partitions of 100 MB at 2 × 150 MB/s: up after 5 s, recovered 4 s later, unfenced another 0.5 s later.
        assertThat(story.secondsOf("brokerRegistered 0")).isEqualTo(125);
        assertThat(story.secondsOf("brokerUnfenced 0")).isCloseTo(129.5, within(0.01));
        assertThat(story.happened("recordsLost")).isFalse();

        Story all =
                Setup.of(Semantics.KAFKA_4_3).story().runFor(100).kill(0, 1, 2).runFor(20);
        all.start(INTACT, 0, 1, 2).runUntil(all.cluster::isrFull, 400);
        assertThat(all.recordsLost).as("even when all processes die at once").isZero();

        Story eligible = Setup.of(Semantics.KAFKA_4_3)
                .story()
                .runFor(80)
                .kill(2)
                .runFor(20)
                .kill(0);
        eligible.runFor(20).start(INTACT, 0).runUntil(() -> eligible.happened("brokerRegistered 0"), 10);
        assertThat(eligible.elrIs()).as("unclean, although it has everything").isTrue();
    }

    @Test
    @DisplayName(
            "#40 a failed log directory takes its own partitions out of sync; without any, or the metadata log, a broker halts")
    void a_failed_directory_takes_its_own_partitions_alone() {
        Setup two = Setup.of(Semantics.KAFKA_4_3).logDirs(2);
        Story one = two.story().runFor(100).failDirectory(2, 1);
        assertThat(one.cluster.cohorts())
                .extracting(cohort -> liesIn(cohort, 2, 1))
                .as("some of its partitions lie there, and some do not")
                .contains(true, false);
        for (double seconds : new double[] {0, 1, 60}) {
            one.runFor(seconds);
            assertThat(one.cluster.cohorts())
                    .allMatch(cohort -> Story.isrOf(cohort).contains(2) != liesIn(cohort, 2, 1))
                    .noneMatch(cohort -> cohort.leader() == 2 && liesIn(cohort, 2, 1));
            assertThat(one.cluster.brokerReady(2)).isTrue();
        }
        assertThat(one.happened("brokerFenced")).isFalse();
        assertThat(one.allWritable()).isTrue();

        Story metadata = two.story().runFor(100).contact(2).failDirectory(2, 0);
        haltsAndTakesNobodyWithIt(metadata);

        Story all = two.story().runFor(100).contact(2);
        all.cluster.failLogDirectories(2, Story.cause("logDirFailure"));
        haltsAndTakesNobodyWithIt(all);

        Story only =
                Setup.of(Semantics.KAFKA_4_3).story().runFor(100).contact(2).failDirectory(2, 0);
        haltsAndTakesNobodyWithIt(only);
    }

    private static boolean liesIn(Cohort cohort, int broker, int directory) {
        return cohort.directories().get(cohort.brokers().indexOf(broker)) == directory;
    }

    private static void haltsAndTakesNobodyWithIt(Story story) {
        story.runFor(0.001);
        assertThat(story.happened("brokerExited 2")).isTrue();
        story.runUntil(() -> story.isrIs(0, 1), 10.125).runFor(1);
        assertThat(story.allWritable()).isTrue();
        assertThat(story.cluster.brokerReady(0) && story.cluster.brokerReady(1)).isTrue();
        assertThat(story.recordsLost).isZero();
    }

    @Test
    @DisplayName("#41 leadership goes back to a preferred replica that is in sync again within 300 s, not at once")
    void preferred_leaders_wait_for_the_next_look() {
        List<Double> waits = new ArrayList<>();
        for (long seed = 0; seed < 60; seed++) {
            Story story = Setup.of(Semantics.KAFKA_4_3).story(seed);
            story.agenda.runUntil(100_000, 1);
            List<Cohort> preferred = story.ledBy(0);
            story.stop(0);
            story.agenda.runUntil(105_000, 1_000);
            story.start(INTACT, 0).runUntil(story.cluster::isrFull, 20);
            double back = story.agenda.now() / 1000.0;
            assertThat(preferred).noneMatch(cohort -> cohort.leader() == 0);
            story.agenda.runUntil(story.agenda.now() + 300_000, 1_000);

            assertThat(preferred).isNotEmpty().allMatch(cohort -> cohort.leader() == 0);
            waits.add(story.secondsOf("leaderElected 0") - back);
        }

        assertThat(waits).allMatch(wait -> 0 <= wait && wait <= 300);
        assertThat(waits.stream().mapToDouble(Double::doubleValue).average().orElseThrow())
                .as("the look comes at any moment: 150 s on average, ± 3 × 300 / √(12 × 60)")
                .isCloseTo(150, within(33.6));
    }

    @Test
    @DisplayName("#52 a broker whose readiness probe is green may be out of sync everywhere")
    void readiness_does_not_wait_for_in_sync_sets() {
        Story story = Setup.of(Semantics.KAFKA_4_3)
                .throttle(20)
                .story()
                .runFor(100)
                .kill(0)
                .runFor(20)
                .start(EMPTY, 0);

        story.runUntil(() -> story.cluster.brokerReady(0), 10);

        assertThat(story.inNoIsr(0)).isTrue();
        story.runFor(60);
        assertThat(story.cluster.brokerReady(0)).isTrue();
        assertThat(story.inNoIsr(0)).as("a minute later still").isTrue();
        assertThat(story.cluster.cohorts())
                .allMatch(cohort -> isrOf(cohort).size() == 2 && end(cohort, 0) < cohort.logEnd());
    }
}
