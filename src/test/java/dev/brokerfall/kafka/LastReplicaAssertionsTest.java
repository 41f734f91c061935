package dev.brokerfall.kafka;

import static dev.brokerfall.kafka.LogDirectory.EMPTY;
import static dev.brokerfall.kafka.LogDirectory.INTACT;
import static dev.brokerfall.kafka.Story.cause;
import static dev.brokerfall.kafka.Story.end;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The last in-sync replica is wiped while others, out of sync, are intact. The numbers are those of {@code docs/kafka-assertions.md}; the
 * cluster is that of {@link SessionAssertionsTest}, each partition holds 100 MB and takes 1 MB/s in records of 1 kB.
 */
final class LastReplicaAssertionsTest {

    /** 12 partitions of 100 MB in records of 1 kB. */
    private static final double ALL_RECORDS = 1_200_000;

    /** ELR is off, 0 was the only in-sync replica and is down; the directories of 1 and 2 are intact, 1 having left earlier. */
    private static Story lastMemberDown(double secondsToAssign) {
        return lastMemberDown(secondsToAssign, 1);
    }

    private static Story lastMemberDown(double secondsToAssign, long seed) {
        Story story =
                Setup.of(Semantics.KAFKA_4_NO_ELR).assignment(secondsToAssign).story(seed);
        story.agenda.runUntil(40_000, 1);
        story.kill(1);
        story.agenda.runUntil(70_000, 1_000);
        story.kill(2);
        story.agenda.runUntil(100_000, 1_000);
        assertThat(story.isrIs(0)).isTrue();
        story.kill(0);
        story.agenda.runUntil(112_000, 1_000);
        assertThat(story.isrIs(0)).isTrue();
        assertThat(story.noLeaders()).isTrue();
        return story;
    }

    @Test
    @DisplayName(
            "#15 without ELR the wiped last replica is not elected when unfenced but by the next trigger, and all is lost")
    void wiped_last_replica_alone() {
        List<Double> waits = new ArrayList<>();
        for (long seed = 0; seed < 20; seed++) {
            Story story = lastMemberDown(2, seed).start(EMPTY, 0);
            story.runUntil(() -> story.cluster.brokerReady(0), 10);
            assertThat(story.noLeaders())
                    .as("its replicas are recorded in the directory that is gone")
                    .isTrue();
            // The directory is assigned 1.5 s after the unfencing; that triggers nothing.
            double assigned = story.secondsOf("brokerUnfenced 0") + 1.5;
            story.agenda.runUntil(Math.round(1000 * assigned) + 300_000, 1_000);

            assertThat(story.leadsAll(0)).as("offset 0 leads").isTrue();
            waits.add(story.secondsOf("leaderElected 0") - assigned);
            story.runFor(1);
            assertThat(story.recordsLost).isCloseTo(ALL_RECORDS, within(1.0));
            story.start(INTACT, 1, 2)
                    .runUntil(() -> story.cluster.brokerReady(1), 20)
                    .runFor(1);
            assertThat(story.cluster.cohorts())
                    .as("intact logs are cut off to follow")
                    .allMatch(cohort -> end(cohort, 1) <= cohort.logEnd() && cohort.logEnd() < 350e6);
            assertThat(story.recordsLost).isCloseTo(ALL_RECORDS, within(1.0));
        }
        assertThat(waits).allMatch(wait -> 0 < wait && wait <= 300).anyMatch(wait -> wait > 100);

        Story early = lastMemberDown(0.1).start(EMPTY, 0);
        early.runUntil(() -> early.cluster.brokerReady(0), 10);
        assertThat(early.leadsAll(0))
                .as("assigned before it is unfenced, it is elected by the unfencing")
                .isTrue();
    }

    @Test
    @DisplayName("#16 the unfencing of another replica is not enough: it is not in the in-sync set")
    void intact_outsider_alone() {
        Story story = lastMemberDown(2).start(INTACT, 1, 2);

        story.agenda.runUntil(story.agenda.now() + 1_000_000, 1_000);

        assertThat(story.cluster.brokerReady(1)).isTrue();
        assertThat(story.cluster.brokerReady(2)).isTrue();
        assertThat(story.noLeaders()).as("nor are three preferred elections").isTrue();
        assertThat(story.isrIs(0)).isTrue();
        assertThat(story.recordsLost).isZero();

        Story itself = lastMemberDown(2).start(INTACT, 0);
        itself.runUntil(() -> itself.leadsAll(0), 20).runFor(1);
        assertThat(itself.secondsOf("leaderElected 0")).isEqualTo(itself.secondsOf("brokerUnfenced 0"));
        assertThat(itself.recordsLost)
                .as("intact, the last replica leads at once")
                .isZero();
    }

    @Test
    @DisplayName(
            "#17 once the empty directory is assigned, the unfencing of any broker elects the wiped replica at once")
    void any_unfencing_is_a_trigger() {
        Story story = lastMemberDown(2).start(EMPTY, 0);
        story.runUntil(() -> story.cluster.brokerReady(0), 10).runFor(1.6);
        assertThat(story.noLeaders()).as("assigned, and nothing more").isTrue();

        story.start(INTACT, 1).runUntil(() -> story.leadsAll(0), 20);

        assertThat(story.secondsOf("leaderElected 0")).isEqualTo(story.secondsOf("brokerUnfenced 1"));
        story.runFor(1);
        assertThat(story.recordsLost).isCloseTo(ALL_RECORDS, within(1.0));

        Story unassigned = lastMemberDown(60).start(EMPTY, 0).start(INTACT, 1);
        unassigned.runUntil(() -> unassigned.cluster.brokerReady(1), 20).runFor(1);
        assertThat(unassigned.noLeaders())
                .as("before the assignment the same unfencing elects nobody")
                .isTrue();
    }

    @Test
    @DisplayName("#18 an unclean election before the wiped replica may lead saves all but what the survivor lacks")
    void unclean_election_in_time() {
        // 1 left about 30 s before 2 and so lacks about 30 MB a partition of what was acknowledged.
        Story story = lastMemberDown(60).start(EMPTY, 0).start(INTACT, 1);
        story.runUntil(() -> story.cluster.brokerReady(1), 20);
        double missing = story.cluster.cohorts().stream()
                .mapToDouble(cohort -> (cohort.acknowledged() - end(cohort, 1)) * cohort.partitions() / 1000)
                .sum();

        story.cluster.uncleanElection(cause("uncleanElection"));

        assertThat(story.leadsAll(1)).isTrue();
        assertThat(story.isrIs(1)).isTrue();
        story.runFor(1);
        assertThat(missing).isBetween(0.15 * ALL_RECORDS, 0.35 * ALL_RECORDS);
        assertThat(story.recordsLost).isCloseTo(missing, within(12.0));
        story.start(INTACT, 2).runUntil(story.cluster::isrFull, 100);
        assertThat(story.recordsLost).as("what 2 has is not taken").isCloseTo(missing, within(12.0));
    }

    /** 1 was killed first; 2 was then frozen and fenced, so that 0 is in sync and 2 eligible; 0 was wiped and is back. */
    private static Story eligibleMemberFrozen(Semantics semantics) {
        Story story = Setup.of(semantics)
                .story()
                .runFor(40)
                .kill(1)
                .runFor(15)
                .freeze(2)
                .runFor(15);
        assertThat(story.isrIs(0)).isTrue();
        assertThat(story.elrIs(2)).isTrue();
        story.kill(0).runFor(15);
        assertThat(story.elrIs(0, 2)).isTrue();
        story.start(EMPTY, 0).runUntil(() -> story.happened("brokerRegistered 0"), 10);
        return story;
    }

    @Test
    @DisplayName("#19 with ELR of 4.3 a fenced but never restarted member leads when it is back, and nothing is lost")
    void eligible_member_is_waited_for() {
        Story story = eligibleMemberFrozen(Semantics.KAFKA_4_3);
        assertThat(story.elrIs(2)).as("0 registered uncleanly").isTrue();

        story.agenda.runUntil(story.agenda.now() + 1_000_000, 1_000);
        assertThat(story.cluster.brokerReady(0)).isTrue();
        assertThat(story.noLeaders())
                .as("through its unfencing, its directory's assignment and three preferred elections")
                .isTrue();
        story.thaw(2);

        assertThat(story.leadsAll(2)).isTrue();
        assertThat(story.secondsOf("leaderElected 2 clean")).isEqualTo(story.secondsOf("brokerUnfenced 2"));
        story.start(INTACT, 1).runUntil(story.cluster::isrFull, 60);
        assertThat(story.recordsLost).isZero();
    }

    @Test
    @DisplayName(
            "#20 before 4.3 the directory's assignment clears the ELR: the empty last known leader leads, all is lost")
    void eligible_member_is_forgotten() {
        Story story = eligibleMemberFrozen(Semantics.KAFKA_4_1_ELR);
        story.runFor(0.2);
        assertThat(story.elrIs()).as("assigned 0.1 s after its JVM was up").isTrue();

        story.runUntil(() -> story.leadsAll(0), 310).runFor(1);

        assertThat(story.happened("leaderElected 0 unclean"))
                .as("although unclean election is off")
                .isTrue();
        assertThat(story.recordsLost).isCloseTo(ALL_RECORDS, within(1.0));
        story.thaw(2).runFor(1);
        assertThat(story.cluster.cohorts())
                .as("2 had everything and cuts it off")
                .allMatch(cohort -> end(cohort, 2) < 5e6);
        assertThat(story.recordsLost).isCloseTo(ALL_RECORDS, within(1.0));
    }

    @Test
    @DisplayName("#21 an eligible replica that was killed leaves the ELR when it registers, although it has all data")
    void a_killed_member_is_eligible_no_more() {
        for (Semantics semantics : List.of(Semantics.KAFKA_4_3, Semantics.KAFKA_4_1_ELR)) {
            Story story = Setup.of(semantics)
                    .story()
                    .runFor(40)
                    .kill(1)
                    .runFor(15)
                    .kill(2)
                    .runFor(15);
            assertThat(story.isrIs(0)).isTrue();
            assertThat(story.elrIs(2)).isTrue();

            story.start(INTACT, 2).runUntil(() -> story.happened("brokerRegistered 2"), 10);

            assertThat(story.elrIs()).isTrue();
            assertThat(story.cluster.cohorts()).allMatch(cohort -> end(cohort, 2) >= cohort.acknowledged() - 1);

            Story stopped = Setup.of(semantics)
                    .story()
                    .runFor(40)
                    .kill(1)
                    .runFor(15)
                    .stop(2)
                    .runFor(15);
            assertThat(stopped.elrIs(2)).isTrue();
            stopped.start(INTACT, 2).runUntil(() -> stopped.happened("brokerRegistered 2"), 10);
            assertThat(stopped.elrIs(2)).as("a clean stop keeps it eligible").isTrue();
        }
    }

    @Test
    @DisplayName("#22 as soon as the minimum is in sync nobody is eligible, even who has not come back")
    void enough_in_sync_clears_the_elr() {
        Story story = Setup.of(Semantics.KAFKA_4_3)
                .story()
                .runFor(40)
                .kill(2)
                .runFor(30)
                .kill(1)
                .runFor(15);
        assertThat(story.isrIs(0)).isTrue();
        assertThat(story.elrIs(1)).isTrue();

        // 2 left while two were in sync, so it was never eligible; it comes back, 1 does not.
        story.start(INTACT, 2).runUntil(() -> story.isrIs(0, 2), 30);

        assertThat(story.elrIs()).isTrue();
        story.kill(2).runFor(15);
        assertThat(story.elrIs(2))
                .as("below the minimum again, those that leave are")
                .isTrue();
    }
}
