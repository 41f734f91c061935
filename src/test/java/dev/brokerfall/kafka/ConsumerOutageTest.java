package dev.brokerfall.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.brokerfall.unit.DataRate;
import dev.brokerfall.unit.DataSize;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Consumers that were away come back and read what they have missed. Two brokers with one partition of 10 MB/s, of which 100 GB are
 * kept; its leader's page cache holds 1 GB.
 */
final class ConsumerOutageTest {

    private static final DataRate FREE = DataRate.UNLIMITED;
    private static final DataSize CACHE = new DataSize(1_000_000_000L);

    @Test
    void they_have_caught_up_when_what_they_missed_is_read() {
        // given: a group that reads 50 MB/s of what it has missed
        Story story = story(1, 50);

        // when: it is away for ten minutes
        away(story, 1, 600);
        story.runFor(600 + 200);

        // then: 6,000 MB at 50 MB/s, beside what is written meanwhile
        assertThat(story.secondsOf("consumersBack")).isEqualTo(600);
        assertThat(story.secondsOf("consumersCaughtUp 1")).isCloseTo(600 + 6000 / 50.0, within(0.002));
    }

    @Test
    void what_retention_has_taken_is_not_read() {
        Story story = story(1, 1000);

        away(story, 1, 20_000);
        story.agenda.runUntil(21_000_000, Long.MAX_VALUE);

        // 100 of 200 GB are left.
        assertThat(story.secondsOf("consumersCaughtUp 1")).isCloseTo(20_000 + 100, within(0.002));
    }

    @Test
    void a_disk_serves_them_until_they_are_near_enough_to_the_end() {
        // given: the leader's disk reads 20 MB/s
        Story story = story(1, 50);
        limit(story, new BrokerLimits(DataRate.megabytesPerSecond(20), FREE, FREE, FREE, FREE));

        away(story, 1, 600);
        story.runFor(600 + 400);

        // then: 5,000 MB from the disk, the last 1,000 from memory
        assertThat(story.secondsOf("consumersCaughtUp 1")).isCloseTo(600 + 5000 / 20.0 + 1000 / 50.0, within(0.01));
    }

    @Test
    void a_disk_shared_with_what_is_written_slows_producers_down() {
        // given: reads and writes of 40 MB/s together
        Story story = story(1, 50);
        limit(story, new BrokerLimits(FREE, FREE, DataRate.megabytesPerSecond(40), FREE, FREE));

        away(story, 1, 600);
        story.runFor(610);

        // then: 40 of 10 + 40 pass
        assertThat(story.entry("producePaced")).endsWith(" 80");
    }

    @Test
    void two_groups_take_twice_the_network_and_the_disk_once() {
        Story story = story(3, 50);
        limit(
                story,
                new BrokerLimits(DataRate.megabytesPerSecond(50), FREE, FREE, FREE, DataRate.megabytesPerSecond(100)));

        away(story, 2, 600);
        story.runFor(600 + 400);

        // Sent are 10 MB/s to the follower and 30 to the three groups, and what two have missed, which would be twice
        // 50.
        double squeezed = 100 / (100 + 40.0);
        assertThat(story.secondsOf("consumersCaughtUp 2")).isCloseTo(600 + 6000 / (50 * squeezed), within(0.01));
    }

    @Test
    void while_they_are_away_they_take_no_network() {
        // given: a network that is just wide enough for the follower
        Story story = story(1, 50);
        away(story, 1, 600);
        limit(story, new BrokerLimits(FREE, FREE, FREE, FREE, DataRate.megabytesPerSecond(10)));

        story.runFor(599);
        assertThat(story.happened("producePaced")).isFalse();
        story.runFor(10);

        assertThat(story.happened("producePaced")).isTrue();
    }

    @Test
    void they_go_on_with_another_leader_where_they_were() {
        Story story = story(1, 50);
        away(story, 1, 600);
        story.runFor(660);

        // when: a minute and 3,000 MB later the leader dies
        int leader = story.cluster.cohorts().get(0).leader();
        story.kill(leader).runFor(200);

        // then: the rest takes a minute, from when the other serves
        double served = story.secondsOf("readable");
        assertThat(story.secondsOf("consumersCaughtUp 1")).isCloseTo(served + 60, within(0.1));
    }

    @Test
    void what_is_left_when_they_are_away_again_is_read_with_what_is_new() {
        Story story = story(1, 50);
        away(story, 1, 600);
        story.runFor(660);

        away(story, 1, 400);
        story.runFor(600);

        // 3,000 MB of the first time are left, and 4,000 are new.
        assertThat(story.allSecondsOf("consumersCaughtUp")).hasSize(1);
        assertThat(story.secondsOf("consumersCaughtUp 1")).isCloseTo(1060 + 7000 / 50.0, within(0.01));
    }

    private static void away(Story story, int groups, long seconds) {
        story.cluster.stopConsumers(groups, Duration.ofSeconds(seconds), Story.cause("consumerOutage"));
    }

    private static void limit(Story story, BrokerLimits limits) {
        story.cluster.limitBroker(story.cluster.cohorts().get(0).leader(), limits);
    }

    private static Story story(int groups, double megabytesPerSecond) {
        Workload workload = new Workload(
                DataRate.megabytesPerSecond(10), new DataSize(1000), new DataSize(100_000_000_000L), Optional.empty());
        return new Story(new KafkaConfig(
                2,
                new ControllerConfig(1, ControllerConfig.Quorum.STATIC),
                Semantics.KAFKA_4_3,
                List.of(new TopicConfig("orders", 1, 2, 1, Acks.ALL, false)),
                workload.readBy(groups, new ConsumerReads(DataRate.megabytesPerSecond(megabytesPerSecond), CACHE)),
                Configs.SETTINGS,
                List.of(),
                Configs.TIMINGS));
    }
}
