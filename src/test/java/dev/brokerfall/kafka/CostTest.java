package dev.brokerfall.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * What a quarter costs, counted rather than timed: how often a cohort is looked at to change it, and how many events there are. How long that
 * takes is measured by {@code KafkaYearBenchmark}.
 */
final class CostTest {

    /** Weeks, in which everything has been done to every broker. */
    private static final int QUARTER = 13;

    @Test
    void on_thirty_brokers_work_grows_no_faster_than_the_number_of_cohorts() {
        BusyYear once = new BusyYear(30, 500);
        BusyYear more = new BusyYear(30, 3000);

        long events = once.play(QUARTER);
        long moreEvents = more.play(QUARTER);

        double cohorts =
                ratio(more.cluster.cohorts().size(), once.cluster.cohorts().size());
        assertThat(cohorts).as("lists of replicas").isGreaterThan(4);
        assertThat(ratio(more.cluster.touches(), once.cluster.touches())).isLessThan(1.05 * cohorts);
        assertThat(ratio(moreEvents, events))
                .as("events come from brokers and pairs of brokers, not from cohorts")
                .isLessThan(2);
    }

    @Test
    void partitions_with_the_same_replicas_cost_nothing() {
        BusyYear once = new BusyYear(6, 480);
        BusyYear more = new BusyYear(6, 4800);

        long events = once.play(QUARTER);
        long moreEvents = more.play(QUARTER);

        assertThat(more.cluster.cohorts()).hasSameSizeAs(once.cluster.cohorts()).hasSize(48);
        assertThat(ratio(more.cluster.touches(), once.cluster.touches())).isBetween(0.95, 1.05);
        assertThat(ratio(moreEvents, events)).isBetween(0.95, 1.05);
    }

    @Test
    void an_event_looks_only_at_the_cohorts_of_its_broker() {
        BusyYear year = new BusyYear(30, 3000);
        long before = year.cluster.touches();

        year.cluster.killBroker(7, Story.cause("brokerKill"));

        long its = year.cluster.cohorts().stream()
                .filter(cohort -> cohort.replicas().contains(7))
                .count();
        assertThat(its).isLessThan(year.cluster.cohorts().size() / 8);
        // Once to stop fetching and serving, once to report what it had fetched.
        assertThat(year.cluster.touches() - before).isEqualTo(2 * its);
    }

    private static double ratio(long more, long once) {
        return (double) more / once;
    }
}
