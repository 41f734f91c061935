package dev.brokerfall.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.brokerfall.kernel.Agenda;
import dev.brokerfall.kernel.Cause;
import dev.brokerfall.random.Stream;
import dev.brokerfall.random.Streams;
import dev.brokerfall.unit.DataRate;
import dev.brokerfall.unit.DataSize;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Partitions with the same replicas in the same order are played as one. Whatever is done to the cluster, each of them played by itself
 * must live the same life, to the millisecond.
 */
final class GroupingTest {

    private static final int SEEDS = 12;
    private static final int BLOWS = 120;
    private static final int BROKERS = 6;
    private static final int PARTITIONS = 90;

    /** 40 MB/s of which nine minutes are kept; blows begin at 0:50 and go on for twenty minutes. */
    private static final TopicLoad ORDERS = new TopicLoad(
            DataRate.megabytesPerSecond(40), Optional.of(Duration.ofMinutes(9)), Optional.empty(), Optional.empty());

    private static final TopicLoad AUDIT = new TopicLoad(
            DataRate.megabytesPerSecond(5), Optional.empty(), Optional.of(new DataSize(600_000_000)), Optional.empty());

    static List<Semantics> profiles() {
        return Semantics.profiles();
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void a_partition_lives_the_same_life_alone_and_in_company(Semantics semantics) {
        compare(semantics, seed -> config(semantics, seed));
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void so_does_one_whose_replicas_lie_in_one_of_two_directories(Semantics semantics) {
        LogDirs two = new LogDirs(2, Duration.ofSeconds(30));
        compare(semantics, seed -> config(semantics, seed).withLogDirs(two));
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void so_does_one_of_a_topic_with_a_load_of_its_own_that_goes_up_and_down(Semantics semantics) {
        compare(semantics, seed -> {
            KafkaConfig usual = config(semantics, seed);
            TopicConfig orders = usual.topics().get(0);
            TopicConfig half = new TopicConfig(
                    "audit",
                    PARTITIONS / 2,
                    2,
                    1,
                    seed % 2 == 0 ? Acks.ONE : Acks.ALL,
                    orders.uncleanLeaderElection(),
                    Optional.of(AUDIT));
            TopicConfig rest = new TopicConfig(
                    orders.name(),
                    PARTITIONS / 2,
                    3,
                    orders.minInsyncReplicas(),
                    orders.acks(),
                    orders.uncleanLeaderElection(),
                    Optional.of(ORDERS));
            return new KafkaConfig(
                    usual.brokers(),
                    usual.controllers(),
                    semantics,
                    List.of(rest, half),
                    usual.workload().withPattern(RatePatternTest.everyHour(seed)),
                    usual.settings(),
                    usual.racks(),
                    usual.timings());
        });
    }

    private static void compare(Semantics semantics, IntFunction<KafkaConfig> configs) {
        for (int seed = 0; seed < SEEDS; seed++) {
            KafkaConfig config = configs.apply(seed);
            Life grouped = new Life(config, seed, Grouping.BY_REPLICAS).play();
            Life alone = new Life(config, seed, Grouping.NONE).play();

            assertThat(alone.cluster.cohorts()).hasSize(PARTITIONS);
            assertThat(grouped.cluster.cohorts()).hasSizeLessThan(PARTITIONS);
            TreeMap<String, Integer> place = new TreeMap<>();
            grouped.cluster.cohorts().forEach(cohort -> place.put(cohort.toString(), cohort.index()));
            assertThat(alone.ofBrokers)
                    .as("%s, seed %s: brokers", semantics.name(), seed)
                    .isEqualTo(grouped.ofBrokers);
            for (Cohort partition : alone.cluster.cohorts()) {
                int company = Objects.requireNonNull(place.get(partition.toString()));
                assertThat(alone.ofCohort.get(partition.index()))
                        .as("%s, seed %s: %s", semantics.name(), seed, partition)
                        .isEqualTo(grouped.ofCohort.get(company));
                assertThat(partition.logEnd())
                        .isEqualTo(grouped.cluster.cohorts().get(company).logEnd());
            }
            assertThat(alone.lost).isCloseTo(grouped.lost, within(1e-6 * (1 + grouped.lost)));
            assertThat(alone.reReplicated).isCloseTo(grouped.reReplicated, within(1e-9 * (1 + grouped.reReplicated)));
        }
    }

    @Test
    void the_lives_compared_are_full_of_events() {
        double lost = 0;
        double copied = 0;
        int entries = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            Life life = new Life(config(Semantics.KAFKA_4_3, seed), seed, Grouping.BY_REPLICAS).play();
            lost += life.lost;
            copied += life.reReplicated;
            entries += life.ofCohort.stream().mapToInt(List::size).sum();
        }
        assertThat(lost).as("records lost").isPositive();
        assertThat(copied).as("bytes copied").isGreaterThan(1e9);
        assertThat(entries).isGreaterThan(10_000);
    }

    /** Six brokers in three racks; some seeds copy at the full rate, some under throttles at which brokers are out of sync for long. */
    private static KafkaConfig config(Semantics semantics, int seed) {
        KafkaSettings settings =
                seed % 3 == 0 ? Configs.SETTINGS : Configs.throttled(DataRate.megabytesPerSecond(7 + 3 * seed));
        KafkaConfig three = Configs.with(semantics, Configs.orders(2, Acks.ALL), settings, Configs.TIMINGS);
        Acks acks = seed % 4 == 1 ? Acks.ONE : Acks.ALL;
        return new KafkaConfig(
                BROKERS,
                three.controllers(),
                semantics,
                List.of(new TopicConfig("orders", PARTITIONS, 3, 1 + seed % 2, acks, seed % 5 == 0)),
                Configs.WORKLOAD,
                settings,
                List.of("a", "b", "c", "a", "b", "c"),
                Configs.TIMINGS);
    }

    /** A cluster to which a seed's list of things is done, and what it told, cohort by cohort. */
    private static final class Life implements KafkaListener {

        private final Agenda agenda = new Agenda();
        private final KafkaCluster cluster;
        private final Stream luck;
        private final boolean[] up = new boolean[BROKERS];
        private final RatePattern pattern;
        private final int kinds;
        private final List<String> ofBrokers = new ArrayList<>();
        private final List<List<String>> ofCohort = new ArrayList<>();
        private double lost;
        private double reReplicated;

        Life(KafkaConfig config, long seed, Grouping grouping) {
            this.luck = new Streams(seed, 2).stream("blows");
            this.pattern = config.workload().pattern();
            this.kinds = config.logDirs().count() > 1 ? 12 : 9;
            this.cluster = new KafkaCluster(agenda, new Streams(seed, 0), config, this, grouping);
            cluster.cohorts().forEach(cohort -> ofCohort.add(new ArrayList<>()));
            for (int broker = 0; broker < config.brokers(); broker++) {
                cluster.limitBroker(broker, limits(150));
            }
        }

        private static BrokerLimits limits(double megabytesPerSecond) {
            DataRate rate = DataRate.megabytesPerSecond(megabytesPerSecond);
            return new BrokerLimits(rate, rate, rate, rate, rate);
        }

        Life play() {
            Arrays.fill(up, true);
            if (!pattern.isConstant()) {
                agenda.runUntil(Duration.ofMinutes(50).toMillis(), Long.MAX_VALUE);
            }
            for (int blow = 0; blow < BLOWS; blow++) {
                strike(luck.index(BROKERS));
                double seconds = luck.uniform() < 0.3 ? luck.uniform() : 15 * luck.uniform();
                agenda.runUntil(agenda.now() + Math.round(1000 * seconds), Long.MAX_VALUE);
            }
            for (int broker = 0; broker < BROKERS; broker++) {
                cluster.thawBroker(broker);
                cluster.unhangBroker(broker);
                if (!up[broker]) {
                    cluster.startBroker(broker, LogDirectory.INTACT, cause("end"));
                }
            }
            agenda.runUntil(agenda.now() + 1_000_000, Long.MAX_VALUE);
            return this;
        }

        private void strike(int broker) {
            switch (luck.index(kinds)) {
                case 0, 1 -> {
                    cluster.killBroker(broker, cause("kill"));
                    up[broker] = false;
                }
                case 2, 3, 4 -> {
                    LogDirectory[] found = {LogDirectory.INTACT, LogDirectory.EMPTY, LogDirectory.TAIL_LOST};
                    LogDirectory data = found[luck.index(3)];
                    if (!up[broker]) {
                        cluster.startBroker(broker, data, cause("start"));
                        up[broker] = true;
                    }
                }
                case 5 -> cluster.freezeBroker(broker, cause("freeze"));
                case 6 -> cluster.thawBroker(broker);
                case 7 -> {
                    if (luck.uniform() < 0.5) {
                        cluster.hangBroker(broker, cause("hang"));
                    } else {
                        cluster.unhangBroker(broker);
                    }
                }
                case 9 -> cluster.failLogDirectory(broker, 1, cause("directory"));
                case 10 -> cluster.failLogDirectory(broker, luck.index(2), cause("directory"));
                case 11 -> {
                    if (!up[broker]) {
                        cluster.loseData(broker, luck.index(2), LogDirectory.EMPTY, cause("replaced"));
                    }
                }
                default -> cluster.limitBroker(broker, limits(40 + 100 * luck.uniform()));
            }
        }

        private Cause cause(String event) {
            return new Cause(event, agenda.now());
        }

        private void note(Cohort cohort, String event) {
            ofCohort.get(cohort.index())
                    .add("%s %s isr %s elr %s leader %s epoch %s copies %s"
                            .formatted(
                                    agenda.now(),
                                    event,
                                    cohort.isr(),
                                    cohort.elr(),
                                    cohort.leader(),
                                    cohort.leaderEpoch(),
                                    cohort.goodCopies()));
        }

        @Override
        public void brokerExited(int broker) {
            up[broker] = false;
        }

        @Override
        public void logDirectoryFailed(int broker, int directory, Cause cause) {
            ofBrokers.add(agenda.now() + " directory " + directory + " of " + broker);
        }

        @Override
        public void brokerUp(int broker) {
            ofBrokers.add(agenda.now() + " up " + broker);
        }

        @Override
        public void brokerDown(int broker, Cause cause) {
            ofBrokers.add(agenda.now() + " down " + broker);
        }

        @Override
        public void brokerFenced(int broker) {
            ofBrokers.add(agenda.now() + " fenced " + broker);
        }

        @Override
        public void brokerUnfenced(int broker) {
            ofBrokers.add(agenda.now() + " unfenced " + broker);
        }

        @Override
        public void isrShrunk(Cohort cohort, int broker) {
            note(cohort, "shrunk " + broker);
        }

        @Override
        public void isrExpanded(Cohort cohort, int broker) {
            note(cohort, "expanded " + broker);
        }

        @Override
        public void leaderElected(Cohort cohort, int leader, boolean clean) {
            note(cohort, "elected " + leader + " " + clean);
        }

        @Override
        public void leaderless(Cohort cohort) {
            note(cohort, "leaderless");
        }

        @Override
        public void unwritable(Cohort cohort, Cause cause) {
            note(cohort, "unwritable because of " + cause);
        }

        @Override
        public void writable(Cohort cohort) {
            note(cohort, "writable");
        }

        @Override
        public void unreadable(Cohort cohort, Cause cause) {
            note(cohort, "unreadable because of " + cause);
        }

        @Override
        public void readable(Cohort cohort) {
            note(cohort, "readable");
        }

        @Override
        public void recordsLost(Cohort cohort, double recordsPerPartition, double bytes, Cause cause) {
            lost += recordsPerPartition * cohort.partitions();
            note(cohort, "lost " + recordsPerPartition);
        }

        @Override
        public void strandedChanged(Cohort cohort, double bytesPerPartition, Cause cause) {
            note(cohort, "stranded " + bytesPerPartition);
        }

        @Override
        public void reReplicated(int broker, double bytes, double crossZoneBytes, Cause cause) {
            reReplicated += bytes;
        }
    }
}
