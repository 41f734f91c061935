package dev.brokerfall.kafka;

import static dev.brokerfall.kafka.LogDirectory.EMPTY;
import static dev.brokerfall.kafka.LogDirectory.INTACT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.brokerfall.unit.DataRate;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Brokers with two log directories: three of them with 12 partitions, of which each has six replicas in either directory. */
final class LogDirectoriesTest {

    private static final double LEADER_MOVE = 0.2;

    private static Setup two(Semantics semantics) {
        return Setup.of(semantics).logDirs(2);
    }

    private static boolean in(Cohort cohort, int broker, int directory) {
        return cohort.directories().get(cohort.brokers().indexOf(broker)) == directory;
    }

    private static List<Cohort> in(Story story, int broker, int directory) {
        return story.cluster.cohorts().stream()
                .filter(cohort -> in(cohort, broker, directory))
                .toList();
    }

    private static boolean isrIs(List<Cohort> cohorts, Integer... brokers) {
        return cohorts.stream()
                .allMatch(cohort -> new TreeSet<>(Story.isrOf(cohort)).equals(new TreeSet<>(List.of(brokers))));
    }

    @Test
    void a_replica_goes_where_there_are_fewest() {
        for (int directories = 1; directories <= 5; directories++) {
            Story story = Setup.of(Semantics.KAFKA_4_3).logDirs(directories).story();
            for (int broker = 0; broker < 3; broker++) {
                for (int d = 0; d < directories; d++) {
                    int held = in(story, broker, d).stream()
                            .mapToInt(Cohort::partitions)
                            .sum();
                    assertThat(held).isBetween(12 / directories, (12 + directories - 1) / directories);
                }
            }
        }
    }

    @Test
    void replicas_that_move_to_a_new_broker_are_spread_over_its_directories_too() {
        KafkaConfig config = Configs.changing(Configs.three(Semantics.KAFKA_4_3), List.of(BrokerChange.ADDED))
                .withLogDirs(new LogDirs(2, Duration.ofSeconds(30)));
        Story story = new Story(config).reassign(0, 3, DataRate.UNLIMITED);
        story.runUntil(() -> story.happened("reassignmentDone"), 60);
        for (int d = 0; d < 2; d++) {
            int directory = d;
            int held = story.cluster.cohorts().stream()
                    .filter(cohort -> cohort.replicas().contains(3) && in(cohort, 3, directory))
                    .mapToInt(Cohort::partitions)
                    .sum();
            assertThat(held).as("of the new broker's nine").isBetween(4, 5);
        }
    }

    @Test
    void partitions_of_a_failed_directory_leave_the_in_sync_sets_at_once_and_nothing_else_does() {
        Story story = two(Semantics.KAFKA_4_3).story().runFor(100);
        List<Cohort> failed = in(story, 2, 1);
        List<Cohort> spared = in(story, 2, 0);
        List<Cohort> led =
                failed.stream().filter(cohort -> cohort.leader() == 2).toList();
        assertThat(led).isNotEmpty();
        int told = story.journal.size();

        story.failDirectory(2, 1);

        assertThat(isrIs(failed, 0, 1)).isTrue();
        assertThat(isrIs(spared, 0, 1, 2)).isTrue();
        assertThat(led).allMatch(cohort -> cohort.leader() != 2 && !cohort.writable() && !cohort.readable());
        assertThat(story.cluster.cohorts())
                .filteredOn(cohort -> !led.contains(cohort))
                .allMatch(Cohort::writable);
        assertThat(story.unwritableCauses).hasSameSizeAs(led);
        story.runFor(LEADER_MOVE);
        assertThat(story.allWritable()).isTrue();
        assertThat(story.unwritableCauses)
                .isNotEmpty()
                .allMatch(cause -> cause.event().equals("logDirFailure"));
        story.runFor(60);
        assertThat(story.cluster.brokerReady(2)).isTrue();
        assertThat(story.journal.subList(told, story.journal.size()))
                .noneMatch(entry -> spared.stream().anyMatch(cohort -> entry.endsWith(" " + cohort)))
                .noneMatch(entry -> entry.contains("brokerDown") || entry.contains("brokerFenced"));
        assertThat(isrIs(failed, 0, 1)).isTrue();
        assertThat(story.recordsLost).isZero();
    }

    @Test
    void a_broker_halts_when_the_directory_of_the_metadata_log_fails() {
        Story story = two(Semantics.KAFKA_4_3)
                .story()
                .runFor(100)
                .contact(2)
                .failDirectory(2, 0)
                .runFor(0.001);
        assertThat(story.happened("brokerExited 2")).isTrue();
        assertThat(story.isrIs(0, 1, 2)).as("nobody has told the controller").isTrue();
        story.runUntil(() -> story.isrIs(0, 1), 10.125);
    }

    @Test
    void with_zookeeper_it_halts_only_when_the_last_fails() {
        Story story = two(Semantics.KAFKA_2_4_ZK)
                .story()
                .runFor(100)
                .failDirectory(2, 0)
                .runFor(1);
        assertThat(story.cluster.brokerReady(2)).isTrue();
        assertThat(isrIs(in(story, 2, 0), 0, 1)).isTrue();
        assertThat(isrIs(in(story, 2, 1), 0, 1, 2)).isTrue();

        story.failDirectory(2, 1).runFor(0.001);

        assertThat(story.happened("brokerExited 2")).isTrue();
    }

    @Test
    void a_broker_that_cannot_tell_the_controller_shuts_down_after_30_s() {
        Story story = two(Semantics.KAFKA_4_3).story().runFor(100).killController(100, 101);
        story.failDirectory(2, 1);
        List<Cohort> led =
                story.ledBy(2).stream().filter(cohort -> in(cohort, 2, 1)).toList();
        story.runFor(29.9);
        assertThat(story.isrIs(0, 1, 2)).isTrue();
        assertThat(led).isNotEmpty().noneMatch(Cohort::writable).noneMatch(Cohort::readable);
        assertThat(story.happened("brokerLeaving")).isFalse();
        story.runFor(0.1);
        assertThat(story.happened("brokerLeaving 2")).isTrue();
        assertThat(story.happened("brokerExited 2"))
                .as("it waits for a controlled shutdown")
                .isFalse();
        story.runUntil(() -> story.happened("brokerExited 2"), 300);
    }

    @Test
    void a_controller_that_is_back_in_time_is_told() {
        Story story = two(Semantics.KAFKA_4_3).story().runFor(100).killController(100, 101);
        story.failDirectory(2, 1).startController(INTACT, 100).runUntil(() -> isrIs(in(story, 2, 1), 0, 1), 29);
        story.runFor(100);
        assertThat(story.happened("brokerLeaving")).isFalse();
        assertThat(isrIs(in(story, 2, 0), 0, 1, 2)).isTrue();
        assertThat(story.allWritable()).isTrue();
    }

    @Test
    void a_frozen_broker_tells_when_it_goes_on() {
        Story story = two(Semantics.KAFKA_4_3).story().runFor(100).freeze(2).failDirectory(2, 1);
        story.runFor(5).thaw(2);
        assertThat(isrIs(in(story, 2, 1), 0, 1)).isTrue();
        assertThat(isrIs(in(story, 2, 0), 0, 1, 2)).isTrue();
        story.runFor(60);
        assertThat(story.happened("brokerLeaving")).isFalse();
        assertThat(isrIs(in(story, 2, 0), 0, 1, 2)).isTrue();
    }

    @Test
    void a_directory_is_offline_until_the_broker_starts_again() {
        Story story =
                two(Semantics.KAFKA_4_3).story().runFor(100).failDirectory(2, 1).runFor(400);
        assertThat(story.cluster.isrFullOf(2)).isFalse();
        story.stop(2).runUntil(() -> story.happened("brokerExited 2"), 60).start(INTACT, 2);
        story.runUntil(story.cluster::isrFull, 120);
        assertThat(story.recordsLost).isZero();
    }

    @Test
    void a_directory_without_the_mark_of_a_clean_stop_alone_is_recovered() {
        double clean = secondsToStart(story -> story.stop(2));
        double one = secondsToStart(story -> story.failDirectory(2, 1).stop(2));
        double both = secondsToStart(story -> story.kill(2));
        assertThat(one - clean).isGreaterThan(1);
        assertThat(both - clean).isCloseTo(2 * (one - clean), within(0.01));
    }

    /** Its disk is what bounds the recovery, so that two directories take twice as long as one. */
    private static double secondsToStart(Consumer<Story> end) {
        DataRate disk = DataRate.megabytesPerSecond(50);
        Story story = two(Semantics.KAFKA_4_3).story().runFor(100);
        end.accept(story);
        story.runFor(30);
        story.cluster.limitBroker(2, new BrokerLimits(disk, disk, disk, disk, disk));
        double start = story.agenda.now() / 1000.0;
        story.start(INTACT, 2).runUntil(() -> story.cluster.brokerReady(2), 200);
        return story.agenda.now() / 1000.0 - start;
    }

    @Test
    void one_offline_directory_makes_a_good_stop_an_unclean_one() {
        for (boolean fails : new boolean[] {false, true}) {
            Story story = two(Semantics.KAFKA_4_3).story().runFor(100);
            if (fails) {
                story.failDirectory(2, 1);
            }
            story.kill(0).runFor(20).kill(1).runFor(20);
            assertThat(isrIs(in(story, 2, 0), 2)).isTrue();
            story.stop(2).runUntil(() -> story.happened("brokerExited 2"), 60);
            assertThat(in(story, 2, 0)).allMatch(cohort -> Story.elrOf(cohort).contains(2));

            story.start(INTACT, 2).runUntil(() -> story.happened("brokerRegistered 2"), 20);

            assertThat(in(story, 2, 0)).allMatch(cohort -> Story.elrOf(cohort).contains(2) != fails);
        }
    }

    @Test
    void only_a_replaced_directory_is_filled_again() {
        Story story = two(Semantics.KAFKA_4_3).story().runFor(100).stop(2).runFor(10);
        story.cluster.loseData(2, 1, EMPTY, Story.cause("disk"));
        List<Cohort> empty = in(story, 2, 1);
        assertThat(empty).allMatch(cohort -> Story.end(cohort, 2) == 0);
        assertThat(in(story, 2, 0)).allMatch(cohort -> Story.end(cohort, 2) > 99e6);
        story.start(INTACT, 2).runUntil(story.cluster::isrFull, 200);
        double partitions = empty.stream().mapToInt(Cohort::partitions).sum();
        assertThat(story.reReplicated).isBetween(partitions * 100e6, partitions * 100e6 + 12 * 40e6);
    }

    @Test
    void a_replica_leads_only_from_a_directory_that_is_recorded_for_it() {
        Story story = two(Semantics.KAFKA_4_NO_ELR).assignment(5).story().runFor(100);
        story.kill(0, 1).runFor(20).kill(2).runFor(20);
        story.cluster.loseData(2, 1, EMPTY, Story.cause("disk"));
        story.start(INTACT, 2)
                .runUntil(() -> story.happened("brokerUnfenced 2"), 30)
                .runFor(1);
        assertThat(in(story, 2, 0)).allMatch(cohort -> cohort.leader() == 2);
        assertThat(in(story, 2, 1)).allMatch(cohort -> cohort.leader() == -1);
        story.runUntil(() -> story.leadsAll(2), 302).runFor(1);
        assertThat(story.happened("recordsLost"))
                .as("what was in the replaced directory")
                .isTrue();
    }

    @Test
    void assigning_a_directory_forgets_eligible_replicas_of_its_partitions_alone() {
        Story story = two(Semantics.KAFKA_4_1_ELR).assignment(0.1).story().runFor(100);
        story.kill(0).runFor(20).freeze(1).runFor(20).kill(2).runFor(20);
        story.cluster.loseData(2, 1, EMPTY, Story.cause("disk"));
        story.start(INTACT, 2)
                .runUntil(() -> story.happened("brokerRegistered 2"), 20)
                .runFor(0.3);
        assertThat(in(story, 2, 0)).allMatch(cohort -> Story.elrOf(cohort).equals(List.of(1)));
        assertThat(in(story, 2, 1)).allMatch(cohort -> Story.elrOf(cohort).isEmpty());
    }

    @Test
    void with_acks_1_a_failed_directory_loses_what_nobody_had_fetched() {
        Story story = two(Semantics.KAFKA_4_3).topic(1, Acks.ONE).story().runFor(100);
        int led = story.ledBy(2).stream()
                .filter(cohort -> in(cohort, 2, 1))
                .mapToInt(Cohort::partitions)
                .sum();
        story.failDirectory(2, 1).runFor(1);
        // 20 ms of 1000 records a second.
        assertThat(story.recordsLost).isCloseTo(led * 20, within(1.0));
    }

    @Test
    void there_is_no_third_of_two_directories() {
        Story story = two(Semantics.KAFKA_4_3).story();
        assertThatThrownBy(() -> story.failDirectory(2, 2)).hasMessageContaining("no log directory 2");
    }
}
