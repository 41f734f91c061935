package dev.brokerfall.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.brokerfall.unit.DataRate;
import java.util.List;
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
