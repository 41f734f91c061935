package dev.brokerfall.kafka;

import static dev.brokerfall.kafka.Story.cause;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.brokerfall.unit.DataRate;
import dev.brokerfall.unit.DataSize;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** Kafka on ZooKeeper: one broker is the controller and works on one partition after the other. */
final class ControllershipTest {

    @ParameterizedTest
    @CsvFileSource(resources = "serial-elections.csv", numLinesToSkip = 1)
    void leaders_of_a_dead_broker_are_elected_one_after_the_other(int partitions, double millis) {
        // given two brokers with all partitions, about half of which each leads, every one a topic of its own
        Story story = new Story(zookeeper(2, partitions, 1, millis, 0), 1);
        int led = (int) story.cluster.cohorts().stream()
                .filter(cohort -> cohort.leader() == 1)
                .count();
        assertThat(led).isBetween(partitions * 2 / 5, partitions * 3 / 5);
        story.agenda.runUntil(60_000, 10);

        // when one is killed
        story.kill(1);
        story.agenda.runUntil(90_000, 100_000);

        // then each partition it led waits for those before it
        double fenced = story.secondsOf("brokerFenced 1");
        double[] waits = story.journal.stream()
                .map(entry -> entry.split(" ", 2))
                .filter(entry -> entry[1].startsWith("readable "))
                .mapToDouble(entry -> Long.parseLong(entry[0]) / 1000.0 - fenced)
                .sorted()
                .toArray();
        assertThat(waits).hasSize(led);
        assertThat(waits[led - 1]).isCloseTo(led * millis / 1000, within(0.002));
        double mean =
                IntStream.range(0, led).mapToDouble(i -> waits[i]).average().orElseThrow();
        assertThat(mean).isCloseTo((led + 1) * millis / 2000, within(0.01 * mean));
    }

    @Test
    void partitions_that_share_a_list_of_replicas_serve_at_the_mean_of_their_times() {
        // given 1000 partitions of one list led by the same broker, of 2000
        Story story = new Story(zookeeper(2, 1, 2000, 5, 0), 1);
        story.agenda.runUntil(60_000, 10);

        story.kill(1);
        story.agenda.runUntil(90_000, 1_000);

        // 5 ms × (1 + … + 1000) / 1000
        assertThat(story.secondsOf("readable ") - story.secondsOf("brokerFenced 1"))
                .isCloseTo(2.5025, within(0.001));
    }

    @ParameterizedTest
    @CsvFileSource(resources = "controller-reads.csv", numLinesToSkip = 1)
    void a_new_controller_first_reads_every_partition(int partitions, double millis, double seconds) {
        int moved = 0;
        for (int seed = 0; seed < 30; seed++) {
            Story story = new Story(zookeeper(3, 1, partitions, 0, millis), seed);
            story.agenda.runUntil(60_000, 10);
            story.kill(1);
            story.agenda.runUntil(100_000, 1_000);

            double fenced = story.secondsOf("brokerFenced 1") - 60;
            if (story.happened("controllerElected")) {
                moved++;
                double lapsed = story.secondsOf("controllerElected") - 60;
                assertThat(lapsed).as("its node goes with its session").isBetween(4.0, 8.0);
                assertThat(fenced - lapsed).isCloseTo(seconds, within(0.001));
            } else {
                assertThat(fenced).isBetween(4.0, 8.0);
            }
        }
        assertThat(moved)
                .as("in a third of the lives the dead broker was the controller")
                .isBetween(4, 17);
    }

    @Test
    void a_broker_that_stops_cleanly_gives_up_the_controllership_at_once() {
        for (int seed = 0; seed < 12; seed++) {
            Story story = new Story(zookeeper(3, 1, 12, 0, 1), seed);
            story.agenda.runUntil(60_000, 10);

            story.stop(0);
            story.agenda.runUntil(70_000, 1_000);

            assertThat(story.cluster.controllerActive()).isTrue();
            assertThat(story.allWritable()).isTrue();
            if (story.happened("controllerElected")) {
                assertThat(story.secondsOf("controllerElected")).isEqualTo(story.secondsOf("brokerExited 0"));
            }
        }
    }

    @Test
    void without_an_ensemble_nothing_is_decided_and_sessions_begin_anew_when_it_is_back() {
        Story story = new Story(zookeeper(3, 1, 12, 0, 0), 1);
        story.agenda.runUntil(60_000, 10);
        story.cluster.killController(100, cause("controllerKill"));
        story.cluster.killController(101, cause("controllerKill"));
        story.kill(2);
        story.agenda.runUntil(90_000, 1_000);
        assertThat(story.happened("brokerFenced")).isFalse();

        story.cluster.startController(100, LogDirectory.INTACT, cause("controllerStart"));
        story.agenda.runUntil(120_000, 1_000);

        // 5 s to start, 0.2 s to elect, a whole session of 6 s and up to a tick of 2 s.
        assertThat(story.secondsOf("brokerFenced 2") - 95.2).isBetween(6.0, 8.001);
    }

    @Test
    void leaders_write_in_sync_sets_into_the_ensemble_without_a_controller() {
        // given a dead controller whose successor reads 12 partitions for 120 s
        Orphans orphans = Orphans.reading(10_000);
        Story story = orphans.story;
        int leads = orphans.leads();
        int follows = orphans.follows();
        List<Cohort> pairs = orphans.pairs();

        // when a follower hangs for longer than replica.lag.time.max.ms, 10 s, and is back
        story.cluster.hangBroker(follows, cause("brokerHang"));
        story.runFor(15.1);
        assertThat(pairs)
                .as("it has left, without a controller")
                .allMatch(cohort -> Story.isrOf(cohort).equals(List.of(leads)));
        story.cluster.unhangBroker(follows);
        story.runFor(5);

        // then it is in sync again, still without a controller
        assertThat(pairs).allMatch(cohort -> Story.isrOf(cohort).size() == 2);
        assertThat(story.cluster.controllerActive()).isFalse();
    }

    @Test
    void leaders_write_no_in_sync_sets_while_the_ensemble_has_no_leader() {
        Orphans orphans = Orphans.reading(10_000);
        Story story = orphans.story;
        int leads = orphans.leads();
        List<Cohort> pairs = orphans.pairs();
        story.killController(100, 101);
        story.cluster.hangBroker(orphans.follows(), cause("brokerHang"));
        story.runFor(60);
        assertThat(pairs).allMatch(cohort -> Story.isrOf(cohort).size() == 2);

        // 5 s to start, 0.2 s to elect; the lag has long been known then.
        story.startController(LogDirectory.INTACT, 100, 101).runFor(5.3);

        assertThat(pairs).allMatch(cohort -> Story.isrOf(cohort).equals(List.of(leads)));
        assertThat(story.cluster.controllerActive()).isFalse();
    }

    @Test
    void elections_that_a_dead_controller_had_not_come_to_begin_anew_under_the_next() {
        // given a dead broker whose 300 or so partitions are elected at 100 ms each, which takes the controller half a
        // minute
        Queue queue = Queue.of(zookeeper(3, 1000, 1, 100, 1));
        Story story = queue.story;
        int controller = queue.controller;

        // when the controller stands still 5 s after it has begun, for good
        story.agenda.runUntil(story.agenda.now() + 5_000, 100_000);
        int other = 3 - controller;
        List<Cohort> waiting =
                story.ledBy(other).stream().filter(cohort -> !cohort.readable()).toList();
        assertThat(waiting).hasSizeGreaterThan(50);
        story.freeze(controller);
        story.agenda.runUntil(story.agenda.now() + 3_900, 100_000);

        // then nobody tells the leaders whose turn has not come, until another is the controller and begins with them
        assertThat(waiting).noneMatch(Cohort::readable);
        story.agenda.runUntil(story.agenda.now() + 120_000, 100_000);
        double acts = story.secondsOf("controllerElected " + other) + 1;
        assertThat(story.allSecondsOf("readable").stream()
                        .filter(second -> second >= acts)
                        .findFirst()
                        .orElseThrow())
                .isCloseTo(acts, within(0.2));
        assertThat(waiting).allMatch(Cohort::readable);
    }

    /** Broker 0 has just been fenced, and its partitions are being elected by a controller. */
    private record Queue(Story story, int controller) {

        static Queue of(KafkaConfig config) {
            for (int seed = 0; seed < 30; seed++) {
                Story story = new Story(config, seed);
                story.agenda.runUntil(60_000, 10);
                story.kill(0);
                if (story.cluster.controllerActive()) {
                    story.runUntil(() -> story.happened("brokerFenced 0"), 10).freeze(1);
                    boolean one = !story.cluster.controllerActive();
                    story.thaw(1);
                    return new Queue(story, one ? 1 : 2);
                }
            }
            throw new AssertionError("broker 0 was always the controller");
        }
    }

    @Test
    void an_ensemble_elects_the_highest_id_among_those_that_know_most() {
        Story story = new Story(zookeeper(3, 1, 12, 0, 0), 1);
        assertThat(story.cluster.isActiveController(102))
                .as("at the beginning too")
                .isTrue();

        story.runFor(60).killController(102).runFor(1);
        assertThat(story.cluster.isActiveController(101)).isTrue();

        // 102 is back and follows; an election among all three is won by the highest.
        story.startController(LogDirectory.INTACT, 102).runFor(10);
        assertThat(story.cluster.isActiveController(101))
                .as("a leader is not replaced")
                .isTrue();
        story.killController(101).runFor(1);
        assertThat(story.cluster.isActiveController(102)).isTrue();

        // 101 has missed what was decided since it died; 100 has not.
        story.killController(102).runFor(1);
        assertThat(story.cluster.isActiveController(100)).isFalse();
        story.startController(LogDirectory.INTACT, 101).runFor(6);
        assertThat(story.cluster.isActiveController(100)).isTrue();
    }

    /** Two brokers whose third was the controller and has died, some seconds ago. */
    private record Orphans(Story story, int dead) {

        static Orphans reading(double millisPerPartition) {
            for (int broker = 0; broker < 3; broker++) {
                Story story = new Story(zookeeper(3, 1, 12, 0, millisPerPartition), 1);
                story.runFor(60).kill(broker).runFor(10);
                if (!story.cluster.controllerActive()) {
                    return new Orphans(story, broker);
                }
            }
            throw new AssertionError("nobody was the controller");
        }

        int leads() {
            return (dead + 1) % 3;
        }

        int follows() {
            return (dead + 2) % 3;
        }

        /** Returns the partitions that only the two replicate, led by the first; there are some. */
        List<Cohort> pairs() {
            List<Cohort> pairs = story.ledBy(leads()).stream()
                    .filter(cohort -> cohort.replicas().contains(follows()))
                    .toList();
            assertThat(pairs).isNotEmpty();
            return pairs;
        }
    }

    private static KafkaConfig zookeeper(
            int brokers, int topics, int partitions, double electMillis, double readMillis) {
        KafkaSettings usual = Configs.SETTINGS;
        KafkaSettings settings = new KafkaSettings(
                usual.brokerHeartbeatInterval(),
                Duration.ofSeconds(6),
                Duration.ofSeconds(10),
                usual.leaderImbalanceCheckInterval(),
                true,
                usual.followerReplicationThrottledRate(),
                usual.leaderReplicationThrottledRate(),
                false,
                1,
                usual.logSegmentBytes(),
                usual.quorum(),
                usual.controlledShutdownTimeout(),
                usual.numReplicaFetchers(),
                usual.replicaFetchResponseMaxBytes());
        ControllerTimings controllers = new ControllerTimings(
                Configs.constant(5),
                Configs.constant(0.001),
                Configs.constant(0.05),
                Duration.ofMillis(500),
                Duration.ofSeconds(5),
                Duration.ofMillis(200),
                Duration.ofNanos((long) (electMillis * 1e6)),
                Duration.ofNanos((long) (readMillis * 1e6)));
        KafkaTimings times = Configs.TIMINGS;
        KafkaTimings timings = new KafkaTimings(
                times.startup(),
                times.unfencing(),
                times.directoryAssignment(),
                times.controlledShutdown(),
                Configs.constant(0),
                controllers,
                times.unflushedTail(),
                times.followerLag(),
                times.logLoading(),
                times.catchUpRate(),
                times.fetchRoundTrip());
        List<TopicConfig> made = IntStream.range(0, topics)
                .mapToObj(t -> new TopicConfig("topic-" + t, partitions, 2, 1, Acks.ALL, false))
                .toList();
        return new KafkaConfig(
                brokers,
                new ControllerConfig(3, ControllerConfig.Quorum.STATIC),
                Semantics.KAFKA_2_4_ZK,
                made,
                new Workload(
                        DataRate.megabytesPerSecond(1),
                        new DataSize(1000),
                        new DataSize(1_000_000_000),
                        Optional.empty()),
                settings,
                List.of(),
                timings);
    }
}
