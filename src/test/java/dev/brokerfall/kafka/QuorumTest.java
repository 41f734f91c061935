package dev.brokerfall.kafka;

import static dev.brokerfall.kafka.LogDirectory.EMPTY;
import static dev.brokerfall.kafka.LogDirectory.INTACT;
import static dev.brokerfall.kafka.Story.cause;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.brokerfall.kernel.Agenda;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * How controllers elect, with messages of a millisecond. Fetch timeout F = 2 s, election timeout E = 1 s, a record at least every 0.5 s.
 */
final class QuorumTest {

    private static final int SEEDS = 1_000;

    /** The 99.9 % point of the Kolmogorov distribution: sup |F - G| √n. */
    private static final double KOLMOGOROV_999 = 1.95;

    @Nested
    final class A_killed_active_controller {

        @Test
        void is_missed_after_the_fetch_timeout_and_followed_after_the_shorter_of_two_election_timeouts() {
            double[] seconds = new double[SEEDS];
            for (int seed = 0; seed < SEEDS; seed++) {
                Story story = new Story(Configs.three(Semantics.KAFKA_4_3), seed);
                story.agenda.runUntil(60_000, 1);
                story.cluster.killController(100, cause("controllerKill"));
                story.agenda.runUntil(80_000, 1_000);
                seconds[seed] = story.secondsOf("controllerElected") - 60;
            }
            Arrays.sort(seconds);

            // The two that are left notice within a millisecond of each other and vote each for itself.
            double distance = 0;
            for (int i = 0; i < SEEDS; i++) {
                double expected = shareElectedBy(seconds[i] - 0.009);
                distance = Math.max(distance, Math.max(expected - (double) i / SEEDS, (i + 1.0) / SEEDS - expected));
            }
            assertThat(distance * Math.sqrt(SEEDS)).isLessThan(KOLMOGOROV_999);
            // Mean F - 1/4 s + 4/3 s; real brokers needed 3.0 s, twice.
            assertThat(Arrays.stream(seconds).average().orElseThrow()).isCloseTo(1.75 + 4.0 / 3 + 0.009, within(0.04));
        }

        /** P(2 - U(0, 0.5) + min(R1, R2) ≤ x), each R uniform on [1, 2]: the mean of P(min ≤ x - 2 + u) over u. */
        private double shareElectedBy(double x) {
            return 2 * (areaBelow(x - 1.5) - areaBelow(x - 2));
        }

        /** The integral of 1 - (2 - m)² from 1 to {@code m}, continued with 1 from 2 on. */
        private double areaBelow(double m) {
            if (m <= 1) {
                return 0;
            }
            double upTo = Math.min(m, 2);
            return upTo - 1 + ((2 - upTo) * (2 - upTo) * (2 - upTo) - 1) / 3 + Math.max(0, m - 2);
        }

        @Test
        void is_followed_sooner_with_shorter_timeouts() {
            QuorumSettings half =
                    new QuorumSettings(Duration.ofSeconds(1), Duration.ofMillis(500), Duration.ofSeconds(1), false);
            Story story = new Story(with(ControllerConfig.Quorum.STATIC, half)).runFor(60);

            story.cluster.killController(100, cause("controllerKill"));
            story.runFor(10);

            // 1 s - U(0, 0.5) + min of two from [0.5, 1].
            assertThat(story.secondsOf("controllerElected") - 60).isBetween(1.0, 2.02);
        }
    }

    @Test
    void a_stopped_active_controller_hands_over_in_seven_messages_and_then_exits() {
        Story story = new Story(Configs.three(Semantics.KAFKA_4_3)).runFor(60);

        story.cluster.stopController(100, cause("controllerStop"));
        story.runFor(1);

        assertThat(story.secondsOf("controllerElected 101")).isEqualTo(60.007);
        assertThat(story.secondsOf("controllerExited 100")).isBetween(60.005, 60.01);
        assertThat(story.cluster.controllerActive()).isTrue();
    }

    @Test
    void an_active_controller_that_stands_still_for_less_than_the_fetch_timeout_stays_and_has_forgotten_no_session() {
        Story story = new Story(Configs.three(Semantics.KAFKA_4_3)).runFor(60);
        story.kill(2).runFor(1);

        story.cluster.silenceController(100, cause("controllerFreeze"));
        assertThat(story.cluster.controllerActive()).isFalse();
        story.runFor(1);
        story.cluster.hearController(100);
        story.runFor(20);

        assertThat(story.happened("controllerElected")).isFalse();
        assertThat(story.secondsOf("brokerFenced 2") - 60).isBetween(7.0, 10.125);
    }

    @Test
    void an_active_controller_that_stands_still_for_longer_is_replaced_and_follows_when_it_is_back() {
        Story story = new Story(Configs.three(Semantics.KAFKA_4_3)).runFor(60);

        story.cluster.silenceController(100, cause("controllerFreeze"));
        story.runFor(10);
        assertThat(story.happened("controllerElected 10")).isTrue();
        double elected = story.secondsOf("controllerElected");
        story.cluster.hearController(100);
        story.runFor(60);

        assertThat(story.secondsOf("controllerElected"))
                .as("nobody is elected again")
                .isEqualTo(elected);
        assertThat(story.cluster.mayRollController(101))
                .as("all three are caught up")
                .isTrue();
    }

    @Test
    void an_active_controller_without_followers_resigns_after_one_and_a_half_fetch_timeouts() {
        for (double silence : new double[] {2, 10}) {
            Story story = new Story(Configs.three(Semantics.KAFKA_4_3)).runFor(60);
            story.cluster.silenceController(101, cause("partition"));
            story.cluster.silenceController(102, cause("partition"));
            assertThat(story.happened("quorumLost")).isTrue();
            assertThat(story.cluster.controllerActive()).isFalse();
            story.runFor(silence);

            story.cluster.hearController(101);
            story.cluster.hearController(102);
            story.runFor(10);

            assertThat(story.cluster.controllerActive()).isTrue();
            assertThat(story.happened("controllerElected")).isEqualTo(silence > 3);
        }
    }

    @Test
    void a_voter_that_has_missed_what_was_committed_is_not_elected() {
        for (int seed = 0; seed < 20; seed++) {
            Story story = new Story(Configs.three(Semantics.KAFKA_4_3), seed);
            story.agenda.runUntil(60_000, 1);
            story.cluster.killController(102, cause("controllerKill"));
            story.agenda.runUntil(120_000, 1_000);
            story.cluster.killController(100, cause("controllerKill"));
            story.cluster.startController(102, INTACT, cause("controllerStart"));
            story.agenda.runUntil(180_000, 1_000);

            assertThat(story.happened("controllerElected 101")).isTrue();
            assertThat(story.happened("controllerElected 102")).isFalse();
        }
    }

    @Test
    void a_nominee_does_not_become_active_with_the_vote_of_one_that_has_died_meanwhile() {
        for (int seed = 0; seed < 10; seed++) {
            Story usual = new Story(Configs.three(Semantics.KAFKA_4_3), seed).runFor(60);
            usual.killController(100).runFor(10);
            double elected = usual.secondsOf("controllerElected");
            int winner = usual.cluster.isActiveController(101) ? 101 : 102;
            for (int millis = 0; millis < 10; millis++) {
                Story story = new Story(Configs.three(Semantics.KAFKA_4_3), seed).runFor(60);
                story.killController(100).runFor(elected - 60 - 0.001 * (millis + 1));
                story.killController(203 - winner).runFor(20);

                assertThat(story.happened("quorumLost")).isTrue();
                assertThat(story.happened("controllerElected")).isFalse();
                assertThat(story.cluster.controllerActive()).isFalse();

                story.startController(INTACT, 203 - winner).runFor(20);
                assertThat(story.cluster.controllerActive()).isTrue();
            }
        }
    }

    @Nested
    final class A_wiped_voter {

        @Test
        void counts_again_at_once_when_voters_know_each_other_by_number() {
            Story story = wiped(ControllerConfig.Quorum.STATIC, Configs.QUORUM);
            assertThat(story.cluster.mayRollController(101)).isTrue();

            story.cluster.killController(101, cause("controllerKill"));
            story.runFor(10);

            assertThat(story.cluster.controllerActive()).isTrue();
        }

        @Test
        void no_longer_counts_when_they_know_each_other_by_directory() {
            Story story = wiped(ControllerConfig.Quorum.DYNAMIC, Configs.QUORUM);
            assertThat(story.cluster.mayRollController(101)).isFalse();

            story.cluster.killController(101, cause("controllerKill"));
            story.runFor(600);

            assertThat(story.happened("quorumLost")).isTrue();
            assertThat(story.cluster.controllerActive()).isFalse();
            assertThat(story.happened("metadataLost")).isFalse();
        }

        @Test
        void joins_by_itself_after_two_fetch_timeouts_where_that_is_switched_on() {
            QuorumSettings joins =
                    new QuorumSettings(Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ofSeconds(1), true);
            Story story = wiped(ControllerConfig.Quorum.DYNAMIC, joins);
            assertThat(story.cluster.mayRollController(101)).isTrue();

            story.cluster.killController(101, cause("controllerKill"));
            story.runFor(10);

            assertThat(story.cluster.controllerActive()).isTrue();
        }

        @Test
        void stays_out_when_it_led_a_later_epoch_and_its_successors_have_gone_on() {
            // given an active controller that has been elected once already
            Story story = new Story(with(ControllerConfig.Quorum.DYNAMIC, Configs.QUORUM)).runFor(60);
            story.killController(100).runFor(15).startController(INTACT, 100).runFor(15);
            int active = story.cluster.isActiveController(101) ? 101 : 102;
            int other = 203 - active;
            assertThat(story.cluster.isActiveController(active)).isTrue();

            // when it is wiped while only one of the other two is up
            story.killController(active, 100).runFor(10);
            story.startController(EMPTY, active).startController(INTACT, 100).runFor(40);
            assertThat(story.cluster.controllerActive()).isTrue();
            assertThat(story.cluster.isActiveController(active)).isFalse();
            story.killController(other).runFor(60);

            // then it makes no majority with the third
            assertThat(story.cluster.controllerActive()).isFalse();
            assertThat(story.happened("metadataLost")).isFalse();
        }

        @Test
        void stays_an_observer_in_whatever_epoch() {
            Voter voter = new Voter(0, new Agenda().timer((kind, target, payload) -> {}, 0, 0));
            voter.role = Voter.Role.OBSERVER;

            voter.enter(3);

            assertThat(voter.role).isEqualTo(Voter.Role.OBSERVER);
            assertThat(voter.epoch).isEqualTo(3);
        }

        @Test
        void does_not_lose_the_metadata_while_one_that_has_it_makes_up_the_majority() {
            Story story = new Story(Configs.three(Semantics.KAFKA_4_3)).runFor(60);
            story.cluster.killController(100, cause("controllerKill"));
            story.cluster.killController(101, cause("controllerKill"));
            story.runFor(30);

            story.cluster.startController(101, EMPTY, cause("controllerStart"));
            story.runFor(20);

            assertThat(story.happened("controllerElected 102")).isTrue();
            assertThat(story.happened("metadataLost")).isFalse();
        }

        /** Of three controllers 102 has lost its directory and has been back for five seconds. */
        private Story wiped(ControllerConfig.Quorum quorum, QuorumSettings settings) {
            Story story = new Story(with(quorum, settings)).runFor(60);
            story.cluster.killController(102, cause("controllerKill"));
            story.cluster.startController(102, EMPTY, cause("controllerKill"));
            return story.runFor(10);
        }
    }

    private static KafkaConfig with(ControllerConfig.Quorum quorum, QuorumSettings settings) {
        KafkaSettings usual = Configs.SETTINGS;
        KafkaSettings changed = new KafkaSettings(
                usual.brokerHeartbeatInterval(),
                usual.brokerSessionTimeout(),
                usual.replicaLagTimeMax(),
                usual.leaderImbalanceCheckInterval(),
                true,
                usual.followerReplicationThrottledRate(),
                usual.leaderReplicationThrottledRate(),
                false,
                2,
                usual.logSegmentBytes(),
                settings,
                usual.controlledShutdownTimeout(),
                usual.numReplicaFetchers(),
                usual.replicaFetchResponseMaxBytes());
        KafkaConfig config = Configs.three(Semantics.KAFKA_4_3);
        return new KafkaConfig(
                3,
                new ControllerConfig(3, quorum),
                config.semantics(),
                config.topics(),
                config.workload(),
                changed,
                config.racks(),
                config.timings());
    }
}
