package dev.brokerfall.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.brokerfall.unit.DataRate;
import dev.brokerfall.unit.DataSize;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What changes when producers write more by day than by night: from 8:00 to 18:00 three times as much, 72/44 of the mean, and 24/44 of
 * it in the other hours. Two brokers with one partition, or the three of {@link Configs}.
 */
final class DailyRateTest {

    private static final double DAY = 72 / 44.0;
    private static final double NIGHT = 24 / 44.0;
    private static final long HOUR = 3_600_000;
    private static final long YEAR = 8766 * HOUR;

    @Test
    void a_log_grows_in_a_week_by_the_mean_and_in_an_hour_by_the_rate_of_that_hour() {
        Story story = new Story(pair(44));
        Cohort orders = story.cluster.cohorts().get(0);
        double began = orders.logEnd();

        at(story, 9 * HOUR);
        double nine = orders.logEnd();
        at(story, 10 * HOUR);
        double ten = orders.logEnd();
        at(story, 168 * HOUR);

        assertThat(ten - nine).isCloseTo(72e6 * 3600, within(1.0));
        assertThat(orders.logEnd() - began).isCloseTo(44e6 * 168 * 3600, within(1.0));
    }

    @Test
    void a_quiet_year_has_no_events() {
        Story story = new Story(pair(44));

        at(story, YEAR);

        assertThat(story.agenda.handled()).isZero();
    }

    /** It fetches 100 MB/s and needs no more than an hour, while 72 or 24 are written. */
    @ParameterizedTest
    @CsvSource({"10, 72", "3, 24"})
    void an_empty_broker_fills_up_faster_at_night(int hour, double written) {
        Story story = new Story(pair(44));
        limitIn(story, 100);
        int follower = follower(story);
        at(story, hour * HOUR - 22_000);
        replace(story, follower);

        at(story, hour * HOUR + HOUR);

        // It begins 5 s after its start, at the full hour and 5 s.
        assertThat(story.secondsOf("isrExpanded") - hour * 3600.0)
                .isCloseTo(5 + 20_000 / (100 - written), within(0.01));
    }

    @Test
    void a_rebuild_that_day_outpaces_is_done_at_night() {
        Story story = new Story(pair(44));
        limitIn(story, 60);
        int follower = follower(story);
        at(story, 9 * HOUR - 17_000);
        story.kill(follower);
        story.agenda.runUntil(9 * HOUR - 5_000, Long.MAX_VALUE);
        story.start(LogDirectory.EMPTY, follower);

        at(story, 18 * HOUR);
        Cohort orders = story.cluster.cohorts().get(0);
        double behind = orders.logEnd() - orders.logEndOf(1);
        at(story, 30 * HOUR);

        // 20 GB to begin with, and 12 MB/s more in the nine hours until 18:00; then 36 MB/s less.
        assertThat(behind).isCloseTo(20e9 + 12e6 * 9 * 3600, within(1e6));
        assertThat(story.secondsOf("isrExpanded") - 18 * 3600).isCloseTo(behind / 36e6, within(0.01));
        assertThat(story.agenda.handled())
                .as("a few changes of rate among them")
                .isLessThan(40);
    }

    @Test
    void what_followers_lack_is_lost_at_the_rate_of_the_hour() {
        double day = lostAt(10 * HOUR);
        double night = lostAt(3 * HOUR);

        // 0.02 s of 12 MB/s, of which broker 0 leads a third: 80,000 bytes at the mean.
        assertThat(day).isCloseTo(80_000 * DAY, within(4 * 1000.0));
        assertThat(night).isCloseTo(80_000 * NIGHT, within(4 * 1000.0));
        assertThat(day / night).isCloseTo(3, within(0.2));
    }

    private static double lostAt(long instant) {
        KafkaConfig usual = Configs.three(Configs.orders(2, Acks.ONE));
        Story story = new Story(with(usual, Configs.WORKLOAD.withPattern(RatePatternTest.office()), usual.topics()));
        at(story, instant);
        story.kill(0).runFor(15);
        return story.bytesLost;
    }

    @Test
    void a_power_loss_takes_the_tail_that_was_written_before_it() {
        // The only replica lies on a broker that is down for half a day: it was written to at 17:00.
        TopicConfig alone = new TopicConfig("orders", 1, 1, 1, Acks.ALL, false);
        KafkaConfig pair = pair(44);
        Story story = new Story(with(pair, pair.workload(), List.of(alone)));
        int broker = story.cluster.cohorts().get(0).leader();
        at(story, 17 * HOUR);
        story.kill(broker);
        at(story, 27 * HOUR);

        story.start(LogDirectory.TAIL_LOST, broker).runFor(60);

        assertThat(story.bytesLost).isCloseTo(30 * 72e6, within(1.0));
    }

    @Test
    void a_network_that_is_too_narrow_by_day_slows_producers_down_by_day_alone() {
        Story story = new Story(pair(44));
        Cohort orders = story.cluster.cohorts().get(0);
        double began = orders.logEnd();
        limitIn(story, 54);

        at(story, 24 * HOUR);

        assertThat(story.journal)
                .filteredOn(entry -> entry.contains("producePaced"))
                .hasSize(2);
        assertThat(story.secondsOf("producePaced " + orders.leader() + " 75")).isEqualTo(8 * 3600);
        assertThat(story.secondsOf("producePaced " + orders.leader() + " 100")).isEqualTo(18 * 3600);
        assertThat(orders.logEnd() - began).isCloseTo((10 * 54e6 + 14 * 24e6) * 3600, within(1e4));
    }

    @Test
    void producers_that_do_not_wait_for_followers_meet_the_disk_of_the_leader_by_day_alone() {
        // given: a leader that writes 54 MB/s
        KafkaConfig pair = pair(44);
        Story story =
                new Story(with(pair, pair.workload(), List.of(new TopicConfig("orders", 1, 2, 1, Acks.ONE, false))));
        DataRate free = DataRate.UNLIMITED;
        int leader = story.cluster.cohorts().get(0).leader();
        story.cluster.limitBroker(leader, new BrokerLimits(free, DataRate.megabytesPerSecond(54), free, free, free));
        double began = story.cluster.cohorts().get(0).logEnd();

        // when
        at(story, 24 * HOUR);

        // then
        assertThat(story.allSecondsOf("producePaced " + leader)).containsExactly(8 * 3600.0, 18 * 3600.0);
        assertThat(story.cluster.cohorts().get(0).logEnd() - began)
                .isCloseTo((10 * 54e6 + 14 * 24e6) * 3600, within(1e4));
    }

    @Test
    void a_disk_lives_on_its_credits_by_day_and_saves_new_ones_at_night() {
        // given: 60 MB/s for good, 100 on credits for an hour: 144 GB of them
        Story story = new Story(pair(44));
        DataRate free = DataRate.UNLIMITED;
        Burst disk = new Burst(
                "disk", DataRate.megabytesPerSecond(60), DataRate.megabytesPerSecond(100), Duration.ofHours(1));
        story.cluster.limitBroker(
                follower(story), new BrokerLimits(free, free, disk.base(), free, free, List.of(disk)));

        // when
        at(story, 48 * HOUR);

        // then: from 8:00 on 72 are written, 12 of which are credits; at night 36 are saved, which fills the bucket
        assertThat(story.allSecondsOf("creditsSpent"))
                .hasSize(2)
                .allSatisfy(second -> assertThat(second % 86_400).isCloseTo(8 * 3600 + 144_000 / 12.0, within(0.01)));
    }

    @Test
    void retention_by_time_keeps_what_was_written_in_it() {
        // given: six hours are kept
        TopicLoad load = new TopicLoad(
                DataRate.megabytesPerSecond(44), Optional.of(Duration.ofHours(6)), Optional.empty(), Optional.empty());
        KafkaConfig pair = pair(44);
        Story story = new Story(
                with(pair, pair.workload(), List.of(pair.topics().get(0).withLoad(load))));

        // then: at 0:00 six hours of the night, at 10:00 four of them and two of the day, at 15:00 all of the day
        assertThat(story.cluster.held(0)).isCloseTo(6 * 24e6 * 3600, within(1.0));
        at(story, 10 * HOUR);
        assertThat(story.cluster.held(0)).isCloseTo((4 * 24e6 + 2 * 72e6) * 3600, within(1.0));
        at(story, 15 * HOUR);
        assertThat(story.cluster.held(0)).isCloseTo(6 * 72e6 * 3600, within(1.0));
        assertThat(story.cluster.heldAtMost(0)).isCloseTo(6 * 72e6 * 3600, within(1.0));
    }

    private static void at(Story story, long instant) {
        story.agenda.runUntil(instant, Long.MAX_VALUE);
    }

    private static void replace(Story story, int broker) {
        story.kill(broker);
        story.runFor(22).start(LogDirectory.EMPTY, broker);
    }

    private static int follower(Story story) {
        return story.cluster.cohorts().get(0).replicas().get(1);
    }

    private static void limitIn(Story story, double megabytesPerSecond) {
        DataRate free = DataRate.UNLIMITED;
        story.cluster.limitBroker(
                follower(story),
                new BrokerLimits(free, free, free, DataRate.megabytesPerSecond(megabytesPerSecond), free));
    }

    /** Two brokers with a partition of 20 GB, to which so much is written on average. */
    private static KafkaConfig pair(double megabytesPerSecond) {
        Workload workload = new Workload(
                DataRate.megabytesPerSecond(megabytesPerSecond),
                new DataSize(1000),
                new DataSize(20_000_000_000L),
                Optional.empty());
        return new KafkaConfig(
                2,
                new ControllerConfig(1, ControllerConfig.Quorum.STATIC),
                Semantics.KAFKA_4_3,
                List.of(new TopicConfig("orders", 1, 2, 1, Acks.ALL, false)),
                workload.withPattern(RatePatternTest.office()),
                Configs.SETTINGS,
                List.of(),
                Configs.TIMINGS);
    }

    private static KafkaConfig with(KafkaConfig usual, Workload workload, List<TopicConfig> topics) {
        return new KafkaConfig(
                usual.brokers(),
                usual.controllers(),
                usual.semantics(),
                topics,
                workload,
                usual.settings(),
                usual.racks(),
                usual.timings());
    }
}
