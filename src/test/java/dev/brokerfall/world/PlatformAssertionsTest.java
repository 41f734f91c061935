package dev.brokerfall.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brokerfall.fault.NodeChoice;
import dev.brokerfall.fault.TimelineEntry;
import dev.brokerfall.fault.TimelineEvent;
import dev.brokerfall.fault.When;
import dev.brokerfall.hosts.HostsConfig;
import dev.brokerfall.kafka.Acks;
import dev.brokerfall.kafka.KafkaConfig;
import dev.brokerfall.kafka.TopicConfig;
import dev.brokerfall.metric.Metric;
import dev.brokerfall.random.RandomDuration;
import dev.brokerfall.storage.StorageConfig;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * What Strimzi, Kubernetes, Azure and DC/OS do to the brokers they run. The numbers are those of {@code docs/kafka-assertions.md}; the
 * cluster is that of {@link Worlds}: three brokers and three controllers, one a zone, 150 GiB, replication factor 3, {@code
 * min.insync.replicas} 2. What is done is done after an hour, and everything happens within a day.
 */
final class PlatformAssertionsTest {

    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final long RECONCILIATION = Duration.ofMinutes(2).toMillis();
    private static final double ALL_BYTES = 150.0 * (1L << 30);

    @Test
    @DisplayName("#45 the operator does not restart a broker while some partition has just the minimum in sync with it")
    void a_roll_waits_for_in_sync_sets() {
        List<JournalEntry> journal = play(
                Worlds.DISK,
                true,
                at(HOUR, new TimelineEvent.BrokerStop(List.of(2), false, Optional.of(Duration.ofMinutes(30)))),
                at(HOUR + 60_000, new TimelineEvent.DrainNode(new NodeChoice.OfBrokers(List.of(0)))));

        long back =
                only(journal, "recoveryDone", "reason", "all replicas in sync").get(0);
        assertThat(back).isGreaterThan(HOUR + Duration.ofMinutes(30).toMillis());
        assertThat(only(journal, "podDeleted", "pod", "broker-0"))
                .as("postponed until 2 is in sync, then at the next reconciliation")
                .singleElement()
                .satisfies(rolled -> assertThat(rolled).isBetween(back, back + RECONCILIATION));

        List<JournalEntry> alone = play(
                Worlds.DISK,
                true,
                at(HOUR + 60_000, new TimelineEvent.DrainNode(new NodeChoice.OfBrokers(List.of(0)))));
        assertThat(only(alone, "podDeleted", "pod", "broker-0"))
                .as("with three in sync it is restarted at once")
                .singleElement()
                .satisfies(rolled -> assertThat(rolled - HOUR - 60_000).isBetween(0L, RECONCILIATION));
    }

    @Test
    @DisplayName(
            "#46 partitions with no more replicas than the minimum do not stop a roll, and are unavailable meanwhile")
    void a_roll_ignores_partitions_without_a_replica_to_spare() {
        TimelineEntry drain = at(HOUR, new TimelineEvent.DrainNode(new NodeChoice.OfBrokers(List.of(0))));
        KafkaConfig all = withTopic(new TopicConfig("orders", 120, 3, 3, Acks.ALL, false));

        List<JournalEntry> journal =
                Trial.journal(with(all, Worlds.aks(DAY, Worlds.DISK, true, false, List.of(), List.of(drain))), 1, 0);

        long rolled = only(journal, "podDeleted", "pod", "broker-0").get(0);
        assertThat(rolled - HOUR).isBetween(0L, RECONCILIATION);
        long back = only(journal, "recoveryDone", "reason", "").get(0);
        assertThat(partitions(journal, "unwritable", rolled, rolled + 5_000)).isEqualTo(120);
        assertThat(partitions(journal, "writable", rolled + 5_000, back - 60_000))
                .as("not one of them, until 0 is in sync again")
                .isZero();

        List<JournalEntry> spare =
                Trial.journal(Worlds.aks(DAY, Worlds.DISK, true, false, List.of(), List.of(drain)), 1, 0);
        long gone = only(spare, "podDeleted", "pod", "broker-0").get(0);
        long inSync = only(spare, "recoveryDone", "reason", "").get(0);
        assertThat(partitions(spare, "writable", gone, inSync - 1))
                .as("with a replica to spare all go on while 0 is away")
                .isEqualTo(partitions(spare, "unwritable", gone, inSync - 1));
    }

    @Test
    @DisplayName(
            "#47 with the Drain Cleaner an eviction is denied and the operator restarts one pod at a time; a VM crash asks nobody")
    void drains_are_rolls_and_crashes_are_not() {
        List<JournalEntry> journal = play(
                Worlds.EMPTY_DIR, true, at(HOUR, new TimelineEvent.DrainNode(new NodeChoice.OfBrokers(List.of(0, 1)))));
        List<Long> brokers = only(journal, "podDeleted", "pod", "broker-");
        List<Long> inSync = only(journal, "recoveryDone", "reason", "");

        assertThat(brokers).hasSize(2);
        assertThat(brokers.get(0) - HOUR)
                .as("not when the eviction is asked for, but at the next reconciliation")
                .isBetween(1L, RECONCILIATION);
        assertThat(brokers.get(1)).isGreaterThanOrEqualTo(inSync.get(0));
        assertThat(only(journal, "podDeleted", "pod", "")).doesNotHaveDuplicates();

        List<JournalEntry> budget = play(
                Worlds.EMPTY_DIR,
                false,
                at(HOUR, new TimelineEvent.DrainNode(new NodeChoice.OfBrokers(List.of(0, 1)))));
        List<Long> evicted = only(budget, "podDeleted", "pod", "broker-");
        assertThat(evicted.get(0))
                .as("a budget alone lets the first go at once")
                .isEqualTo(HOUR);
        assertThat(evicted.get(1))
                .as("and the second before the first has copied anything back")
                .isLessThan(only(budget, "recoveryDone", "reason", "").get(0));

        List<JournalEntry> crash = play(
                Worlds.EMPTY_DIR,
                true,
                at(HOUR - 600_000, new TimelineEvent.BrokerStop(List.of(2), false, Optional.of(Duration.ofHours(1)))),
                at(HOUR, new TimelineEvent.NodeCrash(new NodeChoice.OfBrokers(List.of(0)), Optional.empty())));
        assertThat(only(crash, "brokerDown", "broker", "0"))
                .as("although in-sync sets are at their minimum")
                .contains(HOUR);
    }

    @Test
    @DisplayName("#48 an emptyDir survives the crash of a container and is lost with its pod")
    void an_empty_dir_is_the_pods() {
        assertThat(copied(
                        Worlds.EMPTY_DIR,
                        new TimelineEvent.BrokerKill(
                                List.of(0), false, Optional.empty(), Optional.of(Duration.ofSeconds(10)))))
                .as("a killed process finds its data: it copies what it missed in a minute or two")
                .isLessThan(0.05 * ALL_BYTES);
        assertThat(copied(Worlds.EMPTY_DIR, eviction()))
                .as("a deleted pod's directory is gone")
                .isBetween(1.0 * ALL_BYTES, 1.2 * ALL_BYTES);
        assertThat(copied(Worlds.DISK, eviction()))
                .as("a disk is the claim's, not the pod's")
                .isLessThan(0.05 * ALL_BYTES);
    }

    private static TimelineEvent eviction() {
        return new TimelineEvent.DrainNode(new NodeChoice.OfBrokers(List.of(0)));
    }

    @Test
    @DisplayName(
            "#49 while its zone is down a broker on a zonal disk is Pending, and returns with its data when the zone does")
    void a_zonal_disk_waits_for_its_zone() {
        Duration out = Duration.ofHours(4);
        TimelineEntry outage = at(HOUR, new TimelineEvent.ZoneOutage("westus2-1", 1, out));
        long over = HOUR + out.toMillis();

        // Somebody tells Kubernetes that the nodes are out of service, or the pod would stay on its dead node,
        // Terminating.
        TimelineEntry taint =
                at(HOUR + 600_000, new TimelineEvent.OutOfServiceTaint(new NodeChoice.OfZone("westus2-1")));
        List<JournalEntry> journal = play(Worlds.DISK, true, outage, taint);

        List<Long> down = only(journal, "brokerDown", "broker", "");
        assertThat(down).as("one broker a zone").contains(HOUR);
        String broker = journal.stream()
                .filter(entry -> entry.type().equals("brokerDown") && entry.millis() == HOUR)
                .map(entry -> String.valueOf(entry.fields().get("broker")))
                .findFirst()
                .orElseThrow();
        assertThat(only(journal, "podUnschedulable", "pod", "broker-" + broker)).hasSize(1);
        assertThat(only(journal, "podScheduled", "pod", "broker-" + broker)).allMatch(at -> at >= over);
        assertThat(only(journal, "brokerUp", "broker", broker)).isNotEmpty().allMatch(at -> at >= over);
        assertThat(only(journal, "volumeLost", "volume", "")).isEmpty();
        assertThat(only(journal, "recordsLost", "fault", "")).isEmpty();
        assertThat(only(journal, "recoveryDone", "reason", "")).hasSize(1);

        List<JournalEntry> emptyDir = play(Worlds.EMPTY_DIR, true, outage, taint);
        assertThat(only(emptyDir, "volumeLost", "volume", "broker-" + broker))
                .as("an emptyDir waits as well, for its anti-affinity, but its data is gone")
                .hasSize(1);
    }

    @Test
    @DisplayName(
            "#50 a DC/OS agent that is gone for good leaves its broker down until somebody replaces the pod; then it is empty")
    void a_lost_agent_waits_for_a_human() {
        Duration human = Duration.ofHours(10);
        TimelineEntry loss =
                at(HOUR, new TimelineEvent.NodeLoss(new NodeChoice.OfBrokers(List.of(0)), Optional.empty()));
        TrialConfig lost = hosts(human, loss);
        List<JournalEntry> journal = Trial.journal(lost, 1, 0);

        assertThat(only(journal, "brokerDown", "broker", "0")).containsExactly(HOUR);
        assertThat(only(journal, "podScheduled", "broker", "0")).containsExactly(HOUR + human.toMillis());
        assertThat(only(journal, "brokerUp", "broker", "0"))
                .as("the same broker id, and not before")
                .singleElement()
                .satisfies(up -> assertThat(up).isGreaterThan(HOUR + human.toMillis()));
        assertThat(only(journal, "recordsLost", "fault", "")).isEmpty();
        assertThat(inTheDay(lost, Metric.RE_REPLICATED_BYTES))
                .as("it is empty and copies everything")
                .isBetween(1.0 * ALL_BYTES, 1.2 * ALL_BYTES);

        TrialConfig back = hosts(human, at(HOUR, new TimelineEvent.NodeReboot(new NodeChoice.OfBrokers(List.of(0)))));
        assertThat(only(Trial.journal(back, 1, 0), "brokerUp", "broker", "0"))
                .as("an agent that reboots brings it back by itself")
                .singleElement()
                .satisfies(up -> assertThat(up - HOUR).isLessThan(600_000));
        assertThat(inTheDay(back, Metric.RE_REPLICATED_BYTES))
                .as("with its data")
                .isLessThan(0.1 * ALL_BYTES);
    }

    private static final Duration DAY = Duration.ofDays(1);

    /** Returns the bytes copied within the day on which this has happened. */
    private static double copied(StorageConfig storage, TimelineEvent event) {
        return inTheDay(
                Worlds.aks(DAY, storage, true, false, List.of(), List.of(at(HOUR, event))), Metric.RE_REPLICATED_BYTES);
    }

    private static double inTheDay(TrialConfig config, Metric metric) {
        return Trial.play(config, 1, 0).values().getOrDefault(metric, Double.NaN);
    }

    private static List<JournalEntry> play(StorageConfig storage, boolean drainCleaner, TimelineEntry... timeline) {
        return Trial.journal(Worlds.aks(DAY, storage, drainCleaner, false, List.of(), List.of(timeline)), 1, 0);
    }

    private static TimelineEntry at(long millis, TimelineEvent event) {
        return new TimelineEntry("event" + millis, new When.At(Duration.ofMillis(millis)), event);
    }

    /** Returns the instants of entries of a type of which a field begins with something, in milliseconds. */
    private static List<Long> only(List<JournalEntry> journal, String type, String field, String prefix) {
        return journal.stream()
                .filter(entry -> entry.type().equals(type))
                .filter(entry -> String.valueOf(entry.fields().get(field)).contains(prefix))
                .map(JournalEntry::millis)
                .toList();
    }

    /** Counts the partitions that something happened to between two instants. */
    private static int partitions(List<JournalEntry> journal, String type, long from, long until) {
        return journal.stream()
                .filter(entry -> entry.type().equals(type) && from <= entry.millis() && entry.millis() <= until)
                .mapToInt(
                        entry -> Integer.parseInt(String.valueOf(entry.fields().get("partitions"))))
                .sum();
    }

    private static KafkaConfig withTopic(TopicConfig topic) {
        KafkaConfig usual = Worlds.kafka();
        return new KafkaConfig(
                usual.brokers(),
                usual.controllers(),
                usual.semantics(),
                List.of(topic),
                usual.workload(),
                usual.settings(),
                usual.racks(),
                usual.timings());
    }

    private static TrialConfig with(KafkaConfig kafka, TrialConfig usual) {
        return on(usual.platform(), kafka, usual);
    }

    private static TrialConfig hosts(Duration human, TimelineEntry entry) {
        HostsConfig agents = new HostsConfig(
                Worlds.ZONES,
                2,
                3,
                3,
                Worlds.LOCAL,
                Optional.empty(),
                RandomDuration.constant(Duration.ofSeconds(10)),
                RandomDuration.constant(human),
                RandomDuration.constant(Duration.ofMinutes(2)),
                RandomDuration.constant(Duration.ofMinutes(8)),
                Duration.ofSeconds(30),
                true);
        TrialConfig usual = Worlds.aks(DAY, Worlds.LOCAL, false, false, List.of(), List.of(entry));
        return on(new PlatformConfig.Hosts(agents), Worlds.kafka(), usual);
    }

    private static TrialConfig on(PlatformConfig platform, KafkaConfig kafka, TrialConfig usual) {
        return new TrialConfig(
                usual.horizon(),
                platform,
                Optional.of(kafka),
                false,
                usual.limits(),
                usual.processRestart(),
                usual.healing(),
                usual.notice(),
                usual.waitForFullIsr(),
                usual.client(),
                usual.faults(),
                usual.topology(),
                usual.timeline());
    }
}
