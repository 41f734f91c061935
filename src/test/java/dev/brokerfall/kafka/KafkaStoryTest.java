package dev.brokerfall.kafka;

import static dev.brokerfall.kafka.LogDirectory.EMPTY;
import static dev.brokerfall.kafka.LogDirectory.INTACT;
import static dev.brokerfall.kafka.LogDirectory.TAIL_LOST;
import static dev.brokerfall.kafka.Story.cause;
import static dev.brokerfall.kafka.Story.isrOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.brokerfall.kernel.Cause;
import dev.brokerfall.unit.DataRate;
import dev.brokerfall.unit.DataSize;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * The eight things that simple models of Kafka get wrong. Unless a test says otherwise: three brokers, three controllers, 12 partitions of
 * replication factor 3, {@code min.insync.replicas} 2, {@code acks=all}; each partition holds 100 MB and takes 1 MB/s.
 */
final class KafkaStoryTest {

    /** 12 partitions of 100 MB in records of 1 kB. */
    private static final double ALL_RECORDS = 1_200_000;

    @Test
    void a_quiet_year_has_no_events() {
        Story story = new Story(Configs.three(Semantics.KAFKA_4_3));

        story.agenda.runUntil(365L * 24 * 3600 * 1000, 1_000);

        assertThat(story.agenda.handled()).isZero();
        assertThat(story.allWritable()).isTrue();
    }

    @Nested
    final class A_dead_follower {

        @Test
        void stalls_acks_all_on_every_partition_it_replicates_until_it_is_fenced() {
            Story story = new Story(Configs.three(Semantics.KAFKA_4_3)).runFor(100);

            story.kill(2);

            assertThat(story.noneWritable())
                    .as("all partitions have a replica on broker 2")
                    .isTrue();
            story.runUntil(() -> story.happened("brokerFenced 2"), 10.125);
            assertThat(story.secondsOf("brokerFenced 2")).isBetween(107.0, 110.125);
            assertThat(story.inNoIsr(2)).isTrue();
            story.runFor(0.2);
            assertThat(story.allWritable())
                    .as("leaders have moved after the gap of 0.2 s")
                    .isTrue();
            assertThat(story.recordsLost).isZero();
            assertThat(story.unwritableCauses).isNotEmpty().containsOnly(new Cause("brokerKill", 100_000));
        }

        @Test
        void leaves_partitions_readable_that_others_lead() {
            Story story = new Story(Configs.three(Semantics.KAFKA_4_3))
                    .runFor(100)
                    .kill(2)
                    .runFor(1);

            assertThat(story.cluster.cohorts()).allMatch(cohort -> cohort.readable() == (cohort.leader() != 2));
        }

        @Test
        void does_not_stall_acks_1_but_what_consumers_see() {
            Story story = new Story(Configs.three(Configs.orders(2, Acks.ONE)))
                    .runFor(100)
                    .kill(2)
                    .runFor(5);

            Cohort led = story.cluster.cohorts().get(0);
            assertThat(led.leader()).isNotEqualTo(2);
            assertThat(led.writable()).isTrue();
            // 1 MB/s for 5 s lies above the high watermark, which waits for the dead member.
            assertThat(led.acknowledged() - led.highWatermark()).isCloseTo(5e6, within(2.0));
            story.runFor(6);
            assertThat(led.highWatermark()).isEqualTo(led.acknowledged());
        }
    }

    @Nested
    final class Other_acks_than_all {

        @Test
        void lose_what_the_dead_leader_had_acknowledged_and_nobody_fetched() {
            Story story = new Story(Configs.three(Configs.orders(2, Acks.ONE))).runFor(100);

            story.kill(0).runFor(6.9);
            assertThat(story.recordsLost).as("nobody else leads yet").isZero();
            story.runFor(5);

            // Broker 0 led 4 of 12 partitions at 1,000 records a second each, and had last been asked 20 ms before.
            assertThat(story.recordsLost).isCloseTo(80, within(0.01));
            assertThat(story.lossCauses).containsOnly(new Cause("brokerKill", 100_000));
            story.start(INTACT, 0).runUntil(story.cluster::isrFull, 60);
            assertThat(story.recordsLost)
                    .as("the old leader truncates, and that is no second loss")
                    .isCloseTo(80, within(0.01));
        }

        @Test
        void lose_nothing_where_a_follower_dies() {
            Story story = new Story(Configs.three(Configs.orders(2, Acks.ONE))).runFor(100);

            story.kill(2).runFor(12).start(INTACT, 2).runUntil(story.cluster::isrFull, 60);

            assertThat(story.journal)
                    .filteredOn(entry -> entry.contains("recordsLost"))
                    .isNotEmpty()
                    .as("only what 2 itself led")
                    .allMatch(entry -> entry.contains("orders[2"));
        }

        @Test
        void lose_nothing_when_the_dead_leader_is_back_before_anybody_else_may_lead() {
            // Two replicas, of which one is out of sync: the dead leader is the sole candidate.
            Story story = new Story(Configs.three(new TopicConfig("orders", 12, 2, 1, Acks.ONE, false)))
                    .runFor(100)
                    .kill(1, 2)
                    .runFor(12)
                    .kill(0)
                    .runFor(12);
            double before = story.recordsLost;

            story.start(INTACT, 0).runFor(400);

            assertThat(story.recordsLost).isEqualTo(before);
            assertThat(story.cluster.cohorts())
                    .filteredOn(cohort -> cohort.replicas().contains(0))
                    .isNotEmpty()
                    .allMatch(cohort -> cohort.leader() == 0);
        }

        @Test
        void lose_nothing_when_a_frozen_leader_goes_on_in_time() {
            Story story = new Story(Configs.three(Configs.orders(2, Acks.ONE)))
                    .runFor(100)
                    .freeze(0)
                    .runFor(5)
                    .thaw(0)
                    .runFor(1);

            assertThat(story.recordsLost).isZero();
            assertThat(story.cluster.cohorts())
                    .as("followers have fetched what they lacked")
                    .allMatch(cohort -> cohort.highWatermark() == cohort.acknowledged());
        }

        @Test
        void lose_as_much_by_a_freeze_that_outlasts_the_session() {
            Story story = new Story(Configs.three(Configs.orders(2, Acks.ONE)))
                    .runFor(100)
                    .freeze(0)
                    .runFor(15)
                    .thaw(0)
                    .runFor(5);

            assertThat(story.recordsLost).isCloseTo(80, within(0.01));
            assertThat(story.cluster.isrFull()).isTrue();
        }

        @Test
        void lose_mostly_nothing_where_records_come_one_by_one() {
            // 0.02 s of 1.2 records a second of all partitions, a third of them led by 0: 0.008 records.
            Workload thin = new Workload(
                    new DataRate(1200), new DataSize(1000), new DataSize(1_200_000_000L), Optional.empty());
            KafkaConfig usual = Configs.three(Configs.orders(2, Acks.ONE));
            KafkaConfig config = new KafkaConfig(
                    usual.brokers(),
                    usual.controllers(),
                    usual.semantics(),
                    usual.topics(),
                    thin,
                    usual.settings(),
                    usual.racks(),
                    usual.timings());
            double lost = 0;
            int without = 0;
            int lives = 2000;
            for (int seed = 0; seed < lives; seed++) {
                Story story = new Story(config, seed).kill(0);
                story.agenda.runUntil(12_000, 1_000);
                lost += story.recordsLost;
                without += story.recordsLost == 0 ? 1 : 0;
            }

            // Each of two followers lacks a record of the four partitions once in 125 times, and leads two of them
            // next:
            // about 32 times half a record, with a deviation of 6 times.
            assertThat(lost).isCloseTo(lives * 0.008, within(0.5 * 4 * 6));
            assertThat(without).as("lives that lose nothing").isCloseTo(lives - 32, within(4 * 6));
        }

        @Test
        void let_consumers_wait_while_a_dead_member_is_in_sync_and_while_too_few_are() {
            Story story = new Story(Configs.three(Configs.orders(2, Acks.ONE))).runFor(100);

            story.kill(2);

            assertThat(story.cluster.cohorts())
                    .as("producers elsewhere go on, consumers wait everywhere")
                    .allMatch(cohort -> cohort.consumeStalled() == (cohort.leader() != 2));
            story.runFor(12);
            assertThat(story.cluster.cohorts()).noneMatch(Cohort::consumeStalled);
            assertThat(story.secondsOf("consumeResumed")).isBetween(107.0, 110.125);
            story.kill(1).runFor(20);
            assertThat(story.cluster.cohorts())
                    .as("one in sync, two are needed")
                    .allMatch(cohort -> cohort.writable() && cohort.consumeStalled());
        }

        @Test
        void let_consumers_read_on_with_too_few_in_sync_before_Kafka_3_7() {
            Story story = new Story(Configs.with(
                            Semantics.KAFKA_2_4_ZK, Configs.orders(2, Acks.ONE), Configs.SETTINGS, Configs.TIMINGS))
                    .runFor(100)
                    .kill(1, 2)
                    .runFor(20);

            assertThat(story.cluster.cohorts())
                    .allMatch(cohort -> cohort.writable() && !cohort.consumeStalled())
                    .allMatch(cohort -> cohort.highWatermark() == cohort.acknowledged());
        }
    }

    @Nested
    final class A_broker_killed_and_back_after_3_seconds {

        @Test
        void waits_until_its_old_session_has_lapsed() {
            // The JVM takes 5 s here, so the start is asked for at once: ready 5 s after the kill.
            Story story = new Story(Configs.three(Semantics.KAFKA_4_3))
                    .runFor(100)
                    .kill(0)
                    .start(INTACT, 0)
                    .runFor(6);

            assertThat(story.happened("brokerRegistered 0")).isFalse();
            assertThat(story.noneWritable())
                    .as("it fetches, but not as the incarnation that is in sync")
                    .isTrue();
            story.runUntil(() -> story.happened("brokerRegistered 0"), 10);
            assertThat(story.secondsOf("brokerRegistered 0")).isBetween(107.0, 111.0);
            assertThat(story.inNoIsr(0)).isTrue();
            story.runUntil(story.cluster::isrFull, 10);
            assertThat(story.recordsLost).isZero();
        }

        @Test
        void asks_once_a_start_until_its_old_session_has_lapsed_with_ZooKeeper() {
            for (long seed = 1; seed < 20; seed++) {
                Story story = new Story(Configs.three(Semantics.KAFKA_2_4_ZK), seed)
                        .runFor(100)
                        .contact(0)
                        .kill(0)
                        .start(INTACT, 0);

                story.runUntil(() -> story.happened("brokerRegistered 0"), 20);

                // Up at 105, logs recovered at 109, when the session of 9 s still lives until the next tick: the
                // process
                // exits, and is up again after 5 s.
                assertThat(story.secondsOf("brokerFenced 0")).isBetween(109.0, 111.0);
                assertThat(story.secondsOf("brokerRegistered 0")).isEqualTo(114);
                assertThat(story.inNoIsr(0)).isTrue();
                story.runUntil(story.cluster::isrFull, 10);
                assertThat(story.recordsLost).isZero();
            }
        }

        @Test
        void is_registered_at_once_with_ZooKeeper_after_a_controlled_shutdown() {
            Story story =
                    new Story(Configs.three(Semantics.KAFKA_2_4_ZK)).runFor(100).stop(0);
            story.runUntil(() -> story.happened("brokerExited 0"), 5);

            story.start(INTACT, 0).runUntil(() -> story.happened("brokerRegistered 0"), 20);

            // Its session was closed: JVM up after 5 s, nothing to recover.
            assertThat(story.secondsOf("brokerRegistered 0")).isEqualTo(story.secondsOf("brokerExited 0") + 5);
        }

        @Test
        void may_be_the_controller_once_its_own_node_is_free_though_all_others_are_gone() {
            Story story = new Story(Configs.three(Semantics.KAFKA_2_4_ZK))
                    .runFor(100)
                    .contact(0, 1, 2)
                    .kill(0, 1, 2)
                    .start(INTACT, 0);

            story.runUntil(() -> story.cluster.controllerActive(), 30);

            assertThat(story.entry("controllerElected")).endsWith("controllerElected 0");
            // Up at 105, logs recovered at 109, and up again at 114, after its own session has lapsed too.
            assertThat(story.secondsOf("controllerElected 0")).isEqualTo(114);
            story.runUntil(() -> story.cluster.brokerReady(0), 10);
        }

        @Test
        void waits_just_so_after_a_controlled_shutdown() {
            Story story =
                    new Story(Configs.three(Semantics.KAFKA_4_3)).runFor(100).stop(0);
            story.runUntil(() -> story.happened("brokerExited 0"), 5);

            story.start(INTACT, 0).runUntil(() -> story.cluster.brokerReady(0), 20);

            // Stopped at 100; asks to exit again after 50 ms, when the others have not yet said that they know their
            // new
            // leaders, and once more 2 s later, when it is last heard; exited at 104.05, JVM up at 109.05, attempts
            // every 2 s: 111.05 is not after 102.05 + 9.
            assertThat(story.secondsOf("brokerRegistered 0")).isEqualTo(113.05);
        }
    }

    @Nested
    final class A_frozen_broker_that_was_about_to_exit {

        @Test
        void exits_once_it_goes_on_which_its_clients_notice() {
            Story story = new Story(Configs.three(Semantics.KAFKA_4_3)).runFor(100);
            // Without a controller nobody consents, and it would exit after five minutes.
            story.killController(100, 101, 102).stop(0).runFor(290).freeze(0).runFor(20);
            assertThat(story.ledBy(0)).isNotEmpty().noneMatch(Cohort::answersClients);

            story.thaw(0).runFor(0.001);

            assertThat(story.happened("brokerExited 0")).isTrue();
            assertThat(story.cluster.cohorts()).allMatch(Cohort::answersClients);
        }
    }

    @Nested
    final class A_broker_back_with_an_empty_directory {

        @Test
        void is_a_good_copy_once_it_has_everything_though_no_controller_can_take_it_in() {
            Story story = new Story(Configs.three(Semantics.KAFKA_4_3))
                    .runFor(100)
                    .kill(0)
                    .runFor(20)
                    .start(EMPTY, 0);
            story.runUntil(() -> story.cluster.brokerReady(0), 10).killController(100, 101, 102);

            story.runFor(60);

            assertThat(story.inNoIsr(0)).isTrue();
            assertThat(story.cluster.cohorts())
                    .allMatch(cohort -> cohort.goodCopies() == 3)
                    .allMatch(cohort -> story.copiesTold.getOrDefault(cohort.index(), 0) == 3);
        }

        @Test
        void has_told_what_it_has_copied_when_the_story_ends_before_it_is_done() {
            Story story = new Story(Configs.three(Semantics.KAFKA_4_3))
                    .runFor(100)
                    .kill(0)
                    .runFor(20)
                    .start(EMPTY, 0);
            // Up after 5 s, it copies at 250 MB/s.
            story.runFor(7);
            assertThat(story.reReplicated).isZero();

            story.cluster.finish();

            assertThat(story.reReplicated).isCloseTo(2 * 250e6, within(1e6));
        }

        @Test
        void enters_the_in_sync_set_only_after_it_has_copied_everything() {
            Story story = new Story(Configs.three(Semantics.KAFKA_4_3))
                    .runFor(100)
                    .kill(0)
                    .runFor(20)
                    .start(EMPTY, 0);

            story.runUntil(() -> story.cluster.brokerReady(0), 10);
            assertThat(story.inNoIsr(0)).as("ready, but in no in-sync set").isTrue();
            story.runUntil(story.cluster::isrFull, 60);

            assertThat(story.recordsLost).isZero();
            // 1.2 GB at 250 MB/s, of which up to 12 MB/s are new: 1200 / 238 = 5.04 s after the JVM was up at 125 s.
            assertThat(story.secondsOf("recoveryDone")).isCloseTo(130.04, within(0.05));
            // Copied meanwhile: 250 MB/s × 5.04 s.
            assertThat(story.reReplicated).isCloseTo(1.26e9, within(10e6));
            assertThat(story.reReplicatedAcrossZones).isEqualTo(story.reReplicated);
            assertThat(story.episodes).isEqualTo(1);
        }

        @Test
        void as_the_last_in_sync_member_is_elected_and_all_is_lost_though_two_copies_exist() {
            Story story = new Story(Configs.three(Semantics.KAFKA_4_NO_ELR)).runFor(100);
            story.kill(1, 2).runFor(15);
            assertThat(story.cluster.cohorts()).allMatch(cohort -> isrOf(cohort).equals(List.of(0)));

            story.kill(0).runFor(15);
            assertThat(story.noLeaders()).isTrue();
            assertThat(story.cluster.cohorts()).allMatch(cohort -> isrOf(cohort).equals(List.of(0)));
            story.start(EMPTY, 0).start(INTACT, 1, 2);
            story.runUntil(() -> !story.noLeaders(), 310);

            assertThat(story.leadsAll(0)).isTrue();
            story.runUntil(story.cluster::isrFull, 60);
            assertThat(story.recordsLost).isCloseTo(ALL_RECORDS, within(1.0));
            assertThat(story.cluster.cohorts())
                    .allSatisfy(cohort -> assertThat(cohort.logEnd()).isLessThan(400e6));
            assertThat(story.lossCauses)
                    .isNotEmpty()
                    .allMatch(loss -> loss.event().equals("brokerKill"));
        }

        @Test
        void is_not_elected_when_it_is_unfenced_but_only_after_its_directory_is_assigned() {
            // The assignment takes 2 s here and unfencing 0.5 s.
            KafkaTimings late = withAssignment(2);
            Story story = new Story(
                    Configs.with(Semantics.KAFKA_4_NO_ELR, Configs.orders(2, Acks.ALL), Configs.SETTINGS, late));
            story.runFor(100).kill(1, 2).runFor(15).kill(0).runFor(15).start(EMPTY, 0);

            story.runUntil(() -> story.cluster.brokerReady(0), 10);
            assertThat(story.noLeaders())
                    .as("the recorded directory is the old one")
                    .isTrue();
            assertThat(story.happened("stranded 10"))
                    .as("100 MB a partition and what came since")
                    .isTrue();
            story.runFor(3);
            assertThat(story.noLeaders())
                    .as("assigned, but nothing has triggered an election")
                    .isTrue();
            story.start(INTACT, 1).runUntil(() -> story.cluster.brokerReady(1), 10);
            assertThat(story.leadsAll(0))
                    .as("the unfencing of any broker triggers elections")
                    .isTrue();
            story.runFor(1);
            assertThat(story.recordsLost).isCloseTo(ALL_RECORDS, within(1.0));
        }

        @Test
        void is_elected_by_the_next_preferred_election_when_nobody_else_comes() {
            Story story = new Story(Configs.with(
                    Semantics.KAFKA_4_NO_ELR, Configs.orders(2, Acks.ALL), Configs.SETTINGS, withAssignment(2)));
            story.runFor(100).kill(1, 2).runFor(15).kill(0).runFor(15).start(EMPTY, 0);

            story.runUntil(() -> story.leadsAll(0), 310).runFor(1);

            assertThat(story.recordsLost).isCloseTo(ALL_RECORDS, within(1.0));
        }

        @Test
        void is_saved_by_an_unclean_election_before_it_can_be_elected() {
            Story story = new Story(Configs.with(
                    Semantics.KAFKA_4_NO_ELR, Configs.orders(2, Acks.ALL), Configs.SETTINGS, withAssignment(60)));
            story.runFor(100)
                    .kill(1, 2)
                    .runFor(15)
                    .kill(0)
                    .runFor(15)
                    .start(EMPTY, 0)
                    .start(INTACT, 1);
            story.runUntil(() -> story.cluster.brokerReady(1), 10);
            assertThat(story.noLeaders()).isTrue();

            story.cluster.uncleanElection(cause("uncleanElection"));

            assertThat(story.leadsAll(1)).isTrue();
            story.runFor(1);
            // 0 went on alone from its being the only in-sync member until minISR refused: nothing was acknowledged
            // that 1 lacks.
            assertThat(story.recordsLost).isZero();
        }

        private KafkaTimings withAssignment(double seconds) {
            KafkaTimings usual = Configs.TIMINGS;
            return new KafkaTimings(
                    usual.startup(),
                    usual.unfencing(),
                    Configs.constant(seconds),
                    usual.controlledShutdown(),
                    usual.leaderMoveGap(),
                    usual.controllers(),
                    usual.unflushedTail(),
                    usual.followerLag(),
                    usual.logLoading(),
                    usual.catchUpRate(),
                    usual.fetchRoundTrip());
        }
    }

    @Nested
    final class Eligible_leader_replicas {

        /** 2 is killed, then 1 frozen and fenced, so that 0 is the only in-sync member and 1 eligible; then 0 is killed and wiped. */
        private Story lastMemberWiped(Semantics semantics) {
            Story story = new Story(Configs.three(semantics))
                    .runFor(100)
                    .kill(2)
                    .runFor(15)
                    .freeze(1)
                    .runFor(15);
            assertThat(story.cluster.cohorts()).allMatch(cohort -> isrOf(cohort).equals(List.of(0)));
            return story.kill(0).runFor(15).start(EMPTY, 0).runFor(100);
        }

        @Test
        void save_what_a_fenced_but_not_restarted_member_has() {
            Story story = lastMemberWiped(Semantics.KAFKA_4_3);
            assertThat(story.noLeaders()).isTrue();

            story.thaw(1);

            assertThat(story.leadsAll(1)).isTrue();
            assertThat(story.recordsLost).isZero();
            story.runFor(30);
            assertThat(story.cluster.cohorts()).allMatch(cohort -> isrOf(cohort).containsAll(List.of(0, 1)));
        }

        @Test
        void are_forgotten_by_versions_before_4_3_when_a_directory_is_assigned() {
            Story story = lastMemberWiped(Semantics.KAFKA_4_1_ELR);
            story.runUntil(() -> story.leadsAll(0), 310).runFor(1);

            assertThat(story.recordsLost).isCloseTo(ALL_RECORDS, within(1.0));
            assertThat(story.happened("leaderElected 0 unclean")).isTrue();
        }

        @Test
        void do_not_include_a_member_that_was_killed_and_registers_again_with_all_its_data() {
            // E8: 0 and 1 are killed, then 2, the last leader; 2 is wiped and returns last.
            Story story = new Story(Configs.three(Semantics.KAFKA_4_3)).runFor(100);
            story.kill(0).runFor(12).kill(1).runFor(12).kill(2).runFor(12);

            story.start(INTACT, 0, 1).runFor(60);
            assertThat(story.noLeaders()).as("offline until 2 is back").isTrue();
            story.start(EMPTY, 2);
            story.runUntil(() -> story.leadsAll(2), 310).runFor(1);

            assertThat(story.recordsLost).isCloseTo(ALL_RECORDS, within(1.0));
        }
    }

    @Nested
    final class Controllers {

        @Test
        void on_empty_volumes_form_a_majority_and_lose_the_metadata() {
            Story story = new Story(Configs.three(Semantics.KAFKA_4_3)).runFor(100);
            for (int controller = 100; controller < 103; controller++) {
                story.cluster.killController(controller, cause("controllerKill"));
            }
            story.runFor(20);
            assertThat(story.allWritable()).as("healthy partitions go on").isTrue();

            story.cluster.startController(100, EMPTY, cause("controllerKill"));
            story.cluster.startController(101, EMPTY, cause("controllerKill"));
            story.runFor(15);

            assertThat(story.happened("metadataLost")).isTrue();
            assertThat(story.noLeaders()).isTrue();
            assertThat(story.noneWritable()).isTrue();
            assertThat(story.happened("stranded 100000000"))
                    .as("everything is stray, nothing deleted")
                    .isTrue();
            assertThat(story.recordsLost).isZero();
        }

        @Test
        void that_know_each_other_by_directory_have_no_quorum_instead() {
            KafkaConfig config = Configs.three(Semantics.KAFKA_4_3);
            Story story = new Story(new KafkaConfig(
                    3,
                    new ControllerConfig(3, ControllerConfig.Quorum.DYNAMIC),
                    config.semantics(),
                    config.topics(),
                    config.workload(),
                    config.settings(),
                    config.racks(),
                    config.timings()));
            story.runFor(100);
            story.cluster.killController(100, cause("controllerKill"));
            story.cluster.killController(101, cause("controllerKill"));
            story.cluster.startController(100, EMPTY, cause("controllerKill"));
            story.cluster.startController(101, EMPTY, cause("controllerKill"));

            story.runFor(600);

            assertThat(story.cluster.controllerActive()).isFalse();
            assertThat(story.happened("metadataLost")).isFalse();
            assertThat(story.allWritable()).isTrue();
        }

        @Test
        void are_missed_only_once_a_broker_dies() {
            Story story = new Story(Configs.three(Semantics.KAFKA_4_3)).runFor(100);
            story.cluster.killController(100, cause("controllerKill"));
            story.runFor(6);
            assertThat(story.happened("controllerElected 101")).isTrue();
            story.cluster.killController(101, cause("controllerKill"));
            assertThat(story.happened("quorumLost")).isTrue();
            story.runFor(60);
            assertThat(story.allWritable())
                    .as("healthy partitions go on without a quorum")
                    .isTrue();

            story.kill(2).runFor(60);
            assertThat(story.noneWritable())
                    .as("acks=all stops on every partition broker 2 replicates")
                    .isTrue();
            assertThat(story.inNoIsr(2)).isFalse();
            story.cluster.startController(100, INTACT, cause("controllerKill"));
            // 100 has missed what was committed since it died, so that only 102 can lead.
            story.runUntil(() -> story.happened("controllerElected 102"), 11);
            double back = story.secondsOf("controllerElected 102");
            story.runUntil(story::allWritable, 11);

            // Followers that lag are shrunk away by their leaders at once; leaders wait for the fresh session of 9 s to
            // run out.
            assertThat(story.secondsOf("brokerFenced 2") - back).isBetween(9.0, 10.125);
            assertThat(story.secondsOf("isrShrunk 2")).isEqualTo(story.secondsOf("brokerFenced 2"));
        }
    }

    @Nested
    final class A_follower_that_hangs {

        @Test
        void leaves_the_in_sync_set_after_the_maximal_lag_and_a_check() {
            Story story = new Story(Configs.three(Semantics.KAFKA_4_3)).runFor(100);

            story.cluster.hangBroker(2, cause("brokerHang"));

            assertThat(story.noneWritable()).isTrue();
            story.runFor(30);
            assertThat(story.noneWritable()).as("not before 30 s").isTrue();
            story.runFor(15.001);
            assertThat(story.cluster.cohorts())
                    .as("each leader checks every 15 s; partitions that 2 leads itself are stuck")
                    .allMatch(cohort -> cohort.leader() == 2 ? !cohort.writable() : cohort.writable());
            assertThat(story.happened("brokerFenced 2")).as("it heartbeats").isFalse();
            story.cluster.unhangBroker(2);
            story.runUntil(story.cluster::isrFull, 30);
            assertThat(story.allWritable()).isTrue();
        }

        @Test
        void stays_in_sync_while_nothing_is_appended_that_it_lacks() {
            // With three wanted in sync and one dead, leaders refuse what is sent with acks=all before they append it.
            Story story = new Story(Configs.three(Configs.orders(3, Acks.ALL)))
                    .runFor(100)
                    .kill(1)
                    .runFor(30);
            assertThat(story.isrIs(0, 2)).isTrue();
            assertThat(story.noneWritable()).isTrue();

            story.cluster.hangBroker(2, cause("brokerHang"));
            story.runFor(60);

            assertThat(story.isrIs(0, 2)).isTrue();
            story.cluster.unhangBroker(2);
            story.start(INTACT, 1).runUntil(story.cluster::isrFull, 30);
            assertThat(story.allWritable()).isTrue();
        }

        @Test
        void leaves_once_a_third_is_back_and_leaders_append_again() {
            Story story = new Story(Configs.three(Configs.orders(3, Acks.ALL)))
                    .runFor(100)
                    .kill(1)
                    .runFor(30);
            story.cluster.hangBroker(2, cause("brokerHang"));
            story.runFor(60).start(INTACT, 1).runFor(40);

            assertThat(story.notLedBy(2))
                    .isNotEmpty()
                    .allMatch(cohort ->
                            isrOf(cohort).equals(List.of(0, 1)) || isrOf(cohort).equals(List.of(1, 0)));
        }
    }

    @Nested
    final class Causes {

        @Test
        void of_an_outage_are_those_of_the_brokers_that_stand_in_the_way() {
            KafkaConfig slow = Configs.with(
                    Semantics.KAFKA_4_3,
                    Configs.orders(2, Acks.ALL),
                    Configs.throttled(DataRate.megabytesPerSecond(20)),
                    Configs.TIMINGS);
            Story story = new Story(slow)
                    .runFor(100)
                    .kill(0)
                    .runFor(12)
                    .start(EMPTY, 0)
                    .runFor(20);
            assertThat(story.allWritable()).as("0 copies, 1 and 2 are in sync").isTrue();
            story.unwritableCauses.clear();

            story.kill(1);

            // That 0 is still out of sync, since 100 s, does not stall acks=all; that 1 is dead does.
            assertThat(story.unwritableCauses).isNotEmpty().containsOnly(new Cause("brokerKill", 132_000));
        }

        @Test
        void of_leaders_going_back_are_what_once_befell_the_preferred_leader() {
            Story story =
                    new Story(Configs.three(Semantics.KAFKA_4_3)).runFor(100).stop(0);
            story.runUntil(() -> story.happened("brokerExited 0"), 5).start(INTACT, 0);
            story.runUntil(story.cluster::isrFull, 60);
            story.unwritableCauses.clear();

            story.runFor(300);

            assertThat(story.unwritableCauses).isNotEmpty().containsOnly(new Cause("brokerStop", 100_000));
        }
    }

    @Nested
    final class The_roller {

        @Test
        void restarts_a_broker_only_where_enough_others_stay_in_sync() {
            Story story = new Story(Configs.three(Semantics.KAFKA_4_3)).runFor(100);
            assertThat(story.cluster.mayRoll(0)).isTrue();

            story.kill(2).runFor(12);

            assertThat(story.cluster.mayRoll(0))
                    .as("in-sync sets are 0, 1 and must have two")
                    .isFalse();
            assertThat(story.cluster.mayRoll(2)).as("2 is in none of them").isTrue();
            story.kill(1).runFor(12);
            assertThat(story.cluster.mayRoll(2))
                    .as("below the minimum nobody is restarted")
                    .isFalse();
        }

        @Test
        void does_not_look_at_partitions_without_a_replica_to_spare() {
            Story story = new Story(Configs.three(Configs.orders(3, Acks.ALL))).runFor(100);

            assertThat(story.cluster.mayRoll(0)).isTrue();
        }

        @Test
        void restarts_a_controller_only_while_two_others_are_caught_up() {
            Story story = new Story(Configs.three(Semantics.KAFKA_4_3)).runFor(100);
            assertThat(story.cluster.mayRollController(100)).isTrue();

            story.cluster.killController(102, cause("controllerKill"));

            assertThat(story.cluster.mayRollController(100)).isFalse();
            assertThat(story.cluster.mayRollController(102)).isTrue();
        }
    }

    @Nested
    final class A_freeze {

        @Test
        void shorter_than_the_session_changes_no_metadata() {
            Story story = new Story(Configs.three(Semantics.KAFKA_4_3))
                    .runFor(100)
                    .freeze(0)
                    .runFor(5);
            assertThat(story.noneWritable()).isTrue();

            story.thaw(0).runFor(60);

            assertThat(story.allWritable()).isTrue();
            assertThat(story.journal)
                    .noneMatch(entry -> entry.contains("isrShrunk") || entry.contains("leaderElected"));
        }

        @Test
        void longer_than_the_session_is_fenced_and_unfenced_at_once_on_waking() {
            Story story = new Story(Configs.three(Semantics.KAFKA_4_3))
                    .runFor(100)
                    .freeze(0)
                    .runFor(15);
            assertThat(story.happened("brokerFenced 0")).isTrue();

            story.thaw(0);

            assertThat(story.secondsOf("brokerUnfenced 0")).isEqualTo(115);
            assertThat(story.happened("brokerRegistered 0")).isFalse();
            story.runUntil(story.cluster::isrFull, 10);
        }
    }

    @Nested
    final class Clients {

        @Test
        void wait_for_the_frozen_leader_though_another_leads() {
            Story story = new Story(Configs.three(Semantics.KAFKA_4_3)).runFor(100);
            List<Cohort> led = story.cluster.cohorts().stream()
                    .filter(cohort -> cohort.leader() == 0)
                    .toList();

            story.freeze(0).runFor(12);

            assertThat(story.allWritable()).as("others lead").isTrue();
            assertThat(story.cluster.cohorts()).allMatch(cohort -> cohort.answersClients() != led.contains(cohort));
            story.thaw(0);
            assertThat(story.cluster.cohorts()).allMatch(Cohort::answersClients);
            assertThat(story.secondsOf("clientsAnswered")).isEqualTo(112);
        }

        @Test
        void do_not_wait_for_a_killed_process_whose_connections_are_closed() {
            Story story =
                    new Story(Configs.three(Semantics.KAFKA_4_3)).runFor(100).kill(0);

            assertThat(story.cluster.cohorts()).allMatch(Cohort::answersClients);
        }

        @Test
        void wait_for_a_machine_that_crashed_until_it_is_up_again() {
            Story story = new Story(Configs.three(Semantics.KAFKA_4_3)).runFor(100);
            story.cluster.crashBroker(0, cause("nodeCrash"));
            assertThat(story.cluster.cohorts()).anyMatch(cohort -> !cohort.answersClients());

            story.runFor(20).start(INTACT, 0).runFor(5.001);

            assertThat(story.cluster.cohorts()).allMatch(Cohort::answersClients);
            assertThat(story.secondsOf("clientsAnswered")).isEqualTo(125);
        }

        @Test
        void wait_for_a_leader_that_is_cut_off_until_it_is_killed() {
            Story story = new Story(Configs.three(Semantics.KAFKA_4_3)).runFor(100);
            story.cluster.partitionBroker(0, cause("zonePartition"));
            story.runFor(3);
            assertThat(story.cluster.cohorts()).anyMatch(cohort -> !cohort.answersClients());

            story.kill(0);

            assertThat(story.cluster.cohorts()).allMatch(Cohort::answersClients);
        }
    }

    @Nested
    final class Power_loss {

        @Test
        void of_one_member_loses_nothing() {
            Story story = new Story(Configs.three(Semantics.KAFKA_4_3))
                    .runFor(100)
                    .kill(1)
                    .runFor(20);

            story.start(TAIL_LOST, 1).runUntil(story.cluster::isrFull, 60);

            assertThat(story.recordsLost).isZero();
        }

        @Test
        void of_all_members_at_once_loses_the_unflushed_tail() {
            Story story = new Story(Configs.three(Semantics.KAFKA_4_3))
                    .runFor(100)
                    .kill(0, 1, 2)
                    .runFor(20);

            story.start(TAIL_LOST, 0, 1, 2).runUntil(story.cluster::isrFull, 400);

            // 12 partitions × 1 MB/s × 30 s in records of 1 kB.
            assertThat(story.recordsLost).isCloseTo(360_000, within(1.0));
        }

        @Test
        void is_not_a_crash_of_all_processes_which_loses_nothing() {
            Story story = new Story(Configs.three(Semantics.KAFKA_4_3))
                    .runFor(100)
                    .kill(0, 1, 2)
                    .runFor(20);

            story.start(INTACT, 0, 1, 2).runUntil(story.cluster::isrFull, 400);

            assertThat(story.recordsLost).isZero();
        }
    }
}
