package dev.brokerfall.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import dev.brokerfall.kafka.Cohort;
import dev.brokerfall.kernel.Agenda;
import dev.brokerfall.kernel.Cause;
import dev.brokerfall.unit.DataRate;
import dev.brokerfall.unit.DataSize;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two cohorts, of 3 partitions and of 1, in lives of some seconds: each sum is done by hand. */
final class TrialMetricsTest {

    private static final long HORIZON_MS = 100_000;
    private static final Cause CRASH = new Cause("nodeCrash", 1_000);
    private static final Cause UPGRADE = new Cause("nodePoolUpgrade", 2_000);

    // Records are given up after 5 s; the buffer of 1,000,000 bytes lasts 10 s at 100,000 bytes/s, and send() waits for
    // none.
    private static final ClientConfig CLIENT = new ClientConfig(
            Duration.ofSeconds(5),
            new DataSize(1_000_000),
            Duration.ZERO,
            Duration.ofSeconds(30),
            new DataRate(100_000));

    private final Agenda clock = new Agenda();
    private final FakeCohort large = new FakeCohort(0, 3);
    private final FakeCohort small = new FakeCohort(1, 1);
    private final TrialMetrics metrics = new TrialMetrics(clock, CLIENT);

    TrialMetricsTest() {
        metrics.watch(List.of(large, small));
    }

    @Test
    void a_quiet_life_has_nothing_to_report() {
        TrialResult result = finish();

        assertThat(result.values().values()).containsOnly(0.0);
        assertThat(result.causes()).isEmpty();
        assertThat(result.recoverySeconds().isEmpty()).isTrue();
    }

    @Test
    void partitions_weigh_the_same_and_clients_hide_what_they_are_patient_enough_for() {
        at(10_000, () -> metrics.unwritable(large, CRASH));
        at(18_000, () -> metrics.writable(large));

        TrialResult result = finish();

        // 8 s of 3 partitions in 100 s of 4; of these, 3 s lie beyond the patience of 5 s.
        assertThat(result.value(Metric.PRODUCE_UNAVAILABILITY)).isEqualTo(24.0 / 400);
        assertThat(result.value(Metric.CLIENT_VISIBLE_PRODUCE_UNAVAILABILITY)).isEqualTo(9.0 / 400);
        assertThat(result.value(Metric.OUTAGE_MINUTES)).isEqualTo(8.0 / 60);
        assertThat(result.value(Metric.LONGEST_OUTAGE)).isEqualTo(8);
        assertThat(result.value(Metric.OUTAGES)).isEqualTo(1);
    }

    @Test
    void outages_of_the_beginning_are_counted_by_themselves_too() {
        // Given a beginning of ten seconds, an outage within it and one that outlasts it
        metrics.splitAt(10_000);
        at(2_000, () -> metrics.unwritable(large, CRASH));
        at(5_000, () -> metrics.writable(large));
        at(8_000, () -> metrics.unwritable(small, CRASH));
        at(14_000, () -> metrics.writable(small));
        at(50_000, () -> metrics.unwritable(large, CRASH));
        at(52_000, () -> metrics.writable(large));

        TrialResult result = finish();

        assertThat(result.earlyOutageMinutes()).isEqualTo(5.0 / 60);
        assertThat(result.value(Metric.OUTAGE_MINUTES)).isEqualTo(11.0 / 60);
    }

    @Test
    void gaps_below_a_tenth_of_a_second_do_not_count_and_those_from_there_count_in_full() {
        at(10_000, () -> metrics.unwritable(large, CRASH));
        at(10_099, () -> metrics.writable(large));
        at(20_000, () -> metrics.unwritable(small, CRASH));
        at(20_100, () -> metrics.writable(small));
        at(30_000, () -> metrics.unreadable(large, CRASH));
        at(30_099, () -> metrics.readable(large));
        at(40_000, () -> metrics.unreadable(small, CRASH));
        at(40_100, () -> metrics.readable(small));

        TrialResult result = finish();

        assertThat(result.value(Metric.PRODUCE_UNAVAILABILITY)).isEqualTo(0.1 / 400);
        assertThat(result.value(Metric.CONSUME_UNAVAILABILITY)).isEqualTo(0.1 / 400);
        assertThat(result.value(Metric.OUTAGES)).isEqualTo(1);
    }

    @Test
    void clients_wait_for_a_silent_broker_though_another_leads_but_no_longer_than_their_requests_may_take() {
        at(10_000, () -> {
            metrics.clientsStalled(large, CRASH);
            metrics.unwritable(large, CRASH);
            metrics.clientsStalled(small, CRASH);
            metrics.unwritable(small, CRASH);
        });
        at(19_000, () -> {
            metrics.writable(large);
            metrics.writable(small);
        });
        at(25_000, () -> metrics.clientsAnswered(large));
        at(60_000, () -> metrics.clientsAnswered(small));

        TrialResult result = finish();

        assertThat(result.value(Metric.PRODUCE_UNAVAILABILITY)).isEqualTo(9.0 * 4 / 400);
        // Beyond 5 s of patience: 10 s of three partitions, and 25 s of the one whose requests timed out after 30 s.
        assertThat(result.value(Metric.CLIENT_VISIBLE_PRODUCE_UNAVAILABILITY)).isEqualTo(55.0 / 400);
        assertThat(result.value(Metric.LONGEST_CLIENT_GAP)).isEqualTo(30);
    }

    @Test
    void a_gap_that_begins_after_requests_have_timed_out_is_another() {
        at(10_000, () -> metrics.clientsStalled(small, CRASH));
        at(45_000, () -> metrics.unwritable(small, CRASH));
        at(47_000, () -> metrics.writable(small));
        at(50_000, () -> metrics.clientsAnswered(small));

        TrialResult result = finish();

        assertThat(result.value(Metric.LONGEST_CLIENT_GAP)).isEqualTo(30);
        assertThat(result.value(Metric.CLIENT_VISIBLE_PRODUCE_UNAVAILABILITY)).isEqualTo(25.0 / 400);
    }

    @Test
    void consumers_that_wait_for_the_high_watermark_count_apart_from_those_without_a_leader() {
        at(10_000, () -> metrics.consumeStalled(large, CRASH));
        at(18_000, () -> metrics.consumeResumed(large));
        at(20_000, () -> metrics.consumeStalled(small, CRASH));
        at(20_099, () -> metrics.consumeResumed(small));
        at(90_000, () -> metrics.consumeStalled(small, CRASH));

        TrialResult result = finish();

        // 8 s of 3 partitions, and 10 s of the one that still waits at the horizon.
        assertThat(result.value(Metric.CONSUME_STALL)).isEqualTo(34.0 / 400);
        assertThat(result.value(Metric.CONSUME_UNAVAILABILITY)).isZero();
    }

    @Test
    void what_disks_or_networks_hold_back_is_counted_by_how_much_and_for_how_long() {
        at(10_000, () -> metrics.producePaced(0, 0.8));
        at(60_000, () -> metrics.producePaced(0, 1));
        at(90_000, () -> metrics.producePaced(1, 0.5));

        TrialResult result = finish();

        // A fifth for 50 s at one broker, half for the last 10 s at another, of three brokers and 100 s.
        assertThat(result.value(Metric.PRODUCE_HELD_BACK)).isCloseTo((0.2 * 50 + 0.5 * 10) / 300, within(1e-12));
        assertThat(result.value(Metric.PRODUCE_UNAVAILABILITY)).isZero();
    }

    @Test
    void an_outage_is_the_union_of_what_is_out_and_each_instant_belongs_to_the_earliest_cause() {
        at(10_000, () -> metrics.unwritable(large, UPGRADE));
        at(14_000, () -> metrics.unwritable(small, CRASH));
        at(16_000, () -> metrics.writable(large));
        at(17_000, () -> metrics.writable(small));

        TrialResult result = finish();

        // One outage of 7 s: 4 s of the upgrade alone, then 3 s that the earlier crash claims.
        assertThat(result.value(Metric.OUTAGES)).isEqualTo(1);
        assertThat(result.value(Metric.LONGEST_OUTAGE)).isEqualTo(7);
        assertThat(result.of("nodePoolUpgrade").outageMinutes()).isEqualTo(4.0 / 60);
        assertThat(result.of("nodeCrash").outageMinutes()).isEqualTo(3.0 / 60);
        // Partition-time is not shared: 6 s of 3 partitions, 3 s of 1.
        assertThat(result.of("nodePoolUpgrade").unwritableShare()).isEqualTo(18.0 / 400);
        assertThat(result.of("nodeCrash").unwritableShare()).isEqualTo(3.0 / 400);
    }

    @Test
    void causes_sum_to_the_totals() {
        at(10_000, () -> metrics.unwritable(large, UPGRADE));
        at(12_000, () -> metrics.unwritable(small, new Cause("zoneOutage", 2_000)));
        at(13_000, () -> metrics.writable(small));
        at(15_000, () -> metrics.writable(large));
        at(50_000, () -> metrics.recordsLost(large, 5, 600, CRASH));
        at(60_000, () -> metrics.recordsLost(small, 7, 70, UPGRADE));

        TrialResult result = finish();

        // Two causes that began together share 12 s to 13 s.
        assertThat(result.causes()).containsKeys("nodeCrash", "nodePoolUpgrade", "nodePoolUpgrade+zoneOutage");
        assertThat(sum(result, CauseTotals::outageMinutes))
                .isCloseTo(result.value(Metric.OUTAGE_MINUTES), within(1e-12));
        assertThat(sum(result, CauseTotals::unwritableShare))
                .isCloseTo(result.value(Metric.PRODUCE_UNAVAILABILITY), within(1e-12));
        // 5 records from each of 3 partitions, 7 from one.
        assertThat(result.value(Metric.LOST_RECORDS)).isEqualTo(22);
        assertThat(sum(result, CauseTotals::lostRecords)).isEqualTo(22);
        assertThat(result.value(Metric.LOST_BYTES)).isEqualTo(670);
        assertThat(result.value(Metric.DATA_LOSS_PROBABILITY)).isEqualTo(1);
    }

    @Test
    void outages_that_touch_are_one() {
        at(10_000, () -> metrics.unwritable(large, CRASH));
        at(12_000, () -> metrics.writable(large));
        at(12_000, () -> metrics.unwritable(small, CRASH));
        at(15_000, () -> metrics.writable(small));
        at(15_001, () -> metrics.unwritable(small, CRASH));
        at(16_001, () -> metrics.writable(small));

        TrialResult result = finish();

        assertThat(result.value(Metric.OUTAGES)).isEqualTo(2);
        assertThat(result.value(Metric.LONGEST_OUTAGE)).isEqualTo(5);
        assertThat(result.value(Metric.OUTAGE_MINUTES)).isEqualTo(6.0 / 60);
    }

    @Test
    void what_lasts_at_the_horizon_is_counted_up_to_it() {
        at(90_000, () -> metrics.unwritable(small, CRASH));
        at(95_000, () -> metrics.unreadable(large, CRASH));
        at(96_400, () -> metrics.strandedChanged(small, 1, CRASH));
        at(98_000, metrics::recoveryBegan);

        TrialResult result = finish();

        assertThat(result.value(Metric.PRODUCE_UNAVAILABILITY)).isEqualTo(10.0 / 400);
        assertThat(result.value(Metric.CONSUME_UNAVAILABILITY)).isEqualTo(15.0 / 400);
        assertThat(result.value(Metric.STRANDED_PARTITION_HOURS)).isEqualTo(0.001);
        assertThat(result.unfinishedSeconds().asList()).containsExactly(2.0);
        assertThat(result.recoverySeconds().isEmpty()).isTrue();
    }

    @Test
    void exposure_is_weighted_by_time_and_partitions() {
        at(10_000, () -> {
            large.underReplicated = true;
            large.atMinIsr = true;
            metrics.cohortChanged(large);
        });
        at(15_000, () -> {
            large.goodCopies = 1;
            metrics.cohortChanged(large);
        });
        at(20_000, () -> {
            large.underReplicated = false;
            large.atMinIsr = false;
            large.goodCopies = 3;
            metrics.cohortChanged(large);
        });

        TrialResult result = finish();

        assertThat(result.value(Metric.UNDER_REPLICATED)).isEqualTo(30.0 / 400);
        assertThat(result.value(Metric.AT_MIN_ISR)).isEqualTo(30.0 / 400);
        assertThat(result.value(Metric.LAST_COPY)).isEqualTo(15.0 / 400);
    }

    @Test
    void an_unreplicated_partition_is_on_its_last_copy_all_the_time() {
        FakeCohort alone = new FakeCohort(0, 1);
        alone.goodCopies = 1;
        TrialMetrics its = new TrialMetrics(clock, CLIENT);
        its.watch(List.of(alone));
        clock.runUntil(HORIZON_MS, 1);

        assertThat(its.finish().values()).contains(entry(Metric.LAST_COPY, 1.0));
    }

    @Test
    void episodes_and_movements_are_counted() {
        at(10_000, metrics::recoveryBegan);
        at(14_000, () -> metrics.recoveryDone(10_000));
        at(20_000, metrics::podMoved);
        at(20_000, metrics::diskAttached);
        at(20_000, () -> metrics.leaderElected(large, 1, true));
        at(30_000, () -> metrics.reReplicated(0, 500, 200, UPGRADE));

        TrialResult result = finish();

        assertThat(result.recoverySeconds().asList()).containsExactly(4.0);
        assertThat(result.value(Metric.POD_MOVES)).isEqualTo(1);
        assertThat(result.value(Metric.DISK_ATTACHMENTS)).isEqualTo(1);
        assertThat(result.value(Metric.LEADER_ELECTIONS)).isEqualTo(3);
        assertThat(result.value(Metric.RE_REPLICATED_BYTES)).isEqualTo(500);
        assertThat(result.value(Metric.CROSS_ZONE_BYTES)).isEqualTo(200);
        assertThat(result.of("nodePoolUpgrade").reReplicatedBytes()).isEqualTo(500);
    }

    @Test
    void a_full_buffer_ends_patience_before_the_delivery_timeout_does() {
        ClientConfig busy = new ClientConfig(
                Duration.ofSeconds(120),
                new DataSize(32_000_000),
                Duration.ofSeconds(60),
                Duration.ofSeconds(30),
                new DataRate(1_000_000));

        // 32 s to fill the buffer, then 60 s of waiting for room.
        assertThat(busy.patienceMs()).isEqualTo(92_000);
    }

    private void at(long instant, Runnable happening) {
        clock.runUntil(instant, 1);
        happening.run();
    }

    private TrialResult finish() {
        clock.runUntil(HORIZON_MS, 1);
        return metrics.finish();
    }

    private static double sum(TrialResult result, java.util.function.ToDoubleFunction<CauseTotals> part) {
        return result.causes().values().stream().mapToDouble(part).sum();
    }

    private static final class FakeCohort implements Cohort {
        private final int index;
        private final int partitions;
        private boolean underReplicated;
        private boolean atMinIsr;
        private int goodCopies = 3;

        private FakeCohort(int index, int partitions) {
            this.index = index;
            this.partitions = partitions;
        }

        @Override
        public int index() {
            return index;
        }

        @Override
        public dev.brokerfall.kafka.TopicConfig topic() {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Integer> brokers() {
            return replicas();
        }

        @Override
        public List<Integer> directories() {
            return List.of(0, 0, 0);
        }

        @Override
        public boolean reassigning() {
            return false;
        }

        @Override
        public List<Integer> replicas() {
            return List.of(0, 1, 2);
        }

        @Override
        public int partitions() {
            return partitions;
        }

        @Override
        public int leader() {
            return 0;
        }

        @Override
        public int isr() {
            return 7;
        }

        @Override
        public int elr() {
            return 0;
        }

        @Override
        public int leaderEpoch() {
            return 0;
        }

        @Override
        public boolean writable() {
            return true;
        }

        @Override
        public boolean readable() {
            return true;
        }

        @Override
        public boolean answersClients() {
            return true;
        }

        @Override
        public boolean consumeStalled() {
            return false;
        }

        @Override
        public boolean underReplicated() {
            return underReplicated;
        }

        @Override
        public boolean underMinIsr() {
            return false;
        }

        @Override
        public boolean atMinIsr() {
            return atMinIsr;
        }

        @Override
        public int goodCopies() {
            return goodCopies;
        }

        @Override
        public boolean isGood(int position) {
            return position < goodCopies;
        }

        @Override
        public double logEnd() {
            return 0;
        }

        @Override
        public double highWatermark() {
            return 0;
        }

        @Override
        public double acknowledged() {
            return 0;
        }

        @Override
        public double logEndOf(int position) {
            return 0;
        }
    }
}
