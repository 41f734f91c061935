package dev.brokerfall.kafka;

import static dev.brokerfall.kafka.LogDirectory.EMPTY;
import static dev.brokerfall.kafka.LogDirectory.INTACT;
import static dev.brokerfall.kafka.Story.cause;
import static dev.brokerfall.kafka.Story.end;
import static dev.brokerfall.kafka.Story.isrOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Brokers that come back on empty volumes. The numbers are those of {@code docs/kafka-assertions.md}; the cluster is that of {@link
 * SessionAssertionsTest}, each partition holds 100 MB and takes 1 MB/s in records of 1 kB.
 */
final class WipeAssertionsTest {

    /** 12 partitions of 100 MB in records of 1 kB. */
    private static final double ALL_RECORDS = 1_200_000;

    private static final List<Semantics> KRAFT =
            List.of(Semantics.KAFKA_4_3, Semantics.KAFKA_4_1_ELR, Semantics.KAFKA_4_NO_ELR);

    @Test
    @DisplayName("#1 one wiped broker of a full in-sync set costs no record, and joins again only with all of them")
    void one_wiped_broker() {
        for (Semantics semantics : KRAFT) {
            Story story = Setup.of(semantics).throttle(100).story().runFor(100);
            List<Cohort> led = story.ledBy(0);
            story.onJoin((cohort, broker) -> assertThat(end(cohort, broker))
                    .as("%s joins %s", broker, cohort)
                    .isGreaterThanOrEqualTo(cohort.highWatermark() - 1));

            story.kill(0).start(EMPTY, 0).runUntil(() -> story.cluster.brokerReady(0), 20);

            assertThat(led).isNotEmpty();
            for (Cohort cohort : led) {
                assertThat(story.secondsOf("leaderElected 1 clean " + cohort, "leaderElected 2 clean " + cohort))
                        .isLessThanOrEqualTo(110.125);
            }
            assertThat(story.inNoIsr(0)).isTrue();
            assertThat(story.cluster.cohorts()).allMatch(cohort -> end(cohort, 0) < cohort.highWatermark());
            story.runUntil(story.cluster::isrFull, 60);
            assertThat(story.recordsLost).isZero();
        }
    }

    @Test
    @DisplayName(
            "#13 two brokers of a full in-sync set wiped at once: the third leads, nothing is lost, acks=all waits")
    void two_of_three_wiped() {
        for (Semantics semantics : KRAFT) {
            Story story = Setup.of(semantics).throttle(100).story().runFor(100).kill(0, 1);
            story.start(EMPTY, 0, 1).runFor(12);

            assertThat(story.leadsAll(2)).isTrue();
            boolean[] refused = new boolean[1];
            while (!story.cluster.isrFull()) {
                story.runFor(0.001);
                for (Cohort cohort : story.cluster.cohorts()) {
                    assertThat(cohort.writable())
                            .as("%s at %s ms", cohort, story.agenda.now())
                            .isEqualTo(isrOf(cohort).size() >= 2);
                    refused[0] |= !cohort.writable();
                }
            }
            assertThat(refused[0]).isTrue();
            assertThat(story.recordsLost).isZero();
        }
    }

    @Test
    @DisplayName("#14 both in-sync members wiped while the third lags: clean elections lose even what the third has")
    void the_in_sync_set_of_two_wiped() {
        for (Semantics semantics : KRAFT) {
            Story story = bothMembersGone(semantics);
            List<Cohort> cohorts = story.cluster.cohorts();
            assertThat(cohorts).as("2 lags, with most of it").allMatch(cohort -> end(cohort, 2) > 100e6);
            assertThat(story.noLeaders()).isTrue();

            story.start(EMPTY, 0).runFor(320);
            assertThat(story.noLeaders())
                    .as("%s: 0, fenced first, is no candidate", semantics.name())
                    .isTrue();
            story.start(EMPTY, 1).runUntil(() -> story.leadsAll(1), 310);
            double before = end(cohorts.get(0), 2);
            story.runFor(1);

            assertThat(story.recordsLost).isCloseTo(ALL_RECORDS, within(1.0));
            assertThat(before).isGreaterThan(100e6);
            assertThat(cohorts)
                    .as("empty again, and 2 has followed down to 0")
                    .allMatch(cohort -> cohort.logEnd() < 2e6 && end(cohort, 2) < 2e6);
        }

        Story unclean = bothMembersGone(Semantics.KAFKA_4_NO_ELR);
        double missing = unclean.cluster.cohorts().stream()
                .mapToDouble(cohort -> (cohort.acknowledged() - end(cohort, 2)) * cohort.partitions() / 1000)
                .sum();
        unclean.cluster.uncleanElection(cause("uncleanElection"));
        unclean.runFor(1);
        assertThat(unclean.leadsAll(2)).isTrue();
        assertThat(missing).isGreaterThan(0.1 * ALL_RECORDS);
        assertThat(unclean.recordsLost)
                .as("an unclean election loses just what 2 lacks")
                .isCloseTo(missing, within(1.0));
    }

    /** In-sync sets were {0, 1} while 2 caught up; then 0 and 1 died, 0 being fenced first. */
    private static Story bothMembersGone(Semantics semantics) {
        Story story = Setup.of(semantics).throttle(20).story().runFor(40).kill(2);
        story.runFor(60).start(INTACT, 2).runFor(20);
        assertThat(story.isrIs(0, 1)).isTrue();
        story.contact(0, 1).kill(0, 1).runFor(11);
        assertThat(story.journal.indexOf(story.entry("brokerFenced 0")))
                .isLessThan(story.journal.indexOf(story.entry("brokerFenced 1")));
        return story;
    }

    @Test
    @DisplayName("#23 with min.insync.replicas 2 one lossy failure is survived between full copies, and no second")
    void as_many_lossy_failures_as_the_minimum_less_one() {
        for (int number = 0; number < 3; number++) {
            int first = number;
            int second = (number + 1) % 3;
            Story full = Setup.of(Semantics.KAFKA_4_3).story().runFor(100);
            full.kill(first).start(EMPTY, first).runUntil(full.cluster::isrFull, 60);
            assertThat(full.recordsLost).as("from a full in-sync set").isZero();

            Story short1 = lackingTheLast(first, second);
            short1.kill(first).start(EMPTY, first).runFor(12);
            assertThat(short1.leadsAll(second)).isTrue();
            short1.runUntil(() -> short1.isrIs(first, second), 60);
            assertThat(short1.recordsLost)
                    .as("from an in-sync set that is just enough")
                    .isZero();

            Story short2 = lackingTheLast(first, second);
            short2.kill(first).runFor(11).kill(second).runFor(11).start(EMPTY, first, second);
            short2.runUntil(() -> !short2.noLeaders(), 310).runFor(1);
            assertThat(short2.recordsLost)
                    .as("the second before the copy is full")
                    .isGreaterThan(0);
        }
    }

    private static Story lackingTheLast(int first, int second) {
        Story story = Setup.of(Semantics.KAFKA_4_3).story().runFor(70);
        story.kill(3 - first - second).runFor(30);
        assertThat(story.isrIs(first, second)).isTrue();
        return story;
    }

    @Test
    @DisplayName("#24 with min.insync.replicas 1 the loss of the one in-sync replica loses what it alone acknowledged")
    void a_minimum_of_one_tolerates_no_lossy_failure() {
        assertThat(lostAfterBeingAlone(1)).isGreaterThan(40_000.0 * 12);
        assertThat(lostAfterBeingAlone(2))
                .as("a minimum of two had refused them")
                .isZero();

        for (Semantics semantics : KRAFT) {
            Story clean =
                    Setup.of(semantics).topic(1, Acks.ALL).story().runFor(50).kill(1, 2);
            clean.runFor(60).kill(0).runFor(12).start(EMPTY, 0);
            clean.runUntil(() -> clean.leadsAll(0), 310).runFor(1);
            assertThat(clean.recordsLost)
                    .as("%s, clean elections", semantics.name())
                    .isCloseTo(ALL_RECORDS, within(1.0));
        }
        Story full = Setup.of(Semantics.KAFKA_4_3).topic(1, Acks.ALL).story().runFor(50);
        full.kill(0).start(EMPTY, 0).runUntil(full.cluster::isrFull, 60);
        assertThat(full.recordsLost).as("from a full in-sync set").isZero();
    }

    /** Returns the records lost when 0, alone for about 50 s, is gone and somebody has 1 or 2 elected. */
    private static double lostAfterBeingAlone(int minIsr) {
        Story story = Setup.of(Semantics.KAFKA_4_NO_ELR)
                .topic(minIsr, Acks.ALL)
                .story()
                .runFor(50);
        story.kill(1, 2).runFor(60);
        assertThat(story.isrIs(0)).isTrue();
        story.kill(0).runFor(12).start(INTACT, 1, 2).runUntil(() -> story.cluster.brokerReady(1), 20);
        story.runUntil(() -> story.cluster.brokerReady(2), 20);
        story.cluster.uncleanElection(cause("uncleanElection"));
        story.runFor(1);
        assertThat(story.noLeaders()).isFalse();
        return story.recordsLost;
    }

    @Test
    @DisplayName("#25 all replicas wiped: the topic is there, empty, and its offsets begin at 0")
    void all_wiped() {
        for (Semantics semantics : KRAFT) {
            Story story = Setup.of(semantics).story().runFor(100).kill(0, 1, 2).runFor(12);
            story.start(EMPTY, 0, 1, 2)
                    .runUntil(() -> story.cluster.cohorts().stream().allMatch(Cohort::readable), 310);

            assertThat(story.cluster.cohorts())
                    .as("readable from 0, with what was written since its leader serves")
                    .allMatch(cohort ->
                            cohort.logEnd() <= 1e6 * (story.agenda.now() / 1000.0 - story.secondsOf("readable")) + 1);
            assertThat(story.recordsLost).isCloseTo(ALL_RECORDS, within(1.0));
            assertThat(story.happened("metadataLost")).isFalse();
            story.runUntil(story.cluster::isrFull, 60);
            assertThat(story.allWritable()).isTrue();
        }
    }

    @Test
    @DisplayName("#26 brokers wiped one after the other, each once the one before is in sync again: nothing is lost")
    void rolling_wipe_that_waits() {
        for (Semantics semantics : KRAFT) {
            Story story = Setup.of(semantics).throttle(40).story().runFor(60);
            for (int broker = 0; broker < 3; broker++) {
                story.kill(broker).start(EMPTY, broker).runFor(11).runUntil(story.cluster::isrFull, 120);
            }
            assertThat(story.recordsLost).isZero();
            assertThat(story.cluster.cohorts()).allMatch(cohort -> cohort.goodCopies() == 3);
        }
    }

    @Test
    @DisplayName(
            "#27 brokers wiped one after the other while the ones before still copy: all is lost, half copies included")
    void rolling_wipe_that_does_not_wait() {
        for (Semantics semantics : KRAFT) {
            Story story = overtaken(semantics);
            List<Cohort> cohorts = story.cluster.cohorts();
            assertThat(cohorts)
                    .as("0 has copied some, not all")
                    .allMatch(cohort -> end(cohort, 0) > cohort.acknowledged() - 95e6)
                    .allMatch(cohort -> end(cohort, 0) < cohort.acknowledged() - 20e6);
            story.start(EMPTY, 2).runUntil(() -> story.leadsAll(2), 310).runFor(1);

            assertThat(story.recordsLost).isCloseTo(ALL_RECORDS, within(1.0));
            assertThat(cohorts)
                    .as("what 0 and 1 had copied is cut off")
                    .allMatch(cohort -> end(cohort, 0) < 2e6 && end(cohort, 1) < 2e6);
            story.runUntil(story.cluster::isrFull, 60);
            assertThat(story.allWritable()).as("without any error").isTrue();
        }

        Story unclean = overtaken(Semantics.KAFKA_4_NO_ELR);
        unclean.cluster.uncleanElection(cause("uncleanElection"));
        double missing = unclean.cluster.cohorts().stream()
                .mapToDouble(cohort -> (cohort.acknowledged() - end(cohort, cohort.leader())) * cohort.partitions())
                .sum();
        unclean.runFor(1);
        assertThat(unclean.recordsLost)
                .as("an unclean election would keep what its leader has copied")
                .isCloseTo(missing / 1000, within(2.0))
                .isLessThan(0.99 * ALL_RECORDS);
    }

    /** 0 and 1 are copying what 2 had when it died and was fenced. */
    private static Story overtaken(Semantics semantics) {
        Story story = Setup.of(semantics).throttle(20).story().runFor(100);
        story.kill(0).start(EMPTY, 0).runUntil(() -> story.cluster.brokerReady(0), 20);
        story.kill(1).start(EMPTY, 1).runUntil(() -> story.cluster.brokerReady(1), 20);
        assertThat(story.isrIs(2)).isTrue();
        return story.kill(2).runFor(11);
    }
}
