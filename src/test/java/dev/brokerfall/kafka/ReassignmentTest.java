package dev.brokerfall.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.brokerfall.unit.DataRate;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Brokers that are added and replaced. 12 partitions of 100 MB on three brokers are 36 replicas, of which a fourth broker gets 9; each
 * partition takes 1 MB/s.
 */
final class ReassignmentTest {

    private static final KafkaConfig FOURTH =
            Configs.changing(Configs.three(Semantics.KAFKA_4_3), List.of(BrokerChange.ADDED));
    private static final KafkaConfig REPLACED =
            Configs.changing(Configs.three(Semantics.KAFKA_4_3), List.of(BrokerChange.replacing(1)));

    @Test
    void a_broker_that_is_yet_to_come_changes_nothing() {
        Story with = new Story(FOURTH)
                .kill(0)
                .runFor(20)
                .start(LogDirectory.INTACT, 0)
                .runFor(60);
        Story without = new Story(Configs.changing(Configs.three(Semantics.KAFKA_4_3), List.of()))
                .kill(0)
                .runFor(20)
                .start(LogDirectory.INTACT, 0)
                .runFor(60);

        assertThat(with.happened("brokerUp 3")).isFalse();
        assertThat(with.recoveryMillis).isEqualTo(without.recoveryMillis).isPositive();
    }

    @Test
    void a_fourth_broker_gets_a_quarter_of_the_replicas_and_nothing_is_ever_under_replicated() {
        Story story = new Story(FOURTH);

        story.reassign(0, 3, DataRate.UNLIMITED);

        assertThat(story.planned.replicas()).isEqualTo(9);
        assertThat(story.planned.bytes()).isCloseTo(9 * 100e6, within(1.0));
        assertThat(story.planned.preferredLeaders()).isEqualTo(3);
        assertThat(story.cluster.cohorts().stream()
                        .filter(Cohort::reassigning)
                        .mapToInt(Cohort::partitions)
                        .sum())
                .isEqualTo(9);
        story.runUntil(() -> story.happened("reassignmentDone"), 60);

        // 900 MB at 250 MB/s, and meanwhile 9 MB/s more: 900 / (250 - 9) = 3.73 s.
        assertThat(story.reassignmentMillis).isBetween(3_600L, 3_800L);
        assertThat(held(story, 3)).isEqualTo(9);
        assertThat(story.cluster.cohorts()).allSatisfy(cohort -> {
            assertThat(cohort.replicas()).hasSize(3);
            assertThat(Story.isrOf(cohort)).hasSameElementsAs(cohort.replicas());
            assertThat(cohort.goodCopies()).isEqualTo(3);
        });
        assertThat(story.happened("recoveryBegan")).isFalse();
        assertThat(story.happened("isrShrunk")).isFalse();
        story.runFor(1);
        assertThat(story.happened("reReplicated 3")).isTrue();
        assertThat(story.reReplicated).isCloseTo(900e6 * 250 / 241, within(10e6));
        story.runFor(300);
        assertThat(leads(story, 3)).as("by the next preferred election").isEqualTo(3);
        assertThat(story.recordsLost).isZero();
    }

    @Test
    void a_replaced_broker_hands_over_slot_by_slot_and_its_leaderships_move() {
        Story story = new Story(REPLACED);
        int led = leads(story, 1);
        List<List<Integer>> before =
                story.cluster.cohorts().stream().map(Cohort::replicas).toList();

        story.reassign(0, 3, DataRate.UNLIMITED).runUntil(() -> story.happened("reassignmentDone"), 60);

        assertThat(story.planned.replicas()).isEqualTo(12);
        assertThat(story.planned.preferredLeaders()).isEqualTo(led);
        for (Cohort cohort : story.cluster.cohorts()) {
            assertThat(cohort.replicas())
                    .isEqualTo(before.get(cohort.index()).stream()
                            .map(broker -> broker == 1 ? 3 : broker)
                            .toList());
        }
        story.stop(1).runUntil(() -> story.happened("brokerExited 1"), 60);
        story.runFor(300);
        assertThat(leads(story, 3)).isEqualTo(led);
        assertThat(story.happened("recoveryBegan"))
                .as("the old broker had nothing left")
                .isFalse();
        assertThat(story.recordsLost).isZero();
        assertThat(story.cluster.isrFull()).isTrue();
        assertThat(story.cluster.isrFullOf(1)).isTrue();
    }

    @Test
    void a_new_broker_that_dies_on_the_way_goes_on_when_it_is_back() {
        Story story = new Story(FOURTH);
        story.reassign(0, 3, DataRate.UNLIMITED).runFor(1.5).kill(3).runFor(60);

        assertThat(story.happened("reassignmentDone")).isFalse();
        assertThat(story.allWritable())
                .as("what is being added is in nobody's way")
                .isTrue();
        story.start(LogDirectory.INTACT, 3).runUntil(() -> story.happened("reassignmentDone"), 60);

        assertThat(held(story, 3)).isEqualTo(9);
        assertThat(story.recordsLost).isZero();
    }

    @Test
    void without_a_controller_nothing_can_be_reassigned_and_what_is_under_way_waits_for_one() {
        Story story = new Story(FOURTH);
        story.reassign(0, 3, DataRate.UNLIMITED);
        for (int controller = 0; controller < 3; controller++) {
            story.cluster.killController(KafkaCluster.FIRST_CONTROLLER + controller, Story.cause("controllerKill"));
        }
        story.runFor(60);

        assertThat(story.cluster.mayReassign()).isFalse();
        assertThat(story.happened("reassignmentDone")).isFalse();
        for (int controller = 0; controller < 3; controller++) {
            story.cluster.startController(
                    KafkaCluster.FIRST_CONTROLLER + controller, LogDirectory.INTACT, Story.cause("controllerStart"));
        }
        story.runUntil(() -> story.happened("reassignmentDone"), 60);
        assertThat(story.cluster.mayReassign()).isTrue();
    }

    /** 900 MB at 30 MB/s, of which the new replicas' 9 MB/s take their part whether they are in sync already or not: 900 / 21 s. */
    @Test
    void a_throttle_holds_for_what_is_moved_and_its_live_traffic_uses_it_up() {
        Story story = new Story(FOURTH);

        story.reassign(0, 3, DataRate.megabytesPerSecond(30)).runUntil(() -> story.happened("reassignmentDone"), 60);

        assertThat(story.reassignmentMillis).isBetween(42_400L, 43_300L);
    }

    @Test
    void a_throttle_that_live_traffic_uses_up_lets_a_move_never_end() {
        Story story = new Story(FOURTH);

        story.reassign(0, 3, DataRate.megabytesPerSecond(8)).runFor(1_000);

        assertThat(story.happened("reassignmentDone")).isFalse();
        assertThat(story.cluster.reassigning()).isTrue();
    }

    @Test
    void what_is_not_being_moved_catches_up_beside_it_without_the_throttle() {
        Story story = new Story(FOURTH);
        story.reassign(0, 3, DataRate.megabytesPerSecond(10)).runFor(2);

        story.kill(0).runFor(1).start(LogDirectory.EMPTY, 0).runUntil(() -> story.cluster.isrFullOf(0), 60);

        assertThat(story.cluster.reassigning()).isTrue();
    }

    /** One broker at a time dies and comes back while replicas move: min.insync.replicas 2 of 3 is never undercut by a second. */
    @Test
    void nothing_acknowledged_is_lost_while_brokers_die_one_by_one_and_replicas_are_target_and_removing_throughout() {
        for (long seed = 1; seed <= 12; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            boolean replaces = random.nextBoolean();
            Story story = new Story(replaces ? REPLACED : FOURTH, seed);
            List<List<Integer>> before =
                    story.cluster.cohorts().stream().map(Cohort::replicas).toList();
            story.reassign(0, 3, DataRate.megabytesPerSecond(40));
            for (int strike = 0; strike < 4; strike++) {
                story.runFor(random.nextInt(1, 15));
                int victim = random.nextInt(4);
                story.kill(victim).runFor(random.nextInt(1, 25));
                assertReplicas(story, before);
                story.start(random.nextInt(4) == 0 ? LogDirectory.EMPTY : LogDirectory.INTACT, victim)
                        .runUntil(() -> story.cluster.isrFull() && story.cluster.brokerReady(victim), 120);
                assertReplicas(story, before);
            }
            story.runUntil(() -> story.happened("reassignmentDone"), 240);

            assertReplicas(story, before);
            assertThat(story.cluster.cohorts()).noneMatch(Cohort::reassigning);
            assertThat(held(story, 3)).as("seed %s", seed).isEqualTo(replaces ? 12 : 9);
            assertThat(story.recordsLost).as("seed %s", seed).isZero();
        }
    }

    private static void assertReplicas(Story story, List<List<Integer>> before) {
        for (Cohort cohort : story.cluster.cohorts()) {
            List<Integer> old = before.get(cohort.index());
            if (cohort.reassigning()) {
                assertThat(cohort.replicas()).hasSize(4).contains(3).containsAll(old);
            } else {
                assertThat(cohort.replicas()).hasSize(3).doesNotHaveDuplicates();
                assertThat(cohort.replicas().stream().filter(old::contains).count())
                        .isGreaterThanOrEqualTo(2);
            }
        }
    }

    private static int held(Story story, int broker) {
        return story.cluster.cohorts().stream()
                .filter(cohort -> cohort.replicas().contains(broker))
                .mapToInt(Cohort::partitions)
                .sum();
    }

    private static int leads(Story story, int broker) {
        return story.cluster.cohorts().stream()
                .filter(cohort -> cohort.leader() == broker)
                .mapToInt(Cohort::partitions)
                .sum();
    }
}
